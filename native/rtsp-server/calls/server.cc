#include "rtsp-server/calls/server.h"

#include "marshal/signal.h"
#include "rtsp-server/guards.h"
#include "rtsp-server/listener.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

// Above the handlers' own timeout: a thread that waits for one is waited for.
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

// On the JS thread: no reference that it drops may be the last one.
guint node_rtsp_server_count_clients(GstRTSPServer* server) {
  GList* clients = gst_rtsp_server_client_filter(server, nullptr, nullptr);
  const guint count = g_list_length(clients);
  for (GList* walk = clients; walk != nullptr; walk = walk->next) Reaper::Instance().Unref(walk->data);
  g_list_free(clients);
  return count;
}

guint node_rtsp_server_count_sessions(GstRTSPServer* server) {
  GstRTSPSessionPool* pool = gst_rtsp_server_get_session_pool(server);
  if (pool == nullptr) return 0;
  const guint count = gst_rtsp_session_pool_get_n_sessions(pool);
  Reaper::Instance().Unref(pool);
  return count;
}

guint node_rtsp_server_get_handler_timeout(GstRTSPServer* server) { return HandlerTimeout(G_OBJECT(server)); }

void node_rtsp_server_set_handler_timeout(GstRTSPServer* server, guint milliseconds) {
  SetHandlerTimeout(G_OBJECT(server), milliseconds);
}

}  // namespace rtspnode
