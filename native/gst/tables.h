#pragma once
#include <gio/gio.h>
#include <gst/gst.h>

#include <memory>
#include <span>
#include <string>

#include "gst/values.h"
#include "gst/waits.h"
#include "marshal/convert.h"
#include "marshal/table.h"
#include "marshal/value.h"

namespace rtspnode {

RTSPNODE_OBJECT(GstElement, gst_element_get_type);
RTSPNODE_OBJECT(GstBin, gst_bin_get_type);
RTSPNODE_OBJECT(GstObject, gst_object_get_type);
RTSPNODE_OBJECT(GstPipeline, gst_pipeline_get_type);
RTSPNODE_OBJECT(GstPad, gst_pad_get_type);
RTSPNODE_OBJECT(GstBus, gst_bus_get_type);
RTSPNODE_OBJECT(GstClock, gst_clock_get_type);
RTSPNODE_BOXED(GstCaps, gst_caps_get_type);
RTSPNODE_BOXED(GstStructure, gst_structure_get_type);
RTSPNODE_BOXED(GstEvent, gst_event_get_type);
RTSPNODE_OBJECT(GObject, g_object_get_type);
RTSPNODE_ENUM(GstFlowReturn, gst_flow_return_get_type);
RTSPNODE_ENUM(GstState, gst_state_get_type);
RTSPNODE_ENUM(GstStateChangeReturn, gst_state_change_return_get_type);
RTSPNODE_ENUM(GstPadDirection, gst_pad_direction_get_type);
RTSPNODE_ENUM(GstPadLinkReturn, gst_pad_link_return_get_type);
RTSPNODE_ENUM(GstFormat, gst_format_get_type);
RTSPNODE_ENUM(GstSeekFlags, gst_seek_flags_get_type);
RTSPNODE_ENUM(GSocketFamily, g_socket_family_get_type);

struct Fields;         // GstStructure* of the fields of a plain object, whatever its name; an argument only
struct FieldName;      // const gchar* that may name a field of a structure
struct Strings;        // gchar**, taken over with Full; a result only
struct ClockTime;      // GstClockTime that must not be GST_CLOCK_TIME_NONE
struct LimitedWait;    // the same, and no longer than ten minutes: a thread of the pool waits so long
struct Format;         // GstFormat that is defined
struct TargetState;    // GstState, one to go to
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

template <>
struct Convert<FieldName> : Convert<const gchar*> {
  static bool FromJs(Registry& registry, napi_value js, bool, Held* out) {
    return StringFromJs(registry.env(), js, &out->text) && IsFieldName(out->text.c_str());
  }
  static std::string Expected() { return "a name of letters, digits and /-_.:+ that begins with a letter or digit"; }
};

RTSPNODE_NAME(Fields, "GstStructure");
template <>
struct Convert<Fields> {
  struct Free {
    void operator()(GstStructure* structure) const { gst_structure_free(structure); }
  };
  using Held = std::unique_ptr<GstStructure, Free>;
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an object of fields"; }
  static void Own(Held&) {}
  static GstStructure* Lend(Held& held) { return held.get(); }
  static GstStructure* Give(Held& held) { return held.release(); }
};

RTSPNODE_NAME(Strings, "array");
template <>
struct Convert<Strings> {
  static napi_value ToJs(Registry& registry, gchar** strings, Transfer transfer);
  static void Discard(gchar** strings) { g_strfreev(strings); }
};

// A GValue that somebody else owns, as a result.
RTSPNODE_NAME(GValue*, "GValue");
template <>
struct Convert<const GValue*> {
  static napi_value ToJs(Registry& registry, const GValue* value, Transfer) {
    return value != nullptr ? ValueToJs(registry, *value) : Undefined(registry.env());
  }
};

template <>
struct Convert<ClockTime> : ConvertPlain<guint64> {
  static bool FromJs(Registry& registry, napi_value js, bool, guint64* out) {
    return Primitive<guint64>::FromJs(registry.env(), js, out) && GST_CLOCK_TIME_IS_VALID(*out);
  }
  static std::string Expected() { return "a bigint of nanoseconds"; }
};

template <>
struct Convert<LimitedWait> : ConvertPlain<guint64> {
  static constexpr guint64 kMost = 600 * GST_SECOND;
  static bool FromJs(Registry& registry, napi_value js, bool, guint64* out) {
    return Primitive<guint64>::FromJs(registry.env(), js, out) && *out <= kMost;
  }
  static std::string Expected() { return "a bigint of nanoseconds, at most ten minutes"; }
};

template <>
struct Convert<Format> : ConvertPlain<GstFormat> {
  static bool FromJs(Registry& registry, napi_value js, bool, GstFormat* out) {
    gint number;
    if (!Primitive<gint>::FromJs(registry.env(), js, &number) || number <= GST_FORMAT_UNDEFINED ||
        !IsEnumValue(GST_TYPE_FORMAT, number)) {
      return false;
    }
    *out = static_cast<GstFormat>(number);
    return true;
  }
  static std::string Expected() { return "a Format, and not UNDEFINED"; }
};

template <>
struct Convert<TargetState> : ConvertPlain<GstState> {
  static bool FromJs(Registry& registry, napi_value js, bool, GstState* out) {
    return Convert<GstState>::FromJs(registry, js, false, out) && *out != GST_STATE_VOID_PENDING;
  }
  static std::string Expected() { return "a State: NULL, READY, PAUSED or PLAYING"; }
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

extern const Table bin_table;
extern const Table bus_table;
extern const Table caps_table;
extern const Table clock_table;
extern const Table element_table;
extern const Table event_table;
extern const Table ghost_pad_table;
extern const Table pad_table;
extern const Table pipeline_table;
extern const Table structure_table;

std::span<const Table* const> GstTables();
// Properties that must not be touched directly.
void RefuseGstProperties();

}  // namespace rtspnode
