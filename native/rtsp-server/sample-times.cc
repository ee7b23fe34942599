#include "rtsp-server/sample-times.h"

#include <gst/base/gstbasesink.h>

namespace rtspnode {

namespace {

// Of one appsink, for the thread that streams into it.
struct Times {
  // What the last sample left with.
  GstClockTime given = 0;
  // When the last sample came, if its own time could not be taken.
  GstClockTime came = GST_CLOCK_TIME_NONE;
};

GQuark TimesQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-sample-times");
  return quark;
}

// Where the sample's own time cannot be taken, the time of the one before and what has passed since then. Upstream
// takes differences with a sign.
GstClockTime Next(Times* times, GstClockTime time) {
  if (time <= G_MAXINT64 && time >= times->given) {
    times->given = time;
    times->came = GST_CLOCK_TIME_NONE;
  } else {
    const GstClockTime now = gst_util_get_timestamp();
    if (GST_CLOCK_TIME_IS_VALID(times->came)) times->given += now - times->came;
    times->came = now;
  }
  return times->given;
}

// What the sample has to leave with, or GST_CLOCK_TIME_NONE if it has that already.
GstClockTime Another(GstBaseSink* sink, GstBuffer* first) {
  auto* times = static_cast<Times*>(g_object_get_qdata(G_OBJECT(sink), TimesQuark()));
  if (!times) return GST_CLOCK_TIME_NONE;
  const GstClockTime time = GST_BUFFER_DTS_OR_PTS(first);
  const GstClockTime next = Next(times, time);
  return next == time ? GST_CLOCK_TIME_NONE : next;
}

GstFlowReturn (*render)(GstBaseSink* sink, GstBuffer* buffer) = nullptr;
GstFlowReturn (*render_list)(GstBaseSink* sink, GstBufferList* list) = nullptr;

// The buffer is also that of `last-sample`, and of other sinks: a copy, of which the data is not copied.
GstFlowReturn Render(GstBaseSink* sink, GstBuffer* buffer) {
  const GstClockTime time = Another(sink, buffer);
  if (!GST_CLOCK_TIME_IS_VALID(time)) return render(sink, buffer);
  GstBuffer* copy = gst_buffer_copy(buffer);
  GST_BUFFER_DTS(copy) = time;
  const GstFlowReturn result = render(sink, copy);
  gst_buffer_unref(copy);
  return result;
}

GstFlowReturn RenderList(GstBaseSink* sink, GstBufferList* list) {
  const GstClockTime time = Another(sink, gst_buffer_list_get(list, 0));
  if (!GST_CLOCK_TIME_IS_VALID(time)) return render_list(sink, list);
  GstBufferList* copy = gst_buffer_list_copy(list);
  GST_BUFFER_DTS(gst_buffer_list_get_writable(copy, 0)) = time;
  const GstFlowReturn result = render_list(sink, copy);
  gst_buffer_list_unref(copy);
  return result;
}

bool Mend(GType type) {
  auto* klass = static_cast<GstBaseSinkClass*>(g_type_class_ref(type));
  render = klass->render;
  render_list = klass->render_list;
  klass->render = Render;
  klass->render_list = RenderList;
  return true;
}

}  // namespace

void MendTimes(GstElement* appsink) {
  // There is no place for a pad's probe between what the sink does by a buffer's time and its queue. The application's
  // appsinks, which have this class as well, have no Times.
  [[maybe_unused]] static const bool mended = Mend(G_OBJECT_TYPE(appsink));
  g_object_set_qdata_full(G_OBJECT(appsink), TimesQuark(), new Times,
                          [](gpointer times) { delete static_cast<Times*>(times); });
}

}  // namespace rtspnode
