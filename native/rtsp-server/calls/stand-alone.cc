#include "rtsp-server/calls/stand-alone.h"

#include <gio/gio.h>

#include "marshal/ending.h"
#include "marshal/subclass.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/prepare-client.h"
#include "rtsp-server/types/node-client.h"
#include "runtime/lock.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

constexpr const char* kDefaultPeer = "127.0.0.1";

// Protects the connection and the session pool of stand-alone clients, and whether they have handled a message. Nothing
// that waits is called with it.
Mutex& StandAloneMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

GQuark UsedQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-used");
  return quark;
}

bool Refuse(GError** error, GIOErrorEnum code, const char* why) {
  g_set_error_literal(error, G_IO_ERROR, code, why);
  return false;
}

bool CheckStandAlone(GstRTSPClient* client, GError** error) {
  return IsStandAlone(client) || Refuse(error, G_IO_ERROR_NOT_SUPPORTED,
                                        "this is the client of a server: only one made by JavaScript allows it");
}

// With the mutex locked. default_configure_client_transport() wants the URL of a connection: an unconnected socket is
// enough.
bool Connect(GstRTSPClient* client, const gchar* address, guint16 port, GError** error) {
  GInetAddress* parsed = g_inet_address_new_from_string(address);
  if (!parsed) return Refuse(error, G_IO_ERROR_INVALID_ARGUMENT, "not an IP address");
  const GSocketFamily family = g_inet_address_get_family(parsed);
  g_object_unref(parsed);
  GSocket* socket = g_socket_new(family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (!socket) return false;
  GstRTSPConnection* connection = nullptr;
  const GstRTSPResult result = gst_rtsp_connection_create_from_socket(socket, address, port, nullptr, &connection);
  g_object_unref(socket);  // the connection has it
  if (result != GST_RTSP_OK) {
    return Refuse(error, G_IO_ERROR_FAILED, "a connection cannot be made");
  }
  if (gst_rtsp_client_set_connection(client, connection)) return true;
  gst_rtsp_connection_free(connection);
  return Refuse(error, G_IO_ERROR_FAILED, "a connection cannot be set");
}

// gst_rtsp_stream_transport_recv_data() keeps what comes for a transport that does not have the channel any more (see
// EndInterleaved()), and frees it never.
bool IsForGoneChannel(GstRTSPClient* client, const GstRTSPMessage* message) {
  if (message->type != GST_RTSP_MESSAGE_DATA) return false;
  const guint8 channel = message->type_data.data.channel;
  GstRTSPStreamTransport* transport = gst_rtsp_client_get_stream_transport(client, channel);
  if (!transport) return false;
  const GstRTSPRange& channels = gst_rtsp_stream_transport_get_transport(transport)->interleaved;
  return channels.min != channel && channels.max != channel;
}

// Its sessions would keep it, and it would play on to nobody.
void EndStandAlone(GObject* object) {
  GstRTSPClient* client = GST_RTSP_CLIENT(object);
  if (IsStandAlone(client) && !IsClosed(client)) CloseOnClientThread(client, nullptr);
}

GstRTSPClient* MakeStandAlone(GType type) {
  [[maybe_unused]] static const bool ends = (SetEnding(GST_TYPE_RTSP_CLIENT, EndStandAlone), true);
  auto* client = GST_RTSP_CLIENT(g_object_new(SubtypeOf(type), nullptr));
  GstRTSPSessionPool* sessions = node_rtsp_session_pool_new();
  gst_rtsp_client_set_session_pool(client, sessions);
  g_object_unref(sessions);
  // Upstream is critical of a client without one.
  GstRTSPThreadPool* threads = node_rtsp_thread_pool_new();
  gst_rtsp_client_set_thread_pool(client, threads);
  g_object_unref(threads);
  PrepareClient(client, nullptr);
  return client;
}

}  // namespace

GstRTSPClient* node_rtsp_client_new() { return MakeStandAlone(node_rtsp_client_get_type()); }

GstRTSPClient* node_rtsp_onvif_client_new() { return MakeStandAlone(node_rtsp_onvif_client_get_type()); }

void node_rtsp_client_set_connection(GstRTSPClient* client, const gchar* address, guint16 port, GError** error) {
  Lock lock(StandAloneMutex());
  if (!CheckStandAlone(client, error)) return;
  if (gst_rtsp_client_get_connection(client)) {
    Refuse(error, G_IO_ERROR_EXISTS, "the client has a connection already");
    return;
  }
  Connect(client, address, port, error);
}

void node_rtsp_client_set_session_pool(GstRTSPClient* client, GstRTSPSessionPool* pool, GError** error) {
  GstRTSPSessionPool* old = gst_rtsp_client_get_session_pool(client);
  {
    Lock lock(StandAloneMutex());
    if (!CheckStandAlone(client, error)) {
      // said already
    } else if (g_object_get_qdata(G_OBJECT(client), UsedQuark())) {
      Refuse(error, G_IO_ERROR_BUSY, "the client has handled messages already, with the session pool that it has");
    } else {
      gst_rtsp_client_set_session_pool(client, pool);
    }
  }
  if (old) Reaper::Instance().Unref(old);
}

GstRTSPResult node_rtsp_client_handle_message(GstRTSPClient* client, GstRTSPMessage* message, GError** error) {
  {
    Lock lock(StandAloneMutex());
    if (!CheckStandAlone(client, error)) return GST_RTSP_EINVAL;
    if (IsClosed(client)) {
      Refuse(error, G_IO_ERROR_CLOSED, "the client is closed");
      return GST_RTSP_EINVAL;
    }
    g_object_set_qdata(G_OBJECT(client), UsedQuark(), GINT_TO_POINTER(1));
    if (!gst_rtsp_client_get_connection(client) && !Connect(client, kDefaultPeer, 0, error)) return GST_RTSP_EINVAL;
  }
  if (IsForGoneChannel(client, message)) return GST_RTSP_OK;
  return gst_rtsp_client_handle_message(client, message);
}

namespace {

// With the mutex locked.
bool IsUnusedNow(GstRTSPClient* client) {
  return IsStandAlone(client) && !IsClosed(client) && !gst_rtsp_client_get_connection(client) &&
         !g_object_get_qdata(G_OBJECT(client), UsedQuark());
}

template <typename Thing>
void Give(GstRTSPServer* server, GstRTSPClient* client, Thing* (*get)(GstRTSPServer*),
          void (*set)(GstRTSPClient*, Thing*)) {
  Thing* thing = get(server);
  set(client, thing);
  if (thing) Reaper::Instance().Unref(thing);
}

}  // namespace

bool IsUnused(GstRTSPClient* client) {
  Lock lock(StandAloneMutex());
  return IsUnusedNow(client);
}

void GiveCollaborators(GstRTSPClient* client, GstRTSPServer* server) {
  Give(server, client, gst_rtsp_server_get_session_pool, gst_rtsp_client_set_session_pool);
  Give(server, client, gst_rtsp_server_get_mount_points, gst_rtsp_client_set_mount_points);
  Give(server, client, gst_rtsp_server_get_auth, gst_rtsp_client_set_auth);
  Give(server, client, gst_rtsp_server_get_thread_pool, gst_rtsp_client_set_thread_pool);
  gst_rtsp_client_set_content_length_limit(client, gst_rtsp_server_get_content_length_limit(server));
}

bool AdoptClient(GstRTSPClient* client, GstRTSPServer* server) {
  {
    Lock lock(StandAloneMutex());
    if (!IsUnusedNow(client)) return false;
    GiveToServer(client, server);
  }
  GiveCollaborators(client, server);
  CompleteClient(client);
  return true;
}

}  // namespace rtspnode
