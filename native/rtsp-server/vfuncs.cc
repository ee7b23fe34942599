#include "rtsp-server/vfuncs.h"

#include <cmath>
#include <cstring>
#include <utility>

#include "marshal/js-object.h"

namespace rtspnode {

namespace {

constexpr size_t kMaxSessionId = 255;

}  // namespace

bool Convert<SessionId>::FromJs(Registry& registry, napi_value js, bool nullable, Held* out) {
  if (!Convert<const gchar*>::FromJs(registry, js, nullable, out)) return false;
  if (out->null) return true;
  if (out->text.empty() || out->text.size() > kMaxSessionId) return false;
  for (char c : out->text) {
    if (!g_ascii_isalnum(c) && std::strchr("-_.+$", c) == nullptr) return false;
  }
  return true;
}

OwnSdp CopySdp(const GstSDPMessage* sdp) {
  GstSDPMessage* copy = nullptr;
  if (sdp != nullptr) gst_sdp_message_copy(sdp, &copy);
  return OwnSdp(copy);
}

bool Convert<SdpText>::FromJs(Registry& registry, napi_value js, bool nullable, Held* out) {
  std::string text;
  if (nullable && IsNullish(registry.env(), js)) return true;
  if (!StringFromJs(registry.env(), js, &text) || !text.starts_with("v=") || text.size() > G_MAXINT) return false;
  GstSDPMessage* sdp = nullptr;
  gst_sdp_message_new(&sdp);
  out->reset(sdp);
  return gst_sdp_message_parse_buffer(reinterpret_cast<const guint8*>(text.data()), static_cast<guint>(text.size()),
                                      sdp) == GST_SDP_OK;
}

napi_value Convert<SdpText>::ToJs(Registry& registry, const GstSDPMessage* sdp, Transfer) {
  if (sdp == nullptr) return Null(registry.env());
  gchar* text = gst_sdp_message_as_text(sdp);
  napi_value js = MakeString(registry.env(), text);
  g_free(text);
  return js;
}

void InOut<SdpText>::Apply(Value& value, GstSDPMessage* original) {
  const OwnSdp copy = CopySdp(value.get());
  std::swap(*copy, *original);
}

napi_value Param<GstSDPInfo*>::ToJs(Registry& registry, Kept& kept) {
  napi_env env = registry.env();
  return JsObject(env)
      .Set("isIpv6", BooleanToJs(env, kept.is_ipv6))
      .Set("serverIp", MakeString(env, kept.server_ip.c_str()))
      .value();
}

void InOut<GstRTSPTransport*>::Apply(Value& value, GstRTSPTransport* original) {
  const OwnTransport copy = CopyTransport(*value);
  std::swap(*copy, *original);
}

void InOut<GstRTSPTimeRange*>::Take(const GstRTSPTimeRange* range, Value* value) {
  if (range == nullptr) return;
  value->range = g_new(GstRTSPTimeRange, 1);
  *value->range = *range;
}

napi_value InOut<GstRTSPTimeRange*>::ToJs(Registry& registry, Value& value) {
  if (value.range == nullptr) return Null(registry.env());
  gchar* text = gst_rtsp_range_to_string(value.range);
  napi_value js = text != nullptr ? MakeString(registry.env(), text) : Null(registry.env());
  g_free(text);
  return js;
}

bool InOut<GstRTSPTimeRange*>::FromJs(Registry& registry, napi_value js, Value* value) {
  std::string text;
  GstRTSPTimeRange* range = nullptr;
  if (!StringFromJs(registry.env(), js, &text) || gst_rtsp_range_parse(text.c_str(), &range) != GST_RTSP_OK) {
    return false;
  }
  value->Set(range);
  return true;
}

void InOut<GstRTSPTimeRange**>::Apply(Value& value, GstRTSPTimeRange** original) {
  RangeValue before;
  before.range = *original;
  RangeValue copy;
  InOut<GstRTSPTimeRange*>::Take(value.range, &copy);
  *original = std::exchange(copy.range, nullptr);
}

std::shared_ptr<Lease> LendMessage(gconstpointer message, const std::shared_ptr<Lease>&) {
  return std::make_shared<MessageLease>(static_cast<const GstRTSPMessage*>(message), MessageForm::Sent);
}

std::shared_ptr<Lease> LendReceivedMessage(gconstpointer message, const std::shared_ptr<Lease>&) {
  return std::make_shared<MessageLease>(static_cast<const GstRTSPMessage*>(message), MessageForm::Received);
}

}  // namespace rtspnode
