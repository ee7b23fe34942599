#include "marshal/function.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_token_new_empty, constructs),
    FUNCTION(gst_rtsp_token_get_structure),
    FUNCTION(gst_rtsp_token_get_string, names<"field">),
    FUNCTION(gst_rtsp_token_set_string, names<"field", "value">, as<0, Writable<GstRTSPToken>>),
    FUNCTION(gst_rtsp_token_is_allowed, names<"field">, answers<Boolean>),
    FUNCTION(gst_rtsp_token_set_bool, names<"field", "value">, as<0, Writable<GstRTSPToken>>, as<2, Boolean>),
};

}  // namespace

constexpr Table token_table{"RTSPToken", "gst_rtsp_token_", "GstRTSPToken", functions, {}};

}  // namespace rtspnode
