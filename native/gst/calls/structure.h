#pragma once
#include <gst/gst.h>

namespace rtspnode {

// The fields are those of `fields`, which has another name and is taken over.
GstStructure* node_structure_new(const gchar* name, GstStructure* fields);
// Null and an error for what is no structure's text.
GstStructure* node_structure_from_string(const gchar* text, GError** error);
gchar** node_structure_get_field_names(const GstStructure* structure);
// A copy with these fields more, or with new values; a field keeps its type where the new value can be of it.
GstStructure* node_structure_with_fields(const GstStructure* structure, GstStructure* fields);
GstStructure* node_structure_without_field(const GstStructure* structure, const gchar* field);

// Null and an error for what are no caps.
GstCaps* node_caps_new(const gchar* text, GError** error);
// The structure is taken over.
GstCaps* node_caps_new_full(GstStructure* structure);
// Null where there is no such structure.
GstStructure* node_caps_get_structure(const GstCaps* caps, guint index);
// Null and an error where something is taken away from what can be anything.
GstCaps* node_caps_subtract(GstCaps* minuend, GstCaps* subtrahend, GError** error);
// Null and an error for caps that can be anything, or nothing.
GstCaps* node_caps_fixate(GstCaps* caps, GError** error);
// "memory:SystemMemory" where nothing else is said; null where there is no such structure.
gchar* node_caps_get_features(const GstCaps* caps, guint index);

}  // namespace rtspnode
