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

GstSDPMessage* Convert<WrittenSdp>::Give(Held& held) {
  GstSDPMessage* sdp = Convert<GstSDPMessage*>::Give(held);
  if (sdp != nullptr) EndInformation(sdp);
  return sdp;
}

napi_value Convert<WrittenSdp>::ToJs(Registry& registry, const GstSDPMessage* sdp, Transfer) {
  OwnSdp copy = CopySdp(sdp);
  if (copy != nullptr) TrimInformation(copy.get());
  return Convert<GstSDPMessage*>::ToJs(registry, copy.release(), Transfer::Full);
}

bool InOut<WrittenSdp>::FromJs(Registry& registry, napi_value js, Value* value) {
  Convert<GstSDPMessage*>::Held held;
  if (!Convert<GstSDPMessage*>::FromJs(registry, js, false, &held)) return false;
  *value = CopySdp(held.thing);
  return true;
}

void InOut<WrittenSdp>::Apply(Value& value, GstSDPMessage* original) {
  const OwnSdp copy = CopySdp(value.get());
  EndInformation(copy.get());
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
