#include "rtsp-server/lost-packets.h"

#include "gst/children.h"

namespace rtspnode {

namespace {

bool HasSsrc(GstPad* pad) {
  GstCaps* caps = gst_pad_get_current_caps(pad);
  if (!caps) return false;
  guint ssrc;
  const bool found =
      gst_caps_get_size(caps) > 0 && gst_structure_get_uint(gst_caps_get_structure(caps, 0), "ssrc", &ssrc);
  gst_caps_unref(caps);
  return found;
}

// Without an SSRC the decoder could restore nothing: the event goes around it.
GstPadProbeReturn OnEvent(GstPad* sink, GstPadProbeInfo* info, gpointer) {
  GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
  if (GST_EVENT_TYPE(event) != GST_EVENT_CUSTOM_DOWNSTREAM || !gst_event_has_name(event, "GstRTPPacketLost") ||
      HasSsrc(sink)) {
    return GST_PAD_PROBE_OK;
  }
  GstElement* decoder = gst_pad_get_parent_element(sink);
  GstPad* source = decoder ? gst_element_get_static_pad(decoder, "src") : nullptr;
  if (source) {
    gst_pad_push_event(source, gst_event_ref(event));
    gst_object_unref(source);
  }
  gst_clear_object(&decoder);
  return GST_PAD_PROBE_DROP;
}

void OnElementAdded(GstBin*, GstElement* element, gpointer) {
  if (!IsMadeBy(element, "rtpulpfecdec")) return;
  GstPad* sink = gst_element_get_static_pad(element, "sink");
  if (!sink) return;
  gst_pad_add_probe(sink, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, OnEvent, nullptr, nullptr);
  gst_object_unref(sink);
}

}  // namespace

void GuardLostPackets(GstElement* rtpbin) { OnAdded(rtpbin, OnElementAdded); }

}  // namespace rtspnode
