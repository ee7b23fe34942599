#include "rtsp-server/calls/onvif-media.h"

#include <gio/gio.h>

#include "rtsp-server/between-requests.h"
#include "rtsp-server/calls/media.h"
#include "rtsp-server/media-element.h"

namespace rtspnode {

gboolean node_rtsp_onvif_media_collect_backchannel(GstRTSPOnvifMedia* media, GError** error) {
  auto* plain = GST_RTSP_MEDIA(media);
  BetweenRequests exclusively(plain);
  if (!MayGetStreams(plain, error)) return FALSE;
  GstElement* element = gst_rtsp_media_get_element(plain);
  const bool usable = HasBackchannel(element) && CheckBackchannel(GST_BIN(element), true, error);
  const bool collected = usable && gst_rtsp_onvif_media_collect_backchannel(media);
  if (collected) MendBackchannel(element);
  gst_object_unref(element);
  return collected;
}

}  // namespace rtspnode
