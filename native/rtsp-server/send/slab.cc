#include "rtsp-server/send/slab.h"

#include <vector>

#include "marshal/errors.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

// Those of kSize that nobody uses: the system gives new memory page by page, and empty.
struct Spare {
  static constexpr gsize kMost = 16;
  Mutex mutex;
  std::vector<guint8*> slabs;
};

Spare& Spares() {
  static auto* spare = new Spare;
  return *spare;
}

guint8* TakeSpare() {
  Spare& spare = Spares();
  Lock lock(spare.mutex);
  if (spare.slabs.empty()) return nullptr;
  guint8* taken = spare.slabs.back();
  spare.slabs.pop_back();
  return taken;
}

bool KeepSpare(guint8* data) {
  Spare& spare = Spares();
  Lock lock(spare.mutex);
  if (spare.slabs.size() == Spare::kMost) return false;
  spare.slabs.push_back(data);
  return true;
}

void OnCollected(napi_env, void*, void* slab) { delete static_cast<Slab*>(slab); }

}  // namespace

Slab::Slab(gsize least) : data_(least <= kSize ? TakeSpare() : nullptr), size_(MAX(least, kSize)) {
  if (data_ == nullptr) data_ = static_cast<guint8*>(g_malloc(size_));
}

Slab::~Slab() {
  if (size_ != kSize || !KeepSpare(data_)) g_free(data_);
}

napi_value LendSlab(napi_env env, std::unique_ptr<Slab>& slab, gsize bytes) {
  napi_value memory;
  Slab* lent = slab.release();
  const napi_status status = napi_create_external_arraybuffer(env, lent->data(), bytes, OnCollected, lent, &memory);
  if (status != napi_ok) slab.reset(lent);
  if (status == napi_no_external_buffers_allowed) return nullptr;
  Check(env, status);
  return memory;
}

}  // namespace rtspnode
