#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <string>

#include "gio/tables.h"
#include "gio/tls-connection.h"
#include "gstrtsp/message.h"
#include "gstrtsp/transport.h"
#include "gstsdp/tables.h"
#include "marshal/vfunc.h"
#include "rtsp-server/context.h"
#include "rtsp-server/tables.h"

// How what the RTSP classes' virtual methods take and answer travels, beyond what every C type has.
namespace rtspnode {

RTSPNODE_BOXED(GstRTSPThread, gst_rtsp_thread_get_type);
RTSPNODE_ENUM(GTlsCertificateFlags, g_tls_certificate_flags_get_type);

RTSPNODE_NAME(GstRTSPContext*, "GstRTSPContext");
RTSPNODE_NAME(GstRTSPTimeRange*, "GstRTSPTimeRange");
RTSPNODE_NAME(GstRTSPTimeRange**, "GstRTSPTimeRange");
RTSPNODE_NAME(GTlsConnection*, "GTlsConnection");
RTSPNODE_NAME(GstMessage*, "GstMessage");
RTSPNODE_NAME(gchar**, "array");

struct StatusAnswer;  // GstRTSPStatusCode; no value is OK
struct AnyStatus;     // GstRTSPStatusCode that C found: not each has a name
struct ResultAnswer;  // GstRTSPResult; no value is OK
struct SessionId;     // gchar*, of characters that need no escape in a header
struct PathAnswer;    // gchar* that begins with a slash: upstream asserts it
struct WrittenSdp;    // GstSDPMessage* that C writes
struct ReceivedHttp;  // GstRTSPMessage*, the request for a tunnel
struct ClockTime;     // GstClockTime*, of which null stands for none
RTSPNODE_NAME(ReceivedHttp, "GstRTSPMessage");

template <>
struct Convert<StatusAnswer> : ConvertPlain<GstRTSPStatusCode> {
  static bool FromJs(Registry& registry, napi_value js, bool, GstRTSPStatusCode* out) {
    gint status = GST_RTSP_STS_OK;
    if (!IsNullish(registry.env(), js) &&
        (!Primitive<gint>::FromJs(registry.env(), js, &status) || status < 200 || status > 599)) {
      return false;
    }
    *out = static_cast<GstRTSPStatusCode>(status);
    return true;
  }
  static std::string Expected() { return "an RTSP status code from 200 to 599"; }
  static napi_value ToJs(Registry& registry, GstRTSPStatusCode value, Transfer) {
    return Primitive<gint>::ToJs(registry.env(), value);
  }
};
template <>
struct Convert<AnyStatus> : Convert<StatusAnswer> {};

template <>
struct Convert<ResultAnswer> : ConvertPlain<GstRTSPResult> {
  static bool FromJs(Registry& registry, napi_value js, bool, GstRTSPResult* out) {
    *out = GST_RTSP_OK;
    return IsNullish(registry.env(), js) || Convert<GstRTSPResult>::FromJs(registry, js, false, out);
  }
  static std::string Expected() { return Convert<GstRTSPResult>::Expected(); }
  static napi_value ToJs(Registry& registry, GstRTSPResult value, Transfer transfer) {
    return Convert<GstRTSPResult>::ToJs(registry, value, transfer);
  }
};

template <>
struct Convert<SessionId> : Convert<gchar*> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "1 to 255 letters, digits and -_.+$"; }
};

template <>
struct Convert<PathAnswer> : Convert<gchar*> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out) {
    return Convert<const gchar*>::FromJs(registry, js, nullable, out) && (out->null || out->text.starts_with('/'));
  }
  static std::string Expected() { return "a path that begins with '/'"; }
};

template <>
struct Convert<WrittenSdp> : Convert<GstSDPMessage*> {
  static GstSDPMessage* Give(Held& held);
  static napi_value ToJs(Registry& registry, const GstSDPMessage* sdp, Transfer);
};

template <>
struct Param<GstSDPMessage*> : Param<const GstSDPMessage*> {
  static GstSDPMessage* Lend(Given& given, GstSDPMessage*) { return given.thing; }
};

template <>
struct InOut<WrittenSdp> {
  using Value = OwnSdp;
  static void Take(GstSDPMessage* sdp, Value* value) { *value = CopySdp(sdp); }
  static napi_value ToJs(Registry& registry, Value& value) {
    return Convert<WrittenSdp>::ToJs(registry, value.get(), Transfer::None);
  }
  static bool FromJs(Registry& registry, napi_value js, Value* value);
  static std::string Expected() { return Convert<GstSDPMessage*>::Expected(); }
  static GstSDPMessage* Pass(Value& value) { return value.get(); }
  static void Apply(Value& value, GstSDPMessage* original);
};

template <>
struct Param<GstSDPInfo*> {
  struct Kept {
    bool is_ipv6 = false;
    std::string server_ip;
  };
  static void Keep(GstSDPInfo* info, Kept* kept) {
    kept->is_ipv6 = info->is_ipv6;
    kept->server_ip = info->server_ip != nullptr ? info->server_ip : "";
  }
  static napi_value ToJs(Registry& registry, Kept& kept);
  static bool Has(const Kept&, gconstpointer) { return false; }
  struct Given {};
  static bool FromJs(Registry&, napi_value, const Kept&, Given*) { return true; }
  static std::string Expected() { return "an SDPInfo"; }
  static GstSDPInfo* Lend(Given&, GstSDPInfo* original) { return original; }
};

template <>
struct InOut<GstRTSPTransport*> {
  using Value = OwnTransport;
  static void Take(GstRTSPTransport* transport, Value* value) { *value = CopyTransport(*transport); }
  static napi_value ToJs(Registry& registry, Value& value) {
    return Convert<GstRTSPTransport*>::ToJs(registry, value.get(), Transfer::None);
  }
  static bool FromJs(Registry& registry, napi_value js, Value* value) {
    return Convert<GstRTSPTransport*>::FromJs(registry, js, false, value);
  }
  static std::string Expected() { return Convert<GstRTSPTransport*>::Expected(); }
  static GstRTSPTransport* Pass(Value& value) { return value.get(); }
  static void Apply(Value& value, GstRTSPTransport* original);
};

// A range in the form of the header `Range`.
struct RangeValue {
  RangeValue() = default;
  ~RangeValue() { Set(nullptr); }
  RangeValue(const RangeValue&) = delete;
  RangeValue& operator=(const RangeValue&) = delete;
  void Set(GstRTSPTimeRange* to) {
    if (range != nullptr) gst_rtsp_range_free(range);
    range = to;
  }
  GstRTSPTimeRange* range = nullptr;
};

template <>
struct InOut<GstRTSPTimeRange*> {
  using Value = RangeValue;
  static void Take(const GstRTSPTimeRange* range, Value* value);
  static napi_value ToJs(Registry& registry, Value& value);
  static bool FromJs(Registry& registry, napi_value js, Value* value);
  static std::string Expected() { return "a range like npt=0-10"; }
  static GstRTSPTimeRange* Pass(Value& value) { return value.range; }
  static void Apply(Value& value, GstRTSPTimeRange* original) { *original = *value.range; }
};

template <>
struct InOut<GstRTSPTimeRange**> : InOut<GstRTSPTimeRange*> {
  static void Take(GstRTSPTimeRange** range, Value* value) { InOut<GstRTSPTimeRange*>::Take(*range, value); }
  static bool FromJs(Registry& registry, napi_value js, Value* value) {
    return IsNullish(registry.env(), js) || InOut<GstRTSPTimeRange*>::FromJs(registry, js, value);
  }
  static std::string Expected() { return InOut<GstRTSPTimeRange*>::Expected() + " or null"; }
  static GstRTSPTimeRange** Pass(Value& value) { return &value.range; }
  static void Apply(Value& value, GstRTSPTimeRange** original);
};

// What C reads back, of which the tag says more than its type.
template <typename Tag, typename T>
struct InOutOf : InOut<T*> {
  static bool FromJs(Registry& registry, napi_value js, T* value) {
    return Convert<Tag>::FromJs(registry, js, false, value);
  }
  static std::string Expected() { return Convert<Tag>::Expected(); }
};
template <>
struct InOut<Rate> : InOutOf<Rate, gdouble> {};
template <>
struct InOut<MediaSeekFlags> : InOutOf<MediaSeekFlags, GstSeekFlags> {};

template <>
struct InOut<Boolean> {
  using Value = gboolean;
  static void Take(const gboolean* original, Value* value) { *value = *original; }
  static napi_value ToJs(Registry& registry, Value& value) { return BooleanToJs(registry.env(), value); }
  static bool FromJs(Registry& registry, napi_value js, Value* value) {
    return Convert<Boolean>::FromJs(registry, js, false, value);
  }
  static std::string Expected() { return Convert<Boolean>::Expected(); }
  static gboolean* Pass(Value& value) { return &value; }
  static void Apply(Value& value, gboolean* original) { *original = value; }
};

template <>
struct InOut<ClockTime> {
  using Value = GstClockTime;
  static void Take(const GstClockTime* original, Value* value) { *value = *original; }
  static napi_value ToJs(Registry& registry, Value& value) { return Primitive<guint64>::ToJs(registry.env(), value); }
  static bool FromJs(Registry& registry, napi_value js, Value* value) {
    return Primitive<guint64>::FromJs(registry.env(), js, value);
  }
  static std::string Expected() { return "a bigint or null"; }
  static GstClockTime* Pass(Value& value) { return &value; }
  static void Apply(Value& value, GstClockTime* original) { *original = value; }
};

template <>
struct Param<GstRTSPContext*> : ParamLent<GstRTSPContext, ContextLease::From> {};

std::shared_ptr<Lease> LendMessage(gconstpointer message, const std::shared_ptr<Lease>& before);
std::shared_ptr<Lease> LendReceivedMessage(gconstpointer message, const std::shared_ptr<Lease>& before);
template <>
struct Param<GstRTSPMessage*> : ParamLent<GstRTSPMessage, LendMessage> {};
template <>
struct Param<ReceivedHttp> : ParamLent<GstRTSPMessage, LendReceivedMessage> {};

template <>
struct Param<GTlsConnection*> : ParamLent<GTlsConnection, TlsConnectionLease::From> {};

template <>
struct Param<GstMessage*> : ParamValue<GstMessage> {
  static void Keep(GstMessage* message, Kept* kept) {
    g_value_init(&kept->value, GST_TYPE_MESSAGE);
    g_value_set_boxed(&kept->value, message);
  }
};

// Has no GType. An override is asked about the one kind only.
template <>
struct Param<GstRTSPThreadType> {
  using Kept = GstRTSPThreadType;
  static void Keep(GstRTSPThreadType type, Kept* kept) { *kept = type; }
  static napi_value ToJs(Registry& registry, Kept& kept) { return Primitive<gint>::ToJs(registry.env(), kept); }
  static bool Has(const Kept&, gconstpointer) { return false; }
  struct Given {};
  static bool FromJs(Registry&, napi_value, const Kept&, Given*) { return true; }
  static std::string Expected() { return "an RTSPThreadType"; }
  static GstRTSPThreadType Lend(Given&, GstRTSPThreadType original) { return original; }
};

}  // namespace rtspnode
