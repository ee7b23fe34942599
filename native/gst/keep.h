#pragma once
#include <glib-object.h>

#include <memory>

namespace rtspnode {

// A reference of its own; empty for null.
template <typename T>
std::shared_ptr<T> Keep(T* object) {
  return object ? std::shared_ptr<T>(static_cast<T*>(g_object_ref(object)), g_object_unref) : nullptr;
}

}  // namespace rtspnode
