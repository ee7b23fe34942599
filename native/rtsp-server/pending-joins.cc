#include "rtsp-server/pending-joins.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "gst/children.h"
#include "gst/keep.h"

namespace rtspnode {

namespace {

using Pads = std::vector<std::shared_ptr<GstPad>>;

constexpr gint64 kPatience = 2 * G_TIME_SPAN_SECOND;
constexpr gulong kPollMicroseconds = 500;

// Whether it waits for a probe that is running.
bool Waits(GstEventType type) {
  if (type == GST_EVENT_FLUSH_START || type == GST_EVENT_FLUSH_STOP) return false;
  return gst_event_type_get_flags(type) & GST_EVENT_TYPE_SERIALIZED;
}

// What does not wait for a probe goes on without being in the pad's way.
GstPadProbeReturn OnEvent(GstPad* source, GstPadProbeInfo* info, gpointer) {
  GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
  if (Waits(GST_EVENT_TYPE(event))) return GST_PAD_PROBE_OK;
  if (GstPad* peer = gst_pad_get_peer(source)) {
    gst_pad_send_event(peer, event);
    gst_object_unref(peer);
  } else {
    gst_event_unref(event);
  }
  return GST_PAD_PROBE_HANDLED;
}

void OnPadAdded(GstElement*, GstPad* pad, gpointer) {
  if (GST_PAD_IS_SINK(pad)) return;
  constexpr int mask = GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH;
  gst_pad_add_probe(pad, static_cast<GstPadProbeType>(mask), OnEvent, nullptr, nullptr);
}

// The application's own elements are deeper, in the media's element.
void OnElementAdded(GstBin*, GstElement* element, gpointer) {
  if (IsMadeBy(element, "tee")) g_signal_connect(element, "pad-added", G_CALLBACK(OnPadAdded), nullptr);
}

// What is sent by RTCP is not flushed by a seek.
bool SendsRtp(GstElement* tee) {
  GstPad* sink = gst_element_get_static_pad(tee, "sink");
  GstPad* peer = gst_pad_get_peer(sink);
  const bool sends = peer && g_str_has_prefix(GST_OBJECT_NAME(peer), "send_rtp_src_");
  gst_clear_object(&peer);
  gst_object_unref(sink);
  return sends;
}

bool HasProbe(const std::shared_ptr<GstPad>& pad) {
  GST_OBJECT_LOCK(pad.get());
  const bool has = GST_PAD_IS_BLOCKED(pad.get());
  GST_OBJECT_UNLOCK(pad.get());
  return has;
}

Pads PadsToRelink(GstElement* tee) {
  Pads pads;
  GST_OBJECT_LOCK(tee);
  for (GList* walk = tee->srcpads; walk; walk = walk->next) pads.push_back(Keep(GST_PAD(walk->data)));
  GST_OBJECT_UNLOCK(tee);
  std::erase_if(pads, [](const auto& pad) { return !HasProbe(pad); });
  return pads;
}

// The packet that is in the sink leaves it. The sink takes nothing, and passes nothing on, until the seek has flushed
// it by way of the one that joins: a bin gives its sinks an event in the order in which they came, the last one first.
void FlushSink(GstPad* source) {
  GstPad* peer = gst_pad_get_peer(source);
  GstElement* sink = peer ? gst_pad_get_parent_element(peer) : nullptr;
  // A queue is what the pad leads to when it has just been relinked.
  if (sink && GST_OBJECT_FLAG_IS_SET(sink, GST_ELEMENT_FLAG_SINK))
    gst_pad_send_event(peer, gst_event_new_flush_start());
  gst_clear_object(&sink);
  gst_clear_object(&peer);
}

}  // namespace

void LetFlushesPass(GstElement* pipeline) { OnAdded(pipeline, OnElementAdded); }

void FinishJoins(GstBin* pipeline) {
  Pads pending;
  for (const auto& child : ChildrenOf(pipeline)) {
    if (!IsMadeBy(child.get(), "tee")) continue;
    const bool flushes = SendsRtp(child.get());
    for (const auto& pad : PadsToRelink(child.get())) {
      if (flushes) FlushSink(pad.get());
      pending.push_back(pad);
    }
  }
  const gint64 deadline = g_get_monotonic_time() + kPatience;
  while (std::any_of(pending.begin(), pending.end(), HasProbe) && g_get_monotonic_time() < deadline) {
    g_usleep(kPollMicroseconds);
  }
}

}  // namespace rtspnode
