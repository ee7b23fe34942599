#include "marshal/table.h"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "marshal/errors.h"
#include "marshal/primitive.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

void (*preparation)() = nullptr;
gint prepared = 0;

std::string PlaceOf(const Binding& binding, size_t js_index) {
  const std::string method = MethodName(*binding.table, *binding.function);
  const auto& parameters = binding.function->parameters;
  const std::string function = std::string(binding.table->class_name) + "." + method + "(): ";
  const size_t first = binding.function->method ? 1 : 0;
  if (js_index < first) return function + "the object";
  if (js_index - first < parameters.size()) return function + parameters[js_index - first];
  if (method.starts_with("set") && method.size() > 3) {
    return std::string(binding.table->class_name) + "." + g_ascii_tolower(method[3]) + method.substr(4);
  }
  return function + "argument " + std::to_string(js_index + 1 - first);
}

}  // namespace

std::string MethodName(const Table& table, const FunctionEntry& function) {
  const char* name = function.name;
  // Functions of our own are named like the library's, with another first word.
  const char* prefix = table.prefix;
  if (g_str_has_prefix(name, "node_") && !g_str_has_prefix(prefix, "node_")) {
    name += std::strlen("node_");
    prefix = std::strchr(prefix, '_') + 1;
  }
  if (g_str_has_prefix(name, prefix)) name += std::strlen(prefix);
  std::string method;
  for (bool upper = false; *name != 0; name++) {
    if (*name == '_') {
      upper = true;
    } else {
      method += upper ? g_ascii_toupper(*name) : *name;
      upper = false;
    }
  }
  return method;
}

std::string CallName(const Table& table, const FunctionEntry& function) {
  return std::string(table.class_name) + "." + MethodName(table, function) + "()";
}

void FailArgument(const Binding& binding, size_t js_index, const std::string& expected, napi_value got) {
  throw JsError(PlaceOf(binding, js_index) + " must be " + expected + ", not " + Describe(binding.registry->env(), got),
                JsError::Type::TypeError);
}

void FailIndex(const Binding& binding, size_t js_index, gint least, guint length, gint64 index) {
  const std::string place = PlaceOf(binding, js_index);
  const std::string range = gint64{length} - 1 < least ? ": there is none"
                                                       : " must be from " + std::to_string(least) + " to " +
                                                             std::to_string(gint64{length} - 1);
  throw JsError(place + range + ", not " + std::to_string(index), JsError::Type::RangeError);
}

napi_value ExportFunctions(Registry& registry, std::span<const Table* const> tables) {
  napi_env env = registry.env();
  napi_value functions;
  Check(env, napi_create_object(env, &functions));
  auto bindings = std::make_shared<std::vector<std::unique_ptr<Binding>>>();
  for (const Table* table : tables) {
    for (const FunctionEntry& entry : table->functions) {
      bindings->push_back(std::make_unique<Binding>(Binding{&registry, table, &entry}));
      napi_value function;
      Check(env,
            napi_create_function(env, entry.name, NAPI_AUTO_LENGTH, entry.callback, bindings->back().get(), &function));
      Check(env, napi_set_named_property(env, functions, entry.name, function));
    }
  }
  registry.environment().AtEnd([bindings] { bindings->clear(); });
  return functions;
}

void SetPreparation(void (*prepare)()) { preparation = prepare; }

void Prepare() {
  if (g_atomic_int_get(&prepared)) return;
  // Two workers may come at once. It may throw, and is tried again then.
  static auto* mutex = new Mutex;
  Lock lock(*mutex);
  if (g_atomic_int_get(&prepared)) return;
  preparation();
  g_atomic_int_set(&prepared, 1);
}

}  // namespace rtspnode
