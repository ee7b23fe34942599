#pragma once
#include <glib-object.h>

#include <memory>

#include "runtime/reaper.h"

namespace rtspnode {

// A reference of its own; empty for null.
template <typename T>
std::shared_ptr<T> Keep(T* object) {
  return object ? std::shared_ptr<T>(static_cast<T*>(g_object_ref(object)), g_object_unref) : nullptr;
}

// A reference that is given, which may be the last one: it is the reaper that gives it up. Empty for null.
template <typename T>
std::shared_ptr<T> Reaped(T* given) {
  return given ? std::shared_ptr<T>(given, [](T* object) { Reaper::Instance().Unref(object); }) : nullptr;
}

}  // namespace rtspnode
