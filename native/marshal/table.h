#pragma once
#include <glib-object.h>
#include <node_api.h>

#include <span>
#include <string>

#include "marshal/registry.h"
#include "runtime/parked.h"

namespace rtspnode {

// One parameter, or the result, of a bound C function; for those who compare it with what the library says of itself.
struct ArgumentEntry {
  std::string (*kind)();  // see kind.h
  bool out;               // part of the result
  bool nullable;
  bool full;  // the receiver takes it over
};

// One bound C function.
struct FunctionEntry {
  const char* name;  // the C name
  napi_callback callback;
  bool promised;
  bool method;                              // JavaScript's first argument is the object
  std::span<const char* const> parameters;  // of the parameters that JavaScript gives, without the object
  WaitMask waits;                           // of a promised one: the locks that it takes, the threads that it waits for
  bool waits_stated;
  bool aside;
  bool hurries;
  std::span<const ArgumentEntry> arguments;  // as in C, without a GError**
  ArgumentEntry result;
};

// How the answers of several handlers make one.
enum class Combine : int {
  All,      // no answer: every handler runs, one after the other
  Refusal,  // the first answer that is not 200 stops the emission
  Last,     // the last handler's
  True,     // the first true one stops the emission
};

// What C gets when JavaScript answers a signal.
struct AnswerPolicy {
  Combine combine;
  const char* kind;  // GLib's name of its type
  const char* expected;
  // False when the JavaScript value does not fit.
  bool (*from_js)(napi_env env, napi_value js, GValue* answer);
  void (*set_default)(GValue* answer);
  void (*set_thrown)(GValue* answer);
  // On the emitting thread, when the answer is known: makes it safe for C. Null where C takes every answer.
  void (*hand_on)(const GValue* params, GValue* answer);
};

// One signal of a class. A signal that no table names tells.
struct SignalEntry {
  const char* name;
  const AnswerPolicy* answer;  // null: it tells, and C goes on at once
  Keeps keeps{};               // of one that asks: what the emitting thread keeps
  Keeps elsewhere{};           // the same for the other kind of thread that emits it, if there is one
  // What its plain pointers point to; null where it has none.
  LeaseFrom pointee = nullptr;
};

struct Subclassing;

// One class: what is bound of it, and nothing else.
struct Table {
  const char* class_name;  // the facade's
  const char* prefix;      // of the C functions' names
  const char* type_name;   // the GType's, for the signals
  std::span<const FunctionEntry> functions;
  std::span<const SignalEntry> signals;
  // What the functions that are not promised take: never held by a thread that waits for JavaScript, nor by one that
  // waits for such a thread. test/locks.test.ts sees to that.
  WaitMask direct_locks = 0;
  // Its virtual methods, see subclass.h; null when it has none.
  const Subclassing* subclassing = nullptr;
};

// What a bound function finds in its callback data.
struct Binding {
  Registry* registry;
  const Table* table;
  const FunctionEntry* function;
};

// gst_rtsp_media_factory_set_latency without its prefix is setLatency.
std::string MethodName(const Table& table, const FunctionEntry& function);
// RTSPMediaFactory.setLatency()
std::string CallName(const Table& table, const FunctionEntry& function);

// Throws the TypeError that names class, method, parameter and what was expected.
[[noreturn]] void FailArgument(const Binding& binding, size_t js_index, const std::string& expected, napi_value got);

// Throws the RangeError of an index that is not from the least to one below the length.
[[noreturn]] void FailIndex(const Binding& binding, size_t js_index, gint least, guint length, gint64 index);

// Makes the object of all functions of these tables, by their C names.
napi_value ExportFunctions(Registry& registry, std::span<const Table* const> tables);
// Makes the signals of these tables known to signal.h.
void LearnSignals(std::span<const Table* const> tables);

// Runs before the first bound function: initialises the library. Throws when it cannot be.
void SetPreparation(void (*prepare)());
void Prepare();

}  // namespace rtspnode
