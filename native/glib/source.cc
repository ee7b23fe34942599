#include "glib/source.h"

#include <gio/gio.h>

#include <memory>

namespace rtspnode {

struct NodeSource {
  explicit NodeSource(GSource* taken) : source(taken) {}
  ~NodeSource() { g_source_unref(source); }
  NodeSource(const NodeSource&) = delete;
  NodeSource& operator=(const NodeSource&) = delete;

  gint references = 1;
  // JS thread only; given up after the source.
  std::shared_ptr<GMainContext> context;
  GSource* const source;
};

namespace {

using Use = std::shared_ptr<LoopThread>;

gpointer Copy(gpointer source) {
  g_atomic_int_inc(&static_cast<NodeSource*>(source)->references);
  return source;
}

void Free(gpointer source) {
  auto* held = static_cast<NodeSource*>(source);
  if (g_atomic_int_dec_and_test(&held->references)) delete held;
}

}  // namespace

GType node_source_get_type() {
  static const GType type = g_boxed_type_register_static("NodeSource", Copy, Free);
  return type;
}

NodeSource* MakeSource(GSource* source) { return new NodeSource(source); }

void node_source_attach(NodeSource* source, NodeMainContext* context, GError** error) {
  if (g_source_is_destroyed(source->source)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the source is destroyed");
    return;
  }
  if (source->context) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "the source is attached already");
    return;
  }
  if (!context) context = node_main_context_default();
  source->context = context->context;
  // Sources that JavaScript gets make no use of a callback. It is given up when the source is destroyed, by whomever.
  if (context->loop) {
    g_source_set_callback(source->source, nullptr, new Use(context->loop),
                          [](gpointer use) { delete static_cast<Use*>(use); });
  }
  g_source_attach(source->source, context->context.get());
}

void node_source_destroy(NodeSource* source) { g_source_destroy(source->source); }

gboolean node_source_is_destroyed(NodeSource* source) { return g_source_is_destroyed(source->source); }

}  // namespace rtspnode
