#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <cmath>
#include <memory>
#include <span>
#include <string>

#include "gio/tables.h"
#include "gst/tables.h"
#include "gstrtsp/tables.h"
#include "gstrtsp/transport.h"
#include "marshal/convert.h"
#include "marshal/function.h"
#include "marshal/table.h"
#include "rtsp-server/locks.h"

// Which GTypes and run modes the tables of this folder use, and the list of them. Run modes: section 3.5 of the lock
// analysis says of each function whether it takes leaf locks only (direct) or may wait (promised).
namespace rtspnode {

RTSPNODE_OBJECT(GstRTSPAddressPool, gst_rtsp_address_pool_get_type);
RTSPNODE_OBJECT(GstRTSPAuth, gst_rtsp_auth_get_type);
RTSPNODE_OBJECT(GstRTSPClient, gst_rtsp_client_get_type);
RTSPNODE_OBJECT(GstRTSPMedia, gst_rtsp_media_get_type);
RTSPNODE_OBJECT(GstRTSPMediaFactory, gst_rtsp_media_factory_get_type);
RTSPNODE_OBJECT(GstRTSPMediaFactoryURI, gst_rtsp_media_factory_uri_get_type);
RTSPNODE_OBJECT(GstRTSPOnvifMedia, gst_rtsp_onvif_media_get_type);
RTSPNODE_OBJECT(GstRTSPOnvifMediaFactory, gst_rtsp_onvif_media_factory_get_type);
RTSPNODE_OBJECT(GstRTSPMountPoints, gst_rtsp_mount_points_get_type);
RTSPNODE_OBJECT(GstRTSPServer, gst_rtsp_server_get_type);
RTSPNODE_OBJECT(GstRTSPSession, gst_rtsp_session_get_type);
RTSPNODE_OBJECT(GstRTSPSessionPool, gst_rtsp_session_pool_get_type);
RTSPNODE_OBJECT(GstRTSPSessionMedia, gst_rtsp_session_media_get_type);
RTSPNODE_OBJECT(GstRTSPStream, gst_rtsp_stream_get_type);
RTSPNODE_OBJECT(GstRTSPStreamTransport, gst_rtsp_stream_transport_get_type);
RTSPNODE_OBJECT(GstRTSPThreadPool, gst_rtsp_thread_pool_get_type);
RTSPNODE_BOXED(GstRTSPAddress, gst_rtsp_address_get_type);
RTSPNODE_BOXED(GstRTSPPermissions, gst_rtsp_permissions_get_type);
RTSPNODE_BOXED(GstRTSPToken, gst_rtsp_token_get_type);
RTSPNODE_ENUM(GstRTSPSuspendMode, gst_rtsp_suspend_mode_get_type);
RTSPNODE_ENUM(GstRTSPTransportMode, gst_rtsp_transport_mode_get_type);
RTSPNODE_ENUM(GstRTSPPublishClockMode, gst_rtsp_publish_clock_mode_get_type);
// Have no GType.
RTSPNODE_NAME(GstRTSPMediaStatus, "GstRTSPMediaStatus");
RTSPNODE_NAME(GstRTSPAddressPoolResult, "GstRTSPAddressPoolResult");
RTSPNODE_NAME(GstRTSPAddressFlags, "GstRTSPAddressFlags");
RTSPNODE_NAME(GstRTSPThreadType, "GstRTSPThreadType");
// Results only.
template <>
struct EnumOf<GstRTSPMediaStatus> {};
template <>
struct EnumOf<GstRTSPAddressPoolResult> {};
template <>
struct EnumOf<GstRTSPThreadType> {};

struct Dscp;            // gint; what is out of range is silently ignored
struct Milliseconds;    // guint, of a property that takes half of its range
struct NumberOrNone;    // gint64, negative where there is none; a result only
struct Rate;            // gdouble that a pipeline can be asked to play at: upstream is critical of 0
struct MediaSeekFlags;  // GstSeekFlags for a media, which flushes: upstream is critical of an instant rate change then
struct AddressFlags;    // GstRTSPAddressFlags, which have no GType
struct StreamTransports;  // GPtrArray* of GstRTSPStreamTransports and nulls; an argument only

// guint that means a number with a limit.
template <guint Most>
struct Limited;
using PayloadType = Limited<127>;
using Percentage = Limited<100>;
using Channel = Limited<255>;
using Port = Limited<65535>;

template <>
struct Convert<Dscp> : ConvertPlain<gint> {
  static bool FromJs(Registry& registry, napi_value js, bool, gint* out) {
    return Primitive<gint>::FromJs(registry.env(), js, out) && *out >= -1 && *out <= 63;
  }
  static std::string Expected() { return "an integer from 0 to 63, or -1 for the system's choice"; }
};

template <>
struct Convert<Milliseconds> : ConvertPlain<guint> {
  static bool FromJs(Registry& registry, napi_value js, bool, guint* out) {
    return Primitive<guint>::FromJs(registry.env(), js, out) && *out <= guint{G_MAXINT};
  }
  static std::string Expected() { return "an integer from 0 to 2147483647"; }
};

template <guint Most>
struct Convert<Limited<Most>> : ConvertPlain<guint> {
  static bool FromJs(Registry& registry, napi_value js, bool, guint* out) {
    return Primitive<guint>::FromJs(registry.env(), js, out) && *out <= Most;
  }
  static std::string Expected() { return "an integer from 0 to " + std::to_string(Most); }
};

template <>
struct Convert<Rate> : ConvertPlain<gdouble> {
  static constexpr gdouble kMost = 1000;
  static bool FromJs(Registry& registry, napi_value js, bool, gdouble* out) {
    return Primitive<gdouble>::FromJs(registry.env(), js, out) && std::isfinite(*out) && *out != 0 &&
           std::fabs(*out) <= kMost;
  }
  static std::string Expected() { return "a number that is not 0, from -1000 to 1000"; }
};

template <>
struct Convert<MediaSeekFlags> : Convert<GstSeekFlags> {
  static bool FromJs(Registry& registry, napi_value js, bool may_be_null, GstSeekFlags* out) {
    return Convert<GstSeekFlags>::FromJs(registry, js, may_be_null, out) &&
           (*out & GST_SEEK_FLAG_INSTANT_RATE_CHANGE) == 0;
  }
  static std::string Expected() { return Convert<GstSeekFlags>::Expected() + " without INSTANT_RATE_CHANGE"; }
};

template <>
struct Convert<AddressFlags> : ConvertPlain<GstRTSPAddressFlags> {
  static bool FromJs(Registry& registry, napi_value js, bool, GstRTSPAddressFlags* out) {
    constexpr guint all = GST_RTSP_ADDRESS_FLAG_IPV4 | GST_RTSP_ADDRESS_FLAG_IPV6 | GST_RTSP_ADDRESS_FLAG_EVEN_PORT |
                          GST_RTSP_ADDRESS_FLAG_MULTICAST | GST_RTSP_ADDRESS_FLAG_UNICAST;
    guint flags;
    if (!Primitive<guint>::FromJs(registry.env(), js, &flags) || (flags & ~all) != 0) return false;
    *out = static_cast<GstRTSPAddressFlags>(flags);
    return true;
  }
  static std::string Expected() { return "one or several of RTSPAddressFlags"; }
};

template <>
struct Convert<NumberOrNone> : ConvertPlain<gint64> {
  static napi_value ToJs(Registry& registry, gint64 value, Transfer) {
    return value < 0 ? Null(registry.env()) : Primitive<gdouble>::ToJs(registry.env(), static_cast<gdouble>(value));
  }
};

RTSPNODE_NAME(StreamTransports, "array");
template <>
struct Convert<StreamTransports> {
  struct Unref {
    void operator()(GPtrArray* array) const { g_ptr_array_unref(array); }
  };
  using Held = std::unique_ptr<GPtrArray, Unref>;
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an array of RTSPStreamTransport or null"; }
  static void Own(Held&) {}
  static GPtrArray* Lend(Held& held) { return held.get(); }
};

extern const Table address_table;
extern const Table address_pool_table;
extern const Table auth_table;
extern const Table client_table;
extern const Table context_table;
extern const Table media_table;
extern const Table media_factory_table;
extern const Table media_factory_uri_table;
extern const Table mount_points_table;
extern const Table onvif_client_table;
extern const Table onvif_media_table;
extern const Table onvif_media_factory_table;
extern const Table onvif_server_table;
extern const Table params_table;
extern const Table permissions_table;
extern const Table sdp_table;
extern const Table server_table;
extern const Table session_table;
extern const Table session_media_table;
extern const Table session_pool_table;
extern const Table stream_table;
extern const Table stream_transport_table;
extern const Table thread_table;
extern const Table thread_pool_table;
extern const Table token_table;

// For the classes below them.
extern const Subclassing client_subclassing;
extern const Subclassing media_subclassing;
extern const Subclassing media_factory_subclassing;
extern const Subclassing server_subclassing;

std::span<const Table* const> RtspServerTables();
// Properties that must not be touched directly.
void RefuseRtspServerProperties();

}  // namespace rtspnode
