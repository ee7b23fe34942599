#include "rtsp-server/client-thread.h"

#include <gio/gio.h>

#include <memory>
#include <utility>

#include "rtsp-server/client-context.h"
#include "runtime/lock.h"
#include "runtime/parked.h"

namespace rtspnode {

namespace {

// A client's thread may be parked in a handler for as long as its deadline.
constexpr gint64 kPatience = 10 * G_TIME_SPAN_SECOND;

struct Done {
  Mutex mutex;
  Cond changed;
  bool yes = false;
};

}  // namespace

bool RunOnClient(GstRTSPClient* client, GError** error, std::function<void()> task) {
  auto done = std::make_shared<Done>();
  const auto run = [task = std::move(task), done] {
    task();
    Lock lock(done->mutex);
    done->yes = true;
    done->changed.Broadcast();
  };
  const bool waits_for_itself = client && !Parked::IsServing() && IsClientThread(client);
  if (!client || waits_for_itself || !InvokeOnClient(client, run)) {
    run();
    return true;
  }
  if (Parked::IsServing()) return true;
  const gint64 deadline = g_get_monotonic_time() + kPatience;
  Lock lock(done->mutex);
  while (!done->yes && done->changed.WaitUntil(lock, deadline)) {
  }
  if (!done->yes) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                        "the client's thread has been busy for 10 s; this is done when it is free");
  }
  return done->yes;
}

}  // namespace rtspnode
