#include "rtsp-server/late-sinks.h"

#include <gst/base/gstbasesink.h>

#include "gst/children.h"

namespace rtspnode {

namespace {

GQuark LateQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-late");
  return quark;
}

// The application's own elements are deeper, in the media's element.
void OnElementAdded(GstBin* pipeline, GstElement* element, gpointer) {
  if (GST_STATE_TARGET(pipeline) != GST_STATE_PLAYING) return;
  if (!IsMadeBy(element, "appsink") && !IsMadeBy(element, "multiudpsink")) return;
  GstBaseSink* sink = GST_BASE_SINK(element);
  // Those of RTCP are not.
  if (!gst_base_sink_is_async_enabled(sink)) return;
  gst_base_sink_set_async_enabled(sink, FALSE);
  g_object_set_qdata(G_OBJECT(sink), LateQuark(), sink);
}

}  // namespace

void LetSinksJoin(GstElement* pipeline) { OnAdded(pipeline, OnElementAdded); }

void AwaitLateSinks(GstBin* pipeline) {
  for (const auto& child : ChildrenOf(pipeline)) {
    if (!g_object_steal_qdata(G_OBJECT(child.get()), LateQuark())) continue;
    gst_base_sink_set_async_enabled(GST_BASE_SINK(child.get()), TRUE);
  }
}

}  // namespace rtspnode
