#pragma once
#include <glib-object.h>

#include "glib/main-context.h"

namespace rtspnode {

// A GSource that JavaScript has. Whoever destroys a source, or gives it up, locks the context that it was attached to,
// though that may be gone by then: each of these holds it.
struct NodeSource;

// Of its own type, since copies of a GSource would not know of that.
GType node_source_get_type();

// Takes the source over.
NodeSource* MakeSource(GSource* source);

// Null for the global default context, which a thread of ours runs. While it is attached it keeps the context's thread.
// An error for a source that is attached or destroyed: GLib is critical of that.
void node_source_attach(NodeSource* source, NodeMainContext* context, GError** error);
void node_source_destroy(NodeSource* source);
gboolean node_source_is_destroyed(NodeSource* source);

}  // namespace rtspnode
