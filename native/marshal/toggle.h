#pragma once
#include <glib-object.h>

#include <map>
#include <memory>
#include <set>

#include "runtime/bridge.h"
#include "runtime/lock.h"

namespace rtspnode {

class Registry;

// Toggle notifications come from any thread, and in GLib before 2.76 out of order: they are only hints to look at an
// object's reference count again. They carry a number, never a pointer, since a notification may be under way on
// another thread while its wrapper ends. The number tells the environment too.
struct ToggleHints : std::enable_shared_from_this<ToggleHints> {
  // A new environment's.
  static std::shared_ptr<ToggleHints> Create(Registry* registry, std::shared_ptr<Bridge> bridge);
  // `last`: the object, when only the wrapper's reference is left. If a farewell is due it is said first; until then
  // the wrapper holds the object.
  static void OnToggle(guint64 id, GObject* last, void (*say_farewell)(GObject* object));

  guint64 NewId() { return (index << kIndexShift) | next_serial++; }
  // JS thread. Looks at what there are hints for.
  void Adjust();
  // Has Adjust() look at it soon.
  void Later(guint64 id);
  void ExpectFarewell(guint64 id);
  bool IsFarewellDue(guint64 id);
  void ForgetFarewell(guint64 id);
  // The environment ends.
  void Close();

  Registry* registry;
  std::shared_ptr<Bridge> bridge;

 private:
  friend class AdjustTask;
  static constexpr int kIndexShift = 40;

  static std::shared_ptr<ToggleHints> Find(guint64 id);
  void Hint(guint64 id);
  void SayFarewell(guint64 id, GObject* object, void (*say)(GObject* object));
  bool ClaimFarewell(guint64 id);

  guint64 index = 0;
  guint64 next_serial = 1;
  Mutex mutex;
  std::set<guint64> dirty;  // each once: an object that toggles while the event loop is blocked takes no more room
  std::map<guint64, bool> farewells;  // that are due, and whether somebody says it
  bool posted = false;
};

}  // namespace rtspnode
