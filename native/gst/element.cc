#include "gst/calls/element.h"

#include "gst/calls/bus.h"
#include "gst/tables.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

// A change of state ends the streaming threads, and so may what flushes: neither can be waited for on one of them.
constexpr FunctionEntry element_functions[] = {
    // Loads plugins.
    FUNCTION(node_element_factory_make, promised, returns<full>, names<"factory", "name">, nullable<1>, locks<>),
    FUNCTION(node_element_set_state, promised, names<"state">, as<1, TargetState>, locks<>, joins<kStreamingThreads>),
    FUNCTION(gst_element_get_state, promised, apart, out<1>, out<2>, names<"timeout">, as<3, LimitedWait>, locks<>,
             joins<kStreamingThreads>),
    FUNCTION(gst_element_sync_state_with_parent, promised, answers<Boolean>, locks<>, joins<kStreamingThreads>),
    FUNCTION(node_element_query_position, promised, apart, answers<Boolean>, out<2>, names<"format">, as<1, Format>,
             locks<>),
    FUNCTION(node_element_query_duration, promised, apart, answers<Boolean>, out<2>, names<"format">, as<1, Format>,
             locks<>),
    FUNCTION(node_element_seek, promised, answers<Boolean>, names<"rate", "format", "flags", "start", "stop">,
             as<2, Format>, locks<>, joins<kStreamingThreads>),
    FUNCTION(gst_element_send_event, promised, answers<Boolean>, names<"event">, takes<1, full>, locks<>,
             joins<kStreamingThreads>),
    // These ask the elements about their caps, and the pads about their streams.
    FUNCTION(node_element_link_pads, promised, answers<Boolean>, names<"pad", "other", "otherPad">, nullable<1>,
             nullable<3>, locks<>),
    FUNCTION(node_element_link_filtered, promised, answers<Boolean>, names<"other", "caps">, nullable<2>, locks<>),
    FUNCTION(node_element_unlink, promised, names<"other">, locks<>),
    FUNCTION(node_element_request_pad, promised, returns<full>, names<"name">, locks<>),
    FUNCTION(node_element_release_request_pad, promised, names<"pad">, locks<>),
    FUNCTION(node_element_add_pad, promised, names<"pad">, locks<>),
    FUNCTION(node_element_remove_pad, promised, names<"pad">, locks<>),
    FUNCTION(gst_element_no_more_pads, promised, locks<>),
    FUNCTION(gst_element_get_static_pad, returns<full>, names<"name">),
    FUNCTION(node_element_get_pads, answers<ObjectList>, returns<full>),
    FUNCTION(gst_element_get_bus, returns<full>),
    FUNCTION(gst_element_get_clock, returns<full>),
    FUNCTION(gst_element_get_base_time),
    FUNCTION(gst_element_get_start_time),
    FUNCTION(gst_element_get_current_running_time),
};

constexpr FunctionEntry bin_functions[] = {
    FUNCTION(gst_bin_new, constructs, nullable<0>, names<"name">),
    FUNCTION(node_bin_add, names<"element">),
    FUNCTION(node_bin_remove, names<"element">),
    FUNCTION(gst_bin_get_by_name, returns<full>, names<"name">),
    FUNCTION(node_bin_iterate_elements, answers<ObjectList>, returns<full>),
    FUNCTION(node_bin_iterate_recurse, promised, answers<ObjectList>, returns<full>, locks<>),
};

constexpr FunctionEntry pipeline_functions[] = {
    FUNCTION(gst_pipeline_new, constructs, nullable<0>, names<"name">),
    FUNCTION(node_pipeline_get_bus, returns<full>),
    FUNCTION(gst_pipeline_set_clock, promised, nullable<1>, answers<Boolean>, names<"clock">, locks<>),
    FUNCTION(gst_pipeline_get_pipeline_clock, promised, returns<full>, locks<>),
    FUNCTION(gst_pipeline_use_clock, nullable<1>, names<"clock">),
    FUNCTION(gst_pipeline_auto_clock),
    FUNCTION(gst_pipeline_get_latency),
    // It asks the elements for theirs, and tells them: through pads that a starting or blocked stream holds.
    FUNCTION(gst_pipeline_set_latency, promised, names<"latency">, locks<>, joins<kStreamingThreads>),
    FUNCTION(gst_pipeline_get_delay),
    FUNCTION(gst_pipeline_set_delay, as<1, ClockTime>),
};

constexpr FunctionEntry event_functions[] = {
    FUNCTION(gst_event_new_eos, returns<full>),
    FUNCTION(gst_event_new_flush_start, returns<full>),
    FUNCTION(gst_event_new_flush_stop, returns<full>, names<"resetTime">, as<0, Boolean>),
    FUNCTION(node_event_new_custom, returns<full>, names<"upstream", "structure">, as<0, Boolean>, takes<1, full>),
    FUNCTION(node_event_get_type_name),
    FUNCTION(gst_event_get_structure),
};

}  // namespace

constexpr Table element_table{"Element", "gst_element_", "GstElement", element_functions, {}};
constexpr Table bin_table{"Bin", "gst_bin_", "GstBin", bin_functions, {}};
constexpr Table pipeline_table{"Pipeline", "gst_pipeline_", "GstPipeline", pipeline_functions, {}};
constexpr Table event_table{"Event", "gst_event_", "GstEvent", event_functions, {}};

}  // namespace rtspnode
