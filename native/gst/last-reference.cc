#include "gst/last-reference.h"

#include <gst/gst.h>

#include <algorithm>

#include "gst/children.h"
#include "gst/weak.h"

namespace rtspnode {

namespace {

GQuark ContainerKey() { return g_quark_from_static_string("gst-rtsp-server-node-container"); }

void Stop(gpointer element, gpointer) {
  gst_element_set_state(GST_ELEMENT(element), GST_STATE_NULL);
  gst_object_unref(element);
}

// A bin's elements may not have: one that was added, or linked by a filter, while the bin stopped.
bool HasStopped(GstElement* element) {
  if (GST_STATE(element) != GST_STATE_NULL || GST_STATE_PENDING(element) != GST_STATE_VOID_PENDING) return false;
  if (!GST_IS_BIN(element)) return true;
  const auto children = ChildrenOf(GST_BIN(element));
  return std::all_of(children.begin(), children.end(), [](const auto& child) { return HasStopped(child.get()); });
}

}  // namespace

bool MayBeInGstContainer(GObject* object) { return GST_IS_ELEMENT(object) || GST_IS_PAD(object) || GST_IS_BUS(object); }

void SetGstContainer(GObject* object, GObject* container) {
  if (g_object_get_qdata(object, ContainerKey()) != nullptr) return;
  g_object_set_qdata_full(object, ContainerKey(), NewWeak(container), FreeWeak);
}

GObject* RefGstContainer(GObject* object) {
  if (GST_IS_OBJECT(object)) {
    if (GstObject* parent = gst_object_get_parent(GST_OBJECT(object))) return G_OBJECT(parent);
  }
  auto* weak = static_cast<GWeakRef*>(g_object_get_qdata(object, ContainerKey()));
  return weak != nullptr ? static_cast<GObject*>(g_weak_ref_get(weak)) : nullptr;
}

void EndElement(GObject* object) {
  if (!GST_IS_ELEMENT(object) || GST_OBJECT_PARENT(object) != nullptr) return;
  auto* element = GST_ELEMENT(object);
  if (HasStopped(element)) return;
  // One that was taken out of a running pipeline may wait there until that has stopped, which may be the next to go.
  static GThreadPool* threads = g_thread_pool_new(Stop, nullptr, -1, FALSE, nullptr);
  g_thread_pool_push(threads, gst_object_ref(element), nullptr);
}

}  // namespace rtspnode
