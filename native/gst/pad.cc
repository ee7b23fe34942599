#include "gst/calls/bus.h"
#include "gst/calls/element.h"
#include "gst/tables.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry pad_functions[] = {
    FUNCTION(gst_pad_get_direction),
    FUNCTION(gst_pad_get_parent_element, returns<full>),
    FUNCTION(gst_pad_get_peer, returns<full>),
    FUNCTION(gst_pad_is_linked, answers<Boolean>),
    FUNCTION(gst_pad_is_active, answers<Boolean>),
    FUNCTION(gst_pad_get_offset),
    FUNCTION(gst_pad_set_offset),
    FUNCTION(gst_pad_get_current_caps, returns<full>),
    FUNCTION(gst_pad_get_pad_template_caps, returns<full>),
    // These ask the elements.
    FUNCTION(gst_pad_query_caps, promised, returns<full>, names<"filter">, nullable<1>, locks<>),
    FUNCTION(gst_pad_get_allowed_caps, promised, returns<full>, locks<>),
    FUNCTION(node_pad_can_link, promised, names<"sink">, answers<Boolean>, locks<>),
    FUNCTION(node_pad_link, promised, names<"sink">, locks<>),
    FUNCTION(node_pad_unlink, promised, names<"sink">, answers<Boolean>, locks<>),
};

constexpr FunctionEntry ghost_pad_functions[] = {
    FUNCTION(node_ghost_pad_new, constructs, names<"name", "target">, nullable<0>),
    FUNCTION(node_ghost_pad_get_target, returns<full>),
};

constexpr FunctionEntry bus_functions[] = {
    FUNCTION(gst_bus_have_pending, answers<Boolean>),
    FUNCTION(node_bus_enable_sync_message_emission),
    FUNCTION(node_bus_disable_sync_message_emission),
};

constexpr FunctionEntry clock_functions[] = {
    FUNCTION(gst_system_clock_obtain, returns<full>),
    FUNCTION(gst_clock_get_time),
    FUNCTION(gst_clock_get_internal_time),
    FUNCTION(gst_clock_get_resolution),
    FUNCTION(gst_clock_is_synced, answers<Boolean>),
    FUNCTION(gst_clock_wait_for_sync, promised, apart, names<"timeout">, as<1, LimitedWait>, answers<Boolean>, locks<>),
};

}  // namespace

constexpr Table pad_table{"Pad", "gst_pad_", "GstPad", pad_functions, {}};
constexpr Table ghost_pad_table{"GhostPad", "gst_ghost_pad_", "GstGhostPad", ghost_pad_functions, {}};
constexpr Table bus_table{"Bus", "gst_bus_", "GstBus", bus_functions, {}};
constexpr Table clock_table{"Clock", "gst_clock_", "GstClock", clock_functions, {}};

}  // namespace rtspnode
