#include "rtsp-server/send/delivery.h"

#include <utility>

#include "marshal/ask.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/primitive.h"
#include "marshal/signal.h"
#include "marshal/waiting.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/guards/session-owner.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/own-server.h"
#include "rtsp-server/send/transport-send.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

GQuark DeliveryQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-delivery");
  return quark;
}

// Stays with the object; the delivery that is in it changes with the environment.
struct Place {
  Mutex mutex;
  std::shared_ptr<Delivery> delivery;
};

Place* PlaceOf(gpointer object) { return static_cast<Place*>(g_object_get_qdata(G_OBJECT(object), DeliveryQuark())); }

Place* MakePlace(GObject* object) {
  static auto* mutex = new Mutex;
  Lock lock(*mutex);
  Place* place = PlaceOf(object);
  if (place != nullptr) return place;
  place = new Place;
  g_object_set_qdata_full(object, DeliveryQuark(), place, [](gpointer data) { delete static_cast<Place*>(data); });
  return place;
}

// Data comes on a stream's own thread, which others join with almost every lock held; a response on the thread that
// handles the request.
Keeps KeptWhileSending(const SendCall& call) {
  const WaitMask own = call.slot <= Slot::SendMessages ? WaitMask{kClientSendLock} : 0;
  if (call.message != nullptr) return {kClientThread, own | kGlobalLock};
  return {kSendThread, own | kBacklogLock};
}

const char* NameOf(Slot slot) {
  switch (slot) {
    case Slot::Send:
      return "RTSPClientSendFunc";
    case Slot::SendMessages:
      return "RTSPClientSendMessagesFunc";
    case Slot::Rtp:
    case Slot::Rtcp:
      return "RTSPSendFunc";
    default:
      return "RTSPSendListFunc";
  }
}

}  // namespace

class DrainTask : public Task {
 public:
  explicit DrainTask(std::shared_ptr<Delivery> delivery) : delivery_(std::move(delivery)) {}

  void Run(napi_env env) override {
    if (!delivery_->DrainSome(env)) return;
    Lock lock(delivery_->mutex_);
    delivery_->Schedule();
  }

 private:
  std::shared_ptr<Delivery> delivery_;
};

// One call that waits for its answer.
class StrictSend final : public Ask {
 public:
  StrictSend(std::shared_ptr<Delivery> delivery, SendCall call)
      : Ask(KeptWhileSending(call)), delivery_(std::move(delivery)), slot_(call.slot), batch_(std::move(call)) {}

  std::string event() const override { return NameOf(slot_); }
  bool IsAbout(gconstpointer) const override { return false; }

  // The handler answers before it returns; see Run().
  std::string Settle(napi_env, napi_value) override { return {}; }
  void SettleThrown() override {}

  // JS thread.
  void Run(napi_env env, const std::shared_ptr<StrictSend>& self) {
    if (!Claim()) return;
    Registry& registry = *delivery_->registry_;
    registry.answering().push_back(this);
    Answer(env, registry, self);
    registry.answering().pop_back();
  }

  bool answer() const { return answer_; }
  // Whether the handler has failed, and the answer is not its own.
  bool thrown() const { return thrown_; }
  // JS thread: what the handler has answered. False when nobody waits for it any more.
  bool SettleWith(bool answer, bool thrown = false) {
    return parked()->Settle([&] {
      answer_ = answer;
      thrown_ = thrown;
    });
  }
  // Whoever is the first to claim the call has it: the JS thread, or the one that has asked and waits no longer.
  bool Claim() { return g_atomic_int_compare_and_exchange(&claimed_, 0, 1) != FALSE; }
  Batch TakeBatch() { return std::move(batch_); }

 private:
  void Answer(napi_env env, Registry& registry, const std::shared_ptr<StrictSend>& self) {
    // What was sent before the registration became strict comes first.
    while (delivery_->DrainSome(env)) {
    }
    // Too late for an answer; the data comes all the same.
    const bool waits = parked()->IsWaiting();
    if (!waits) batch_.SetLate();
    const guint64 ask = waits ? registry.AddAsk(self) : 0;
    delivery_->Deliver(env, std::move(batch_), ask);
    if (waits) registry.RemoveAsk(ask);
    // The facade has answered, unless it could not be called.
    SettleWith(true);
  }

  std::shared_ptr<Delivery> delivery_;
  const Slot slot_;
  Batch batch_;
  gint claimed_ = 0;  // atomic
  bool answer_ = true;
  bool thrown_ = false;
};

class StrictTask : public Task {
 public:
  explicit StrictTask(std::shared_ptr<StrictSend> send) : send_(std::move(send)) {}
  void Run(napi_env env) override { send_->Run(env, send_); }

 private:
  std::shared_ptr<StrictSend> send_;
};

Delivery::Delivery(Registry* registry, guint64 wrapper)
    : registry_(registry), bridge_(registry->bridge()), wrapper_(wrapper) {}

Delivery::~Delivery() {
  if (counted_) bridge_->RemoveNowAsker();
}

void Delivery::Configure(const Options& options) {
  const gint slots = g_atomic_int_get(&slots_);
  if (options.strict) Count(true, slots);
  {
    Lock lock(mutex_);
    options_ = options;
  }
  if (!options.strict) Count(false, slots);
}

void Delivery::Count(bool strict, gint slots) {
  constexpr gint kSenders = Bit(Slot::KeepAlive) - 1;
  strict_ = strict;
  const bool counted = strict && (slots & kSenders) != 0;
  if (std::exchange(counted_, counted) == counted) return;
  if (counted) {
    bridge_->AddNowAsker();
  } else {
    bridge_->RemoveNowAsker();
  }
}

void Delivery::SetOn(Slot slot, bool on) {
  // A thread that sends counts itself as an asker with this, too: it finds the handler there, or does not ask.
  Lock lock(mutex_);
  const gint before = g_atomic_int_get(&slots_);
  if (on) {
    Count(strict_, before | Bit(slot));
    g_atomic_int_or(&slots_, static_cast<guint>(Bit(slot)));
  } else {
    g_atomic_int_and(&slots_, ~static_cast<guint>(Bit(slot)));
    Count(strict_, before & ~Bit(slot));
  }
}

// With mutex_ held.
void Delivery::Schedule() {
  if (scheduled_) return;
  scheduled_ = bridge_->Post(std::make_unique<DrainTask>(shared_from_this()), Bridge::Urgency::Must);
}

// With mutex_ held.
Delivery::Room Delivery::MakeRoom(guint packets, bool each) {
  const guint all = packets_ + packets;
  guint excess = all > options_.capacity ? all - options_.capacity : 0;
  if (!options_.drop_oldest) {
    // A list that is longer than the queue comes alone.
    if (excess == 0 || (packets_ == 0 && !each)) return {0, packets};
    const guint last = each ? MIN(excess, packets) : packets;
    statistics_.dropped += last;
    return {0, packets - last};
  }
  for (auto walk = queue_.begin(); excess != 0 && walk != queue_.end();) {
    const guint dropped = walk->DropOldest(excess);
    statistics_.dropped += dropped;
    packets_ -= dropped;
    excess -= MIN(dropped, excess);
    walk = walk->IsEmpty() ? queue_.erase(walk) : walk + 1;
  }
  // A list that is longer than the queue comes alone, and whole unless its packets are calls of their own.
  if (!each) return {0, packets};
  statistics_.dropped += excess;
  return {excess, packets - excess};
}

// With mutex_ held.
Batch& Delivery::Open(gsize packets, gsize bytes) {
  if (queue_.empty() || !queue_.back().Takes(packets, bytes)) queue_.emplace_back();
  return queue_.back();
}

// With mutex_ held.
void Delivery::Append(SendCall call) {
  if (call.message == nullptr) {
    const Room room = MakeRoom(static_cast<guint>(call.packets.size()), call.each);
    if (room.count == 0) return;
    call.packets = call.packets.subspan(room.first, room.count);
    packets_ += room.count;
  }
  Batch& batch = Open(call.packets.size(), call.bytes());
  batch.Add(std::move(call));
  Schedule();
}

// With mutex_ held.
void Delivery::Enqueue(Batch batch, bool each) {
  const guint packets = batch.packets();
  if (packets != 0) {
    const Room room = MakeRoom(packets, each);
    batch.DropOldest(room.first);
    batch.DropNewest(packets - room.first - room.count);
    if (batch.IsEmpty()) return;
  }
  packets_ += batch.packets();
  queue_.push_back(std::move(batch));
  Schedule();
}

bool Delivery::Send(SendCall call) {
  if (!IsOn(call.slot)) return true;
  Lock lock(mutex_);
  // Taken off meanwhile, and JavaScript's thread may wait for what this one holds.
  if (!IsOn(call.slot)) return true;
  if (options_.strict) {
    const Options options = options_;
    // For as long as it asks, whatever the registration becomes meanwhile.
    bridge_->AddNowAsker();
    lock.Release();
    const bool answer = AskStrictly(std::move(call), options);
    bridge_->RemoveNowAsker();
    return answer;
  }
  while (call.each && call.packets.size() > Batch::kPackets) {
    Append(call.TakeFirst(Batch::kPackets));
    // JavaScript's thread may want to know something.
    lock.Release();
    lock.Acquire();
  }
  if (call.packets.size() <= Batch::kPackets) {
    Append(std::move(call));
    return true;
  }
  lock.Release();
  Batch batch(std::move(call));
  lock.Acquire();
  Enqueue(std::move(batch), false);
  return true;
}

void Delivery::Tell(Slot slot) {
  if (!IsOn(slot)) return;
  Lock lock(mutex_);
  if (tells_ >= kMaxTells) {
    statistics_.dropped_tells++;
    return;
  }
  tells_++;
  Open(0, 0).AddTell(slot);
  Schedule();
}

bool Delivery::AskStrictly(SendCall call, const Options& options) {
  const bool each = call.each;
  auto send = std::make_shared<StrictSend>(shared_from_this(), std::move(call));
  if (bridge_->IsJsThread()) {
    send->Run(registry_->env(), send);
    return send->answer();
  }
  const std::shared_ptr<GObject> server = options.server->Get();
  Waiting* counts = server != nullptr ? &Waiting::Of(server.get()) : nullptr;
  const WaitingNow waiting(counts);
  send->NoteSurroundings();
  const guint timeout = options.timeout != 0 ? options.timeout : HandlerTimeout(server.get());
  const auto state =
      bridge_->AskNow(send->parked(), std::make_unique<StrictTask>(send), gint64{timeout} * G_TIME_SPAN_MILLISECOND);
  if (counts != nullptr) counts->Count(state, send->thrown());
  if (state != Parked::State::Expired || !send->Claim()) return send->answer();
  // The event loop is blocked: the data waits like queued data does.
  Batch late = send->TakeBatch();
  late.SetLate();
  Lock lock(mutex_);
  Enqueue(std::move(late), each);
  return true;
}

bool Delivery::DrainSome(napi_env env) {
  Batch batch;
  bool more;
  {
    Lock lock(mutex_);
    scheduled_ = false;
    if (queue_.empty()) return false;
    batch = std::move(queue_.front());
    queue_.pop_front();
    packets_ -= batch.packets();
    tells_ -= batch.tells();
    more = !queue_.empty();
  }
  Deliver(env, std::move(batch), 0);
  return more;
}

void Delivery::Deliver(napi_env env, Batch batch, guint64 ask) {
  napi_value target = registry_->Find(wrapper_);
  if (target == nullptr) return;
  try {
    napi_value js[6] = {target};
    batch.ToJs(*registry_, &js[1]);
    Check(env, napi_create_double(env, static_cast<double>(ask), &js[5]));
    Check(env, napi_call_function(env, Undefined(env), registry_->hook(Registry::Hook::Deliver), 6, js, nullptr));
  } catch (const JsError& error) {
    napi_throw(env, error.Make(env));
  } catch (const JsPending&) {
    // The bridge reports it.
  }
}

Delivery::Statistics Delivery::statistics() {
  Lock lock(mutex_);
  Statistics now = statistics_;
  now.queued = packets_;
  return now;
}

std::shared_ptr<Delivery> DeliveryOf(gpointer object) {
  Place* place = PlaceOf(object);
  if (place == nullptr) return nullptr;
  Lock lock(place->mutex);
  return place->delivery;
}

namespace {

// The object's delivery to this environment. One that another environment has opened is given up.
std::shared_ptr<Delivery> Open(Registry& registry, napi_value js) {
  Wrapper* wrapper = registry.Unwrap(js);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object) {
    throw JsError("not an object of this library, or one that is gone", JsError::Type::TypeError);
  }
  Place* place = MakePlace(static_cast<GObject*>(wrapper->thing));
  std::shared_ptr<Delivery> old;
  Lock lock(place->mutex);
  if (place->delivery == nullptr || !place->delivery->IsOf(registry, wrapper->id)) {
    old = std::exchange(place->delivery, std::make_shared<Delivery>(&registry, wrapper->id));
  }
  return place->delivery;
}

// The server that a client, a session, a pool of them or a transport belongs to, with a reference; null when there is
// none.
GObject* RefServerOf(gpointer thing) {
  GstRTSPServer* server = nullptr;
  if (GST_IS_RTSP_CLIENT(thing)) server = RefServer(GST_RTSP_CLIENT(thing));
  if (GST_IS_RTSP_STREAM_TRANSPORT(thing)) server = RefTransportServer(GST_RTSP_STREAM_TRANSPORT(thing));
  if (GST_IS_RTSP_SESSION(thing)) server = RefSessionServer(GST_RTSP_SESSION(thing));
  if (GST_IS_RTSP_SESSION_POOL(thing)) server = RefOwnServer(thing);
  return reinterpret_cast<GObject*>(server);
}

napi_value SetSlot(Registry& registry, napi_env env, std::span<napi_value> js) {
  guint slot = 0;
  bool on = false;
  if (!Primitive<guint>::FromJs(env, js[1], &slot) || slot >= static_cast<guint>(Slot::kCount) ||
      napi_get_value_bool(env, js[2], &on) != napi_ok) {
    throw JsError("setSlot(object, slot, on)", JsError::Type::TypeError);
  }
  Open(registry, js[0])->SetOn(static_cast<Slot>(slot), on);
  return Undefined(env);
}

napi_value SetDelivery(Registry& registry, napi_env env, std::span<napi_value> js) {
  Delivery::Options options;
  if (napi_get_value_bool(env, js[1], &options.strict) != napi_ok ||
      !Primitive<guint>::FromJs(env, js[2], &options.capacity) || options.capacity == 0 ||
      napi_get_value_bool(env, js[3], &options.drop_oldest) != napi_ok ||
      !Primitive<guint>::FromJs(env, js[4], &options.timeout)) {
    throw JsError("setDelivery(object, strict, capacity, dropOldest, timeout)", JsError::Type::TypeError);
  }
  const auto delivery = Open(registry, js[0]);
  GObject* server = RefServerOf(registry.Unwrap(js[0])->thing);
  options.server = std::make_shared<WeakRef<GObject>>(server);
  if (server != nullptr) Reaper::Instance().Unref(server);
  delivery->Configure(options);
  return Undefined(env);
}

napi_value DeliveryStatistics(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  Delivery::Statistics statistics;
  if (wrapper != nullptr && wrapper->kind == Wrapper::Kind::Object) {
    if (auto delivery = DeliveryOf(wrapper->thing)) statistics = delivery->statistics();
  }
  napi_value result;
  Check(env, napi_create_object(env, &result));
  const auto set = [&](const char* name, double number) {
    napi_value value;
    Check(env, napi_create_double(env, number, &value));
    Check(env, napi_set_named_property(env, result, name, value));
  };
  set("dropped", static_cast<double>(statistics.dropped));
  set("queued", statistics.queued);
  set("droppedTells", static_cast<double>(statistics.dropped_tells));
  return result;
}

// serverOf(object): the server that a client, a session, a pool of them or a transport belongs to, or null.
napi_value ServerOf(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object) return Null(env);
  GObject* server = RefServerOf(wrapper->thing);
  napi_value result = registry.Wrap(server, Transfer::None);
  if (server != nullptr) Reaper::Instance().Unref(server);
  return result;
}

napi_value AnswerSend(Registry& registry, napi_env env, std::span<napi_value> js) {
  double id = 0;
  bool answer = true, thrown = false;
  Check(env, napi_get_value_double(env, js[0], &id));
  Check(env, napi_get_value_bool(env, js[1], &answer));
  Check(env, napi_get_value_bool(env, js[2], &thrown));
  const auto send = std::dynamic_pointer_cast<StrictSend>(registry.FindAsk(static_cast<guint64>(id)));
  napi_value result;
  Check(env, napi_get_boolean(env, send != nullptr && send->SettleWith(answer, thrown), &result));
  return result;
}

}  // namespace

void ExportDelivery(Registry& registry, napi_value exports) {
  Export<SetSlot, 3>(registry, exports, "setSlot");
  Export<SetDelivery, 5>(registry, exports, "setDelivery");
  Export<AnswerSend, 3>(registry, exports, "answerSend");
  Export<ServerOf, 1>(registry, exports, "serverOf");
  Export<DeliveryStatistics, 1>(registry, exports, "deliveryStatistics");
}

}  // namespace rtspnode
