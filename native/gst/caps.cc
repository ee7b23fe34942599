#include "gst/calls/structure.h"
#include "gst/tables.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry structure_functions[] = {
    FUNCTION(node_structure_new, constructs, names<"name", "fields">, as<0, StructureName>, as<1, Fields>,
             takes<1, full>),
    FUNCTION(node_structure_from_string, returns<full>, names<"text">),
    FUNCTION(gst_structure_get_name),
    FUNCTION(gst_structure_get_value, names<"field">),
    FUNCTION(node_structure_get_field_names, answers<Strings>, returns<full>),
    FUNCTION(node_structure_with_fields, returns<full>, names<"fields">, as<1, Fields>, takes<1, full>),
    FUNCTION(node_structure_without_field, returns<full>, names<"field">),
    FUNCTION(gst_structure_is_equal, names<"other">, answers<Boolean>),
    FUNCTION(gst_structure_to_string, returns<full>),
};

constexpr FunctionEntry caps_functions[] = {
    FUNCTION(node_caps_new, constructs, names<"text">),
    FUNCTION(node_caps_new_full, returns<full>, names<"structure">, takes<0, full>),
    FUNCTION(gst_caps_new_any, returns<full>),
    FUNCTION(gst_caps_new_empty, returns<full>),
    FUNCTION(gst_caps_get_size),
    FUNCTION(node_caps_get_structure, returns<full>, names<"index">),
    FUNCTION(node_caps_get_features, returns<full>, names<"index">),
    FUNCTION(gst_caps_is_any, answers<Boolean>),
    FUNCTION(gst_caps_is_empty, answers<Boolean>),
    FUNCTION(gst_caps_is_fixed, answers<Boolean>),
    FUNCTION(gst_caps_is_equal, names<"other">, answers<Boolean>),
    FUNCTION(gst_caps_is_subset, names<"superset">, answers<Boolean>),
    FUNCTION(gst_caps_can_intersect, names<"other">, answers<Boolean>),
    FUNCTION(gst_caps_intersect, returns<full>, names<"other">),
    FUNCTION(gst_caps_merge, returns<full>, names<"other">, takes<0, full>, takes<1, full>),
    FUNCTION(node_caps_subtract, returns<full>, names<"subtrahend">),
    FUNCTION(gst_caps_normalize, returns<full>, takes<0, full>),
    FUNCTION(gst_caps_simplify, returns<full>, takes<0, full>),
    FUNCTION(node_caps_fixate, returns<full>, takes<0, full>),
    FUNCTION(gst_caps_to_string, returns<full>),
};

}  // namespace

constexpr Table structure_table{"Structure", "gst_structure_", "GstStructure", structure_functions, {}};
constexpr Table caps_table{"Caps", "gst_caps_", "GstCaps", caps_functions, {}};

}  // namespace rtspnode
