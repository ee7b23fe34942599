#pragma once
#include <glib-object.h>

namespace rtspnode {

// An element that goes must have stopped: GStreamer is critical of one that has not. What nobody holds any more, and
// no bin contains, is stopped here.
void EndElement(GObject* object);

bool MayBeInGstContainer(GObject* object);
// A reference to the parent of an element or a pad, and to the pipeline of a bus that was asked for with
// node_pipeline_get_bus().
GObject* RefGstContainer(GObject* object);

}  // namespace rtspnode
