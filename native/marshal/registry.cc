#include "marshal/registry.h"

#include <utility>

#include "marshal/ask.h"
#include "marshal/ending.h"
#include "marshal/errors.h"
#include "marshal/subclass.h"
#include "marshal/toggle.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

struct Instances {
  Mutex mutex;
  std::map<std::string, int> counts;
};

Instances& Counted() {
  static auto* instances = new Instances;
  return *instances;
}

Farewell farewell{};

void SayFarewell(GObject* object) { farewell.say(object); }

void OnToggleRef(gpointer id, GObject* object, gboolean is_last) {
  ToggleHints::OnToggle(GPOINTER_TO_SIZE(id), is_last ? object : nullptr, SayFarewell);
}

void (*before_release)(GObject* object) = nullptr;

Containment containment{};

struct ToggleRef {
  gpointer id;
  GObject* object;
  bool last;  // but for references that others hold for a moment, as messages do
};

void ReleaseToggleRef(gpointer data) {
  auto* ref = static_cast<ToggleRef*>(data);
  if (before_release != nullptr && ref->last) before_release(ref->object);
  g_object_remove_toggle_ref(ref->object, OnToggleRef, ref->id);
  delete ref;
}

// On objects of JavaScript's classes.
GQuark WrappedQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-wrapped");
  return quark;
}

struct BoxedValue {
  GType type;
  gpointer boxed;
};

void ReleaseBoxed(gpointer data) {
  auto* value = static_cast<BoxedValue*>(data);
  g_boxed_free(value->type, value->boxed);
  delete value;
}

// Gives up what a wrapper owns: it has a reference of its own to an object, and nothing here.
void Release(Wrapper::Kind kind, GType type, gpointer thing) {
  if (kind == Wrapper::Kind::Boxed) Reaper::Instance().Post(new BoxedValue{type, thing}, ReleaseBoxed);
  if (kind == Wrapper::Kind::Lease) delete static_cast<std::shared_ptr<Lease>*>(thing);
}

// A reference that is given to us. Where a wrapper takes its place it is not the last one; where there is none in the
// end, the reaper gives it up.
struct GiveUp {
  void operator()(GObject* object) const { Reaper::Instance().Unref(object); }
};
using Given = std::unique_ptr<GObject, GiveUp>;

}  // namespace

void SetContainment(const Containment& rule) { containment = rule; }

void SetFarewell(const Farewell& rule) { farewell = rule; }

void SetBeforeRelease(void (*prepare)(GObject* object)) { before_release = prepare; }

Registry::Registry(Environment& environment)
    : environment_(environment),
      hints_(ToggleHints::Create(this, environment.bridge())),
      by_object_(g_hash_table_new(nullptr, nullptr)),
      by_id_(g_hash_table_new(g_int64_hash, g_int64_equal)),
      live_(g_hash_table_new(nullptr, nullptr)) {}

Registry::~Registry() {
  hints_->Close();
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, live_);
  while (g_hash_table_iter_next(&iter, &key, nullptr)) {
    auto* wrapper = static_cast<Wrapper*>(key);
    // With the main thread's environment the process ends: tearing its objects down on another thread meanwhile would
    // race with the libraries' own exit handlers, for nothing.
    if (!environment_.is_main()) {
      if (wrapper->kind == Wrapper::Kind::Object && wrapper->thing != nullptr) {
        auto* object = static_cast<GObject*>(wrapper->thing);
        if (const Ending end = EndingOf(G_OBJECT_TYPE(object))) end(object);
      }
      Detach(wrapper);
    }
    wrapper->registry = nullptr;
  }
  for (napi_ref hook : hooks_) {
    if (hook != nullptr) napi_delete_reference(env(), hook);
  }
  for (const auto& [name, constructor] : classes_) napi_delete_reference(env(), constructor);
  g_hash_table_unref(live_);
  g_hash_table_unref(by_id_);
  g_hash_table_unref(by_object_);
}

void Registry::SetHook(Hook hook, napi_value function) {
  napi_create_reference(env(), function, 1, &hooks_[static_cast<int>(hook)]);
}

napi_value Registry::hook(Hook hook) {
  napi_value function = nullptr;
  if (hooks_[static_cast<int>(hook)]) napi_get_reference_value(env(), hooks_[static_cast<int>(hook)], &function);
  return function;
}

void Registry::RegisterClass(const std::string& name, napi_value constructor) {
  napi_ref ref;
  Check(env(), napi_create_reference(env(), constructor, 1, &ref));
  auto [entry, created] = classes_.try_emplace(name, ref);
  if (!created) {
    napi_delete_reference(env(), entry->second);
    entry->second = ref;
  }
  class_of_type_.clear();
}

// The class of the type itself or of its nearest ancestor that has one.
const std::string* Registry::ClassFor(GType type) {
  auto cached = class_of_type_.find(type);
  if (cached != class_of_type_.end()) return cached->second;
  const std::string* name = nullptr;
  for (GType t = type; t != 0 && name == nullptr; t = g_type_parent(t)) {
    auto entry = classes_.find(g_type_name(t));
    if (entry != classes_.end()) name = &entry->first;
  }
  class_of_type_[type] = name;
  return name;
}

napi_value Registry::Make(const std::string& class_name, Pending pending) {
  const napi_ref of_class = classes_.at(class_name);
  const Pending* outer = std::exchange(pending_, &pending);
  napi_value js = nullptr;
  napi_status status = napi_get_reference_value(env(), of_class, &pending.constructor);
  if (status == napi_ok) status = napi_new_instance(env(), pending.constructor, 0, nullptr, &js);
  // No constructor runs any more in a worker that is being terminated: nobody has taken it over.
  if (std::exchange(pending_, outer) == &pending) Release(pending.kind, pending.type, pending.thing);
  Check(env(), status);
  return js;
}

napi_value Registry::Wrap(GObject* object, Transfer transfer) {
  if (object == nullptr) return Null(env());
  Given given(transfer == Transfer::Full ? object : nullptr);
  auto* wrapper = static_cast<Wrapper*>(g_hash_table_lookup(by_object_, object));
  napi_value js = nullptr;
  if (wrapper != nullptr) {
    Check(env(), napi_get_reference_value(env(), wrapper->js, &js));
    if (js == nullptr) {
      // Collected, and its finalizer is still to come.
      Detach(wrapper);
    } else if (wrapper->strong) {
      // It may be in something by now, about which nobody gives a hint.
      if (wrapper->may_be_contained) hints_->Later(wrapper->id);
    }
  }
  if (js == nullptr) {
    // A floating reference that is given to us becomes ours. One of an object that is only shown is its maker's, who
    // takes it when it has found a place for the object.
    if (transfer == Transfer::Full && g_object_is_floating(object)) g_object_ref_sink(object);
    const std::string* name = ClassFor(G_OBJECT_TYPE(object));
    if (name == nullptr) throw JsError(std::string("no class stands for ") + G_OBJECT_TYPE_NAME(object));
    js = Make(*name, {Wrapper::Kind::Object, G_OBJECT_TYPE(object), object});
  }
  if (given) g_object_unref(given.release());
  return js;
}

napi_value Registry::WrapOnce(GObject* object) {
  const auto* wrapper = static_cast<const Wrapper*>(g_hash_table_lookup(by_object_, object));
  if (wrapper == nullptr) {
    return g_object_get_qdata(object, WrappedQuark()) == nullptr ? Wrap(object, Transfer::None) : nullptr;
  }
  napi_value js = nullptr;
  Check(env(), napi_get_reference_value(env(), wrapper->js, &js));
  return js;
}

napi_value Registry::WrapBoxed(GType type, gpointer boxed, Transfer transfer) {
  if (boxed == nullptr) return Null(env());
  const std::string* name = ClassFor(type);
  if (name == nullptr) throw JsError(std::string("no class stands for ") + g_type_name(type));
  return Make(*name, {Wrapper::Kind::Boxed, type, transfer == Transfer::Full ? boxed : g_boxed_copy(type, boxed)});
}

napi_value Registry::WrapLease(const char* class_name, std::shared_ptr<Lease> lease) {
  return Make(class_name, {Wrapper::Kind::Lease, G_TYPE_INVALID, new std::shared_ptr<Lease>(std::move(lease))});
}

bool Registry::AdoptPending(napi_value js) {
  if (pending_ == nullptr) return false;
  // A constructor of the application's may make other objects first.
  bool is_it = false;
  Check(env(), napi_instanceof(env(), js, pending_->constructor, &is_it));
  if (!is_it) return false;
  Attach(js, pending_->kind, pending_->type, pending_->thing);
  pending_ = nullptr;
  return true;
}

void Registry::AdoptObject(napi_value js, GObject* object) {
  if (g_object_is_floating(object)) g_object_ref_sink(object);
  Given given(object);
  Attach(js, Wrapper::Kind::Object, G_OBJECT_TYPE(object), object);
  g_object_unref(given.release());
}

void Registry::AdoptBoxed(napi_value js, GType type, gpointer boxed) {
  try {
    Attach(js, Wrapper::Kind::Boxed, type, boxed);
  } catch (...) {
    Release(Wrapper::Kind::Boxed, type, boxed);
    throw;
  }
}

Wrapper* Registry::Attach(napi_value js, Wrapper::Kind kind, GType type, gpointer thing) {
  const bool may_be_contained = kind == Wrapper::Kind::Object && containment.may_be_contained != nullptr &&
                                containment.may_be_contained(static_cast<GObject*>(thing));
  auto* wrapper = new Wrapper{this, kind, hints_->NewId(), type, thing, may_be_contained};
  const napi_status status = napi_wrap(env(), js, wrapper, Finalize, nullptr, &wrapper->js);
  if (status != napi_ok) {
    delete wrapper;
    throw JsError("this object already stands for something else");
  }
  g_hash_table_add(live_, wrapper);
  if (kind == Wrapper::Kind::Object) {
    auto* object = static_cast<GObject*>(thing);
    g_hash_table_insert(by_object_, object, wrapper);
    g_hash_table_insert(by_id_, const_cast<guint64*>(&wrapper->id), wrapper);
    const JsClass* js_class = JsClass::Of(type);
    if (js_class != nullptr && js_class->registry == this) g_object_set_qdata(object, WrappedQuark(), this);
    if (track_) Count(object);
    if (farewell.applies != nullptr && farewell.applies(object)) hints_->ExpectFarewell(wrapper->id);
    g_object_add_toggle_ref(object, OnToggleRef, GSIZE_TO_POINTER(wrapper->id));
    Adjust(wrapper->id);
    if (may_be_contained) hints_->Later(wrapper->id);
  }
  return wrapper;
}

// Gives the thing up; the wrapper itself lives until its finalizer runs.
void Registry::Detach(Wrapper* wrapper) {
  gpointer thing = std::exchange(wrapper->thing, nullptr);
  if (thing == nullptr) return;
  switch (wrapper->kind) {
    case Wrapper::Kind::Object:
      g_hash_table_remove(by_object_, thing);
      g_hash_table_remove(by_id_, &wrapper->id);
      hints_->ForgetFarewell(wrapper->id);
      Reaper::Instance().Post(
          new ToggleRef{GSIZE_TO_POINTER(wrapper->id), static_cast<GObject*>(thing), !wrapper->strong},
          ReleaseToggleRef);
      break;
    case Wrapper::Kind::Boxed:
    case Wrapper::Kind::Lease:
      Release(wrapper->kind, wrapper->type, thing);
      break;
  }
}

void Registry::Finalize(napi_env env, void* data, void*) {
  auto* wrapper = static_cast<Wrapper*>(data);
  if (wrapper->registry != nullptr) {
    wrapper->registry->Detach(wrapper);
    g_hash_table_remove(wrapper->registry->live_, wrapper);
  }
  // napi_wrap's reference is ours to delete, and only here.
  napi_delete_reference(env, wrapper->js);
  delete wrapper;
}

Wrapper* Registry::Unwrap(napi_value js) {
  void* data = nullptr;
  // Any object may be passed, also one that another addon has wrapped: only our own pointers are followed.
  if (napi_unwrap(env(), js, &data) != napi_ok || !g_hash_table_contains(live_, data)) return nullptr;
  auto* wrapper = static_cast<Wrapper*>(data);
  return wrapper->thing == nullptr ? nullptr : wrapper;
}

napi_value Registry::Find(guint64 id) {
  auto* wrapper = static_cast<Wrapper*>(g_hash_table_lookup(by_id_, &id));
  napi_value js = nullptr;
  if (wrapper != nullptr) napi_get_reference_value(env(), wrapper->js, &js);
  return js;
}

void Registry::Adjust(guint64 id) {
  auto* wrapper = static_cast<Wrapper*>(g_hash_table_lookup(by_id_, &id));
  if (wrapper == nullptr) return;
  const bool shared = g_atomic_int_get(&static_cast<GObject*>(wrapper->thing)->ref_count) > 1;
  // Until then it is held for the thread that says it.
  SetStrong(wrapper,
            hints_->IsFarewellDue(id) || (shared && (wrapper->container == 0 || Find(wrapper->container) == nullptr)));
}

void Registry::SetStrong(Wrapper* wrapper, bool strong) {
  if (wrapper->strong == strong) return;
  // Nothing brings back one that has been collected: it is given up as the last holder that it was.
  napi_value js = nullptr;
  if (strong && (napi_get_reference_value(env(), wrapper->js, &js) != napi_ok || js == nullptr)) return;
  wrapper->strong = strong;
  if (strong) {
    napi_reference_ref(env(), wrapper->js, nullptr);
  } else {
    napi_reference_unref(env(), wrapper->js, nullptr);
  }
}

bool Registry::MayBeContained(guint64 id) {
  auto* wrapper = static_cast<Wrapper*>(g_hash_table_lookup(by_id_, &id));
  return wrapper != nullptr && wrapper->may_be_contained;
}

void Registry::Settle(guint64 id) {
  if (!MayBeContained(id)) return;
  auto* wrapper = static_cast<Wrapper*>(g_hash_table_lookup(by_id_, &id));
  auto* object = static_cast<GObject*>(wrapper->thing);
  GObject* container = g_atomic_int_get(&object->ref_count) > 1 ? containment.ref_container(object) : nullptr;
  const Wrapper* of = nullptr;
  if (container != nullptr) {
    try {
      Wrap(container, Transfer::Full);
    } catch (const std::exception&) {
      return;
    }
    of = static_cast<const Wrapper*>(g_hash_table_lookup(by_object_, container));
  }
  const guint64 before = wrapper->container;
  const guint64 now = of != nullptr ? of->id : 0;
  if (before != now) {
    TellContainer(wrapper, false);
    wrapper->container = now;
    TellContainer(wrapper, true);
  }
  Adjust(id);
}

void Registry::TellContainer(Wrapper* wrapper, bool contained) {
  if (wrapper->container == 0) return;
  napi_value js[3] = {Find(wrapper->container), nullptr, nullptr};
  if (js[0] == nullptr || napi_get_reference_value(env(), wrapper->js, &js[1]) != napi_ok || js[1] == nullptr) return;
  napi_get_boolean(env(), contained, &js[2]);
  napi_value undefined;
  napi_get_undefined(env(), &undefined);
  napi_call_function(env(), undefined, hook(Hook::Contain), 3, js, nullptr);
}

void Registry::AdjustHinted() { hints_->Adjust(); }

guint64 Registry::AddAsk(std::shared_ptr<Ask> ask) {
  asks_[next_ask_] = std::move(ask);
  return next_ask_++;
}

std::shared_ptr<Ask> Registry::FindAsk(guint64 id) {
  auto entry = asks_.find(id);
  return entry == asks_.end() ? nullptr : entry->second;
}

void Registry::RemoveAsk(guint64 id) {
  auto entry = asks_.find(id);
  if (entry == asks_.end()) return;
  entry->second->EndSurroundings();
  asks_.erase(entry);
}

void Registry::Count(GObject* object) {
  static const GQuark counted = g_quark_from_static_string("rtspnode-counted");
  if (g_object_get_qdata(object, counted) != nullptr) return;
  auto* name = new std::string(G_OBJECT_TYPE_NAME(object));
  g_object_set_qdata_full(object, counted, name, [](gpointer data) {
    auto* type = static_cast<std::string*>(data);
    Lock lock(Counted().mutex);
    Counted().counts[*type]--;
    delete type;
  });
  Lock lock(Counted().mutex);
  Counted().counts[*name]++;
}

std::map<std::string, int> Registry::Tracked() {
  Lock lock(Counted().mutex);
  return Counted().counts;
}

}  // namespace rtspnode
