#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/own-vfuncs.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-media-factory.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_media_factory_uri_new, constructs),
    FUNCTION(gst_rtsp_media_factory_uri_get_uri, returns<full>),
    FUNCTION(gst_rtsp_media_factory_uri_set_uri),
};

constexpr VFuncEntry vfuncs[] = {
    kGenKey<NodeRTSPMediaFactoryURIClass>,
    kCreateElement<NodeRTSPMediaFactoryURIClass>,
    kCreatePipeline<NodeRTSPMediaFactoryURIClass>,
};
constexpr Subclassing subclassing{node_rtsp_media_factory_uri_get_type, vfuncs, &media_factory_subclassing};

}  // namespace

constexpr Table media_factory_uri_table{
    "RTSPMediaFactoryURI", "gst_rtsp_media_factory_uri_", "GstRTSPMediaFactoryURI", functions, {}, kFactoryUriLock,
    &subclassing};

}  // namespace rtspnode
