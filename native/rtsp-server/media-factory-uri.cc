#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_media_factory_uri_new, constructs),
    FUNCTION(gst_rtsp_media_factory_uri_get_uri, returns<full>),
    FUNCTION(gst_rtsp_media_factory_uri_set_uri),
};

}  // namespace

constexpr Table media_factory_uri_table{
    "RTSPMediaFactoryURI", "gst_rtsp_media_factory_uri_", "GstRTSPMediaFactoryURI", functions, {}, kFactoryUriLock};

}  // namespace rtspnode
