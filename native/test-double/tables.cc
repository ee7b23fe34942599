#include "test-double/tables.h"

#include "gst/tables.h"
#include "marshal/function.h"
#include "marshal/locks.h"
#include "rtsp-server/locks.h"
#include "test-double/double.h"
#include "test-double/eager-bin.h"
#include "test-double/slow-tees.h"

namespace rtspnode {

RTSPNODE_OBJECT(TestDouble, test_double_get_type);

namespace {

bool NumberFromJs(napi_env env, napi_value js, GValue* answer) {
  gint number;
  if (!Primitive<gint>::FromJs(env, js, &number)) return false;
  g_value_set_int(answer, number);
  return true;
}

constexpr AnswerPolicy number{Combine::Last,
                              "gint",
                              "an integer",
                              NumberFromJs,
                              [](GValue* answer) { g_value_set_int(answer, -1); },
                              [](GValue* answer) { g_value_set_int(answer, -1000); },
                              nullptr};
constexpr AnswerPolicy none{
    Combine::All,   "none",         "nothing", [](napi_env, napi_value, GValue*) { return true; },
    [](GValue*) {}, [](GValue*) {}, nullptr};

// Above those of the library.
constexpr unsigned kFirst = 56;
constexpr WaitMask kLock = WaitMask{1} << kFirst;
constexpr WaitMask kPlain = kLock << 1;
constexpr WaitMask kLeaf = kLock << 2;
constexpr WaitMask kBefore = kLock << 3;

constexpr WaitEntry waits[] = {
    {"test_double.lock", WaitEntry::Kind::RecursiveLock, 0},
    {"test_double.plain", WaitEntry::Kind::Lock, kBefore},
    {"test_double.leaf", WaitEntry::Kind::Lock, 0},
    {"test_double.before", WaitEntry::Kind::Lock, 0},
};

constexpr FunctionEntry functions[] = {
    FUNCTION(test_double_new, constructs),
    FUNCTION(test_double_start, names<"threads", "count">),
    FUNCTION(test_double_flood, names<"threads", "count">),
    FUNCTION(test_double_join, promised, aside, locks<kLeaf>, joins<kOwnThread>),
    FUNCTION(test_double_ask, promised, names<"value">, locks<kLeaf>),
    FUNCTION(test_double_configure, promised, locks<kPlain>),
    FUNCTION(test_double_locked_sum, promised, locks<kLock, kLeaf>),
    FUNCTION(test_double_thread, promised, locks<>),
    FUNCTION(test_double_asker),
    FUNCTION(test_double_sleep, promised, names<"milliseconds">, locks<>),
    FUNCTION(test_double_fail, promised, locks<>, joins<kOwnThread>),
    FUNCTION(test_double_churn, promised, names<"other", "times">, locks<>),
    FUNCTION(test_double_before, promised, locks<kBefore>),
    FUNCTION(test_double_ask_here, names<"value">),
    FUNCTION(test_double_keep, names<"other">),
    FUNCTION(test_double_kept),
    FUNCTION(test_double_drop),
    FUNCTION(test_double_tell_and_drop, promised, names<"other">, locks<>),
    FUNCTION(test_double_make, returns<full>),
    FUNCTION(test_double_show, promised, locks<>),
    FUNCTION(test_double_take_shown, answers<Boolean>),
    FUNCTION(test_double_alive),
    FUNCTION(test_double_finalizer),
    FUNCTION(test_double_seed, names<"seed">),
    FUNCTION(test_double_register_eager_bin),
    FUNCTION(test_double_slow_tees, names<"bin", "signal", "milliseconds">),
};

constexpr SignalEntry signals[] = {
    {"ask", &number, {kOwnThread, kLock}},
    {"configure", &none, {kOwnThread, kPlain}},
};

constexpr Table table{"TestDouble", "test_double_", "TestDouble", functions, signals, kLeaf};
constexpr const Table* tables[] = {&table};

}  // namespace

std::span<const Table* const> TestDoubleTables() { return tables; }

void LearnTestDoubleWaits() { LearnWaits(kFirst, waits); }

}  // namespace rtspnode
