#include "glib/source.h"

#include <gio/gio.h>

#include "runtime/loop-thread.h"

namespace rtspnode {

void node_source_attach(GSource* source, GError** error) {
  if (g_source_is_destroyed(source)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the source is destroyed");
  } else if (g_source_get_context(source)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "the source is attached already");
  } else {
    g_source_attach(source, DefaultContextThread().context());
  }
}

void node_source_destroy(GSource* source) { g_source_destroy(source); }

gboolean node_source_is_destroyed(GSource* source) { return g_source_is_destroyed(source); }

}  // namespace rtspnode
