#pragma once
#include <glib-object.h>

#include <memory>

namespace rtspnode {

template <typename T>
class WeakRef {
 public:
  explicit WeakRef(T* object) { g_weak_ref_init(&ref_, object); }
  ~WeakRef() { g_weak_ref_clear(&ref_); }
  WeakRef(const WeakRef&) = delete;
  WeakRef& operator=(const WeakRef&) = delete;

  void Set(T* object) { g_weak_ref_set(&ref_, object); }
  // Empty when the object has gone.
  std::shared_ptr<T> Get() const {
    auto* object = static_cast<T*>(g_weak_ref_get(const_cast<GWeakRef*>(&ref_)));
    return object ? std::shared_ptr<T>(object, g_object_unref) : nullptr;
  }

 private:
  GWeakRef ref_;
};

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
