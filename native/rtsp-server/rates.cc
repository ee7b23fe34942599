#include "rtsp-server/rates.h"

#include "rtsp-server/stream-pads.h"

namespace rtspnode {

namespace {

thread_local double expected_rate = 1;

// The pad that gst_rtsp_stream_get_rates() asks, with a reference; null when it does not ask about the stream.
GstPad* FindAskedPad(GstRTSPMedia* media, guint index) {
  GstRTSPStream* stream = gst_rtsp_media_get_stream(media, index);
  return stream && gst_rtsp_stream_is_complete(stream) ? FindEntryPad(media, stream) : nullptr;
}

bool ReadSegment(GstPad* pad, GstSegment* segment) {
  GstEvent* event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
  if (!event) return false;
  gst_event_copy_segment(event, segment);
  gst_event_unref(event);
  return true;
}

// A stream that has nothing to send in the range that was asked for is at its end already, and that of a pipeline which
// the application has stopped is flushing, and not active: there a pad takes no segment.
void StoreSegment(GstPad* pad, const GstSegment& segment) {
  // Who starts it meanwhile would find it started. What is changing its state just now is not waited for.
  GstElement* rtpbin = gst_pad_get_parent_element(pad);
  const bool locked = rtpbin && GST_STATE_TRYLOCK(rtpbin);
  constexpr guint kRefusing = GST_PAD_FLAG_EOS | GST_PAD_FLAG_FLUSHING;
  GstEvent* event = gst_event_new_segment(&segment);
  GST_OBJECT_LOCK(pad);
  const guint refusing = GST_OBJECT_FLAGS(pad) & kRefusing;
  GST_OBJECT_FLAG_UNSET(pad, refusing);
  const GstPadMode mode = GST_PAD_MODE(pad);
  if (mode == GST_PAD_MODE_NONE) GST_PAD_MODE(pad) = GST_PAD_MODE_PUSH;
  GST_OBJECT_UNLOCK(pad);
  gst_pad_store_sticky_event(pad, event);
  GST_OBJECT_LOCK(pad);
  GST_OBJECT_FLAG_SET(pad, refusing);
  if (mode == GST_PAD_MODE_NONE) GST_PAD_MODE(pad) = mode;
  GST_OBJECT_UNLOCK(pad);
  gst_event_unref(event);
  if (locked) GST_STATE_UNLOCK(rtpbin);
  if (rtpbin) gst_object_unref(rtpbin);
}

void SetRates(GstPad* pad, const GstSegment& wanted) {
  GstSegment own;
  if (!ReadSegment(pad, &own)) {
    gst_segment_init(&own, GST_FORMAT_TIME);
  } else if (own.rate == wanted.rate && own.applied_rate == wanted.applied_rate) {
    return;
  }
  own.rate = wanted.rate;
  own.applied_rate = wanted.applied_rate;
  StoreSegment(pad, own);
}

}  // namespace

void ExpectRate(double rate) { expected_rate = rate; }

void EqualizeRates(GstRTSPMedia* media) {
  const guint count = gst_rtsp_media_n_streams(media);
  GstSegment wanted;
  gst_segment_init(&wanted, GST_FORMAT_TIME);
  wanted.rate = expected_rate;
  bool known = false;
  for (guint i = 0; i < count && !known; i++) {
    GstPad* pad = FindAskedPad(media, i);
    if (!pad) continue;
    known = ReadSegment(pad, &wanted);
    gst_object_unref(pad);
  }
  for (guint i = 0; i < count; i++) {
    GstPad* pad = FindAskedPad(media, i);
    if (!pad) continue;
    SetRates(pad, wanted);
    gst_object_unref(pad);
  }
}

}  // namespace rtspnode
