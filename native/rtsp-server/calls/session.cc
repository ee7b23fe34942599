#include "rtsp-server/calls/session.h"

#include <gio/gio.h>

#include "rtsp-server/media-gate.h"
#include "rtsp-server/places.h"
#include "rtsp-server/sessions.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

GstRTSPSessionMedia* node_rtsp_session_manage_media(GstRTSPSession* session, const gchar* path, GstRTSPMedia* media,
                                                    GError** error) {
  const MediaGate::Visit visit(GateOf(media));
  const GstRTSPMediaStatus status =
      visit.entered() ? gst_rtsp_media_get_status(media) : GST_RTSP_MEDIA_STATUS_UNPREPARING;
  if (status != GST_RTSP_MEDIA_STATUS_PREPARED && status != GST_RTSP_MEDIA_STATUS_SUSPENDED) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the media is not prepared");
    return nullptr;
  }
  // Upstream takes the media over.
  g_object_ref(media);
  GstRTSPSessionMedia* managed = gst_rtsp_session_manage_media(session, path, media);
  MakePlaces(managed);
  return GST_RTSP_SESSION_MEDIA(g_object_ref(managed));
}

gboolean node_rtsp_session_release_media(GstRTSPSession* session, GstRTSPSessionMedia* media, GError** error) {
  GList* all = node_rtsp_session_filter(session);
  const bool has_others = all && (all->next || all->data != media);
  g_list_free_full(all, g_object_unref);
  RemoveSessionMedia(session, media, error);
  return has_others;
}

GList* node_rtsp_session_filter(GstRTSPSession* session) { return gst_rtsp_session_filter(session, nullptr, nullptr); }

}  // namespace rtspnode
