#include "test-double/tables.h"

#include "marshal/function.h"
#include "test-double/double.h"

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
                              "an integer",
                              NumberFromJs,
                              [](GValue* answer) { g_value_set_int(answer, -1); },
                              [](GValue* answer) { g_value_set_int(answer, -1000); },
                              nullptr};
constexpr AnswerPolicy none{Combine::All,   "nothing",      [](napi_env, napi_value, GValue*) { return true; },
                            [](GValue*) {}, [](GValue*) {}, nullptr};

constexpr FunctionEntry functions[] = {
    FUNCTION(test_double_new, constructs),
    FUNCTION(test_double_start, names<"threads", "count">),
    FUNCTION(test_double_flood, names<"threads", "count">),
    FUNCTION(test_double_join, promised, aside),
    FUNCTION(test_double_ask, promised, names<"value">),
    FUNCTION(test_double_configure, promised),
    FUNCTION(test_double_locked_sum, promised),
    FUNCTION(test_double_thread, promised),
    FUNCTION(test_double_asker),
    FUNCTION(test_double_sleep, promised, names<"milliseconds">),
    FUNCTION(test_double_fail, promised, refuses<"it would wait for the handler's own thread", ThreadKind::Own>),
    FUNCTION(test_double_churn, promised, names<"other", "times">),
    FUNCTION(test_double_keep, names<"other">),
    FUNCTION(test_double_kept),
    FUNCTION(test_double_drop),
    FUNCTION(test_double_make, returns<full>),
    FUNCTION(test_double_alive),
};

constexpr SignalEntry signals[] = {
    {"ask", &number},
    {"configure", &none},
};

constexpr Table table{"TestDouble", "test_double_", "TestDouble", functions, signals};
constexpr const Table* tables[] = {&table};

}  // namespace

std::span<const Table* const> TestDoubleTables() { return tables; }

}  // namespace rtspnode
