#include "rtsp-server/own-server.h"

#include "gst/weak.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

GQuark ServerQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-own-server");
  return quark;
}

}  // namespace

void SetOwnServer(gpointer thing, GstRTSPServer* server) {
  static auto* mutex = new Mutex;
  Lock lock(*mutex);
  if (auto* weak = static_cast<GWeakRef*>(g_object_get_qdata(G_OBJECT(thing), ServerQuark()))) {
    g_weak_ref_set(weak, server);
  } else {
    g_object_set_qdata_full(G_OBJECT(thing), ServerQuark(), NewWeak(server), FreeWeak);
  }
}

GstRTSPServer* RefOwnServer(gpointer thing) {
  auto* weak = static_cast<GWeakRef*>(g_object_get_qdata(G_OBJECT(thing), ServerQuark()));
  return weak ? GST_RTSP_SERVER(g_weak_ref_get(weak)) : nullptr;
}

}  // namespace rtspnode
