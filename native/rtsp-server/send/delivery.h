#pragma once
#include <gst/gst.h>
#include <node_api.h>

#include <deque>
#include <memory>
#include <vector>

#include "gstrtsp/message.h"
#include "marshal/registry.h"
#include "runtime/lock.h"

namespace rtspnode {

// Which of an object's callbacks; in the order of the facade's `Slot`.
enum class Slot : guint {
  Send,
  SendMessages,
  Rtp,
  Rtcp,
  RtpList,
  RtcpList,
  KeepAlive,
  MessageSent,
  MessageSentFull,
  kCount
};

// One call of C's of one of these callbacks, with references of its own.
struct SendCall {
  Slot slot;
  guint channel = 0;
  bool close = false;
  bool each = false;  // the packets of the list are calls of their own, one after the other
  bool late = false;  // the thread that asked has not waited so long
  GstBuffer* buffer = nullptr;
  GstBufferList* list = nullptr;
  guint first = 0;                        // of the list: what is before it was dropped, or has been delivered
  guint count = 0;                        // packets
  gsize bytes = 0;                        // of them, about
  std::unique_ptr<MessageParts> message;  // a request or a response: never dropped

  explicit SendCall(Slot slot) : slot(slot) {}
  SendCall(SendCall&& other) noexcept;
  SendCall& operator=(SendCall&& other) noexcept;
  ~SendCall();
  bool IsTell() const { return slot >= Slot::KeepAlive; }
  // These take the reference over.
  void SetBuffer(GstBuffer* taken);
  void SetList(GstBufferList* taken);
  // Of a list whose packets are calls of their own: cuts the first so many off.
  SendCall TakeFirst(guint packets);
};

// The way of one object's packets and messages to JavaScript, in the order in which C sent them.
//
// Queued: C goes on at once, and JavaScript gets what has gathered meanwhile in one call: one ArrayBuffer with a record
// for each packet, and the packets' bytes behind them. Strict: the calling thread parks for the answer.
class Delivery : public std::enable_shared_from_this<Delivery> {
 public:
  struct Options {
    bool strict = false;
    guint capacity = 0;  // packets
    bool drop_oldest = true;
    guint timeout = 0;  // strict: milliseconds
  };
  struct Statistics {
    guint64 delivered = 0;  // packets
    guint64 dropped = 0;
    guint queued = 0;
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
  void Enqueue(SendCall call, std::vector<SendCall>* dropped);
  bool MakeRoom(SendCall* call, std::vector<SendCall>* dropped);

  bool AskStrictly(SendCall call, guint timeout);
  // JS thread: what has gathered, some or all of it; gives whether there is more.
  bool DrainSome(napi_env env);
  // JS thread. `ask` is the number of the question, 0 where nobody waits; gives the answer of the last call.
  bool Deliver(napi_env env, std::vector<SendCall> calls, guint64 ask);

  // A batch keeps the other sockets and timers of the application waiting, and its memory as long as one packet of it
  // is kept.
  static constexpr guint kBatchPackets = 128;
  static constexpr gsize kBatchBytes = 256 * 1024;
  static constexpr guint kMaxTells = 4096;

  Registry* const registry_;  // JS thread only
  const std::shared_ptr<Bridge> bridge_;
  const guint64 wrapper_;
  gint slots_ = 0;        // atomic, a bit for each slot that has a handler
  bool counted_ = false;  // JS thread only: as a now-asker of the bridge
  bool strict_ = false;   // JS thread only: as in the options

  Mutex mutex_;
  Options options_;
  std::deque<SendCall> queue_;
  guint packets_ = 0;  // in the queue
  guint tells_ = 0;    // in the queue
  bool scheduled_ = false;
  Statistics statistics_;
};

// The delivery of a client or a transport; null when no callback was ever set on it.
std::shared_ptr<Delivery> DeliveryOf(gpointer object);

// Functions for the facade:
// setSlot(object, slot, on), setDelivery(object, strict, capacity, dropOldest, timeout), deliveryStatistics(object).
void ExportDelivery(Registry& registry, napi_value exports);

}  // namespace rtspnode
