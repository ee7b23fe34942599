#pragma once
#include <glib.h>
#include <node_api.h>

#include <exception>
#include <string>
#include <utility>

namespace rtspnode {

class Registry;

// Thrown by conversions, turned into a JavaScript exception where the call came in (Guarded).
class JsError : public std::exception {
 public:
  enum class Type { Error, TypeError, RangeError };
  explicit JsError(std::string message, Type type = Type::Error) : message_(std::move(message)), type_(type) {}

  const char* what() const noexcept override { return message_.c_str(); }
  const std::string& message() const { return message_; }
  Type type() const { return type_; }

  napi_value Make(napi_env env) const;

 private:
  std::string message_;
  Type type_;
};

// A JavaScript exception is pending already.
class JsPending : public std::exception {};

// Throws unless the status is napi_ok.
void Check(napi_env env, napi_status status);
napi_value Null(napi_env env);
napi_value Undefined(napi_env env);
napi_value MakeString(napi_env env, const char* text);

// The facade's GError with message, domain and code. Frees the error.
napi_value MakeGError(Registry& registry, GError* error);
napi_value MakeGErrorCopy(Registry& registry, const GError* error);

// Runs a native function for JavaScript: what it throws becomes a JavaScript exception.
template <typename F>
napi_value Guarded(napi_env env, F&& function) {
  try {
    return function();
  } catch (const JsError& error) {
    napi_throw(env, error.Make(env));
  } catch (const JsPending&) {
  } catch (const std::exception& error) {
    napi_throw_error(env, nullptr, error.what());
  }
  return nullptr;
}

}  // namespace rtspnode
