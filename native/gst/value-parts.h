#pragma once
#include <node_api.h>

#include <vector>

#include "gst/values.h"
#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

// The parts of a value that the facade has a class for, on their way there.
class Parts {
 public:
  Parts(Registry& registry, ValueKind kind) : registry_(registry) { Add(static_cast<guint>(kind)); }

  template <typename T>
  Parts& Add(T part) {
    return Add(Primitive<T>::ToJs(registry_.env(), part));
  }
  Parts& Add(napi_value part) {
    parts_.push_back(part);
    return *this;
  }
  napi_value Make() {
    napi_env env = registry_.env();
    napi_value made;
    Check(env, napi_call_function(env, Undefined(env), registry_.hook(Registry::Hook::MakeValue), parts_.size(),
                                  parts_.data(), &made));
    return made;
  }

 private:
  Registry& registry_;
  std::vector<napi_value> parts_;
};

// And on their way back: false when the JavaScript value is not of one of those classes, or not of the wanted one.
class TakenParts {
 public:
  TakenParts(Registry& registry, napi_value js) : env_(registry.env()) {
    Check(env_, napi_call_function(env_, Undefined(env_), registry.hook(Registry::Hook::TakeValue), 1, &js, &parts_));
    guint kind;
    if (IsNullish(env_, parts_) || !Primitive<guint>::FromJs(env_, Element(0), &kind)) {
      parts_ = nullptr;
    } else {
      kind_ = static_cast<ValueKind>(kind);
    }
  }
  TakenParts(Registry& registry, napi_value js, ValueKind wanted) : TakenParts(registry, js) {
    if (kind_ != wanted) parts_ = nullptr;
  }

  explicit operator bool() const { return parts_ != nullptr; }
  ValueKind kind() const { return kind_; }
  napi_value At(uint32_t index) const { return Element(index + 1); }
  template <typename T>
  bool Read(uint32_t index, T* out) const {
    return parts_ != nullptr && Primitive<T>::FromJs(env_, At(index), out);
  }

 private:
  napi_value Element(uint32_t index) const {
    napi_value element;
    Check(env_, napi_get_element(env_, parts_, index, &element));
    return element;
  }

  const napi_env env_;
  napi_value parts_ = nullptr;
  ValueKind kind_{};
};

}  // namespace rtspnode
