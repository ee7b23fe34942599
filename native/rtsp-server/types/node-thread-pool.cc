#include "rtsp-server/types/node-thread-pool.h"

#include "rtsp-server/client-context.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPThreadPool, node_rtsp_thread_pool, GST_TYPE_RTSP_THREAD_POOL)

// Called with server.lock held for clients (manage_client()), so it takes no lock of the library but the pool's own.
static GstRTSPThread* node_rtsp_thread_pool_get_thread(GstRTSPThreadPool* pool, GstRTSPThreadType type,
                                                       GstRTSPContext* context) {
  GstRTSPThread* thread =
      GST_RTSP_THREAD_POOL_CLASS(node_rtsp_thread_pool_parent_class)->get_thread(pool, type, context);
  if (type == GST_RTSP_THREAD_TYPE_CLIENT && context && context->client) {
    if (thread) {
      RememberClientContext(context->client, thread->context);
    } else {
      RememberCurrentClientContext(context->client);
    }
  }
  return thread;
}

static void node_rtsp_thread_pool_class_init(NodeRTSPThreadPoolClass* klass) {
  klass->parent_class.get_thread = node_rtsp_thread_pool_get_thread;
  // The class structure starts as a copy of the parent's. gst_rtsp_thread_pool_cleanup() frees the parent's pool of
  // threads and leaves the copy dangling; without one, gst_rtsp_thread_pool_get_thread() makes a pool for this class.
  klass->parent_class.pool = nullptr;
}

static void node_rtsp_thread_pool_init(NodeRTSPThreadPool*) {}

}  // namespace rtspnode
