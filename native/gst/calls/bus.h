#pragma once
#include <gst/gst.h>

namespace rtspnode {

// Reads the messages of a pipeline that JavaScript runs by itself, on the thread of the default context, and emits
// `message` for each: without anybody who reads them they would be kept for ever. Whoever has a watch on the bus, like
// the server for a media's pipeline, keeps it, and this does nothing.
void KeepBusEmpty(GstPipeline* pipeline, bool on);

// The bus, which knows its pipeline from then on.
GstBus* node_pipeline_get_bus(GstPipeline* pipeline);
// C counts, and is critical of a disabling too many.
void node_bus_enable_sync_message_emission(GstBus* bus);
void node_bus_disable_sync_message_emission(GstBus* bus, GError** error);

}  // namespace rtspnode
