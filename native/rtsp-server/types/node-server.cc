#include "rtsp-server/types/node-server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/client-tls.h"
#include "rtsp-server/descriptors.h"
#include "rtsp-server/guards.h"
#include "rtsp-server/message-limit.h"
#include "rtsp-server/own-server.h"
#include "rtsp-server/prepare-client.h"
#include "rtsp-server/types/node-client.h"
#include "rtsp-server/types/node-session-pool.h"
#include "rtsp-server/types/node-thread-pool.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPServer, node_rtsp_server, GST_TYPE_RTSP_SERVER)
G_DEFINE_TYPE(NodeRTSPOnvifServer, node_rtsp_onvif_server, GST_TYPE_RTSP_ONVIF_SERVER)

namespace {

constexpr const char* kAddress = "127.0.0.1";
constexpr gint kBacklog = 128;
constexpr guint kContentLengthLimit = 64 * 1024;
constexpr int kClientThreadsPerProcessor = 2;

template <GType (*ClientType)()>
GstRTSPClient* MakeClient(GstRTSPServer* server) {
  auto* client = GST_RTSP_CLIENT(g_object_new(ClientType(), nullptr));
  GiveCollaborators(client, server);
  return client;
}

// Null closes the connection.
template <typename Class>
GstRTSPClient* CreateClient(GstRTSPServer* server) {
  if (!HasSpareDescriptors()) return nullptr;
  GstRTSPClient* client = reinterpret_cast<Class*>(G_OBJECT_GET_CLASS(server))->make_client(server);
  if (!client) return nullptr;
  if (!IsTracked(client)) {
    PrepareClient(client, server);
  } else if (!AdoptClient(client, server)) {
    g_object_unref(client);
    return nullptr;
  }
  RememberTls(client);
  return client;
}

template <GType (*ClientType)(), typename Class>
void InitClass(Class* klass) {
  GST_RTSP_SERVER_CLASS(klass)->create_client = CreateClient<Class>;
  klass->make_client = MakeClient<ClientType>;
}

// The first handler of `client-connected`, so that an application may decide otherwise.
void OnClientConnected(GstRTSPServer* server, GstRTSPClient* client, gpointer) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  GSocket* socket = connection ? gst_rtsp_connection_get_read_socket(connection) : nullptr;
  if (!socket) return;
  // Which one is the socket's own choice depends on GLib's version.
  g_socket_set_option(socket, IPPROTO_TCP, TCP_NODELAY, GetGuard(server, Guard::NoDelay), nullptr);
  LimitMessages(client);
}

void InitInstance(GstRTSPServer* server) {
  g_signal_connect(server, "client-connected", G_CALLBACK(OnClientConnected), nullptr);
  *GuardsOf(server) = kAllGuards;
  gst_rtsp_server_set_address(server, kAddress);
  gst_rtsp_server_set_backlog(server, kBacklog);
  gst_rtsp_server_set_content_length_limit(server, kContentLengthLimit);

  GstRTSPSessionPool* sessions = GST_RTSP_SESSION_POOL(g_object_new(node_rtsp_session_pool_get_type(), nullptr));
  gst_rtsp_server_set_session_pool(server, sessions);
  SetOwnServer(sessions, server);
  g_object_unref(sessions);

  GstRTSPThreadPool* threads = GST_RTSP_THREAD_POOL(g_object_new(node_rtsp_thread_pool_get_type(), nullptr));
  gst_rtsp_thread_pool_set_max_threads(threads, kClientThreadsPerProcessor * static_cast<int>(g_get_num_processors()));
  gst_rtsp_server_set_thread_pool(server, threads);
  g_object_unref(threads);
}

}  // namespace

gint* GuardsOf(GstRTSPServer* server) {
  if (G_TYPE_CHECK_INSTANCE_TYPE(server, node_rtsp_server_get_type())) {
    return &reinterpret_cast<NodeRTSPServer*>(server)->guards;
  }
  if (G_TYPE_CHECK_INSTANCE_TYPE(server, node_rtsp_onvif_server_get_type())) {
    return &reinterpret_cast<NodeRTSPOnvifServer*>(server)->guards;
  }
  return nullptr;
}

static void node_rtsp_server_class_init(NodeRTSPServerClass* klass) { InitClass<node_rtsp_client_get_type>(klass); }

static void node_rtsp_server_init(NodeRTSPServer* self) { InitInstance(GST_RTSP_SERVER(self)); }

static void node_rtsp_onvif_server_class_init(NodeRTSPOnvifServerClass* klass) {
  InitClass<node_rtsp_onvif_client_get_type>(klass);
}

static void node_rtsp_onvif_server_init(NodeRTSPOnvifServer* self) { InitInstance(GST_RTSP_SERVER(self)); }

}  // namespace rtspnode
