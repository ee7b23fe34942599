#include "rtsp-server/session-pools.h"

#include <algorithm>

#include "gst/weak.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

using Pools = std::vector<std::unique_ptr<WeakRef<GstRTSPSessionPool>>>;

// Protects every server's pools. Nothing is called with it but functions that take a pool's lock, and no reference is
// dropped.
Mutex& PoolsMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

GQuark PoolsQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-session-pools");
  return quark;
}

Pools* PoolsOf(GstRTSPServer* server) {
  return static_cast<Pools*>(g_object_get_qdata(G_OBJECT(server), PoolsQuark()));
}

}  // namespace

void NoteSessionPool(GstRTSPServer* server, GstRTSPSessionPool* pool) {
  std::vector<std::shared_ptr<GstRTSPSessionPool>> met;  // until the mutex is free
  Lock lock(PoolsMutex());
  Pools* pools = PoolsOf(server);
  if (!pools) {
    pools = new Pools;
    g_object_set_qdata_full(G_OBJECT(server), PoolsQuark(), pools,
                            [](gpointer data) { delete static_cast<Pools*>(data); });
  }
  for (const auto& weak : *pools) {
    met.push_back(weak->Get());
    if (met.back().get() == pool) return;
  }
  pools->push_back(std::make_unique<WeakRef<GstRTSPSessionPool>>(pool));
}

std::vector<std::shared_ptr<GstRTSPSessionPool>> SessionPoolsOf(GstRTSPServer* server) {
  std::vector<std::shared_ptr<GstRTSPSessionPool>> found;
  std::vector<std::shared_ptr<GstRTSPSessionPool>> empty;  // until the mutex is free
  GstRTSPSessionPool* own = gst_rtsp_server_get_session_pool(server);
  if (own) found.emplace_back(own, g_object_unref);
  Lock lock(PoolsMutex());
  Pools* pools = PoolsOf(server);
  if (!pools) return found;
  const auto is_over = [&](const auto& weak) {
    auto pool = weak->Get();
    if (pool.get() == own) return own == nullptr;
    // A session is in its pool before the pool is noted for it.
    const bool over = !pool || gst_rtsp_session_pool_get_n_sessions(pool.get()) == 0;
    (over ? empty : found).push_back(std::move(pool));
    return over;
  };
  pools->erase(std::remove_if(pools->begin(), pools->end(), is_over), pools->end());
  return found;
}

}  // namespace rtspnode
