#include "rtsp-server/kept-transports.h"

#include <set>
#include <utility>

#include "runtime/lock.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

using Kept = std::set<GstRTSPStreamTransport*>;

// Protects what all streams keep. A leaf.
Mutex& KeptMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

GQuark KeptQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-kept-transports");
  return quark;
}

Kept* KeptBy(GstRTSPStream* stream) { return static_cast<Kept*>(g_object_get_qdata(G_OBJECT(stream), KeptQuark())); }

GstRTSPFilterResult Remove(GstRTSPStream*, GstRTSPStreamTransport*, gpointer) { return GST_RTSP_FILTER_REMOVE; }

}  // namespace

void KeepTransport(GstRTSPStreamTransport* transport) {
  GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
  Lock lock(KeptMutex());
  Kept* kept = KeptBy(stream);
  if (!kept) {
    // Each that is kept holds the stream: it is empty when the stream goes.
    kept = new Kept;
    g_object_set_qdata_full(G_OBJECT(stream), KeptQuark(), kept,
                            [](gpointer data) { delete static_cast<Kept*>(data); });
  }
  if (kept->insert(transport).second) g_object_ref(transport);
}

void LetTransportGo(GstRTSPStreamTransport* transport) {
  Lock lock(KeptMutex());
  Kept* kept = KeptBy(gst_rtsp_stream_transport_get_stream(transport));
  if (kept && kept->erase(transport) != 0) Reaper::Instance().Unref(transport);
}

void DropTransports(GstRTSPStream* stream) {
  gst_rtsp_stream_transport_filter(stream, Remove, nullptr);
  Kept gone;
  {
    Lock lock(KeptMutex());
    if (Kept* kept = KeptBy(stream)) gone.swap(*kept);
  }
  for (GstRTSPStreamTransport* transport : gone) Reaper::Instance().Unref(transport);
}

}  // namespace rtspnode
