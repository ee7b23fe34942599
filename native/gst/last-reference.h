#pragma once
#include <glib-object.h>

namespace rtspnode {

// An element that goes must have stopped: GStreamer is critical of one that has not. What nobody holds any more, and
// no bin contains, is stopped here.
void EndElement(GObject* object);

bool MayBeInGstContainer(GObject* object);
// What has no parent, a bus or a pipeline, but is held by something: known from here on. It is not kept.
void SetGstContainer(GObject* object, GObject* container);
// A reference to the parent of an element or a pad, else to what SetGstContainer() said.
GObject* RefGstContainer(GObject* object);

}  // namespace rtspnode
