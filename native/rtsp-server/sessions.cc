#include "rtsp-server/sessions.h"

#include <memory>

#include "rtsp-server/client-context.h"
#include "rtsp-server/guards/session-owner.h"

namespace rtspnode {

namespace {

bool IsExpired(GstRTSPSession* session) { return gst_rtsp_session_is_expired_usec(session, g_get_monotonic_time()); }

GstRTSPFilterResult PickExpired(GstRTSPSessionPool*, GstRTSPSession* session, gpointer) {
  return IsExpired(session) ? GST_RTSP_FILTER_REF : GST_RTSP_FILTER_KEEP;
}

// Asks again: a request or a packet may have touched the session meanwhile.
void RemoveIfExpired(GstRTSPSessionPool* pool, GstRTSPSession* session) {
  if (IsExpired(session)) gst_rtsp_session_pool_remove(pool, session);
}

// Upstream stops a session's media with the last reference to it, which JavaScript may have: its streams would go on
// sending to a client that is no more.
GstRTSPFilterResult StopAndRemove(GstRTSPSession*, GstRTSPSessionMedia* part, gpointer) {
  gst_rtsp_session_media_set_state(part, GST_STATE_NULL);
  return GST_RTSP_FILTER_REMOVE;
}

// TEARDOWN, and a SETUP that made the session and then failed: upstream cleans up itself.
bool IsHandlingRequestOf(GstRTSPClient* client) {
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  return context && context->client == client;
}

}  // namespace

void RemoveExpiredSessions(GstRTSPSessionPool* pool) {
  GList* expired = gst_rtsp_session_pool_filter(pool, PickExpired, nullptr);
  for (GList* walk = expired; walk; walk = walk->next) {
    std::shared_ptr<GstRTSPSession> session(GST_RTSP_SESSION(walk->data), g_object_unref);
    std::shared_ptr<GstRTSPSessionPool> kept(GST_RTSP_SESSION_POOL(g_object_ref(pool)), g_object_unref);
    GstRTSPClient* owner = RefSessionOwner(session.get());
    const bool posted = owner && InvokeOnClient(owner, [kept, session] { RemoveIfExpired(kept.get(), session.get()); });
    if (!posted) RemoveIfExpired(pool, session.get());
    if (owner) g_object_unref(owner);
  }
  g_list_free(expired);
}

void StopMedia(GstRTSPSession* session) { gst_rtsp_session_filter(session, StopAndRemove, nullptr); }

void EndSession(GstRTSPSession* session) {
  std::shared_ptr<GstRTSPClient> owner(RefSessionOwner(session), [](GstRTSPClient* client) {
    if (client) g_object_unref(client);
  });
  if (!owner || IsHandlingRequestOf(owner.get())) {
    StopMedia(session);
    return;
  }
  std::shared_ptr<GstRTSPSession> kept(GST_RTSP_SESSION(g_object_ref(session)), g_object_unref);
  const bool posted = InvokeOnClient(owner.get(), [owner, kept] {
    StopMedia(kept.get());
    if (IsInterleaved(kept.get()) && !IsClosed(owner.get())) gst_rtsp_client_close(owner.get());
  });
  if (!posted) StopMedia(session);
}

}  // namespace rtspnode
