#include "rtsp-server/stall.h"

#include <gst/base/gstbasesrc.h>

#include <utility>

#include "gst/children.h"
#include "gst/keep.h"
#include "rtsp-server/stream-pads.h"

namespace rtspnode {

namespace {

// Launch lines may link in a circle through a tee; nobody nests deeper than this.
constexpr int kMaxSteps = 100;

// The pad of a real element behind ghost pads and the insides of bins, upstream of `pad`. Takes the reference of `pad`
// and gives one.
GstPad* ResolveUpstream(GstPad* pad) {
  for (int step = 0; pad && step < kMaxSteps; step++) {
    GstPad* next = nullptr;
    if (GST_IS_GHOST_PAD(pad)) {
      next = gst_ghost_pad_get_target(GST_GHOST_PAD(pad));
    } else if (GST_IS_PROXY_PAD(pad)) {
      // The inner side of a bin's sink pad: data comes from what is linked to its outer side.
      GstProxyPad* outer = gst_proxy_pad_get_internal(GST_PROXY_PAD(pad));
      if (outer) {
        next = gst_pad_get_peer(GST_PAD(outer));
        gst_object_unref(outer);
      }
    } else {
      return pad;
    }
    gst_object_unref(std::exchange(pad, next));
  }
  return pad;
}

GstPad* FirstSinkPad(GstElement* element) {
  GstPad* pad = nullptr;
  GST_OBJECT_LOCK(element);
  if (element->sinkpads) pad = GST_PAD(gst_object_ref(element->sinkpads->data));
  GST_OBJECT_UNLOCK(element);
  return pad;
}

void Blame(Stall* stall, GstElement* element, const gchar* verdict) {
  stall->element = GST_ELEMENT(gst_object_ref(element));
  stall->text = g_strdup_printf("%s %s", GST_ELEMENT_NAME(element), verdict);
}

// The segment comes right before the first buffer; caps may be there without any data.
bool HasReceived(GstPad* sink) {
  GstEvent* segment = gst_pad_get_sticky_event(sink, GST_EVENT_SEGMENT, 0);
  if (!segment) return false;
  gst_event_unref(segment);
  return true;
}

// Follows the stream upstream until an element has been given something, or is a source: that one passes nothing on.
void FollowUpstream(GstPad* source_pad, Stall* stall) {
  GstPad* pad = ResolveUpstream(GST_PAD(gst_object_ref(source_pad)));
  for (int step = 0; pad && step < kMaxSteps; step++) {
    GstElement* element = gst_pad_get_parent_element(pad);
    gst_object_unref(std::exchange(pad, nullptr));
    if (!element) return;
    GstPad* sink = FirstSinkPad(element);
    if (!sink) {
      Blame(stall, element, "produces no data");
    } else if (HasReceived(sink)) {
      Blame(stall, element, "is given data and passes none on");
    } else {
      GstPad* peer = gst_pad_get_peer(sink);
      if (peer) {
        pad = ResolveUpstream(peer);
      } else {
        Blame(stall, element, "is not linked to a source");
      }
    }
    if (sink) gst_object_unref(sink);
    gst_object_unref(element);
  }
  if (pad) gst_object_unref(pad);
}

void FindDynamicStall(GstRTSPMedia* media, Stall* stall) {
  GstElement* element = gst_rtsp_media_get_element(media);
  GstElement* dynamic = gst_bin_get_by_name(GST_BIN(element), "dynpay0");
  if (dynamic) {
    const bool any = dynamic->numsrcpads > 0;
    Blame(stall, dynamic, any ? "has not found all its streams" : "has found no stream that can be sent");
    gst_object_unref(dynamic);
  }
  gst_object_unref(element);
}

// GST_IS_BASE_SRC() needs a library more.
bool IsStarting(GstElement* element) {
  const GType base_source = g_type_from_name("GstBaseSrc");
  return base_source != 0 && g_type_is_a(G_OBJECT_TYPE(element), base_source) &&
         GST_OBJECT_FLAG_IS_SET(element, GST_BASE_SRC_FLAG_STARTING);
}

// An element that asks how it may pull starts its source with that, in a change of state of its own.
std::shared_ptr<GstElement> FindStartingSource(const std::shared_ptr<GstElement>& blocked) {
  std::shared_ptr<GstElement> element = blocked;
  for (int step = 0; element && step < kMaxSteps; step++) {
    if (IsStarting(element.get())) return element;
    GstPad* sink = FirstSinkPad(element.get());
    GstPad* source = sink ? ResolveUpstream(gst_pad_get_peer(sink)) : nullptr;
    element.reset();
    if (GstElement* next = source ? gst_pad_get_parent_element(source) : nullptr) element.reset(next, gst_object_unref);
    gst_clear_object(&source);
    gst_clear_object(&sink);
  }
  return blocked;
}

}  // namespace

Stall::~Stall() {
  if (element) gst_object_unref(element);
  g_free(text);
}

void FindStall(GstRTSPMedia* media, Stall* stall) {
  const guint count = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < count && !stall->element; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    // Not gst_rtsp_stream_is_blocking(): a stream that hangs may hold its lock.
    GstPad* exit = stream ? FindExitPad(media, stream) : nullptr;
    if (!exit) continue;
    GstPad* source = gst_rtsp_stream_get_srcpad(stream);
    if (!gst_pad_is_blocking(exit)) FollowUpstream(source, stall);
    gst_object_unref(source);
    gst_object_unref(exit);
  }
  if (!stall->element) FindDynamicStall(media, stall);
}

bool IsChangingState(GstElement* element) {
  if (!GST_STATE_TRYLOCK(element)) return true;
  GST_STATE_UNLOCK(element);
  return false;
}

std::shared_ptr<GstElement> FindBlocked(GstBin* bin) {
  for (const auto& child : ChildrenOf(bin)) {
    if (!IsChangingState(child.get())) continue;
    const auto inner = GST_IS_BIN(child.get()) ? FindBlocked(GST_BIN(child.get())) : nullptr;
    return inner ? inner : FindStartingSource(child);
  }
  return nullptr;
}

}  // namespace rtspnode
