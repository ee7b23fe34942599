#include "rtsp-server/rtcp-eos.h"

namespace rtspnode {

namespace {

struct Push {
  GstPad* sink;
  GstEvent* event;
};

void Run(GstElement*, gpointer data) {
  auto* push = static_cast<Push*>(data);
  gst_pad_send_event(push->sink, push->event);
  push->event = nullptr;
}

void Free(gpointer data) {
  auto* push = static_cast<Push*>(data);
  gst_object_unref(push->sink);
  gst_clear_event(&push->event);
  delete push;
}

// On the thread that sends RTCP.
GstPadProbeReturn OnEvent(GstPad* source, GstPadProbeInfo* info, gpointer) {
  GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
  if (GST_EVENT_TYPE(event) != GST_EVENT_EOS) return GST_PAD_PROBE_OK;
  GstElement* rtpbin = gst_pad_get_parent_element(source);
  GstPad* sink = gst_pad_get_peer(source);
  if (rtpbin && sink) {
    gst_element_call_async(rtpbin, Run, new Push{sink, event}, Free);
  } else {
    gst_event_unref(event);
    gst_clear_object(&sink);
  }
  gst_clear_object(&rtpbin);
  return GST_PAD_PROBE_HANDLED;
}

void OnPadAdded(GstElement*, GstPad* pad, gpointer) {
  if (!g_str_has_prefix(GST_OBJECT_NAME(pad), "send_rtcp_src_")) return;
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, OnEvent, nullptr, nullptr);
}

}  // namespace

void PushRtcpEosApart(GstElement* rtpbin) {
  guint minor;
  guint unused;
  gst_version(&unused, &minor, &unused, &unused);
  if (minor < 23 || minor > 25) return;
  g_signal_connect(rtpbin, "pad-added", G_CALLBACK(OnPadAdded), nullptr);
}

}  // namespace rtspnode
