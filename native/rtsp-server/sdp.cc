#include "rtsp-server/sdp.h"

#include "gstsdp/words.h"
#include "marshal/function.h"
#include "marshal/js-fields.h"
#include "rtsp-server/calls/sdp.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_sdp_from_media, promised, returns<full>, names<"sdp", "info", "media">,
             locks<kStateLock, kMediaLock, kStreamLock, kAddressPoolLock>, joins<kMediaThread, kStreamThread>),
    FUNCTION(node_rtsp_sdp_from_stream, promised, returns<full>, names<"sdp", "info", "stream">,
             locks<kStreamLock, kAddressPoolLock>),
    FUNCTION(node_rtsp_sdp_make_media, promised, returns<full>, names<"sdp", "info", "stream", "caps", "profile">,
             locks<kStreamLock, kAddressPoolLock>),
};

}  // namespace

constexpr Table sdp_table{"RTSPSDP", "gst_rtsp_sdp_", "", functions, {}};

bool Convert<GstSDPInfo*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  JsFields fields(registry.env(), js);
  fields.Flag("isIpv6", &out->info.is_ipv6);
  fields.Note(StringFromJs(registry.env(), fields.Get("serverIp"), &out->server_ip) && IsSdpWord(out->server_ip));
  return fields.ok();
}

}  // namespace rtspnode
