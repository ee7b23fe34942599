#include "rtsp-server/types/node-server.h"

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

template <typename Thing>
void Give(GstRTSPServer* server, GstRTSPClient* client, Thing* (*get)(GstRTSPServer*),
          void (*set)(GstRTSPClient*, Thing*)) {
  Thing* thing = get(server);
  set(client, thing);
  if (thing) g_object_unref(thing);
}

// What the parent's create_client() does.
void GiveCollaborators(GstRTSPServer* server, GstRTSPClient* client) {
  Give(server, client, gst_rtsp_server_get_session_pool, gst_rtsp_client_set_session_pool);
  Give(server, client, gst_rtsp_server_get_mount_points, gst_rtsp_client_set_mount_points);
  Give(server, client, gst_rtsp_server_get_auth, gst_rtsp_client_set_auth);
  Give(server, client, gst_rtsp_server_get_thread_pool, gst_rtsp_client_set_thread_pool);
  gst_rtsp_client_set_content_length_limit(client, gst_rtsp_server_get_content_length_limit(server));
}

// Null closes the connection.
GstRTSPClient* CreateClient(GstRTSPServer* server) {
  if (!HasSpareDescriptors()) return nullptr;
  auto* client = GST_RTSP_CLIENT(g_object_new(node_rtsp_client_get_type(), nullptr));
  GiveCollaborators(server, client);
  PrepareClient(client, server);
  return client;
}

}  // namespace

static void node_rtsp_server_class_init(NodeRTSPServerClass* klass) {
  klass->parent_class.create_client = CreateClient;
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
