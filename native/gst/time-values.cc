#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>

#include "gst/buffers.h"
#include "marshal/errors.h"
#include "marshal/primitive.h"
#include "marshal/value.h"

namespace rtspnode {

namespace {

constexpr double kMsPerSecond = 1000;
constexpr gint64 kMicrosPerMs = 1000;
// GDateTime knows the years 1 to 9999.
constexpr double kFirstMs = -62135596800000;
constexpr double kLastMs = 253402300799999;

bool ReadDate(napi_env env, napi_value js, double* ms) {
  bool is_date = false;
  return napi_is_date(env, js, &is_date) == napi_ok && is_date && napi_get_date_value(env, js, ms) == napi_ok &&
         *ms >= kFirstMs && *ms <= kLastMs;
}

GDateTime* DateTimeOfMs(double ms) {
  const double seconds = std::floor(ms / kMsPerSecond);
  GDateTime* whole = g_date_time_new_from_unix_utc(static_cast<gint64>(seconds));
  GDateTime* exact = g_date_time_add(whole, static_cast<gint64>(ms - seconds * kMsPerSecond) * kMicrosPerMs);
  g_date_time_unref(whole);
  return exact;
}

// --- GDateTime: a Date
napi_value DateTimeToJs(Registry& registry, const GValue& value) {
  auto* time = static_cast<GDateTime*>(g_value_get_boxed(&value));
  // A Date has whole milliseconds.
  const gint part = g_date_time_get_microsecond(time) / static_cast<gint>(kMicrosPerMs);
  const double ms = static_cast<double>(g_date_time_to_unix(time)) * kMsPerSecond + part;
  napi_value js;
  Check(registry.env(), napi_create_date(registry.env(), ms, &js));
  return js;
}

bool DateTimeOf(Registry& registry, napi_value js, GValue* value) {
  double ms;
  if (!ReadDate(registry.env(), js, &ms)) return false;
  g_value_take_boxed(value, DateTimeOfMs(ms));
  return true;
}

// --- GstDateTime, which may be of a year only: text after ISO 8601
napi_value GstDateTimeToJs(Registry& registry, const GValue& value) {
  gchar* text = gst_date_time_to_iso8601_string(static_cast<GstDateTime*>(g_value_get_boxed(&value)));
  napi_value js = text != nullptr ? MakeString(registry.env(), text) : Null(registry.env());
  g_free(text);
  return js;
}

// GStreamer is critical of some of what it can not read.
bool IsIsoTime(const std::string& text) {
  constexpr const char* form = R"(^\d{4}(-\d\d(-\d\d(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?Z)?)?)?$)";
  if (!g_regex_match_simple(form, text.c_str(), G_REGEX_DOLLAR_ENDONLY, static_cast<GRegexMatchFlags>(0))) return false;
  int year = 0;
  int month = 1;
  int day = 1;
  std::sscanf(text.c_str(), "%4d-%2d-%2d", &year, &month, &day);
  return g_date_valid_dmy(static_cast<GDateDay>(day), static_cast<GDateMonth>(month), static_cast<GDateYear>(year));
}

bool GstDateTimeOf(Registry& registry, napi_value js, GValue* value) {
  double ms;
  std::string text;
  GstDateTime* time = nullptr;
  if (ReadDate(registry.env(), js, &ms)) {
    time = gst_date_time_new_from_g_date_time(DateTimeOfMs(ms));
  } else if (StringFromJs(registry.env(), js, &text) && IsIsoTime(text)) {
    time = gst_date_time_new_from_iso8601_string(text.c_str());
  }
  if (time != nullptr) g_value_take_boxed(value, time);
  return time != nullptr;
}

// --- GDate, which is of no time zone: "2026-11-24"
napi_value DateToJs(Registry& registry, const GValue& value) {
  const auto* date = static_cast<const GDate*>(g_value_get_boxed(&value));
  if (!g_date_valid(date)) return Null(registry.env());
  char text[32];
  g_snprintf(text, sizeof text, "%04u-%02u-%02u", guint{g_date_get_year(date)},
             static_cast<guint>(g_date_get_month(date)), guint{g_date_get_day(date)});
  return MakeString(registry.env(), text);
}

bool DateOf(Registry& registry, napi_value js, GValue* value) {
  std::string text;
  guint year;
  guint month;
  guint day;
  int end = 0;
  if (!StringFromJs(registry.env(), js, &text) || text.size() != strlen("2026-11-24") ||
      std::sscanf(text.c_str(), "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 ||
      static_cast<size_t>(end) != text.size() ||
      !g_date_valid_dmy(static_cast<GDateDay>(day), static_cast<GDateMonth>(month), static_cast<GDateYear>(year))) {
    return false;
  }
  g_value_take_boxed(
      value, g_date_new_dmy(static_cast<GDateDay>(day), static_cast<GDateMonth>(month), static_cast<GDateYear>(year)));
  return true;
}

// --- GBytes: a Uint8Array
napi_value BytesToJs(Registry& registry, const GValue& value) {
  gsize size;
  gconstpointer bytes = g_bytes_get_data(static_cast<GBytes*>(g_value_get_boxed(&value)), &size);
  napi_value js;
  Check(registry.env(), napi_create_buffer_copy(registry.env(), size, bytes, nullptr, &js));
  return js;
}

bool BytesOf(Registry& registry, napi_value js, GValue* value) {
  napi_env env = registry.env();
  napi_typedarray_type type;
  size_t length;
  void* data;
  bool is_array = false;
  if (napi_is_typedarray(env, js, &is_array) != napi_ok || !is_array ||
      napi_get_typedarray_info(env, js, &type, &length, &data, nullptr, nullptr) != napi_ok ||
      (type != napi_uint8_array && type != napi_uint8_clamped_array)) {
    return false;
  }
  g_value_take_boxed(value, g_bytes_new(data, length));
  return true;
}

}  // namespace

void TeachTimeValues() {
  TeachValue(G_TYPE_DATE_TIME, {DateTimeToJs, DateTimeOf, "a Date"});
  TeachValue(GST_TYPE_DATE_TIME, {GstDateTimeToJs, GstDateTimeOf, "a Date or a time after ISO 8601"});
  TeachValue(G_TYPE_DATE, {DateToJs, DateOf, "a date like '2026-11-24'"});
  TeachValue(G_TYPE_BYTES, {BytesToJs, BytesOf, "a Uint8Array"});
}

}  // namespace rtspnode
