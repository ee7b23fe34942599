#include "marshal/function.h"
#include "rtsp-server/any-request.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/newer.h"
#include "rtsp-server/own-vfuncs.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-media-factory.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_onvif_media_factory_new, constructs),
    // Loads plugins.
    FUNCTION(node_rtsp_onvif_media_factory_check_backchannel_launch, promised, names<"launch">, locks<>),
    FUNCTION(gst_rtsp_onvif_media_factory_get_backchannel_launch, returns<full>),
    FUNCTION(gst_rtsp_onvif_media_factory_set_backchannel_launch, nullable<1>),
    FUNCTION(gst_rtsp_onvif_media_factory_get_backchannel_bandwidth),
    FUNCTION(gst_rtsp_onvif_media_factory_set_backchannel_bandwidth),
    FUNCTION(gst_rtsp_onvif_media_factory_has_replay_support, answers<Boolean>),
    FUNCTION(gst_rtsp_onvif_media_factory_set_replay_support, as<1, Boolean>),
    // Asks the thread's context.
    FUNCTION(node_rtsp_onvif_media_factory_requires_backchannel, promised, answers<Boolean>, locks<>),
    FUNCTION(gst_rtsp_onvif_media_factory_has_backchannel_support, answers<Boolean>,
             invokes<&GstRTSPOnvifMediaFactoryClass::has_backchannel_support>),
};

constexpr VFuncEntry vfuncs[] = {
    kGenKey<NodeRTSPOnvifMediaFactoryClass>,
    kCreateElement<NodeRTSPOnvifMediaFactoryClass>,
    kCreatePipeline<NodeRTSPOnvifMediaFactoryClass>,
    VFUNC("hasBackchannelSupport", GstRTSPOnvifMediaFactoryClass, has_backchannel_support, asks<kInRequest>,
          answers<Boolean>, at_once),
    VFUNC("createBackchannelStream", NewerOnvifMediaFactoryClass, create_backchannel_stream, asks<kInConstruction>,
          answers<Boolean>, names<"media", "context">, finishes<AfterCreateBackchannelStream>, newer),
};
constexpr Subclassing subclassing{node_rtsp_onvif_media_factory_get_type, vfuncs, &media_factory_subclassing};

}  // namespace

constexpr Table onvif_media_factory_table{"RTSPOnvifMediaFactory",
                                          "gst_rtsp_onvif_media_factory_",
                                          "GstRTSPOnvifMediaFactory",
                                          functions,
                                          {},
                                          kOnvifFactoryLock,
                                          &subclassing};

}  // namespace rtspnode
