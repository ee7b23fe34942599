#include "rtsp-server/calls/media.h"

#include <gio/gio.h>

#include "gst/calls/bus.h"
#include "gst/last-reference.h"
#include "gstsdp/sdp.h"
#include "rtsp-server/between-requests.h"
#include "rtsp-server/guards/range.h"
#include "rtsp-server/guards/seek.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/living-clients.h"
#include "rtsp-server/media-element.h"
#include "rtsp-server/media-gate.h"
#include "rtsp-server/newer.h"
#include "rtsp-server/slow-transports.h"
#include "rtsp-server/stream-check.h"
#include "rtsp-server/types/node-media.h"
#include "rtsp-server/types/node-thread-pool.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

// More than a media whose streams come and go gets between our look and upstream's.
constexpr guint kSpare = 64;

bool IsPrepared(GstRTSPMedia* media, GError** error) {
  const GstRTSPMediaStatus status = gst_rtsp_media_get_status(media);
  if (status == GST_RTSP_MEDIA_STATUS_PREPARED || status == GST_RTSP_MEDIA_STATUS_SUSPENDED) return true;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the media is not prepared");
  return false;
}

// Of the media's own streams, or of the stream of that index only.
bool CheckTransports(GstRTSPMedia* media, GPtrArray* transports, bool by_index, GError** error) {
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (!transport) continue;
    GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
    const guint index = gst_rtsp_stream_get_index(stream);
    if ((by_index && index != i) || gst_rtsp_media_get_stream(media, index) != stream) {
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                  by_index ? "transport %u is not one of stream %u" : "transport %u is not one of this media's", i, i);
      return false;
    }
    if (!CanActivate(stream, transport, error)) return false;
    KeepTransport(transport);
  }
  return true;
}

// The threads of media that are not prepared for a client.
GstRTSPThreadPool* OwnThreadPool() {
  static gpointer pool = g_object_new(node_rtsp_thread_pool_get_type(), nullptr);
  return static_cast<GstRTSPThreadPool*>(pool);
}

// The state that the pipeline has or goes to; VOID_PENDING when there is no pipeline.
GstState TargetOf(GstRTSPMedia* media) {
  GstElement* pipeline = RefPipeline(media);
  const GstState target = pipeline ? GST_STATE_TARGET(pipeline) : GST_STATE_VOID_PENDING;
  if (pipeline) Reaper::Instance().Unref(pipeline);
  return target;
}

GQuark DscpQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-dscp-qos");
  return quark;
}

}  // namespace

bool MayGetStreams(GstRTSPMedia* media, GError** error) {
  if (gst_rtsp_media_get_status(media) == GST_RTSP_MEDIA_STATUS_UNPREPARED) return true;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the media is prepared already");
  return false;
}

void node_rtsp_media_collect_streams(GstRTSPMedia* media, GError** error) {
  BetweenRequests exclusively(media);
  GstElement* element = gst_rtsp_media_get_element(media);
  if (!MayGetStreams(media, error) || !CheckStreams(element, error)) {
    // said already
  } else if (gst_rtsp_media_n_streams(media) > 0 || !BeginCollecting(media)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "the media has its streams already");
  } else {
    gst_rtsp_media_collect_streams(media);
    GuardDynamicStreams(GST_BIN(element));
  }
  gst_object_unref(element);
}

GstRTSPStream* node_rtsp_media_create_stream(GstRTSPMedia* media, GstElement* payloader, GstPad* pad, GError** error) {
  BetweenRequests exclusively(media);
  GstElement* element = gst_rtsp_media_get_element(media);
  const bool usable =
      MayGetStreams(media, error) && CheckStream(element, payloader, pad, gst_rtsp_media_n_streams(media), error);
  gst_object_unref(element);
  return usable ? gst_rtsp_media_create_stream(media, payloader, pad) : nullptr;
}

gboolean node_rtsp_media_prepare(GstRTSPMedia* media, GstRTSPThreadPool* pool, GError** error) {
  BetweenRequests exclusively(media);
  if (TargetOf(media) == GST_STATE_VOID_PENDING) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the media has no pipeline");
    return FALSE;
  }
  GstRTSPThread* thread =
      gst_rtsp_thread_pool_get_thread(pool ? pool : OwnThreadPool(), GST_RTSP_THREAD_TYPE_MEDIA, nullptr);
  if (!thread) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the thread pool gives no thread");
    return FALSE;
  }
  return gst_rtsp_media_prepare(media, thread);
}

void node_rtsp_media_set_reusable(GstRTSPMedia* media, gboolean reusable) {
  gst_rtsp_media_set_reusable(media, reusable && MayBeReused(media));
}

gboolean node_rtsp_media_seek_trickmode(GstRTSPMedia* media, const gchar* text, GstSeekFlags flags, gdouble rate,
                                        guint64 trickmode_interval, GError** error) {
  BetweenRequests exclusively(media);
  if (!IsPrepared(media, error)) return FALSE;
  if (IsLive(media)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "the media is live");
    return FALSE;
  }
  // See PauseToSeek().
  if (TargetOf(media) == GST_STATE_PLAYING) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the media plays: pause it first");
    return FALSE;
  }
  GstRTSPTimeRange* range = nullptr;
  if (text && (!IsSaneRange(text, rate < 0) || gst_rtsp_range_parse(text, &range) != GST_RTSP_OK)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "'%s' is no range that means something", text);
    return FALSE;
  }
  BeginPreroll(media);
  const gboolean done = gst_rtsp_media_seek_trickmode(media, range, flags, rate, trickmode_interval);
  EndPreroll(media);
  if (range) gst_rtsp_range_free(range);
  return done;
}

gboolean node_rtsp_media_can_be_shared(GstRTSPMedia* media, gboolean* shared) {
  using CanBeShared = gboolean (*)(GstRTSPMedia*);
  static const auto can_be_shared = FindNewer<CanBeShared>("gst_rtsp_media_can_be_shared");
  *shared = can_be_shared && can_be_shared(media);
  return can_be_shared != nullptr;
}

gint node_rtsp_media_get_dscp_qos(GstRTSPMedia* media) {
  // Two more than what was set: -1 is one of them, and 0 is none.
  if (const gint set = GPOINTER_TO_INT(g_object_get_qdata(G_OBJECT(media), DscpQuark()))) return set - 2;
  GstRTSPStream* stream = gst_rtsp_media_n_streams(media) > 0 ? gst_rtsp_media_get_stream(media, 0) : nullptr;
  return stream ? gst_rtsp_stream_get_dscp_qos(stream) : -1;
}

void node_rtsp_media_set_dscp_qos(GstRTSPMedia* media, gint dscp_qos) {
  g_object_set_qdata(G_OBJECT(media), DscpQuark(), GINT_TO_POINTER(dscp_qos + 2));
  gst_rtsp_media_set_dscp_qos(media, dscp_qos);
}

gboolean node_rtsp_media_get_rates(GstRTSPMedia* media, gdouble* rate, gdouble* applied_rate) {
  const guint streams = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < streams; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    if (stream && gst_rtsp_stream_get_rates(stream, rate, applied_rate)) return TRUE;
  }
  return FALSE;
}

gboolean node_rtsp_media_complete_pipeline(GstRTSPMedia* media, GPtrArray* transports, GError** error) {
  BetweenRequests exclusively(media);
  // In a handler nobody else enters now.
  const MediaGate::Visit visit(gst_rtsp_context_get_current() ? nullptr : GateOf(media));
  if (!visit.entered()) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the media is about to stop");
    return FALSE;
  }
  if (!CheckTransports(media, transports, true, error)) return FALSE;
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (!transport) continue;
    const GstRTSPTransport* how = gst_rtsp_stream_transport_get_transport(transport);
    if (how->lower_transport == GST_RTSP_LOWER_TRANS_TCP)
      NoteInterleaved(gst_rtsp_stream_transport_get_stream(transport));
  }
  g_ptr_array_set_size(transports, static_cast<gint>(MAX(transports->len, gst_rtsp_media_n_streams(media)) + kSpare));
  return gst_rtsp_media_complete_pipeline(media, transports);
}

gboolean node_rtsp_media_set_state(GstRTSPMedia* media, GstState state, GPtrArray* transports, GError** error) {
  BetweenRequests exclusively(media);
  LivingClients clients(transports);
  if (!CheckTransports(media, transports, false, error)) return FALSE;
  if (state != GST_STATE_PLAYING) ForgetTransports(transports);
  const gboolean done = gst_rtsp_media_set_state(media, state, transports);
  clients.RemoveEnded();
  return done;
}

void node_rtsp_media_set_pipeline_state(GstRTSPMedia* media, GstState state, GError** error) {
  BetweenRequests exclusively(media);
  if (IsPrepared(media, error)) gst_rtsp_media_set_pipeline_state(media, state);
}

void node_rtsp_media_set_suspend_mode(GstRTSPMedia* media, GstRTSPSuspendMode mode, GError** error) {
  if (mode != GST_RTSP_SUSPEND_MODE_RESET && IsReset(media)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the media has been reset, and must be started anew");
    return;
  }
  gst_rtsp_media_set_suspend_mode(media, mode);
}

gboolean node_rtsp_media_suspend(GstRTSPMedia* media) {
  BetweenRequests exclusively(media);
  return gst_rtsp_media_suspend(media);
}

gboolean node_rtsp_media_unsuspend(GstRTSPMedia* media) {
  BetweenRequests exclusively(media);
  if (gst_rtsp_media_get_status(media) != GST_RTSP_MEDIA_STATUS_SUSPENDED) return gst_rtsp_media_unsuspend(media);
  BeginPreroll(media);
  const gboolean unsuspended = gst_rtsp_media_unsuspend(media);
  EndPreroll(media);
  return unsuspended;
}

gboolean node_rtsp_media_unprepare(GstRTSPMedia* media) {
  BetweenRequests exclusively(media);
  return gst_rtsp_media_unprepare(media);
}

void node_rtsp_media_take_pipeline(GstRTSPMedia* media, GstPipeline* pipeline, GError** error) {
  GstElement* element = gst_rtsp_media_get_element(media);
  const bool is_free = element != nullptr && GST_OBJECT_PARENT(element) == nullptr &&
                       GST_OBJECT_PARENT(pipeline) == nullptr && GST_ELEMENT(pipeline) != element;
  g_clear_object(&element);
  if (!is_free) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                        "the media has a pipeline, or the pipeline is in another");
    return;
  }
  // The media reads its messages.
  KeepBusEmpty(pipeline, false);
  gst_rtsp_media_take_pipeline(media, pipeline);
}

GstSDPMessage* node_rtsp_media_setup_sdp(GstRTSPMedia* media, const GstSDPMessage* sdp, GstSDPInfo* info,
                                         GError** error) {
  BetweenRequests exclusively(media);
  // Upstream reads the clock of a pipeline that a stream may not be in.
  if (!IsPrepared(media, error)) return nullptr;
  OwnSdp copy = CopySdp(sdp);
  return gst_rtsp_media_setup_sdp(media, copy.get(), info) ? copy.release() : nullptr;
}

gboolean node_rtsp_media_handle_sdp(GstRTSPMedia* media, GstSDPMessage* sdp) {
  BetweenRequests exclusively(media);
  return gst_rtsp_media_handle_sdp(media, sdp);
}

GstElement* node_rtsp_media_get_element(GstRTSPMedia* media) {
  GstElement* element = gst_rtsp_media_get_element(media);
  if (element == nullptr) return nullptr;
  auto* root = GST_OBJECT(gst_object_ref(element));
  while (GstObject* parent = gst_object_get_parent(root)) {
    gst_object_unref(root);
    root = parent;
  }
  SetGstContainer(G_OBJECT(root), G_OBJECT(media));
  gst_object_unref(root);
  return element;
}

}  // namespace rtspnode
