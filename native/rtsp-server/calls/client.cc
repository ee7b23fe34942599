#include "rtsp-server/calls/client.h"

#include <gio/gio.h>

#include <memory>

#include "rtsp-server/client-context.h"
#include "rtsp-server/client-thread.h"
#include "rtsp-server/guards/session-owner.h"
#include "runtime/parked.h"

namespace rtspnode {

namespace {

std::shared_ptr<GstRTSPClient> Keep(GstRTSPClient* client) {
  return {GST_RTSP_CLIENT(g_object_ref(client)), g_object_unref};
}

GstRTSPStreamTransport* RefTransport(GstRTSPClient* client, guint channel) {
  GstRTSPStreamTransport* transport = gst_rtsp_client_get_stream_transport(client, static_cast<guint8>(channel));
  return transport ? GST_RTSP_STREAM_TRANSPORT(g_object_ref(transport)) : nullptr;
}

struct Found {
  ~Found() { g_clear_object(&transport); }
  GstRTSPStreamTransport* transport = nullptr;
};

}  // namespace

void node_rtsp_client_close(GstRTSPClient* client) {
  if (CloseWhenAttached(client)) return;
  RunOnClient(client, [kept = Keep(client)] {
    if (!IsClosed(kept.get())) gst_rtsp_client_close(kept.get());
  });
}

gchar* node_rtsp_client_get_remote_address(GstRTSPClient* client) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  return connection != nullptr ? g_strdup(gst_rtsp_connection_get_ip(connection)) : nullptr;
}

GList* node_rtsp_client_session_filter(GstRTSPClient* client) {
  return gst_rtsp_client_session_filter(client, nullptr, nullptr);
}

void node_rtsp_client_unwatch_session(GstRTSPClient* client, GstRTSPSession* session) {
  const std::shared_ptr<GstRTSPSession> kept_session(GST_RTSP_SESSION(g_object_ref(session)), g_object_unref);
  RunOnClient(client, [kept = Keep(client), kept_session] { UnwatchSession(kept.get(), kept_session.get()); });
}

GstRTSPStreamTransport* node_rtsp_client_get_stream_transport(GstRTSPClient* client, guint channel, GError** error) {
  if (IsClientThread(client)) return RefTransport(client, channel);
  auto found = std::make_shared<Found>();
  if (Parked::IsServing()) {
    if (!HasClientThread(client)) return RefTransport(client, channel);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK,
                "in a handler of somebody else's, a client's transports cannot be waited for");
    return nullptr;
  }
  RunOnClient(client, [kept = Keep(client), found, channel] { found->transport = RefTransport(kept.get(), channel); });
  return static_cast<GstRTSPStreamTransport*>(g_steal_pointer(&found->transport));
}

}  // namespace rtspnode
