#include "rtsp-server/places.h"

namespace rtspnode {

namespace {

constexpr guint kPlaces = 64;

}  // namespace

void MakePlaces(GstRTSPSessionMedia* media) {
  // The very array, not a copy.
  GPtrArray* places = gst_rtsp_session_media_get_transports(media);
  if (places->len < kPlaces) g_ptr_array_set_size(places, kPlaces);
  g_ptr_array_unref(places);
}

}  // namespace rtspnode
