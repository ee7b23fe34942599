#pragma once
#include <glib-object.h>
#include <node_api.h>

#include <memory>
#include <set>
#include <span>
#include <string>

#include "marshal/registry.h"
#include "marshal/table.h"

namespace rtspnode {

// One virtual method: a member of a class structure that a JavaScript subclass may override.
struct VFuncEntry {
  enum class Kind {
    Asks,     // C waits for the override's answer
    Tells,    // C's own implementation runs first, and C does not wait for the override
    Refused,  // the thread must never wait for JavaScript
  };
  const void* id;      // what tells it from others, whatever the table
  const char* method;  // JavaScript's name
  Kind kind;
  const char* refusal;                         // of a refused one: the rule
  Keeps keeps{};                               // of one that asks: what its thread keeps
  Keeps elsewhere{};                           // the same for the other kind of thread, if there is one
  bool at_once = false;                        // `super` calls C on the JS thread, and gives its value, not a Promise
  std::span<const ArgumentEntry> arguments{};  // as in C, without the object; none of a refused one
  ArgumentEntry result{};
  void (*install)(gpointer klass) = nullptr;  // puts the trampoline into a class structure
  // Of one that older libraries do not have: whether this one's class structure does.
  bool (*is_there)(gpointer klass) = nullptr;
};

// What JavaScript may subclass natively.
struct Subclassing {
  GType (*get_type)();  // the parent of the subclasses: ours, with its guards, where there is one
  std::span<const VFuncEntry> vfuncs;
  const Subclassing* parent = nullptr;  // the vfuncs of the class above
  void (*init_class)(gpointer klass) = nullptr;
};

// Whether the installed library has the virtual method.
bool IsThere(const Subclassing& base, const VFuncEntry& entry);

// One JavaScript class, in one environment. Types are never unregistered, so neither are these.
struct JsClass {
  Registry* registry;  // JS thread only
  std::shared_ptr<Bridge> bridge;
  const Subclassing* base;
  std::string name;  // JavaScript's
  GType type;
  std::set<const VFuncEntry*> overridden;

  // Null where the class has no override of it.
  const VFuncEntry* Find(const void* vfunc) const;
  // Null for types of C's.
  static const JsClass* Of(GType type);
};

// The type to make an object of: that of the JavaScript class under construction, where it is one of `base`.
GType SubtypeOf(GType base);

class ConstructingAs {
 public:
  explicit ConstructingAs(GType type);
  ~ConstructingAs();
  ConstructingAs(const ConstructingAs&) = delete;
  ConstructingAs& operator=(const ConstructingAs&) = delete;

 private:
  GType outer_;
};

// The class of that number; null when there is none.
const JsClass* FindJsClass(guint number);

// Makes what JavaScript may subclass known.
void LearnSubclasses(std::span<const Table* const> tables);
// Functions for the facade: defineSubclass(typeName, constructor, name, methods, always),
// useSubclass(number).
void ExportSubclasses(Registry& registry, napi_value exports);

}  // namespace rtspnode
