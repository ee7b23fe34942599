#pragma once
#include <gio/gio.h>
#include <gst/gst.h>

#include <span>

#include "marshal/convert.h"
#include "marshal/table.h"

namespace rtspnode {

RTSPNODE_OBJECT(GstElement, gst_element_get_type);
RTSPNODE_OBJECT(GstBin, gst_bin_get_type);
RTSPNODE_OBJECT(GstObject, gst_object_get_type);
RTSPNODE_OBJECT(GstPad, gst_pad_get_type);
RTSPNODE_OBJECT(GstClock, gst_clock_get_type);
RTSPNODE_OBJECT(GObject, g_object_get_type);
RTSPNODE_ENUM(GstState, gst_state_get_type);
RTSPNODE_ENUM(GSocketFamily, g_socket_family_get_type);

struct StructureName;  // const gchar* that may name a GstStructure: it asserts that
// A mini object that the C function changes: it must be the only reference to it. Like gst_mini_object_make_writable()
// in C, the wrapper gets a copy of its own when somebody else holds the object too.
template <typename T>
struct Writable;

template <>
struct Convert<StructureName> : Convert<const gchar*> {
  static bool FromJs(Registry& registry, napi_value js, bool, Held* out);
  static std::string Expected() { return "a name of letters, digits and /-_.:+ that begins with a letter"; }
};

template <typename T>
struct Convert<Writable<T>> : Convert<T*> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, typename Convert<T*>::Held* out) {
    if (!Convert<T*>::FromJs(registry, js, nullable, out)) return false;
    Wrapper* wrapper = registry.Unwrap(js);
    wrapper->thing = gst_mini_object_make_writable(GST_MINI_OBJECT_CAST(wrapper->thing));
    out->thing = static_cast<T*>(wrapper->thing);
    return true;
  }
};

// gst_init, and the check that the library is new enough. Throws a JsError.
void PrepareGst();

std::span<const Table* const> GstTables();
void TeachGstValues();

}  // namespace rtspnode
