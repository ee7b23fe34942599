#include "gst/calls/structure.h"

#include <gio/gio.h>

#include "gst/caps-text.h"

namespace rtspnode {

namespace {

gboolean AddName(GQuark field, const GValue*, gpointer names) {
  g_ptr_array_add(static_cast<GPtrArray*>(names), g_strdup(g_quark_to_string(field)));
  return TRUE;
}

gboolean ReplaceField(GQuark field, const GValue* value, gpointer target) {
  auto* structure = static_cast<GstStructure*>(target);
  const GValue* old = gst_structure_id_get_value(structure, field);
  GValue converted = G_VALUE_INIT;
  // A number from JavaScript is an int or a double, and the field perhaps neither.
  const bool is_number = old != nullptr && (G_VALUE_HOLDS_INT(value) || G_VALUE_HOLDS_DOUBLE(value));
  if (is_number && g_value_type_transformable(G_VALUE_TYPE(value), G_VALUE_TYPE(old)) &&
      (G_VALUE_HOLDS_UINT(old) || G_VALUE_HOLDS_DOUBLE(old) || G_VALUE_HOLDS_FLOAT(old))) {
    const bool fits = !G_VALUE_HOLDS_UINT(old) || (G_VALUE_HOLDS_INT(value) && g_value_get_int(value) >= 0);
    g_value_init(&converted, G_VALUE_TYPE(old));
    if (fits && g_value_transform(value, &converted)) value = &converted;
  }
  gst_structure_id_set_value(structure, field, value);
  if (G_IS_VALUE(&converted)) g_value_unset(&converted);
  return TRUE;
}

}  // namespace

GstStructure* node_structure_new(const gchar* name, GstStructure* fields) {
  gst_structure_set_name(fields, name);
  return fields;
}

GstStructure* node_structure_from_string(const gchar* text, GError** error) {
  // What may follow is a semicolon, or white space, about which it would warn if it could not say where it is.
  gchar* end = nullptr;
  GstStructure* structure = IsSaneStructureText(text) ? gst_structure_from_string(text, &end) : nullptr;
  if (structure == nullptr) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not a structure: %.200s", text);
  }
  return structure;
}

gchar** node_structure_get_field_names(const GstStructure* structure) {
  GPtrArray* names = g_ptr_array_new();
  gst_structure_foreach(structure, AddName, names);
  g_ptr_array_add(names, nullptr);
  return reinterpret_cast<gchar**>(g_ptr_array_free(names, FALSE));
}

GstStructure* node_structure_with_fields(const GstStructure* structure, GstStructure* fields) {
  GstStructure* copy = gst_structure_copy(structure);
  gst_structure_foreach(fields, ReplaceField, copy);
  gst_structure_free(fields);
  return copy;
}

GstStructure* node_structure_without_field(const GstStructure* structure, const gchar* field) {
  GstStructure* copy = gst_structure_copy(structure);
  gst_structure_remove_field(copy, field);
  return copy;
}

GstCaps* node_caps_new(const gchar* text, GError** error) {
  GstCaps* caps = IsSaneCapsText(text) ? gst_caps_from_string(text) : nullptr;
  if (caps == nullptr) g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not caps: %.200s", text);
  return caps;
}

GstCaps* node_caps_new_full(GstStructure* structure) { return gst_caps_new_full(structure, nullptr); }

GstStructure* node_caps_get_structure(const GstCaps* caps, guint index) {
  return index < gst_caps_get_size(caps) ? gst_structure_copy(gst_caps_get_structure(caps, index)) : nullptr;
}

GstCaps* node_caps_subtract(GstCaps* minuend, GstCaps* subtrahend, GError** error) {
  // C is critical of it, unless nothing is left, or nothing is taken away.
  if (gst_caps_is_any(minuend) && !gst_caps_is_any(subtrahend) && !gst_caps_is_empty(subtrahend)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "what is left of caps that are anything cannot be said");
    return nullptr;
  }
  return gst_caps_subtract(minuend, subtrahend);
}

GstCaps* node_caps_fixate(GstCaps* caps, GError** error) {
  if (gst_caps_is_any(caps) || gst_caps_is_empty(caps)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "caps that are anything or nothing cannot be fixed");
    gst_caps_unref(caps);
    return nullptr;
  }
  return gst_caps_fixate(caps);
}

gchar* node_caps_get_features(const GstCaps* caps, guint index) {
  if (index >= gst_caps_get_size(caps)) return nullptr;
  return gst_caps_features_to_string(gst_caps_get_features(caps, index));
}

}  // namespace rtspnode
