#include "rtsp-server/viewers.h"

#include <utility>

#include "gst/weak.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/send/transport-send.h"
#include "runtime/executor.h"

namespace rtspnode {

// The session and the transport are those that the client holds the media in; none after a DESCRIBE.
struct Viewer {
  Viewer(GstRTSPClient* client_of, GstRTSPContext* context, GstRTSPSessionPool* pool_of)
      : client(client_of),
        session(context ? context->session : nullptr),
        pool(pool_of),
        transport(context ? context->trans : nullptr) {}
  WeakRef<GstRTSPClient> client;
  WeakRef<GstRTSPSession> session;
  WeakRef<GstRTSPSessionPool> pool;
  WeakRef<GstRTSPStreamTransport> transport;
};

namespace {

void RemoveSession(const std::shared_ptr<GstRTSPSessionPool>& pool, const std::shared_ptr<GstRTSPSession>& session) {
  if (pool && session) gst_rtsp_session_pool_remove(pool.get(), session.get());
}

bool IsInterleaved(const Viewer& viewer) {
  const auto transport = viewer.transport.Get();
  return transport && rtspnode::IsInterleaved(transport.get());
}

// What the peer sends on the channels finds no stream any more. What is on its way to the peer still does: a thread may
// be just about to send, and do_send_data() asserts that it knows the channel, of which it is given the lower 8 bits.
void HideChannels(const Viewer& viewer) {
  constexpr gint kHidden = 256;
  const auto transport = viewer.transport.Get();
  if (!transport || !rtspnode::IsInterleaved(transport.get())) return;
  auto* how = const_cast<GstRTSPTransport*>(gst_rtsp_stream_transport_get_transport(transport.get()));
  if (how->interleaved.min >= kHidden) return;
  how->interleaved = {how->interleaved.min + kHidden, how->interleaved.max + kHidden};
}

// Not here: state_lock is held, and shutting the media down would wait for the very thread that handles its bus, or for
// a request that has the media's lock and is about to wait for this one.
void End(const Viewer& viewer) {
  HideChannels(viewer);
  auto pool = viewer.pool.Get();
  auto session = viewer.session.Get();
  if (const auto client = viewer.client.Get()) {
    // The session may outlive the connection (UDP, stop-on-disconnect off) and hold the failed media.
    CloseOnClientThread(client.get(), [pool, session] { RemoveSession(pool, session); });
  } else if (session) {
    Executor::Instance().Run(session.get(), [pool, session] { RemoveSession(pool, session); });
  }
}

}  // namespace

Viewers::Viewers() = default;

Viewers::~Viewers() = default;

void Viewers::Begin() {
  Lock lock(mutex_);
  failed_ = false;
}

bool Viewers::Fail() {
  Lock lock(mutex_);
  return !std::exchange(failed_, true);
}

bool Viewers::failed() {
  Lock lock(mutex_);
  return failed_;
}

void Viewers::Add(GstRTSPClient* client, GstRTSPContext* setup) {
  GstRTSPSessionPool* pool = gst_rtsp_client_get_session_pool(client);
  auto viewer = std::make_unique<Viewer>(client, setup, pool);
  if (pool) g_object_unref(pool);
  for (auto& old : TakeIfMany()) {
    if (old->client.Get() || old->session.Get()) Add(std::move(old));
  }
  Add(std::move(viewer));
}

void Viewers::Add(std::unique_ptr<Viewer> viewer) {
  Lock lock(mutex_);
  if (!failed_) {
    viewers_.push_back(std::move(viewer));
    return;
  }
  lock.Release();
  End(*viewer);
}

void Viewers::Forget(GstRTSPClient* client, GstRTSPSession* session) {
  for (auto& viewer : TakeAll()) {
    const auto in = viewer->session.Get();
    if (viewer->client.Get().get() != client || (in && in.get() != session)) Add(std::move(viewer));
  }
}

Viewers::List Viewers::TakeAll() {
  Lock lock(mutex_);
  return std::exchange(viewers_, {});
}

// All of them when they have become many, so that those that have gone can be dropped. Not with the mutex locked: a
// look at a client may turn out to hold its last reference.
Viewers::List Viewers::TakeIfMany() {
  Lock lock(mutex_);
  if (viewers_.size() < prune_at_) return {};
  prune_at_ = 2 * viewers_.size();
  return std::exchange(viewers_, {});
}

void Viewers::EndAll() {
  for (const auto& viewer : TakeAll()) End(*viewer);
}

// gst_rtsp_stream_recv_rtp() is critical of what a peer goes on sending over its connection to a stream that has left
// its pipeline: it finds no stream for these channels any more, and its connection is closed. TEARDOWN makes the client
// forget them itself, by their numbers; a request of another kind ends before its connection.
void Viewers::EndInterleaved() {
  const GstRTSPContext* request = gst_rtsp_context_get_current();
  for (auto& viewer : TakeAll()) {
    if (!IsInterleaved(*viewer)) {
      Add(std::move(viewer));
      continue;
    }
    const auto client = viewer->client.Get();
    if (request && request->client == client.get() && request->method == GST_RTSP_TEARDOWN) continue;
    HideChannels(*viewer);
    // Not at once, and never here: state_lock is held. But before it reads on, for it would leak what it reads.
    if (client && !IsStandAlone(client.get())) {
      const auto close = [client] { CloseNow(client.get()); };
      InvokeOnClient(client.get(), close, G_PRIORITY_HIGH);
    }
  }
}

}  // namespace rtspnode
