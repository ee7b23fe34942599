#include "rtsp-server/timestamp-offset.h"

#include "rtsp-server/stream-check.h"

namespace rtspnode {

namespace {

gboolean GetBoolean(GstElement* element, const gchar* property, gboolean otherwise) {
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), property)) {
    g_object_get(element, property, &otherwise, nullptr);
  }
  return otherwise;
}

}  // namespace

std::optional<guint32> FindTimestampOffset(GstRTSPStream* stream) {
  GstElement* payloader = FindPayloader(stream);
  if (!payloader) return std::nullopt;
  GstStructure* stats = nullptr;
  // It makes them of the stream time otherwise.
  if (GetBoolean(payloader, "scale-rtptime", TRUE) && !GetBoolean(payloader, "onvif-no-rate-control", FALSE) &&
      g_object_class_find_property(G_OBJECT_GET_CLASS(payloader), "stats")) {
    g_object_get(payloader, "stats", &stats, nullptr);
  }
  gst_object_unref(payloader);
  if (!stats) return std::nullopt;
  guint offset;
  const bool found = gst_structure_get_uint(stats, "timestamp-offset", &offset);
  gst_structure_free(stats);
  return found ? std::optional<guint32>(offset) : std::nullopt;
}

}  // namespace rtspnode
