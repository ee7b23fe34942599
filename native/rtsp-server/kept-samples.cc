#include "rtsp-server/kept-samples.h"

#include <gst/base/gstbasesink.h>

#include <utility>

#include "gst/children.h"
#include "rtsp-server/sample-times.h"

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

// GstAppSink is at the end of its stream then until it is stopped. What GstBaseSink makes of the event, while nothing
// flows yet, it forgets on the way to PAUSED; it must neither wait for that, nor for a clock, nor tell the pipeline.
// That may be on its way to PLAYING for somebody else, and must not take it along before.
void Start(GstElement* appsink) {
  gst_element_set_locked_state(appsink, TRUE);
  gst_element_set_state(appsink, GST_STATE_READY);
  GstBaseSink* base = GST_BASE_SINK(appsink);
  GstBus* bus = gst_element_get_bus(appsink);
  gst_element_set_bus(appsink, nullptr);
  const gboolean sync = gst_base_sink_get_sync(base);
  gst_base_sink_set_sync(base, FALSE);
  GST_BASE_SINK_PREROLL_LOCK(base);
  const gboolean need_preroll = std::exchange(base->need_preroll, FALSE);
  GST_BASE_SINK_GET_CLASS(base)->event(base, gst_event_new_eos());
  base->need_preroll = need_preroll;
  GST_BASE_SINK_PREROLL_UNLOCK(base);
  gst_base_sink_set_sync(base, sync);
  gst_element_set_bus(appsink, bus);
  if (bus) gst_object_unref(bus);
  gst_element_set_locked_state(appsink, FALSE);
}

// The application's own elements are deeper, in the media's element.
void OnElementAdded(GstBin*, GstElement* element, gpointer) {
  if (!IsMadeBy(element, "appsink")) return;
  GstPad* sink = gst_element_get_static_pad(element, "sink");
  // A probe for flushes only does not see a FLUSH_STOP that is given to the pad, and not pushed; see OnEvent() of
  // pending-joins.cc.
  constexpr int mask = GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH;
  gst_pad_add_probe(sink, static_cast<GstPadProbeType>(mask), OnFlush, nullptr, nullptr);
  gst_object_unref(sink);
  MendTimes(element);
  Start(element);
}

}  // namespace

void KeepSamples(GstElement* pipeline) { OnAdded(pipeline, OnElementAdded); }

void StartSinks(GstElement* pipeline) {
  for (const auto& element : ChildrenOf(GST_BIN(pipeline))) {
    if (IsMadeBy(element.get(), "appsink") && GST_STATE(element.get()) == GST_STATE_NULL) Start(element.get());
  }
}

}  // namespace rtspnode
