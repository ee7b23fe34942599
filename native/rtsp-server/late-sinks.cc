#include "rtsp-server/late-sinks.h"

namespace rtspnode {

namespace {

// The application's own elements are deeper, in the media's element.
void OnElementAdded(GstBin* pipeline, GstElement* element, gpointer) {
  const GstElementFactory* factory = gst_element_get_factory(element);
  if (GST_STATE_TARGET(pipeline) != GST_STATE_PLAYING || !factory) return;
  const gchar* name = GST_OBJECT_NAME(factory);
  if (g_str_equal(name, "appsink") || g_str_equal(name, "multiudpsink")) {
    g_object_set(element, "async", FALSE, nullptr);
  }
}

}  // namespace

void LetSinksJoin(GstElement* pipeline) {
  const gulong connected = g_signal_handler_find(pipeline, G_SIGNAL_MATCH_FUNC, 0, 0, nullptr,
                                                 reinterpret_cast<gpointer>(OnElementAdded), nullptr);
  if (connected == 0) g_signal_connect(pipeline, "element-added", G_CALLBACK(OnElementAdded), nullptr);
}

}  // namespace rtspnode
