#pragma once
#include <glib.h>

namespace rtspnode {

// To the global default context, which a thread of ours runs. An error for a source that is attached or destroyed:
// GLib is critical of that.
void node_source_attach(GSource* source, GError** error);
void node_source_destroy(GSource* source);
gboolean node_source_is_destroyed(GSource* source);

}  // namespace rtspnode
