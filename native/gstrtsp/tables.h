#pragma once
#include <gst/rtsp/rtsp.h>

#include <span>

#include "marshal/convert.h"
#include "marshal/table.h"

namespace rtspnode {

RTSPNODE_BOXED(GstRTSPUrl, gst_rtsp_url_get_type);
RTSPNODE_ENUM(GstRTSPLowerTrans, gst_rtsp_lower_trans_get_type);
RTSPNODE_ENUM(GstRTSPProfile, gst_rtsp_profile_get_type);
RTSPNODE_ENUM(GstRTSPResult, gst_rtsp_result_get_type);
RTSPNODE_ENUM(GstRTSPMethod, gst_rtsp_method_get_type);
RTSPNODE_ENUM(GstRTSPAuthMethod, gst_rtsp_auth_method_get_type);
RTSPNODE_ENUM(GstRTSPState, gst_rtsp_state_get_type);
RTSPNODE_ENUM(GstRTSPStatusCode, gst_rtsp_status_code_get_type);
RTSPNODE_ENUM(GstRTSPRangeUnit, gst_rtsp_range_unit_get_type);

struct AuthMethods;  // GstRTSPAuthMethod is declared an enumeration and used as flags

template <>
struct Convert<AuthMethods> : ConvertPlain<GstRTSPAuthMethod> {
  static bool FromJs(Registry& registry, napi_value js, bool, GstRTSPAuthMethod* out) {
    guint methods;
    if (!Primitive<guint>::FromJs(registry.env(), js, &methods)) return false;
    if ((methods & ~guint{GST_RTSP_AUTH_BASIC | GST_RTSP_AUTH_DIGEST}) != 0) return false;
    *out = static_cast<GstRTSPAuthMethod>(methods);
    return true;
  }
  static std::string Expected() { return "one or several of RTSPAuthMethod"; }
};

std::span<const Table* const> GstRtspTables();

}  // namespace rtspnode
