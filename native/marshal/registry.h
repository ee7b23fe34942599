#pragma once
#include <glib-object.h>
#include <node_api.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/environment.h"

namespace rtspnode {

class Ask;
class Registry;

enum class Transfer { None, Full };

// The native side of one JavaScript object that stands for something of GLib's.
struct Wrapper {
  enum class Kind { Object, Boxed, Lease };

  Registry* registry;  // null after the environment's end
  const Kind kind;
  const guint64 id;
  GType type;      // Boxed: its type; Object: the instance's own
  gpointer thing;  // the GObject, the boxed value, or the Lease
  const bool may_be_contained = false;
  napi_ref js = nullptr;
  bool strong = false;
  guint64 container = 0;  // the wrapper that keeps this one, in place of the environment
};

// What contains an object: whoever holds it holds the object, too. There is one such rule.
struct Containment {
  // Whether objects of this type are contained in others.
  bool (*may_be_contained)(GObject* object);
  // A reference to what contains it at present; null for nothing.
  GObject* (*ref_container)(GObject* object);
};
void SetContainment(const Containment& rule);

// What C's last reference means to an object of which the wrapper's is left then: it must not wait for the garbage
// collector. There is one such rule.
struct Farewell {
  bool (*applies)(GObject* object);
  // On the thread that has given the reference up, with the locks that it has; not on the JS thread. Once.
  void (*say)(GObject* object);
};
void SetFarewell(const Farewell& rule);

// What C lends to a handler: an RTSPContext, a message that it may change. A lease holds a copy, since C's own may be
// gone before the JavaScript object is. Its end is the JS thread's.
class Lease {
 public:
  virtual ~Lease() = default;
  // JS thread. What the handler gets.
  virtual napi_value Lend(Registry& registry, const std::shared_ptr<Lease>& self) = 0;
  // JS thread, when the handlers have settled well: takes what they have changed.
  virtual void Collect(Registry&) {}
  // The emitting thread, after Collect(), while C's own is still there: hands the changes on to it.
  virtual void WriteBack(gpointer /* original */) {}
  // The emitting thread, when C has changed its own meanwhile: gives what the JS thread runs to make that known.
  virtual std::function<void()> Retake(gconstpointer /* original */) { return {}; }
  // Whether a handler that is lent this knows by it what its thread is in the middle of.
  virtual bool TellsSurroundings() const { return false; }
  bool alive() const { return alive_; }
  void End() {
    if (std::exchange(alive_, false)) Release();
  }

 protected:
  // Gives up what it holds: the JavaScript object may stay for as long as the garbage collector likes.
  virtual void Release() = 0;

 private:
  bool alive_ = true;
};

// A copy of what the pointer points to. `before`: the lease of the argument before this one, if any; the two may lend
// the same.
using LeaseFrom = std::shared_ptr<Lease> (*)(gconstpointer pointer, const std::shared_ptr<Lease>& before);

struct ToggleHints;

// What an object that nobody else holds needs before a wrapper gives it up; on the reaper's thread. There is one.
void SetBeforeRelease(void (*prepare)(GObject* object));

// Per environment: which JavaScript object stands for which GObject, and the classes they are made of. JS thread only.
//
// A wrapper of a GObject holds a toggle reference. As long as anybody else holds the object the wrapper is held by
// the environment too, so that its listeners and properties stay; when the wrapper's is the only reference left the
// garbage collector decides. What something else contains, as a bin its elements, is held by the wrapper of that
// instead: a listener of an element that knows its pipeline is a cycle that goes through C.
class Registry {
 public:
  // Functions of the facade that the native side calls.
  enum class Hook {
    Dispatch,
    CurrentCall,
    Expired,
    MakeError,
    MakeMessage,
    EncodeMessage,
    Call,
    Deliver,
    Override,
    MakeValue,
    TakeValue,
    Contain,
    kCount
  };

  explicit Registry(Environment& environment);
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  Environment& environment() { return environment_; }
  const std::shared_ptr<Bridge>& bridge() { return environment_.bridge(); }
  napi_env env() { return environment_.env(); }

  void SetHook(Hook hook, napi_value function);
  napi_value hook(Hook hook);
  // `name` is the GType's name.
  void RegisterClass(const std::string& name, napi_value constructor);

  // The one JavaScript object of this GObject. With Full the reference is taken over. Null gives null.
  napi_value Wrap(GObject* object, Transfer transfer);
  // A new JavaScript object. With None the value is copied (or referenced, by its own rules).
  napi_value WrapBoxed(GType type, gpointer boxed, Transfer transfer);
  napi_value WrapLease(const char* class_name, std::shared_ptr<Lease> lease);

  // Called by the base class's constructor. False when JavaScript makes a new thing: Adopt() follows.
  bool AdoptPending(napi_value js);
  void AdoptObject(napi_value js, GObject* object);
  void AdoptBoxed(napi_value js, GType type, gpointer boxed);

  // Wrap(), but an object whose JavaScript object has been collected gets no other one: it is about to go. Null then.
  napi_value WrapOnce(GObject* object);

  // The type that the next constructor makes an object of; 0: the class's own.
  void UseSubtype(GType type) { subtype_ = type; }
  GType TakeSubtype() { return std::exchange(subtype_, 0); }

  // What the object stands for; null when it is none of ours, whatever it is.
  Wrapper* Unwrap(napi_value js);
  // Null when there is none at present.
  napi_value Find(guint64 id);

  // Looks at the reference count and makes the wrapper weak or strong accordingly. By id, since the hint that led here
  // may be older than the wrapper's end.
  void Adjust(guint64 id);
  // The same for what may be in something else: not where C may hold a lock of the object.
  void Settle(guint64 id);
  bool MayBeContained(guint64 id);

  // Asks that wait for JavaScript's answer, by the number under which the facade knows them.
  guint64 AddAsk(std::shared_ptr<Ask> ask);
  std::shared_ptr<Ask> FindAsk(guint64 id);
  void RemoveAsk(guint64 id);
  size_t asks() const { return asks_.size(); }
  // The asks of Bridge::AskNow() that JavaScript is answering, each within those before it: their threads keep locks.
  std::vector<const Ask*>& answering() { return answering_; }
  // Looks at once at the objects that other threads have given hints about.
  void AdjustHinted();

  guint wrappers() const { return g_hash_table_size(live_); }
  // Counts, from now on, the instances of GObject types that were ever wrapped and still live; for tests.
  void Track() { track_ = true; }
  static std::map<std::string, int> Tracked();

 private:
  struct Pending {
    Wrapper::Kind kind;
    GType type;
    gpointer thing;
    napi_value constructor = nullptr;  // what is being made must be one of these
  };

  napi_value Make(const std::string& class_name, Pending pending);
  Wrapper* Attach(napi_value js, Wrapper::Kind kind, GType type, gpointer thing);
  const std::string* ClassFor(GType type);
  void Detach(Wrapper* wrapper);
  void SetStrong(Wrapper* wrapper, bool strong);
  void TellContainer(Wrapper* wrapper, bool contained);
  static void Finalize(napi_env env, void* data, void* hint);
  static void OnToggle(gpointer id, GObject* object, gboolean is_last);
  void Count(GObject* object);

  Environment& environment_;
  std::shared_ptr<ToggleHints> hints_;
  napi_ref hooks_[static_cast<int>(Hook::kCount)] = {};
  std::map<std::string, napi_ref> classes_;
  std::map<GType, const std::string*> class_of_type_;
  GHashTable* by_object_;  // GObject* -> Wrapper*
  GHashTable* by_id_;      // id -> Wrapper*
  GHashTable* live_;       // set of Wrapper*: a foreign object's wrapped pointer must never be followed
  const Pending* pending_ = nullptr;
  GType subtype_ = 0;
  std::map<guint64, std::shared_ptr<Ask>> asks_;
  guint64 next_ask_ = 1;
  std::vector<const Ask*> answering_;
  bool track_ = false;
};

}  // namespace rtspnode
