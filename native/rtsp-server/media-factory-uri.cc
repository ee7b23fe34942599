#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/overrides.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-media-factory.h"
#include "rtsp-server/vfuncs.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_media_factory_uri_new, constructs),
    FUNCTION(gst_rtsp_media_factory_uri_get_uri, returns<full>),
    FUNCTION(gst_rtsp_media_factory_uri_set_uri),
};

// As of RTSPMediaFactory, in a class structure of its own.
constexpr VFuncEntry vfuncs[] = {
    VFUNC("genKey", NodeRTSPMediaFactoryURIClass, make_key, asks<kInRequest>, returns<full>, may_be_null, names<"url">),
    VFUNC("createElement", NodeRTSPMediaFactoryURIClass, make_element, asks<kInConstruction>, may_be_null, names<"url">,
          floating),
    VFUNC("createPipeline", NodeRTSPMediaFactoryURIClass, make_pipeline, asks<kInConstruction>, may_be_null,
          names<"media">, returns<full>, lent, checks<CheckPipeline>, finishes<TakePipeline>),
};
constexpr Subclassing subclassing{node_rtsp_media_factory_uri_get_type, vfuncs, &media_factory_subclassing};

}  // namespace

constexpr Table media_factory_uri_table{
    "RTSPMediaFactoryURI", "gst_rtsp_media_factory_uri_", "GstRTSPMediaFactoryURI", functions, {}, kFactoryUriLock,
    &subclassing};

}  // namespace rtspnode
