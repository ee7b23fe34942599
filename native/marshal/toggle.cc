#include "marshal/toggle.h"

#include <map>
#include <utility>

#include "marshal/registry.h"
#include "runtime/executor.h"

namespace rtspnode {

namespace {

struct Environments {
  Mutex mutex;
  std::map<guint64, std::shared_ptr<ToggleHints>> by_index;
  guint64 next_index = 1;
};

Environments& All() {
  static auto* environments = new Environments;  // notifications come until the process has ended
  return *environments;
}

// Around the claim of a farewell and the reference that its thread takes. Before that of any ToggleHints.
Mutex& FarewellMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

}  // namespace

class AdjustTask : public Task {
 public:
  explicit AdjustTask(std::shared_ptr<ToggleHints> hints) : hints_(std::move(hints)) {}

  void Run(napi_env) override {
    {
      Lock lock(hints_->mutex);
      hints_->posted = false;
    }
    hints_->Adjust();
  }

 private:
  std::shared_ptr<ToggleHints> hints_;
};

std::shared_ptr<ToggleHints> ToggleHints::Create(Registry* registry, std::shared_ptr<Bridge> bridge) {
  auto hints = std::make_shared<ToggleHints>();
  hints->registry = registry;
  hints->bridge = std::move(bridge);
  auto& all = All();
  Lock lock(all.mutex);
  hints->index = all.next_index++;
  all.by_index[hints->index] = hints;
  return hints;
}

void ToggleHints::Adjust() {
  std::set<guint64> hinted;
  {
    Lock lock(mutex);
    hinted.swap(dirty);
  }
  for (guint64 id : hinted) {
    registry->Adjust(id);
    registry->Settle(id);
  }
}

void ToggleHints::Close() {
  auto& all = All();
  Lock lock(all.mutex);
  all.by_index.erase(index);
}

std::shared_ptr<ToggleHints> ToggleHints::Find(guint64 id) {
  auto& all = All();
  Lock lock(all.mutex);
  auto entry = all.by_index.find(id >> kIndexShift);
  return entry == all.by_index.end() ? nullptr : entry->second;
}

void ToggleHints::OnToggle(guint64 id, GObject* last, void (*say_farewell)(GObject* object)) {
  const auto hints = Find(id);
  if (!hints) return;
  if (last != nullptr && hints->IsFarewellDue(id)) hints->SayFarewell(id, last, say_farewell);
  hints->Hint(id);
}

void ToggleHints::SayFarewell(guint64 id, GObject* object, void (*say)(GObject* object)) {
  std::shared_ptr<GObject> kept;
  {
    // The wrapper may end with its environment: not between the two, and it does not matter after that.
    Lock lock(FarewellMutex());
    if (!ClaimFarewell(id)) return;
    kept.reset(static_cast<GObject*>(g_object_ref(object)), g_object_unref);
  }
  const auto part = [hints = shared_from_this(), id, kept, say] {
    say(kept.get());
    hints->ForgetFarewell(id);
  };
  if (Bridge::IsOnJsThread()) {
    Executor::Instance().Run(object, part);
  } else {
    part();
  }
}

void ToggleHints::ExpectFarewell(guint64 id) {
  Lock lock(mutex);
  farewells[id] = false;
}

bool ToggleHints::ClaimFarewell(guint64 id) {
  Lock lock(mutex);
  const auto due = farewells.find(id);
  return due != farewells.end() && !std::exchange(due->second, true);
}

bool ToggleHints::IsFarewellDue(guint64 id) {
  Lock lock(mutex);
  return farewells.count(id) != 0;
}

void ToggleHints::ForgetFarewell(guint64 id) {
  Lock whole(FarewellMutex());
  Lock lock(mutex);
  farewells.erase(id);
}

void ToggleHints::Hint(guint64 id) {
  // On the JS thread at once: between a call that gave the object away and a task in the queue the garbage collector
  // could take the wrapper, and its listeners with it.
  if (bridge->IsJsThread()) {
    registry->Adjust(id);
    // What it is in can be looked at when C is done with it: it may hold a lock now.
    if (registry->MayBeContained(id)) Later(id);
    return;
  }
  Later(id);
}

void ToggleHints::Later(guint64 id) {
  Lock lock(mutex);
  dirty.insert(id);
  if (posted) return;
  posted = bridge->Post(std::make_unique<AdjustTask>(shared_from_this()), Bridge::Urgency::Must);
}

}  // namespace rtspnode
