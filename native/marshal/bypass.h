#pragma once
#include <glib.h>

namespace rtspnode {

// Tells virtual methods apart: the address stands for the member of a class structure.
template <auto Member>
inline constexpr char vfunc_id = 0;

// While it lives, a trampoline that this thread calls for this method of this object goes to C's implementation. A C
// function that calls a virtual method is called from JavaScript by the override, or there is none: C dispatches to the
// override, and JavaScript has done so before.
class Bypass {
 public:
  Bypass(const void* object, const void* vfunc);  // null: of no method
  ~Bypass();
  Bypass(const Bypass&) = delete;
  Bypass& operator=(const Bypass&) = delete;

  static bool IsFor(const void* object, const void* vfunc);

 private:
  const void* object_;
  const void* vfunc_;
  const Bypass* outer_;
};

}  // namespace rtspnode
