#include "rtsp-server/latency-bin.h"

namespace rtspnode {

namespace {

struct Leaks {
  bool element = false;
  bool message = false;
};

Leaks FindLeaks(GType type) {
  auto* held = GST_ELEMENT(gst_object_ref_sink(gst_bin_new(nullptr)));
  auto* bin = GST_ELEMENT(gst_object_ref_sink(g_object_new(type, "element", held, nullptr)));
  GstMessage* message = gst_message_new_latency(GST_OBJECT(held));
  gst_element_post_message(held, gst_message_ref(message));
  Leaks leaks;
  leaks.message = GST_MINI_OBJECT_REFCOUNT_VALUE(message) > 1;
  if (leaks.message) gst_message_unref(message);
  gst_message_unref(message);
  gst_object_unref(bin);
  leaks.element = GST_OBJECT_REFCOUNT_VALUE(held) > 1;
  if (leaks.element) gst_object_unref(held);
  gst_object_unref(held);
  return leaks;
}

void (*handle_message)(GstBin* bin, GstMessage* message) = nullptr;

void HandleMessage(GstBin* bin, GstMessage* message) {
  const bool is_left = GST_MESSAGE_TYPE(message) == GST_MESSAGE_LATENCY;
  handle_message(bin, message);
  if (is_left) gst_message_unref(message);
}

Leaks Mend(GType type) {
  const Leaks leaks = FindLeaks(type);
  if (!leaks.message) return leaks;
  auto* klass = static_cast<GstBinClass*>(g_type_class_ref(type));
  handle_message = klass->handle_message;
  klass->handle_message = HandleMessage;
  return leaks;
}

}  // namespace

void MendLatencyBin(GstElement* bin, GstElement* held) {
  static const Leaks leaks = Mend(G_OBJECT_TYPE(bin));
  if (leaks.element)
    g_object_weak_ref(
        G_OBJECT(bin), [](gpointer kept, GObject*) { gst_object_unref(kept); }, held);
}

}  // namespace rtspnode
