#pragma once
#include <glib-object.h>

#include <atomic>

#include "marshal/registry.h"
#include "runtime/parked.h"

namespace rtspnode {

// How native threads wait for JavaScript on behalf of one object, in practice a server. Any thread.
struct Waiting {
  std::atomic<guint> timeout{0};  // of its handlers, in milliseconds; 0: the default

  std::atomic<guint64> asks{0};
  std::atomic<guint64> answered{0};
  std::atomic<guint64> expired{0};
  std::atomic<guint64> thrown{0};
  std::atomic<guint64> waiting{0};  // now
  std::atomic<guint64> total_us{0};
  std::atomic<guint64> longest_us{0};
  std::atomic<guint64> dropped_tells{0};

  // How a question ended.
  void Count(Parked::State state, bool threw);

  // Made when it is first asked for; lives as long as the object.
  static Waiting& Of(GObject* object);
};

// From the question until the thread goes on.
class WaitingNow {
 public:
  explicit WaitingNow(Waiting* waiting);  // null: nobody counts
  ~WaitingNow();
  WaitingNow(const WaitingNow&) = delete;
  WaitingNow& operator=(const WaitingNow&) = delete;

 private:
  Waiting* waiting_;
  gint64 begin_ = 0;
};

// waiting(object): the numbers, for the facade.
void ExportWaiting(Registry& registry, napi_value exports);

}  // namespace rtspnode
