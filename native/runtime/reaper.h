#pragma once
#include <glib-object.h>

#include <utility>
#include <vector>

#include "runtime/lock.h"

namespace rtspnode {

// Gives up references on a thread of its own. The last unref of a client, a session or a session's media shuts
// pipelines down, waits for their threads and emits signals: the JS thread must never do that.
class Reaper {
 public:
  using Release = void (*)(gpointer);

  static Reaper& Instance();

  void Post(gpointer thing, Release release);
  void Unref(gpointer object) { Post(object, g_object_unref); }
  // Waits until all that was posted before is released. Not on the JS thread.
  void Drain();
  bool IsIdle();

 private:
  static gpointer Loop(gpointer self);

  Mutex mutex_;
  Cond changed_;
  std::vector<std::pair<gpointer, Release>> pending_;
  bool started_ = false;
  bool busy_ = false;
};

}  // namespace rtspnode
