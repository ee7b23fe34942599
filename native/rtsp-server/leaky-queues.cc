#include "rtsp-server/leaky-queues.h"

#include "gst/children.h"

namespace rtspnode {

namespace {

// Packets, or lists of them: seconds of most streams.
constexpr guint kMost = 500;
// GST_QUEUE_LEAK_DOWNSTREAM: the oldest ones.
constexpr gint kOldest = 2;

void OnLinked(GstPad* source, GstPad* peer, gpointer) {
  GstElement* sink = gst_pad_get_parent_element(peer);
  GstElement* queue = gst_pad_get_parent_element(source);
  if (queue && IsMadeBy(sink, "appsink")) g_object_set(queue, "leaky", kOldest, "max-size-buffers", kMost, nullptr);
  gst_clear_object(&queue);
  gst_clear_object(&sink);
}

// The application's own elements are deeper, in the media's element.
void OnElementAdded(GstBin*, GstElement* element, gpointer) {
  if (!IsMadeBy(element, "queue")) return;
  GstPad* source = gst_element_get_static_pad(element, "src");
  g_signal_connect(source, "linked", G_CALLBACK(OnLinked), nullptr);
  gst_object_unref(source);
}

}  // namespace

void LetQueuesLeak(GstElement* pipeline) { OnAdded(pipeline, OnElementAdded); }

}  // namespace rtspnode
