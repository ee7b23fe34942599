#pragma once
#include <glib.h>
#include <node_api.h>

#include <memory>

namespace rtspnode {

// Memory for the bytes of packets, which JavaScript gets as it is: whoever sends fills it, and it is used again when
// the ArrayBuffer on it is collected. Any thread.
class Slab {
 public:
  static constexpr gsize kSize = 256 * 1024;

  // At least so large; of kSize in general.
  explicit Slab(gsize least);
  ~Slab();
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;

  guint8* data() const { return data_; }
  gsize size() const { return size_; }

 private:
  guint8* data_;
  gsize size_;
};

// JS thread. The first so many bytes of a slab as an ArrayBuffer, without copying them; null where Node does not allow
// that, and the slab stays.
napi_value LendSlab(napi_env env, std::unique_ptr<Slab>& slab, gsize bytes);

}  // namespace rtspnode
