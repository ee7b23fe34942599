#include "marshal/locks.h"

#include <array>
#include <bit>
#include <vector>

#include "marshal/ask.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/js-object.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

constexpr unsigned kBits = 64;

std::array<WaitEntry, kBits>& Waits() {
  static auto* waits = new std::array<WaitEntry, kBits>{};
  return *waits;
}

template <typename F>
void ForEach(WaitMask mask, F&& f) {
  for (; mask != 0; mask &= mask - 1) f(static_cast<unsigned>(std::countr_zero(mask)));
}

WaitMask OfKind(WaitMask mask, WaitEntry::Kind kind) {
  WaitMask found = 0;
  ForEach(mask, [&](unsigned bit) {
    if (Waits()[bit].kind == kind) found |= WaitMask{1} << bit;
  });
  return found;
}

const WaitEntry& First(WaitMask mask) { return Waits()[static_cast<unsigned>(std::countr_zero(mask))]; }

bool IsThreads(const WaitEntry& entry) { return entry.kind == WaitEntry::Kind::Threads; }

std::string Quote(const std::string& event) { return "the handler of '" + event + "'"; }

std::string Refuse(const std::string& call, const std::string& waits, const WaitEntry& kept, const std::string& event) {
  return call + " " + waits + kept.name +
         (IsThreads(kept) ? ", and " + Quote(event) + " keeps one of them" : ", which " + Quote(event) + " holds") +
         ": call it when the handler has answered";
}

// Of what the handler's thread keeps, that for which the holders of `wanted` may wait.
WaitMask ReasonFor(WaitMask wanted, WaitMask kept) {
  WaitMask reason = 0;
  ForEach(kept, [&](unsigned bit) {
    if ((HeldByWaiters(WaitMask{1} << bit) & wanted) != 0) reason |= WaitMask{1} << bit;
  });
  return reason;
}

napi_value NamesToJs(napi_env env, WaitMask mask) {
  napi_value list;
  Check(env, napi_create_array(env, &list));
  uint32_t count = 0;
  ForEach(mask,
          [&](unsigned bit) { Check(env, napi_set_element(env, list, count++, MakeString(env, Waits()[bit].name))); });
  return list;
}

JsObject& SetWaits(JsObject& object, napi_env env, WaitMask mask) {
  const WaitMask threads = OfKind(mask, WaitEntry::Kind::Threads);
  return object.Set("locks", NamesToJs(env, mask & ~threads)).Set("joins", NamesToJs(env, threads));
}

napi_value ArgumentToJs(napi_env env, const ArgumentEntry& argument) {
  return JsObject(env)
      .Set("kind", MakeString(env, argument.kind().c_str()))
      .Set("out", BooleanToJs(env, argument.out))
      .Set("nullable", BooleanToJs(env, argument.nullable))
      .Set("full", BooleanToJs(env, argument.full))
      .value();
}

napi_value ArgumentsToJs(napi_env env, std::span<const ArgumentEntry> arguments) {
  napi_value list;
  Check(env, napi_create_array(env, &list));
  for (uint32_t i = 0; i < arguments.size(); i++) {
    Check(env, napi_set_element(env, list, i, ArgumentToJs(env, arguments[i])));
  }
  return list;
}

// The tables live as long as the process.
std::vector<const Table*>& ListedTables() {
  static auto* tables = new std::vector<const Table*>;
  return *tables;
}

napi_value Calls(Registry&, napi_env env, std::span<napi_value>) {
  Prepare();  // the types have names then
  napi_value list;
  Check(env, napi_create_array(env, &list));
  uint32_t count = 0;
  for (const Table* table : ListedTables()) {
    for (const FunctionEntry& function : table->functions) {
      JsObject call(env);
      call.Set("name", MakeString(env, function.name))
          .Set("className", MakeString(env, table->class_name))
          .Set("method", MakeString(env, MethodName(*table, function).c_str()))
          .Set("promised", BooleanToJs(env, function.promised))
          .Set("stated", BooleanToJs(env, function.promised ? function.waits_stated : table->direct_locks != 0))
          .Set("aside", BooleanToJs(env, function.aside))
          .Set("hurries", BooleanToJs(env, function.hurries));
      call.Set("ofObject", BooleanToJs(env, function.method))
          .Set("arguments", ArgumentsToJs(env, function.arguments))
          .Set("result", ArgumentToJs(env, function.result));
      SetWaits(call, env, function.promised ? function.waits : table->direct_locks);
      Check(env, napi_set_element(env, list, count++, call.value()));
    }
  }
  return list;
}

napi_value Asks(Registry&, napi_env env, std::span<napi_value>) {
  Prepare();
  napi_value list;
  Check(env, napi_create_array(env, &list));
  uint32_t count = 0;
  const auto add = [&](const char* type, const char* name, const Keeps& keeps, bool vfunc, const std::string& answer) {
    const WaitMask kept = keeps.locks | keeps.thread;
    JsObject ask(env);
    ask.Set("type", MakeString(env, type))
        .Set("signal", MakeString(env, name))
        .Set("vfunc", BooleanToJs(env, vfunc))
        .Set("answer", MakeString(env, answer.c_str()))
        .Set("thread", NamesToJs(env, keeps.thread))
        .Set("held", NamesToJs(env, keeps.locks))
        .Set("nonRecursive", NamesToJs(env, OfKind(keeps.locks, WaitEntry::Kind::Lock)))
        .Set("heldByWaiters", NamesToJs(env, HeldByWaiters(kept)))
        .Set("unshared", BooleanToJs(env, keeps.unshared));
    Check(env, napi_set_element(env, list, count++, ask.value()));
  };
  for (const Table* table : ListedTables()) {
    for (const SignalEntry& signal : table->signals) {
      if (signal.answer == nullptr) continue;
      for (const Keeps& keeps : {signal.keeps, signal.elsewhere}) {
        if (keeps.thread == 0 && signal.keeps.thread != 0) continue;
        add(table->type_name, signal.name, keeps, false, signal.answer->kind);
      }
    }
    if (table->subclassing == nullptr) continue;
    for (const VFuncEntry& vfunc : table->subclassing->vfuncs) {
      if (vfunc.kind != VFuncEntry::Kind::Asks || !IsThere(*table->subclassing, vfunc)) continue;
      for (const Keeps& keeps : {vfunc.keeps, vfunc.elsewhere}) {
        if (keeps.thread == 0 && vfunc.keeps.thread != 0) continue;
        add(table->type_name, vfunc.method, keeps, true, vfunc.result.kind());
      }
    }
  }
  return list;
}

napi_value VirtualMethods(Registry&, napi_env env, std::span<napi_value>) {
  Prepare();
  napi_value list;
  Check(env, napi_create_array(env, &list));
  uint32_t count = 0;
  for (const Table* table : ListedTables()) {
    if (table->subclassing == nullptr) continue;
    for (const VFuncEntry& vfunc : table->subclassing->vfuncs) {
      if (!IsThere(*table->subclassing, vfunc)) continue;
      JsObject method(env);
      method.Set("type", MakeString(env, table->type_name))
          .Set("method", MakeString(env, vfunc.method))
          .Set("refusal", vfunc.refusal ? MakeString(env, vfunc.refusal) : Null(env))
          .Set("arguments", ArgumentsToJs(env, vfunc.arguments))
          .Set("result", ArgumentToJs(env, vfunc.result));
      Check(env, napi_set_element(env, list, count++, method.value()));
    }
  }
  return list;
}

}  // namespace

void LearnWaits(unsigned first, std::span<const WaitEntry> entries) {
  for (const WaitEntry& entry : entries) Waits()[first++] = entry;
}

WaitMask HeldByWaiters(WaitMask mask) {
  WaitMask found = 0;
  for (WaitMask next = mask; next != 0;) {
    WaitMask more = 0;
    ForEach(next, [&](unsigned bit) { more |= Waits()[bit].meanwhile; });
    next = more & ~found;
    found |= more;
  }
  return found;
}

namespace {

Keeps OneOf(const Keeps& keeps, const Keeps& elsewhere, WaitMask thread) {
  for (const Keeps& one : {keeps, elsewhere}) {
    if ((one.thread & thread) != 0) return {thread, one.locks, one.unshared};
  }
  return {thread, keeps.locks | elsewhere.locks, false};
}

}  // namespace

Keeps KeptBy(const SignalEntry& signal, WaitMask thread) { return OneOf(signal.keeps, signal.elsewhere, thread); }

Keeps KeptBy(const VFuncEntry& vfunc, WaitMask thread) { return OneOf(vfunc.keeps, vfunc.elsewhere, thread); }

std::string Conflict(const Table& table, const FunctionEntry& function, gconstpointer object, const Ask& ask) {
  const Keeps& keeps = ask.parked()->keeps();
  const WaitMask kept = keeps.locks | keeps.thread;
  const std::string call = CallName(table, function);

  // On the handler's own thread a recursive lock is no obstacle.
  const WaitMask passable = function.aside ? 0 : OfKind(kept, WaitEntry::Kind::RecursiveLock);
  if (const WaitMask same = function.waits & kept & ~passable) {
    return Refuse(call, IsThreads(First(same)) ? "waits for " : "takes ", First(same), ask.event());
  }
  // What nobody else knows yet, nobody else has locked.
  if (keeps.unshared && ask.IsAbout(object)) return {};
  if (const WaitMask wanted = function.waits & HeldByWaiters(kept) & ~passable) {
    const WaitEntry& entry = First(wanted);
    const std::string detour = IsThreads(entry)
                                   ? "waits for " + std::string(entry.name) + ", one of which may wait for "
                                   : "takes " + std::string(entry.name) + ", whose holder may wait for ";
    return Refuse(call, detour, First(ReasonFor(wanted & -wanted, kept)), ask.event());
  }
  return {};
}

void ExportLocks(Registry& registry, napi_value exports, std::span<const Table* const> tables) {
  if (ListedTables().empty()) ListedTables().assign(tables.begin(), tables.end());
  Export<Calls, 0>(registry, exports, "calls");
  Export<VirtualMethods, 0>(registry, exports, "virtualMethods");
  Export<Asks, 0>(registry, exports, "asks");
}

}  // namespace rtspnode
