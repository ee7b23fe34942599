#include "rtsp-server/types/node-server.h"

#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/client-tls.h"
#include "rtsp-server/descriptors.h"
#include "rtsp-server/guards.h"
#include "rtsp-server/prepare-client.h"
#include "rtsp-server/types/node-client.h"
#include "rtsp-server/types/node-session-pool.h"
#include "rtsp-server/types/node-thread-pool.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPServer, node_rtsp_server, GST_TYPE_RTSP_SERVER)

namespace {

constexpr const char* kAddress = "127.0.0.1";
constexpr gint kBacklog = 128;
constexpr guint kContentLengthLimit = 64 * 1024;
constexpr int kClientThreadsPerProcessor = 2;

GstRTSPClient* MakeClient(GstRTSPServer* server) {
  auto* client = GST_RTSP_CLIENT(g_object_new(node_rtsp_client_get_type(), nullptr));
  GiveCollaborators(client, server);
  return client;
}

// Null closes the connection.
GstRTSPClient* CreateClient(GstRTSPServer* server) {
  if (!HasSpareDescriptors()) return nullptr;
  GstRTSPClient* client = reinterpret_cast<NodeRTSPServerClass*>(G_OBJECT_GET_CLASS(server))->make_client(server);
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

}  // namespace

static void node_rtsp_server_class_init(NodeRTSPServerClass* klass) {
  klass->parent_class.create_client = CreateClient;
  klass->make_client = MakeClient;
}

static void node_rtsp_server_init(NodeRTSPServer* self) {
  GstRTSPServer* server = GST_RTSP_SERVER(self);
  self->guards = kAllGuards;
  gst_rtsp_server_set_address(server, kAddress);
  gst_rtsp_server_set_backlog(server, kBacklog);
  gst_rtsp_server_set_content_length_limit(server, kContentLengthLimit);

  GstRTSPSessionPool* sessions = GST_RTSP_SESSION_POOL(g_object_new(node_rtsp_session_pool_get_type(), nullptr));
  gst_rtsp_server_set_session_pool(server, sessions);
  g_object_unref(sessions);

  GstRTSPThreadPool* threads = GST_RTSP_THREAD_POOL(g_object_new(node_rtsp_thread_pool_get_type(), nullptr));
  gst_rtsp_thread_pool_set_max_threads(threads, kClientThreadsPerProcessor * static_cast<int>(g_get_num_processors()));
  gst_rtsp_server_set_thread_pool(server, threads);
  g_object_unref(threads);
}

}  // namespace rtspnode
