#include "glib/main-context.h"

#include "runtime/reaper.h"

namespace rtspnode {

namespace {

// Who gives up the last use may be the JS thread, which must not wait until the thread has ended: there it is not
// joined.
void EndLoop(LoopThread* loop) {
  loop->Invoke([loop] { delete loop; });
}

}  // namespace

GType node_main_context_get_type() {
  static const GType type = g_boxed_type_register_static(
      "NodeMainContext",
      [](gpointer context) -> gpointer { return new NodeMainContext(*static_cast<NodeMainContext*>(context)); },
      [](gpointer context) { delete static_cast<NodeMainContext*>(context); });
  return type;
}

std::shared_ptr<GMainContext> KeepContext(GMainContext* context) {
  return {g_main_context_ref(context), [](GMainContext* held) {
            Reaper::Instance().Post(held,
                                    [](gpointer last) { g_main_context_unref(static_cast<GMainContext*>(last)); });
          }};
}

NodeMainContext* node_main_context_new(GError** error) {
  LoopThread* loop = LoopThread::Start("rtsp-context", error);
  if (!loop) return nullptr;
  return new NodeMainContext{KeepContext(loop->context()), {loop, EndLoop}};
}

NodeMainContext* node_main_context_default() {
  // Its thread never ends.
  static auto* context =
      new NodeMainContext{KeepContext(g_main_context_default()), {&DefaultContextThread(), [](LoopThread*) {}}};
  // It may have had no thread so far.
  DefaultContextThread();
  return context;
}

}  // namespace rtspnode
