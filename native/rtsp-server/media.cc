#include "rtsp-server/calls/media.h"

#include "gstnet/tables.h"
#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/overrides.h"
#include "rtsp-server/sdp.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-media.h"
#include "rtsp-server/vfuncs.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_media_new, constructs, names<"element">),
    FUNCTION(node_rtsp_media_collect_streams, promised, locks<kMediaLock, kStreamLock>,
             joins<kMediaThread, kStreamThread>),
    FUNCTION(node_rtsp_media_create_stream, promised, names<"payloader", "pad">, locks<kMediaLock, kStreamLock>,
             joins<kMediaThread, kStreamThread>),
    FUNCTION(node_rtsp_media_get_element, returns<full>),
    FUNCTION(gst_rtsp_media_get_status, promised, locks<kMediaLock>, joins<kMediaThread, kStreamThread>),
    FUNCTION(gst_rtsp_media_get_suspend_mode, promised, locks<kStateLock>),
    FUNCTION(node_rtsp_media_set_suspend_mode, promised, names<"mode">, locks<kStateLock>),
    // These take global_lock, too, but not in the handler of a request, whose thread may have it.
    FUNCTION(node_rtsp_media_unprepare, promised, answers<Boolean>, invokes<&GstRTSPMediaClass::unprepare>,
             locks<kShutdown>),
    FUNCTION(node_rtsp_media_suspend, promised, answers<Boolean>, invokes<&GstRTSPMediaClass::suspend>,
             locks<kShutdown>, joins<kMediaThread>),
    FUNCTION(node_rtsp_media_unsuspend, promised, answers<Boolean>, invokes<&GstRTSPMediaClass::unsuspend>,
             locks<kShutdown>, joins<kMediaThread>),
    FUNCTION(node_rtsp_media_set_state, promised, names<"state", "transports">, as<1, TargetState>,
             as<2, StreamTransports>, answers<Boolean>, locks<kShutdown, kBacklogLock>, joins<kMediaThread>),
    FUNCTION(node_rtsp_media_set_pipeline_state, promised, names<"state">, as<1, TargetState>, locks<kShutdown>),
    FUNCTION(node_rtsp_media_complete_pipeline, promised, names<"transports">, as<1, StreamTransports>,
             answers<Boolean>, locks<kMediaLock, kStreamLock, kBacklogLock>),
    // On a thread of the media's own. The rest is as in unsuspend().
    FUNCTION(node_rtsp_media_prepare, promised, answers<Boolean>, nullable<1>, names<"thread">,
             invokes<&GstRTSPMediaClass::prepare>, locks<kShutdown, kThreadPoolLock>, joins<kMediaThread>),
    FUNCTION(node_rtsp_media_seek_trickmode, promised, answers<Boolean>, nullable<1>,
             names<"range", "flags", "rate", "trickmodeInterval">, as<2, MediaSeekFlags>, as<3, Rate>, locks<kShutdown>,
             joins<kMediaThread>),
    FUNCTION(node_rtsp_media_can_be_shared, promised, answers<Boolean>, out<1>, as<1, Boolean>,
             locks<kStateLock, kMediaLock>),
    FUNCTION(gst_rtsp_media_get_base_time, promised, locks<kStateLock>),
    FUNCTION(gst_rtsp_media_get_clock, promised, returns<full>, locks<kStateLock>),
    FUNCTION(gst_rtsp_media_set_clock, nullable<1>, names<"clock">),
    FUNCTION(gst_rtsp_media_get_time_provider, promised, returns<full>, names<"address", "port">, nullable<1>,
             locks<kStateLock>),
    FUNCTION(node_rtsp_media_take_pipeline, promised, names<"pipeline">, locks<kMediaLock>),
    FUNCTION(gst_rtsp_media_get_range_string, promised, returns<full>, names<"play", "unit">, as<1, Boolean>,
             locks<kStateLock, kMediaLock, kStreamLock>),
    FUNCTION(node_rtsp_media_get_rates, answers<Boolean>, out<1>, out<2>),
    FUNCTION(node_rtsp_media_setup_sdp, promised, returns<full>, names<"sdp", "info">,
             invokes<&GstRTSPMediaClass::setup_sdp>, locks<kStateLock, kMediaLock, kStreamLock, kAddressPoolLock>,
             joins<kMediaThread, kStreamThread>),
    FUNCTION(node_rtsp_media_handle_sdp, promised, answers<Boolean>, names<"sdp">,
             invokes<&GstRTSPMediaClass::handle_sdp>, locks<kStateLock, kStreamLock>),
    FUNCTION(gst_rtsp_media_get_stream, names<"index">),
    FUNCTION(gst_rtsp_media_find_stream, names<"control">),
    FUNCTION(gst_rtsp_media_n_streams),
    FUNCTION(gst_rtsp_media_seekable),
    FUNCTION(node_rtsp_media_get_dscp_qos),
    FUNCTION(node_rtsp_media_set_dscp_qos, as<1, Dscp>),
    FUNCTION(gst_rtsp_media_get_address_pool, returns<full>),
    FUNCTION(gst_rtsp_media_set_address_pool, nullable<1>),
    FUNCTION(gst_rtsp_media_get_permissions, returns<full>),
    FUNCTION(gst_rtsp_media_set_permissions, nullable<1>),
    FUNCTION(gst_rtsp_media_is_shared, answers<Boolean>),
    FUNCTION(gst_rtsp_media_set_shared, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_is_reusable, answers<Boolean>),
    FUNCTION(node_rtsp_media_set_reusable, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_is_stop_on_disconnect, answers<Boolean>),
    FUNCTION(gst_rtsp_media_set_stop_on_disconnect, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_is_eos_shutdown, answers<Boolean>),
    FUNCTION(gst_rtsp_media_set_eos_shutdown, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_is_time_provider, answers<Boolean>),
    FUNCTION(gst_rtsp_media_use_time_provider, names<"on">, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_is_bind_mcast_address, answers<Boolean>),
    FUNCTION(gst_rtsp_media_set_bind_mcast_address, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_is_receive_only, answers<Boolean>),
    FUNCTION(gst_rtsp_media_has_completed_sender, answers<Boolean>),
    FUNCTION(gst_rtsp_media_get_profiles),
    FUNCTION(gst_rtsp_media_set_profiles),
    FUNCTION(gst_rtsp_media_get_protocols),
    FUNCTION(gst_rtsp_media_set_protocols),
    FUNCTION(gst_rtsp_media_get_transport_mode),
    FUNCTION(gst_rtsp_media_set_transport_mode),
    FUNCTION(gst_rtsp_media_get_buffer_size),
    // udpsink has a gint.
    FUNCTION(gst_rtsp_media_set_buffer_size, as<1, Limited<guint{G_MAXINT}>>),
    FUNCTION(gst_rtsp_media_get_latency),
    FUNCTION(gst_rtsp_media_set_latency),
    FUNCTION(gst_rtsp_media_get_retransmission_time),
    FUNCTION(gst_rtsp_media_set_retransmission_time),
    FUNCTION(gst_rtsp_media_get_do_retransmission, answers<Boolean>),
    FUNCTION(gst_rtsp_media_set_do_retransmission, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_get_multicast_iface, returns<full>),
    FUNCTION(gst_rtsp_media_set_multicast_iface, nullable<1>),
    FUNCTION(gst_rtsp_media_get_max_mcast_ttl),
    FUNCTION(gst_rtsp_media_set_max_mcast_ttl, answers<Boolean>),
    FUNCTION(gst_rtsp_media_get_rate_control, answers<Boolean>),
    FUNCTION(gst_rtsp_media_set_rate_control, as<1, Boolean>),
    FUNCTION(gst_rtsp_media_get_publish_clock_mode),
    FUNCTION(gst_rtsp_media_set_publish_clock_mode),
};

constexpr SignalEntry signals[] = {
    {"new-stream", &no_answer, kInConstruction, {kStreamThread, 0}},
};

// What is done to a media by a call that is not a request's, on a thread of its own, it is asked there.
constexpr Keeps kInPreparation{kClientThread, kStateLock | kGlobalLock};
constexpr Keeps kOnAnyThread{kStreamThread, kStateLock | kGlobalLock};

constexpr VFuncEntry vfuncs[] = {
    // Refused, the thread is stopped by the caller: it is taken only by C's own implementation.
    VFUNC("prepare", GstRTSPMediaClass, prepare, asks<kInPreparation, kOnAnyThread>, answers<Boolean>, names<"thread">,
          takes<1, full>, nullable<1>, always, finishes<AfterPrepare>),
    VFUNC("unprepare", GstRTSPMediaClass, unprepare, asks<kInPreparation, kOnAnyThread>, answers<Boolean>, regardless),
    VFUNC("suspend", GstRTSPMediaClass, suspend, asks<kInPreparation, kOnAnyThread>, answers<Boolean>, always),
    VFUNC("unsuspend", GstRTSPMediaClass, unsuspend, asks<kInPreparation, kOnAnyThread>, answers<Boolean>, always),
    VFUNC("convertRange", GstRTSPMediaClass, convert_range, asks<kInPreparation, kOnAnyThread>, answers<Boolean>,
          names<"range", "unit">, inout<1>, finishes<AfterConvertRange>),
    VFUNC("createRtpbin", GstRTSPMediaClass, create_rtpbin, asks<kInPreparation, kOnAnyThread>, may_be_null, floating,
          only<MayBePrepared>, checks<CheckRtpbin>, finishes<AfterCreateRtpbin>),
    VFUNC("setupRtpbin", GstRTSPMediaClass, setup_rtpbin, asks<kInPreparation, kOnAnyThread>, answers<Boolean>,
          names<"rtpbin">, only<MayPrepareWith>, always, finishes<AfterSetupRtpbin>),
    VFUNC("setupSdp", GstRTSPMediaClass, setup_sdp, asks<kInPreparation, kOnAnyThread>, answers<Boolean>,
          names<"sdp", "info">, inout<1>, as<1, WrittenSdp>),
    VFUNC("handleSdp", GstRTSPMediaClass, handle_sdp, asks<kInPreparation, kOnAnyThread>, answers<Boolean>,
          names<"sdp">),
    VFUNC("queryPosition", GstRTSPMediaClass, query_position,
          never<"it is called with the locks of the media, which every use of the media waits for">),
    VFUNC("queryStop", GstRTSPMediaClass, query_stop,
          never<"it is called with the locks of the media, which every use of the media waits for">),
    // --- the class handlers of the signals
    VFUNC("newStream", GstRTSPMediaClass, new_stream, asks<kInConstruction, Keeps{kStreamThread, 0}>, names<"stream">,
          always),
    VFUNC("removedStream", GstRTSPMediaClass, removed_stream, tells),
    VFUNC("prepared", GstRTSPMediaClass, prepared, tells),
    VFUNC("unprepared", GstRTSPMediaClass, unprepared, tells),
    VFUNC("targetState", GstRTSPMediaClass, target_state, tells),
    VFUNC("newState", GstRTSPMediaClass, new_state, tells),
    VFUNC("handleMessage", GstRTSPMediaClass, handle_message, tells, answers<Boolean>),
};

}  // namespace

constexpr Subclassing media_subclassing{node_rtsp_media_get_type, vfuncs};

constexpr Table media_table{"RTSPMedia", "gst_rtsp_media_",        "GstRTSPMedia",    functions,
                            signals,     kMediaLock | kStreamLock, &media_subclassing};

}  // namespace rtspnode
