#include "rtsp-server/types/node-session-pool.h"

#include "rtsp-server/client-context.h"
#include "rtsp-server/guards/session-owner.h"
#include "rtsp-server/sessions.h"
#include "rtsp-server/unguessable.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPSessionPool, node_rtsp_session_pool, GST_TYPE_RTSP_SESSION_POOL)

namespace {

// Without randomness there is no id, upstream answers 503 then: a guessable id would be worse.
gchar* CreateSessionId(GstRTSPSessionPool*) { return MakeUnguessable("a session id"); }

void OnSessionRemoved(GstRTSPSessionPool*, GstRTSPSession* session) { EndSession(session); }

// The client has taken the session from its own by now.
void AfterSessionRemoved(GstRTSPSessionPool*, GstRTSPSession* session, gpointer) {
  GstRTSPClient* owner = RefSessionOwner(session);
  if (!owner) return;
  CloseWithoutSessions(owner);
  g_object_unref(owner);
}

GstRTSPFilterResult RemoveSession(GstRTSPSessionPool*, GstRTSPSession*, gpointer) { return GST_RTSP_FILTER_REMOVE; }

// gst_rtsp_session_pool_finalize() removes what is left, and `session-removed` cannot be emitted any more there.
void Dispose(GObject* object) {
  GList* kept = gst_rtsp_session_pool_filter(GST_RTSP_SESSION_POOL(object), RemoveSession, nullptr);
  g_list_free_full(kept, g_object_unref);
  G_OBJECT_CLASS(node_rtsp_session_pool_parent_class)->dispose(object);
}

}  // namespace

static void node_rtsp_session_pool_class_init(NodeRTSPSessionPoolClass* klass) {
  G_OBJECT_CLASS(klass)->dispose = Dispose;
  klass->parent_class.create_session_id = CreateSessionId;
  klass->parent_class.session_removed = OnSessionRemoved;
}

static void node_rtsp_session_pool_init(NodeRTSPSessionPool* pool) {
  g_signal_connect_after(pool, "session-removed", G_CALLBACK(AfterSessionRemoved), nullptr);
}

}  // namespace rtspnode
