#pragma once
#include <glib-object.h>

#include <memory>

#include "runtime/loop-thread.h"

namespace rtspnode {

// A GMainContext that JavaScript has, and what keeps the thread that iterates it.
struct NodeMainContext {
  std::shared_ptr<GMainContext> context;
  // Null where a thread of the library's iterates it, which ends without asking.
  std::shared_ptr<LoopThread> loop;
};

// GMainContext has no GType that could hold its thread, too.
GType node_main_context_get_type();

// A reference that is given up on the reaper's thread: what is still attached goes with the last one.
std::shared_ptr<GMainContext> KeepContext(GMainContext* context);

// With a thread that iterates it as long as JavaScript has the context, a source is attached to it, or a server listens
// on it. Null and an error when the system has no thread left.
NodeMainContext* node_main_context_new(GError** error);
// Lent.
NodeMainContext* node_main_context_default();

}  // namespace rtspnode
