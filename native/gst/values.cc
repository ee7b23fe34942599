#include "gst/values.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "gst/buffers.h"
#include "gst/message.h"
#include "gst/value-parts.h"
#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

// GStreamer is critical of a fraction that is outside of these.
bool IsFraction(gint numerator, gint denominator) {
  return denominator != 0 && numerator >= -G_MAXINT && denominator >= -G_MAXINT;
}

// --- to JavaScript
napi_value FractionToJs(Registry& registry, const GValue& value) {
  return Parts(registry, ValueKind::Fraction)
      .Add(gst_value_get_fraction_numerator(&value))
      .Add(gst_value_get_fraction_denominator(&value))
      .Make();
}

napi_value IntRangeToJs(Registry& registry, const GValue& value) {
  return Parts(registry, ValueKind::IntRange)
      .Add(gst_value_get_int_range_min(&value))
      .Add(gst_value_get_int_range_max(&value))
      .Add(gst_value_get_int_range_step(&value))
      .Make();
}

napi_value Int64RangeToJs(Registry& registry, const GValue& value) {
  return Parts(registry, ValueKind::Int64Range)
      .Add(gint64{gst_value_get_int64_range_min(&value)})
      .Add(gint64{gst_value_get_int64_range_max(&value)})
      .Add(gint64{gst_value_get_int64_range_step(&value)})
      .Make();
}

napi_value DoubleRangeToJs(Registry& registry, const GValue& value) {
  return Parts(registry, ValueKind::DoubleRange)
      .Add(gst_value_get_double_range_min(&value))
      .Add(gst_value_get_double_range_max(&value))
      .Make();
}

napi_value FractionRangeToJs(Registry& registry, const GValue& value) {
  return Parts(registry, ValueKind::FractionRange)
      .Add(FractionToJs(registry, *gst_value_get_fraction_range_min(&value)))
      .Add(FractionToJs(registry, *gst_value_get_fraction_range_max(&value)))
      .Make();
}

template <guint (*Size)(const GValue*), const GValue* (*Get)(const GValue*, guint)>
napi_value ElementsToJs(Registry& registry, const GValue& value) {
  napi_env env = registry.env();
  napi_value array;
  const guint size = Size(&value);
  Check(env, napi_create_array_with_length(env, size, &array));
  for (guint i = 0; i < size; i++) {
    Check(env, napi_set_element(env, array, i, ValueToJs(registry, *Get(&value, i))));
  }
  return array;
}

napi_value ListToJs(Registry& registry, const GValue& value) {
  return Parts(registry, ValueKind::List)
      .Add(ElementsToJs<gst_value_list_get_size, gst_value_list_get_value>(registry, value))
      .Make();
}

napi_value FlagSetToJs(Registry& registry, const GValue& value) {
  return Parts(registry, ValueKind::FlagSet)
      .Add(gst_value_get_flagset_flags(&value))
      .Add(gst_value_get_flagset_mask(&value))
      .Add(MakeString(registry.env(), G_VALUE_TYPE_NAME(&value)))
      .Make();
}

napi_value BitmaskToJs(Registry& registry, const GValue& value) {
  napi_value js;
  Check(registry.env(), napi_create_bigint_uint64(registry.env(), gst_value_get_bitmask(&value), &js));
  return js;
}

napi_value MessageValueToJs(Registry& registry, const GValue& value) {
  return MessageToJs(registry, g_value_get_boxed(&value));
}

// --- from JavaScript
bool FractionOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::Fraction);
  gint numerator;
  gint denominator;
  if (!parts.Read(0, &numerator) || !parts.Read(1, &denominator) || !IsFraction(numerator, denominator)) return false;
  gst_value_set_fraction(value, numerator, denominator);
  return true;
}

template <typename T>
bool IsRange(T min, T max, T step) {
  return min < max && step > 0 && min % step == 0 && max % step == 0;
}

bool IntRangeOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::IntRange);
  gint min;
  gint max;
  gint step;
  if (!parts.Read(0, &min) || !parts.Read(1, &max) || !parts.Read(2, &step) || !IsRange(min, max, step)) return false;
  gst_value_set_int_range_step(value, min, max, step);
  return true;
}

bool Int64RangeOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::Int64Range);
  gint64 min;
  gint64 max;
  gint64 step;
  if (!parts.Read(0, &min) || !parts.Read(1, &max) || !parts.Read(2, &step) || !IsRange(min, max, step)) return false;
  gst_value_set_int64_range_step(value, min, max, step);
  return true;
}

bool DoubleRangeOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::DoubleRange);
  gdouble min;
  gdouble max;
  if (!parts.Read(0, &min) || !parts.Read(1, &max) || !(min < max)) return false;
  gst_value_set_double_range(value, min, max);
  return true;
}

bool FractionRangeOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::FractionRange);
  Value min(GST_TYPE_FRACTION);
  Value max(GST_TYPE_FRACTION);
  if (!parts || !FractionOf(registry, parts.At(0), min.get()) || !FractionOf(registry, parts.At(1), max.get()) ||
      gst_value_compare(min.get(), max.get()) != GST_VALUE_LESS_THAN) {
    return false;
  }
  gst_value_set_fraction_range(value, min.get(), max.get());
  return true;
}

// What GStreamer takes for the type of a list's elements: that of the first element that is no list.
GType BasicType(const GValue* value) {
  while (GST_VALUE_HOLDS_LIST(value) || GST_VALUE_HOLDS_ARRAY(value)) {
    const bool is_list = GST_VALUE_HOLDS_LIST(value);
    if ((is_list ? gst_value_list_get_size(value) : gst_value_array_get_size(value)) == 0) return G_TYPE_INVALID;
    value = is_list ? gst_value_list_get_value(value, 0) : gst_value_array_get_value(value, 0);
  }
  return G_VALUE_TYPE(value);
}

// Ranges and their ends stand beside each other in lists.
GType ElementType(const GValue* value) {
  const GType type = BasicType(value);
  if (type == GST_TYPE_INT_RANGE) return G_TYPE_INT;
  if (type == GST_TYPE_INT64_RANGE) return G_TYPE_INT64;
  if (type == GST_TYPE_DOUBLE_RANGE) return G_TYPE_DOUBLE;
  if (type == GST_TYPE_FRACTION_RANGE) return GST_TYPE_FRACTION;
  return type;
}

constexpr uint32_t kMaxElements = 65536;
constexpr int kMaxDepth = 16;

// JavaScript's arrays may hold themselves.
class Depth {
 public:
  Depth() { depth_++; }
  ~Depth() { depth_--; }
  Depth(const Depth&) = delete;
  Depth& operator=(const Depth&) = delete;
  static bool TooDeep() { return depth_ > kMaxDepth; }

 private:
  static thread_local int depth_;
};
thread_local int Depth::depth_ = 0;

// Numbers beside a number with a fraction are such, too.
void Widen(std::vector<Value>* elements) {
  bool any_real = false;
  for (Value& element : *elements) any_real |= element.type() == G_TYPE_DOUBLE;
  if (!any_real) return;
  for (Value& element : *elements) {
    if (element.type() != G_TYPE_INT) continue;
    const gint number = g_value_get_int(element.get());
    g_value_unset(element.get());
    g_value_init(element.get(), G_TYPE_DOUBLE);
    g_value_set_double(element.get(), number);
  }
}

bool ElementsOf(Registry& registry, napi_value js, GValue* value, void (*append)(GValue*, GValue*)) {
  napi_env env = registry.env();
  bool is_array = false;
  uint32_t length = 0;
  napi_is_array(env, js, &is_array);
  if (!is_array || napi_get_array_length(env, js, &length) != napi_ok || length > kMaxElements) return false;
  const Depth depth;
  if (Depth::TooDeep()) return false;
  std::vector<Value> elements(length);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    Check(env, napi_get_element(env, js, i, &element));
    if (!ValueFromJsAlone(registry, element, elements[i].get())) return false;
  }
  Widen(&elements);
  GType type = G_TYPE_INVALID;
  for (Value& element : elements) {
    const GType own = ElementType(element.get());
    if (type == G_TYPE_INVALID) type = own;
    if (own != G_TYPE_INVALID && own != type) return false;
  }
  for (Value& element : elements) append(value, element.get());
  return true;
}

void AppendToArray(GValue* array, GValue* element) { gst_value_array_append_value(array, element); }
void AppendToList(GValue* list, GValue* element) { gst_value_list_append_value(list, element); }

bool ArrayOf(Registry& registry, napi_value js, GValue* value) {
  return ElementsOf(registry, js, value, AppendToArray);
}

bool ListOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::List);
  return parts && ElementsOf(registry, parts.At(0), value, AppendToList);
}

bool FlagSetOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::FlagSet);
  guint flags;
  guint mask;
  if (!parts.Read(0, &flags) || !parts.Read(1, &mask)) return false;
  gst_value_set_flagset(value, flags, mask);
  return true;
}

bool BitmaskOf(Registry& registry, napi_value js, GValue* value) {
  bool lossless = false;
  uint64_t bits;
  if (napi_get_value_bigint_uint64(registry.env(), js, &bits, &lossless) != napi_ok || !lossless) return false;
  gst_value_set_bitmask(value, bits);
  return true;
}

// The short names of caps, and every other name of a type of values.
GType TypeOfName(const std::string& name) {
  static constexpr struct {
    const char* name;
    GType type;
  } short_names[] = {{"boolean", G_TYPE_BOOLEAN}, {"int", G_TYPE_INT},       {"uint", G_TYPE_UINT},
                     {"int64", G_TYPE_INT64},     {"uint64", G_TYPE_UINT64}, {"float", G_TYPE_FLOAT},
                     {"double", G_TYPE_DOUBLE},   {"string", G_TYPE_STRING}};
  for (const auto& entry : short_names) {
    if (name == entry.name) return entry.type;
  }
  if (name == "bitmask") return GST_TYPE_BITMASK;
  if (name == "date") return G_TYPE_DATE;
  if (name == "datetime") return GST_TYPE_DATE_TIME;
  const GType type = g_type_from_name(name.c_str());
  return type != G_TYPE_INVALID && G_TYPE_IS_VALUE(type) && !G_TYPE_IS_VALUE_ABSTRACT(type) && !G_TYPE_IS_ABSTRACT(type)
             ? type
             : G_TYPE_INVALID;
}

GType GuessGstType(Registry& registry, napi_value* value) {
  const napi_value js = *value;
  napi_env env = registry.env();
  bool is = false;
  if (napi_is_array(env, js, &is) == napi_ok && is) return GST_TYPE_ARRAY;
  if (napi_is_date(env, js, &is) == napi_ok && is) return G_TYPE_DATE_TIME;
  if (napi_is_typedarray(env, js, &is) == napi_ok && is) return G_TYPE_BYTES;
  TakenParts parts(registry, js);
  if (!parts) return G_TYPE_INVALID;
  switch (parts.kind()) {
    case ValueKind::Typed: {
      std::string name;
      *value = parts.At(1);
      return StringFromJs(env, parts.At(0), &name) ? TypeOfName(name) : G_TYPE_INVALID;
    }
    case ValueKind::Fraction:
      return GST_TYPE_FRACTION;
    case ValueKind::IntRange:
      return GST_TYPE_INT_RANGE;
    case ValueKind::Int64Range:
      return GST_TYPE_INT64_RANGE;
    case ValueKind::DoubleRange:
      return GST_TYPE_DOUBLE_RANGE;
    case ValueKind::FractionRange:
      return GST_TYPE_FRACTION_RANGE;
    case ValueKind::List:
      return GST_TYPE_LIST;
    case ValueKind::FlagSet: {
      std::string name;
      const GType type = StringFromJs(env, parts.At(2), &name) ? g_type_from_name(name.c_str()) : G_TYPE_INVALID;
      return type != G_TYPE_INVALID && g_type_is_a(type, GST_TYPE_FLAG_SET) ? type : G_TYPE_INVALID;
    }
    case ValueKind::Buffer:
      return GST_TYPE_BUFFER;
    case ValueKind::Sample:
      return GST_TYPE_SAMPLE;
  }
  return G_TYPE_INVALID;
}

}  // namespace

bool IsFieldName(const char* name) {
  if (!g_ascii_isalnum(name[0])) return false;
  for (const char* c = name; *c != 0; c++) {
    if (!g_ascii_isalnum(*c) && strchr("/-_.:+", *c) == nullptr) return false;
  }
  return true;
}

GstStructure* StructureFromJs(Registry& registry, const char* name, napi_value fields) {
  napi_env env = registry.env();
  std::unique_ptr<GstStructure, decltype(&gst_structure_free)> structure(gst_structure_new_empty(name),
                                                                         gst_structure_free);
  napi_value names;
  uint32_t length = 0;
  Check(env, napi_get_property_names(env, fields, &names));
  Check(env, napi_get_array_length(env, names, &length));
  const Depth depth;
  if (Depth::TooDeep()) throw JsError("too many structures in each other", JsError::Type::TypeError);
  for (uint32_t i = 0; i < length; i++) {
    napi_value key;
    napi_value js;
    std::string field;
    Check(env, napi_get_element(env, names, i, &key));
    if (!StringFromJs(env, key, &field) || !IsFieldName(field.c_str())) {
      throw JsError("the name of a field must be of letters, digits and /-_.:+, and begin with a letter or digit",
                    JsError::Type::TypeError);
    }
    Check(env, napi_get_property(env, fields, key, &js));
    Value value;
    if (!ValueFromJsAlone(registry, js, value.get())) {
      throw JsError(
          "the field " + field + " must have a value that has a type, and not " + Describe(env, js) + ": see GValue",
          JsError::Type::TypeError);
    }
    gst_structure_set_value(structure.get(), field.c_str(), value.get());
  }
  return structure.release();
}

// The older kind of array, which statistics of RTP sessions have. GLib has deprecated it altogether.
G_GNUC_BEGIN_IGNORE_DEPRECATIONS
GType ValueArrayType() { return g_value_array_get_type(); }
G_GNUC_END_IGNORE_DEPRECATIONS

guint ValueArraySize(const GValue* value) {
  const auto* array = static_cast<const GValueArray*>(g_value_get_boxed(value));
  return array ? array->n_values : 0;
}

const GValue* ValueArrayElement(const GValue* value, guint index) {
  return static_cast<const GValueArray*>(g_value_get_boxed(value))->values + index;
}

void TeachGstValues() {
  TeachGuess(GuessGstType);
  TeachValue(GST_TYPE_MESSAGE, {MessageValueToJs, nullptr, "a Message"});
  TeachValue(GST_TYPE_FRACTION, {FractionToJs, FractionOf, "a Fraction"});
  TeachValue(GST_TYPE_INT_RANGE, {IntRangeToJs, IntRangeOf, "an IntRange"});
  TeachValue(GST_TYPE_INT64_RANGE, {Int64RangeToJs, Int64RangeOf, "an Int64Range"});
  TeachValue(GST_TYPE_DOUBLE_RANGE, {DoubleRangeToJs, DoubleRangeOf, "a DoubleRange"});
  TeachValue(GST_TYPE_FRACTION_RANGE, {FractionRangeToJs, FractionRangeOf, "a FractionRange"});
  TeachValue(GST_TYPE_LIST, {ListToJs, ListOf, "a ValueList"});
  TeachValue(GST_TYPE_ARRAY,
             {ElementsToJs<gst_value_array_get_size, gst_value_array_get_value>, ArrayOf, "an array of like values"});
  TeachValue(ValueArrayType(), {ElementsToJs<ValueArraySize, ValueArrayElement>, nullptr, "a GValueArray"});
  TeachValue(GST_TYPE_FLAG_SET, {FlagSetToJs, FlagSetOf, "a FlagSet"});
  TeachValue(GST_TYPE_BITMASK, {BitmaskToJs, BitmaskOf, "a bigint of bits"});
  TeachBufferValues();
  TeachTimeValues();
}

}  // namespace rtspnode
