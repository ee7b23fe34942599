#pragma once
#include <gst/gst.h>

#include "marshal/registry.h"
#include "marshal/value.h"

namespace rtspnode {

// GStreamer's own types of values: fractions, ranges, lists, buffers, samples, times. The facade has a class for those
// that JavaScript has none for; its numbers are in the order of the facade's `ValueKind`.
enum class ValueKind : guint {
  Typed,
  Fraction,
  IntRange,
  Int64Range,
  DoubleRange,
  FractionRange,
  List,
  FlagSet,
  Buffer,
  Sample,
};

void TeachGstValues();

// The fields of a plain object as those of a structure that has this name. Throws for what cannot be a field.
GstStructure* StructureFromJs(Registry& registry, const char* name, napi_value fields);
bool IsFieldName(const char* name);

}  // namespace rtspnode
