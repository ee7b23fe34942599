#include "rtsp-server/calls/thread.h"

#include "runtime/lock.h"

namespace rtspnode {

namespace {

// Protects the uses of all threads.
Mutex& UsesMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

GQuark UsesQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-thread-uses");
  return quark;
}

GQuark OverQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-thread-over");
  return quark;
}

gint UsesOf(GstRTSPThread* thread) {
  return GPOINTER_TO_INT(gst_mini_object_get_qdata(GST_MINI_OBJECT(thread), UsesQuark()));
}

void AddUses(GstRTSPThread* thread, gint more) {
  gst_mini_object_set_qdata(GST_MINI_OBJECT(thread), UsesQuark(), GINT_TO_POINTER(UsesOf(thread) + more), nullptr);
}

}  // namespace

GstRTSPThread* node_rtsp_thread_pool_get_thread(GstRTSPThreadPool* pool, GstRTSPThreadType type) {
  GstRTSPThread* thread = gst_rtsp_thread_pool_get_thread(pool, type, nullptr);
  if (!thread) return nullptr;
  Lock lock(UsesMutex());
  AddUses(thread, 1);
  // The use has the reference that came, JavaScript's object another one.
  return gst_rtsp_thread_ref(thread);
}

GstRTSPThreadType node_rtsp_thread_get_thread_type(const GstRTSPThread* thread) { return thread->type; }

NodeMainContext* node_rtsp_thread_get_context(const GstRTSPThread* thread) {
  return new NodeMainContext{KeepContext(thread->context), nullptr};
}

gboolean node_rtsp_thread_reuse(GstRTSPThread* thread) {
  Lock lock(UsesMutex());
  // Upstream counts the attempt, and the next one would find a thread that has stopped.
  if (gst_mini_object_get_qdata(GST_MINI_OBJECT(thread), OverQuark())) return FALSE;
  if (!gst_rtsp_thread_reuse(thread)) {
    gst_mini_object_set_qdata(GST_MINI_OBJECT(thread), OverQuark(), GINT_TO_POINTER(1), nullptr);
    return FALSE;
  }
  AddUses(thread, 1);
  return TRUE;
}

void node_rtsp_thread_stop(GstRTSPThread* thread, GError** error) {
  {
    Lock lock(UsesMutex());
    if (UsesOf(thread) <= 0) {
      g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED,
                          "the thread is not yours to stop: getThread() and reuse() make it so");
      return;
    }
    AddUses(thread, -1);
  }
  gst_rtsp_thread_stop(thread);
}

const char* CheckThread(GstRTSPThread* thread, gconstpointer own) {
  if (!thread || thread == own) return nullptr;
  Lock lock(UsesMutex());
  return UsesOf(thread) > 0 ? nullptr : "the answer must be a thread that getThread() or reuse() has given";
}

GstRTSPThread* TakeThread(GstRTSPThread* thread, bool own, GstRTSPThreadPool*, GstRTSPThreadType, GstRTSPContext*) {
  if (!thread || own) return thread;
  Lock lock(UsesMutex());
  // It was given to somebody else meanwhile, or stopped.
  if (UsesOf(thread) <= 0) {
    lock.Release();
    gst_rtsp_thread_unref(thread);
    return nullptr;
  }
  AddUses(thread, -1);
  lock.Release();
  // The answer has a reference of its own.
  gst_rtsp_thread_unref(thread);
  return thread;
}

}  // namespace rtspnode
