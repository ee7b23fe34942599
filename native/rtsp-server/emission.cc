#include "rtsp-server/emission.h"

#include "rtsp-server/client-context.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/own-server.h"
#include "rtsp-server/rtpbin-requests.h"
#include "runtime/loop-thread.h"

namespace rtspnode {

namespace {

// rtpbin asks for elements while a stream joins its pipeline.
WaitMask LocksOf(gpointer instance) { return IsRtpbin(instance) ? kStreamLock | kStateLock : 0; }

}  // namespace

EmissionContext DescribeRtspEmission(gpointer instance) {
  if (GST_IS_RTSP_SERVER(instance)) return {kMainThread, G_OBJECT(g_object_ref(instance))};
  // Set on a client's thread while it handles a request, and on the loop thread while it accepts.
  GstRTSPContext* context = gst_rtsp_context_get_current();
  GstRTSPClient* client = nullptr;
  if (GST_IS_RTSP_CLIENT(instance)) {
    client = GST_RTSP_CLIENT(instance);
  } else if (context != nullptr) {
    client = context->client;
  }
  auto* server = client != nullptr ? reinterpret_cast<GObject*>(RefServer(client)) : nullptr;
  if (context != nullptr) return {kClientThread, server, LocksOf(instance)};
  // Before there is a request, and between two.
  if (GST_IS_RTSP_CLIENT(instance) && !IsStandAlone(client) && IsClientThread(client)) return {kClientThread, server};
  // A session ends on whatever thread looks at its pool, and GIO asks on one for all whether it accepts a certificate.
  if (server == nullptr && (GST_IS_RTSP_SESSION_POOL(instance) || GST_IS_RTSP_AUTH(instance))) {
    server = reinterpret_cast<GObject*>(RefOwnServer(instance));
  }
  if (GST_IS_RTSP_AUTH(instance) && DefaultContextThread().IsCurrent()) return {kMainThread, server};
  // Whichever thread it is that pushes data through them.
  const bool streams = GST_IS_RTSP_MEDIA(instance) || GST_IS_ELEMENT(instance) || GST_IS_PAD(instance);
  return {streams ? kStreamThread : kOwnThread, server, LocksOf(instance)};
}

}  // namespace rtspnode
