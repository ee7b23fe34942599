#include "rtsp-server/calls/server.h"

#include <string.h>

#include <utility>

#include "marshal/signal.h"
#include "rtsp-server/guards.h"
#include "rtsp-server/listener.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

// Above the handlers' own timeout: a thread that waits for one is waited for.
constexpr gint64 kStopTimeout = 10 * G_TIME_SPAN_SECOND;

}  // namespace

void node_rtsp_server_attach(GstRTSPServer* server, NodeMainContext* context, GError** error) {
  if (context != nullptr && context->loop == nullptr) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "A server does not listen on the context of an RTSPThread, which ends when nobody uses it");
    return;
  }
  Listener* listener = Listener::Start(server, context != nullptr ? context->loop : nullptr, error);
  if (listener != nullptr) listener->Unref();
}

gboolean node_rtsp_server_close(GstRTSPServer* server) {
  Listener* listener = Listener::Find(server);
  if (listener == nullptr) return TRUE;
  const bool stopped = listener->Stop(kStopTimeout);
  listener->Unref();
  return stopped;
}

gboolean node_rtsp_server_transfer_connection(GstRTSPServer* server, GSocket* socket, const gchar* ip, guint16 port,
                                              GBytes* initial_buffer, GError** error) {
  gsize size = 0;
  const auto* bytes =
      initial_buffer != nullptr ? static_cast<const gchar*>(g_bytes_get_data(initial_buffer, &size)) : nullptr;
  Listener* listener = Listener::Find(server);
  gchar* text = size > 0 ? g_strndup(bytes, size) : nullptr;
  gboolean done = FALSE;
  if (text != nullptr && strlen(text) != size) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "what has been read has a NUL in it, and what follows would be lost");
  } else if (listener == nullptr || !listener->Run([&] {
               done = gst_rtsp_server_transfer_connection(server, std::exchange(socket, nullptr), ip, port, text);
             })) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the server does not listen");
  }
  g_clear_object(&socket);
  g_free(text);
  if (listener != nullptr) listener->Unref();
  return done;
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
