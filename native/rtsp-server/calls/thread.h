#pragma once
#include <gio/gio.h>
#include <gst/rtsp-server/rtsp-server.h>

#include "glib/main-context.h"

namespace rtspnode {

// Threads are counted: who has got one, or reuses it, has a use of it, and one that is stopped more often than that is
// taken from those who still need it. So JavaScript's uses are counted once more.

// What it runs; a field, which stays as it is.
GstRTSPThreadType node_rtsp_thread_get_thread_type(const GstRTSPThread* thread);
// Another such field; the context does not keep the thread.
NodeMainContext* node_rtsp_thread_get_context(const GstRTSPThread* thread);
// A use of a thread of the pool; null when it has none to give.
GstRTSPThread* node_rtsp_thread_pool_get_thread(GstRTSPThreadPool* pool, GstRTSPThreadType type);
// One use more; false when the thread has stopped, or is about to.
gboolean node_rtsp_thread_reuse(GstRTSPThread* thread);
// One use less; an error where JavaScript has none.
void node_rtsp_thread_stop(GstRTSPThread* thread, GError** error);

// The answer of an override of get_thread() is a use that JavaScript gives away.
const char* CheckThread(GstRTSPThread* thread, gconstpointer own);
GstRTSPThread* TakeThread(GstRTSPThread* thread, bool own, GstRTSPThreadPool* pool, GstRTSPThreadType type,
                          GstRTSPContext* context);

}  // namespace rtspnode
