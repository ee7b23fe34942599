#include "gst/last-reference.h"

#include <gst/gst.h>

#include "gst/calls/bus.h"

namespace rtspnode {

namespace {

void Stop(gpointer element, gpointer) {
  gst_element_set_state(GST_ELEMENT(element), GST_STATE_NULL);
  gst_object_unref(element);
}

}  // namespace

bool MayBeInGstContainer(GObject* object) { return GST_IS_ELEMENT(object) || GST_IS_PAD(object) || GST_IS_BUS(object); }

GObject* RefGstContainer(GObject* object) {
  if (GST_IS_BUS(object)) return RefPipelineOf(GST_BUS(object));
  return reinterpret_cast<GObject*>(gst_object_get_parent(GST_OBJECT(object)));
}

void EndElement(GObject* object) {
  if (!GST_IS_ELEMENT(object) || GST_OBJECT_PARENT(object) != nullptr) return;
  auto* element = GST_ELEMENT(object);
  if (GST_STATE(element) == GST_STATE_NULL && GST_STATE_PENDING(element) == GST_STATE_VOID_PENDING) return;
  // One that was taken out of a running pipeline may wait there until that has stopped, which may be the next to go.
  static GThreadPool* threads = g_thread_pool_new(Stop, nullptr, -1, FALSE, nullptr);
  g_thread_pool_push(threads, gst_object_ref(element), nullptr);
}

}  // namespace rtspnode
