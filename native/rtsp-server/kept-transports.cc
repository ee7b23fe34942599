#include "rtsp-server/kept-transports.h"

#include <set>
#include <utility>

#include "rtsp-server/each.h"
#include "rtsp-server/slow-transports.h"
#include "rtsp-server/stream-check.h"
#include "runtime/lock.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

struct Kept {
  // Held while a transport is activated, with stream.lock inside of it.
  Mutex gate;
  bool leaving = false;
  bool set_up = false;

  // With KeptMutex().
  bool interleaved = false;
  std::set<GstRTSPStreamTransport*> transports;
};

// Protects the sets of all streams. A leaf.
Mutex& KeptMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

Kept& KeptBy(GstRTSPStream* stream) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-kept-transports");
  Lock lock(KeptMutex());
  auto* kept = static_cast<Kept*>(g_object_get_qdata(G_OBJECT(stream), quark));
  if (!kept) {
    // Each that is kept holds the stream: it is empty when the stream goes.
    kept = new Kept;
    g_object_set_qdata_full(G_OBJECT(stream), quark, kept, [](gpointer data) { delete static_cast<Kept*>(data); });
  }
  return *kept;
}

GstRTSPFilterResult Remove(GstRTSPStream*, GstRTSPStreamTransport* transport, gpointer) {
  ForgetTransport(transport);
  return GST_RTSP_FILTER_REMOVE;
}

struct Wanted {
  GstRTSPStreamTransport* transport;
  bool was_there = false;
};

GstRTSPFilterResult RemoveWanted(GstRTSPStream*, GstRTSPStreamTransport* transport, gpointer data) {
  auto& wanted = *static_cast<Wanted*>(data);
  if (transport != wanted.transport) return GST_RTSP_FILTER_KEEP;
  ForgetTransport(transport);
  wanted.was_there = true;
  return GST_RTSP_FILTER_REMOVE;
}

GQuark GivenUpQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-given-up");
  return quark;
}

void EndTransportsOf(GstRTSPSessionMedia* media) {
  gst_rtsp_session_media_set_state(media, GST_STATE_NULL);
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (!transport) continue;
    RemoveTransport(transport);
    LetTransportGo(transport);
  }
  g_ptr_array_unref(transports);
}

// While the object is being disposed of: its transports are still there.
void OnSessionMediaGone(gpointer, GObject* object) {
  if (!g_object_get_qdata(object, GivenUpQuark())) EndTransportsOf(reinterpret_cast<GstRTSPSessionMedia*>(object));
}

void OnGivenUpGone(gpointer, GObject* object);

void LetGo(gpointer part, GClosure*) { Reaper::Instance().Unref(part); }

void OnUnprepared(GstRTSPMedia* media, gpointer part) {
  g_signal_handlers_disconnect_by_func(media, reinterpret_cast<gpointer>(OnUnprepared), part);
}

// The finalizer unprepares the media, which has been done: it takes what others have prepared once more than they did.
// Of a media that is not prepared any more it takes nothing, and one that is about to be so is awaited: the part lives
// on until then.
void OnGivenUpGone(gpointer, GObject* object) {
  GstRTSPMedia* media = gst_rtsp_session_media_get_media(reinterpret_cast<GstRTSPSessionMedia*>(object));
  switch (gst_rtsp_media_get_status(media)) {
    case GST_RTSP_MEDIA_STATUS_UNPREPARED:
      return;
    case GST_RTSP_MEDIA_STATUS_PREPARED:
    case GST_RTSP_MEDIA_STATUS_SUSPENDED:
      if (gst_rtsp_media_prepare(media, nullptr)) return;
      break;
    default:
      break;
  }
  g_object_weak_ref(object, OnGivenUpGone, nullptr);
  g_signal_connect_data(media, "unprepared", G_CALLBACK(OnUnprepared), g_object_ref(object), LetGo, GConnectFlags{});
}

}  // namespace

void KeepTransport(GstRTSPStreamTransport* transport) {
  const GstRTSPTransport* how = gst_rtsp_stream_transport_get_transport(transport);
  if (how->lower_transport == GST_RTSP_LOWER_TRANS_TCP)
    NoteInterleaved(gst_rtsp_stream_transport_get_stream(transport));
  Kept& kept = KeptBy(gst_rtsp_stream_transport_get_stream(transport));
  Lock lock(KeptMutex());
  if (kept.transports.insert(transport).second) g_object_ref(transport);
}

void LetTransportGo(GstRTSPStreamTransport* transport) {
  Kept& kept = KeptBy(gst_rtsp_stream_transport_get_stream(transport));
  Lock lock(KeptMutex());
  if (kept.transports.erase(transport) != 0) Reaper::Instance().Unref(transport);
}

bool ActivateTransport(GstRTSPStreamTransport* transport) {
  GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
  Kept& kept = KeptBy(stream);
  Lock lock(kept.gate);
  if (kept.leaving || !IsJoined(stream, nullptr)) return false;
  KeepTransport(transport);
  return gst_rtsp_stream_add_transport(stream, transport);
}

bool RemoveTransport(GstRTSPStreamTransport* transport) {
  Wanted wanted{transport};
  Each(gst_rtsp_stream_transport_filter, gst_rtsp_stream_transport_get_stream(transport), RemoveWanted, &wanted);
  return wanted.was_there;
}

void DropTransports(GstRTSPStream* stream) {
  Kept& kept = KeptBy(stream);
  {
    Lock lock(kept.gate);
    kept.leaving = true;
  }
  Each(gst_rtsp_stream_transport_filter, stream, Remove, nullptr);
  std::set<GstRTSPStreamTransport*> gone;
  {
    Lock lock(KeptMutex());
    gone.swap(kept.transports);
  }
  for (GstRTSPStreamTransport* transport : gone) Reaper::Instance().Unref(transport);
}

void AllowTransports(GstRTSPStream* stream) {
  Kept& kept = KeptBy(stream);
  Lock lock(kept.gate);
  kept.leaving = false;
}

void NoteSetUp(GstRTSPStream* stream) {
  Kept& kept = KeptBy(stream);
  Lock lock(kept.gate);
  kept.set_up = true;
}

bool IsNeeded(GstRTSPStream* stream) {
  Kept& kept = KeptBy(stream);
  Lock lock(kept.gate);
  return kept.set_up && !kept.leaving;
}

void NoteInterleaved(GstRTSPStream* stream) {
  Kept& kept = KeptBy(stream);
  Lock lock(KeptMutex());
  kept.interleaved = true;
}

bool HasBeenInterleaved(GstRTSPStream* stream) {
  const Kept& kept = KeptBy(stream);
  Lock lock(KeptMutex());
  return kept.interleaved;
}

void WatchTransportsOf(GstRTSPSessionMedia* media) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-transports-watched");
  Lock lock(KeptMutex());
  if (g_object_get_qdata(G_OBJECT(media), quark)) return;
  g_object_set_qdata(G_OBJECT(media), quark, media);
  g_object_weak_ref(G_OBJECT(media), OnSessionMediaGone, nullptr);
}

void GiveUpSessionMedia(GObject* object) {
  auto* part = reinterpret_cast<GstRTSPSessionMedia*>(object);
  // First: nobody is to play it again.
  g_object_set_qdata(object, GivenUpQuark(), object);
  EndTransportsOf(part);
  gst_rtsp_media_unprepare(gst_rtsp_session_media_get_media(part));
  g_object_weak_ref(object, OnGivenUpGone, nullptr);
}

bool IsUngivenSessionMedia(GObject* object) {
  return GST_IS_RTSP_SESSION_MEDIA(object) && !g_object_get_qdata(object, GivenUpQuark());
}

}  // namespace rtspnode
