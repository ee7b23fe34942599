#include "rtsp-server/kept-samples.h"

#include <gst/base/gstbasesink.h>

namespace rtspnode {

namespace {

// On the thread that flushes, with the lock of the pad's stream. What GstBaseSink does of a FLUSH_STOP is done, what
// GstAppSink adds is left out: it empties its queue.
GstPadProbeReturn OnFlush(GstPad* sink, GstPadProbeInfo* info, gpointer) {
  GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
  if (GST_EVENT_TYPE(event) != GST_EVENT_FLUSH_STOP) return GST_PAD_PROBE_OK;
  GstElement* appsink = gst_pad_get_parent_element(sink);
  if (!appsink) return GST_PAD_PROBE_OK;
  auto* base = static_cast<GstBaseSinkClass*>(g_type_class_peek(GST_TYPE_BASE_SINK));
  base->event(GST_BASE_SINK(appsink), event);
  gst_object_unref(appsink);
  // It has taken the event.
  return GST_PAD_PROBE_HANDLED;
}

// The application's own elements are deeper, in the media's element.
void OnElementAdded(GstBin*, GstElement* element, gpointer) {
  const GstElementFactory* factory = gst_element_get_factory(element);
  if (!factory || !g_str_equal(GST_OBJECT_NAME(factory), "appsink")) return;
  GstPad* sink = gst_element_get_static_pad(element, "sink");
  gst_pad_add_probe(sink, GST_PAD_PROBE_TYPE_EVENT_FLUSH, OnFlush, nullptr, nullptr);
  gst_object_unref(sink);
}

}  // namespace

void KeepSamples(GstElement* pipeline) {
  const gulong connected = g_signal_handler_find(pipeline, G_SIGNAL_MATCH_FUNC, 0, 0, nullptr,
                                                 reinterpret_cast<gpointer>(OnElementAdded), nullptr);
  if (connected == 0) g_signal_connect(pipeline, "element-added", G_CALLBACK(OnElementAdded), nullptr);
}

}  // namespace rtspnode
