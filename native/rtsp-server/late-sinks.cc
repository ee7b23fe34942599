#include "rtsp-server/late-sinks.h"

#include "gst/children.h"

namespace rtspnode {

namespace {

// The application's own elements are deeper, in the media's element.
void OnElementAdded(GstBin* pipeline, GstElement* element, gpointer) {
  if (GST_STATE_TARGET(pipeline) != GST_STATE_PLAYING) return;
  if (IsMadeBy(element, "appsink") || IsMadeBy(element, "multiudpsink")) g_object_set(element, "async", FALSE, nullptr);
}

}  // namespace

void LetSinksJoin(GstElement* pipeline) { OnAdded(pipeline, OnElementAdded); }

}  // namespace rtspnode
