#include "rtsp-server/calls/server.h"

#include "marshal/signal.h"
#include "rtsp-server/guards.h"
#include "rtsp-server/listener.h"

namespace rtspnode {

namespace {

// Above the handlers' own deadline: a thread that waits for one is waited for.
constexpr gint64 kStopTimeout = 10 * G_TIME_SPAN_SECOND;

}  // namespace

void node_rtsp_server_attach(GstRTSPServer* server, GError** error) {
  Listener* listener = Listener::Start(server, error);
  if (listener != nullptr) listener->Unref();
}

gboolean node_rtsp_server_close(GstRTSPServer* server) {
  Listener* listener = Listener::Find(server);
  if (listener == nullptr) return TRUE;
  const bool stopped = listener->Stop(kStopTimeout);
  listener->Unref();
  return stopped;
}

GList* node_rtsp_server_client_filter(GstRTSPServer* server) {
  return gst_rtsp_server_client_filter(server, nullptr, nullptr);
}

gboolean node_rtsp_server_get_guard(GstRTSPServer* server, guint guard) {
  return GetGuard(server, static_cast<Guard>(guard & kAllGuards));
}

void node_rtsp_server_set_guard(GstRTSPServer* server, guint guard, gboolean on) {
  SetGuard(server, static_cast<Guard>(guard & kAllGuards), on);
}

guint node_rtsp_server_get_handler_deadline(GstRTSPServer* server) { return HandlerDeadline(G_OBJECT(server)); }

void node_rtsp_server_set_handler_deadline(GstRTSPServer* server, guint milliseconds) {
  SetHandlerDeadline(G_OBJECT(server), milliseconds);
}

}  // namespace rtspnode
