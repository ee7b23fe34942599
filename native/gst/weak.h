#pragma once
#include <glib-object.h>

namespace rtspnode {

// A weak reference for what takes a pointer and the function that frees it.
inline GWeakRef* NewWeak(gpointer object) {
  auto* weak = g_new0(GWeakRef, 1);
  g_weak_ref_init(weak, object);
  return weak;
}

inline void FreeWeak(gpointer data) {
  auto* weak = static_cast<GWeakRef*>(data);
  g_weak_ref_clear(weak);
  g_free(weak);
}

}  // namespace rtspnode
