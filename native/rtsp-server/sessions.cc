#include "rtsp-server/sessions.h"

#include <memory>

#include "gst/keep.h"
#include "rtsp-server/between-requests.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/client-thread.h"
#include "rtsp-server/each.h"
#include "rtsp-server/guards/session-owner.h"
#include "rtsp-server/send/transport-send.h"

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

// `wanted` is null for all. Not left to the last reference to the media: JavaScript may hold one.
GstRTSPFilterResult RemoveMedia(GstRTSPSession*, GstRTSPSessionMedia* media, gpointer wanted) {
  if (wanted && media != wanted) return GST_RTSP_FILTER_KEEP;
  // Another client may be at work with it: upstream has locked it here since 1.28.2.
  BetweenRequests exclusively(gst_rtsp_session_media_get_media(media));
  // First: nobody is to activate one behind it.
  EndTransports(media);
  gst_rtsp_session_media_set_state(media, GST_STATE_NULL);
  return GST_RTSP_FILTER_REMOVE;
}

bool HasInterleaved(GstRTSPSessionMedia* media) {
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  bool found = false;
  for (guint i = 0; i < transports->len && !found; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    found = transport && IsInterleaved(transport);
  }
  g_ptr_array_unref(transports);
  return found;
}

std::shared_ptr<GstRTSPClient> OwnerOf(GstRTSPSession* session) {
  return {RefSessionOwner(session), [](GstRTSPClient* client) {
            if (client) g_object_unref(client);
          }};
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
    GstRTSPClient* owner = RefSessionOwner(session.get());
    const bool posted =
        owner && InvokeOnClient(owner, [kept = Keep(pool), session] { RemoveIfExpired(kept.get(), session.get()); });
    if (!posted) RemoveIfExpired(pool, session.get());
    if (owner) g_object_unref(owner);
  }
  g_list_free(expired);
}

bool HasExpiredSessions(GstRTSPSessionPool* pool) {
  GList* expired = gst_rtsp_session_pool_filter(pool, PickExpired, nullptr);
  const bool found = expired;
  g_list_free_full(expired, g_object_unref);
  return found;
}

void StopMedia(GstRTSPSession* session) { Each(gst_rtsp_session_filter, session, RemoveMedia, nullptr); }

void EndSession(GstRTSPSession* session) {
  const std::shared_ptr<GstRTSPClient> owner = OwnerOf(session);
  if (!owner || IsHandlingRequestOf(owner.get())) {
    StopMedia(session);
    return;
  }
  const std::shared_ptr<GstRTSPSession> kept = Keep(session);
  const bool posted = InvokeOnClient(owner.get(), [owner, kept] {
    StopMedia(kept.get());
    if (IsInterleaved(kept.get())) CloseNow(owner.get());
  });
  if (!posted) StopMedia(session);
}

bool RemoveFromPool(GstRTSPSessionPool* pool, GstRTSPSession* session, GError** error) {
  GstRTSPSession* there = gst_rtsp_session_pool_find(pool, gst_rtsp_session_get_sessionid(session));
  if (there) g_object_unref(there);
  if (there != session) return false;
  const std::shared_ptr<GstRTSPClient> owner = OwnerOf(session);
  const bool removed = gst_rtsp_session_pool_remove(pool, session);
  // `session-removed` has posted the end of the media to that thread: this comes behind it.
  if (removed && owner) RunOnClient(owner.get(), error, [] {});
  return removed;
}

void RemoveSessionMedia(GstRTSPSession* session, GstRTSPSessionMedia* media, GError** error) {
  const std::shared_ptr<GstRTSPClient> owner = OwnerOf(session);
  RunOnClient(owner.get(), error, [owner, session = Keep(session), media = Keep(media)] {
    const bool interleaved = HasInterleaved(media.get());
    Each(gst_rtsp_session_filter, session.get(), RemoveMedia, media.get());
    if (interleaved && owner) CloseNow(owner.get());
  });
}

}  // namespace rtspnode
