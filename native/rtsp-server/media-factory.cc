#include "rtsp-server/calls/media-factory.h"

#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/own-vfuncs.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-media-factory.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_media_factory_new, constructs),
    // Loads plugins.
    FUNCTION(node_rtsp_media_factory_check_launch, promised, names<"launch">, locks<>),
    FUNCTION(node_rtsp_media_factory_get_prepare_timeout),
    FUNCTION(node_rtsp_media_factory_set_prepare_timeout, as<1, Milliseconds>),
    FUNCTION(node_rtsp_media_factory_get_media_gtype, out<1>),
    FUNCTION(node_rtsp_media_factory_set_media_gtype, names<"mediaClass", "library">),
    // From 1.24 on a media that clients share is locked.
    FUNCTION(node_rtsp_media_factory_construct, promised, returns<full>, names<"url">,
             invokes<&GstRTSPMediaFactoryClass::construct>,
             locks<kMediasLock, kFactoryLock, kGlobalLock, kMediaLock, kStreamLock>),
    // Loads plugins.
    FUNCTION(node_rtsp_media_factory_create_element, promised, returns<full>, names<"url">, locks<kFactoryLock>),
    FUNCTION(gst_rtsp_media_factory_get_launch, returns<full>),
    FUNCTION(gst_rtsp_media_factory_set_launch),
    FUNCTION(gst_rtsp_media_factory_get_address_pool, returns<full>),
    FUNCTION(gst_rtsp_media_factory_set_address_pool, nullable<1>),
    FUNCTION(gst_rtsp_media_factory_get_clock, returns<full>),
    FUNCTION(gst_rtsp_media_factory_set_clock, nullable<1>),
    FUNCTION(gst_rtsp_media_factory_get_permissions, returns<full>),
    FUNCTION(gst_rtsp_media_factory_set_permissions, nullable<1>),
    FUNCTION(gst_rtsp_media_factory_is_shared, answers<Boolean>),
    FUNCTION(gst_rtsp_media_factory_set_shared, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_factory_is_stop_on_disonnect, answers<Boolean>),
    FUNCTION(gst_rtsp_media_factory_set_stop_on_disconnect, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_factory_get_suspend_mode),
    FUNCTION(gst_rtsp_media_factory_set_suspend_mode),
    FUNCTION(gst_rtsp_media_factory_is_eos_shutdown, answers<Boolean>),
    FUNCTION(gst_rtsp_media_factory_set_eos_shutdown, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_factory_get_profiles),
    FUNCTION(gst_rtsp_media_factory_set_profiles),
    FUNCTION(gst_rtsp_media_factory_get_protocols),
    FUNCTION(gst_rtsp_media_factory_set_protocols),
    FUNCTION(gst_rtsp_media_factory_get_transport_mode),
    FUNCTION(gst_rtsp_media_factory_set_transport_mode),
    FUNCTION(gst_rtsp_media_factory_get_buffer_size),
    // udpsink has a gint.
    FUNCTION(gst_rtsp_media_factory_set_buffer_size, as<1, Limited<guint{G_MAXINT}>>),
    FUNCTION(gst_rtsp_media_factory_get_latency),
    FUNCTION(gst_rtsp_media_factory_set_latency),
    FUNCTION(gst_rtsp_media_factory_get_retransmission_time),
    FUNCTION(gst_rtsp_media_factory_set_retransmission_time),
    FUNCTION(gst_rtsp_media_factory_get_do_retransmission, answers<Boolean>),
    FUNCTION(gst_rtsp_media_factory_set_do_retransmission, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_factory_get_multicast_iface, returns<full>),
    FUNCTION(gst_rtsp_media_factory_set_multicast_iface, nullable<1>),
    FUNCTION(gst_rtsp_media_factory_get_max_mcast_ttl),
    FUNCTION(gst_rtsp_media_factory_set_max_mcast_ttl, answers<Boolean>),
    FUNCTION(gst_rtsp_media_factory_is_bind_mcast_address, answers<Boolean>),
    FUNCTION(gst_rtsp_media_factory_set_bind_mcast_address, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_factory_is_enable_rtcp, answers<Boolean>),
    FUNCTION(gst_rtsp_media_factory_set_enable_rtcp, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_factory_get_dscp_qos),
    FUNCTION(gst_rtsp_media_factory_set_dscp_qos, as<1, Dscp>),
    FUNCTION(gst_rtsp_media_factory_get_publish_clock_mode),
    FUNCTION(gst_rtsp_media_factory_set_publish_clock_mode),
};

constexpr SignalEntry signals[] = {
    {"media-constructed", &no_answer, kInConstruction},
    {"media-configure", &no_answer, kInConstruction},
};

constexpr VFuncEntry vfuncs[] = {
    kGenKey<NodeRTSPMediaFactoryClass>,
    kCreateElement<NodeRTSPMediaFactoryClass>,
    kCreatePipeline<NodeRTSPMediaFactoryClass>,
    VFUNC("construct", GstRTSPMediaFactoryClass, construct, asks<kInConstruction>, may_be_null, names<"url">,
          returns<full>, checks<CheckNewMedia>),
    VFUNC("configure", GstRTSPMediaFactoryClass, configure, asks<kInConstruction>, names<"media">),
    // --- the class handlers of the signals
    VFUNC("mediaConstructed", GstRTSPMediaFactoryClass, media_constructed, asks<kInConstruction>, names<"media">),
    VFUNC("mediaConfigure", GstRTSPMediaFactoryClass, media_configure, asks<kInConstruction>, names<"media">),
};

}  // namespace

constexpr Subclassing media_factory_subclassing{node_rtsp_media_factory_get_type, vfuncs};

constexpr Table media_factory_table{
    "RTSPMediaFactory", "gst_rtsp_media_factory_", "GstRTSPMediaFactory", functions, signals,
    kFactoryLock,       &media_factory_subclassing};

}  // namespace rtspnode
