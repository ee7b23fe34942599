#include "marshal/bypass.h"

namespace rtspnode {

namespace {

thread_local const Bypass* innermost = nullptr;

}  // namespace

Bypass::Bypass(const void* object, const void* vfunc) : object_(object), vfunc_(vfunc), outer_(innermost) {
  if (vfunc != nullptr) innermost = this;
}

Bypass::~Bypass() {
  if (vfunc_ != nullptr) innermost = outer_;
}

bool Bypass::IsFor(const void* object, const void* vfunc) {
  for (const Bypass* bypass = innermost; bypass != nullptr; bypass = bypass->outer_) {
    if (bypass->object_ == object && bypass->vfunc_ == vfunc) return true;
  }
  return false;
}

}  // namespace rtspnode
