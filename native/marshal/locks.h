#pragma once
#include <node_api.h>

#include <span>
#include <string>

#include "marshal/subclass.h"
#include "marshal/table.h"
#include "runtime/parked.h"

namespace rtspnode {

// What a thread can wait for: a lock, or another thread. Its number in the list is its bit in a WaitMask.
struct WaitEntry {
  enum class Kind { Lock, RecursiveLock, Threads };
  const char* name;  // of threads a plural
  Kind kind;
  // The locks that some thread may hold while it waits for this, and what kinds of threads do that.
  WaitMask meanwhile;
};

// Makes a part of the list known; `first` is the bit of its first entry.
void LearnWaits(unsigned first, std::span<const WaitEntry> entries);

// What other threads may hold, or be, that wait for any of these, or for one that waits for them.
WaitMask HeldByWaiters(WaitMask mask);

// What a thread keeps that emits this signal, or calls this virtual method: `thread` is its kind. Where no entry tells,
// the worst is assumed.
Keeps KeptBy(const SignalEntry& signal, WaitMask thread);
Keeps KeptBy(const VFuncEntry& vfunc, WaitMask thread);

class Ask;
// Why the call would wait for the handler that makes it; empty when it would not. `object` is the one it is made on.
std::string Conflict(const Table& table, const FunctionEntry& function, gconstpointer object, const Ask& ask);

// The list, for the tests: calls() and asks().
void ExportLocks(Registry& registry, napi_value exports, std::span<const Table* const> tables);

}  // namespace rtspnode
