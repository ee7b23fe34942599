#pragma once
#include <gst/gst.h>
#include <node_api.h>

#include <deque>
#include <memory>

#include "gst/weak.h"
#include "marshal/registry.h"
#include "rtsp-server/send/batch.h"
#include "runtime/lock.h"

namespace rtspnode {

// The way of one object's packets and messages to JavaScript, in the order in which C sent them.
//
// Queued: C goes on at once, and JavaScript gets what has gathered meanwhile in one call. Strict: the calling thread
// parks for the answer.
class Delivery : public std::enable_shared_from_this<Delivery> {
 public:
  struct Options {
    bool strict = false;
    guint capacity = 0;  // packets
    bool drop_oldest = true;
    guint timeout = 0;                         // strict: milliseconds; 0: the server's
    std::shared_ptr<WeakRef<GObject>> server;  // on whose behalf threads wait
  };
  struct Statistics {
    guint64 dropped = 0;
    guint queued = 0;
    guint64 dropped_tells = 0;
  };

  Delivery(Registry* registry, guint64 wrapper);
  ~Delivery();

  // JS thread.
  void Configure(const Options& options);
  void SetOn(Slot slot, bool on);
  bool IsOf(const Registry& registry, guint64 wrapper) const { return registry_ == &registry && wrapper_ == wrapper; }

  // Any thread.
  bool IsOn(Slot slot) const { return (g_atomic_int_get(&slots_) & Bit(slot)) != 0; }
  // What C is to be told: true unless a strict handler says otherwise.
  bool Send(SendCall call);
  void Tell(Slot slot);
  Statistics statistics();

 private:
  friend class DrainTask;
  friend class StrictSend;

  static constexpr gint Bit(Slot slot) { return 1 << static_cast<guint>(slot); }

  // JS thread: counts as a now-asker while it is strict and has a handler.
  void Count(bool strict, gint slots);

  // With mutex_ held.
  void Schedule();
  void Append(SendCall call);
  void Enqueue(Batch batch, bool each);
  Batch& Open(gsize packets, gsize bytes);
  // Which of so many new packets there is room for; drops what has to go.
  struct Room {
    guint first;
    guint count;
  };
  Room MakeRoom(guint packets, bool each);

  bool AskStrictly(SendCall call, const Options& options);
  // JS thread: what has gathered, some or all of it; gives whether there is more.
  bool DrainSome(napi_env env);
  // JS thread. `ask` is the number of the question, 0 where nobody waits.
  void Deliver(napi_env env, Batch batch, guint64 ask);

  static constexpr guint kMaxTells = 4096;

  Registry* const registry_;  // JS thread only
  const std::shared_ptr<Bridge> bridge_;
  const guint64 wrapper_;
  gint slots_ = 0;        // atomic, a bit for each slot that has a handler
  bool counted_ = false;  // JS thread only: as a now-asker of the bridge
  bool strict_ = false;   // JS thread only: as in the options

  Mutex mutex_;
  Options options_;
  std::deque<Batch> queue_;
  guint packets_ = 0;  // in the queue
  guint tells_ = 0;    // in the queue
  bool scheduled_ = false;
  Statistics statistics_;
};

// The delivery of a client or a transport; null when no callback was ever set on it.
std::shared_ptr<Delivery> DeliveryOf(gpointer object);

// Functions for the facade:
// setSlot(object, slot, on), setDelivery(object, strict, capacity, dropOldest, timeout), answerSend(ask, answer,
// thrown), serverOf(object), deliveryStatistics(object).
void ExportDelivery(Registry& registry, napi_value exports);

}  // namespace rtspnode
