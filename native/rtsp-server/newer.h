#pragma once

namespace rtspnode {

// A function of libgstrtspserver that came after 1.22; null where the library is older. Never linked.
void* FindNewer(const char* name);

template <typename F>
F FindNewer(const char* name) {
  return reinterpret_cast<F>(FindNewer(name));
}

}  // namespace rtspnode
