#include "rtsp-server/locks.h"

#include "marshal/locks.h"

namespace rtspnode {

namespace {

using Kind = WaitEntry::Kind;

// Requests hold global_lock, then a session media's lock, while a media changes its state; a connection that is closed
// by another thread than its own does the same with watch_lock instead.
constexpr WaitMask kAbove = kWatchLock | kGlobalLock | kSessionMediaLock;

constexpr WaitEntry locks[] = {
    {"server.lock", Kind::Lock, 0},
    {"thread_pool.lock", Kind::Lock, kServerLock | kMainThread},
    {"session_pool.lock", Kind::Lock, 0},
    {"client.lock", Kind::Lock, kClientSendLock | kWatchLock},
    {"client.send_lock", Kind::Lock, kWatchLock | kBacklogLock | kSendThread},
    {"client.watch_lock", Kind::Lock, 0},
    {"tunnels_lock", Kind::Lock, kClientLock | kClientSendLock | kWatchLock},
    // From 1.28.2 on a connection that is closed takes it too.
    {"media.global_lock", Kind::Lock, kWatchLock | kClientThread},
    {"media.state_lock", Kind::RecursiveLock, kAbove | kClientThread | kMediaThread | kStreamThread},
    {"media.lock", Kind::Lock, kAbove | kStateLock | kClientThread | kMediaThread | kStreamThread},
    {"factory.lock", Kind::Lock, kMediasLock | kClientThread},
    // finish_unprepare() emits `unprepared` with state_lock held, and the factory's handler takes this.
    {"factory.medias_lock", Kind::Lock, kAbove | kStateLock | kClientThread | kMediaThread},
    {"stream.lock", Kind::Lock, kAbove | kStateLock | kMediaLock | kClientThread | kMediaThread | kStreamThread},
    {"stream.send_lock", Kind::Lock, kAbove | kStateLock | kSendThread | kStreamThread},
    {"transport.backlog_lock", Kind::RecursiveLock, kAbove | kStateLock | kStreamLock | kClientThread | kSendThread},
    {"session.lock", Kind::Lock, kSessionPoolLock},
    {"session.last_access_lock", Kind::Lock, kSessionPoolLock | kSessionLock},
    {"session_media.lock", Kind::Lock, kWatchLock | kGlobalLock | kClientThread},
    {"auth.lock", Kind::Lock, 0},
    {"mount_points.lock", Kind::Lock, 0},
    {"address_pool.lock", Kind::Lock, kStreamLock},
    {"factory_uri.lock", Kind::Lock, 0},
    {"onvif_factory.lock", Kind::Lock, 0},
    {"onvif_media.lock", Kind::Lock, 0},
};

constexpr WaitEntry threads[] = {
    {"the servers' own threads", Kind::Threads, 0},
    {"the clients' threads", Kind::Threads, 0},
    // Prerolling, asked for by a session media.
    {"the media's threads", Kind::Threads, kAbove | kClientThread},
    // leave_bin() joins them.
    {"the threads that send", Kind::Threads, kAbove | kStateLock | kClientThread | kMediaThread},
    // finish_unprepare() lets state_lock go, but suspending to NULL and a seek that flushes do not.
    {"the pipeline's streaming threads", Kind::Threads, kAbove | kStateLock | kClientThread | kMediaThread},
    {"the calls that run beside JavaScript", Kind::Threads, 0},
};

}  // namespace

void LearnRtspServerWaits() {
  LearnWaits(0, locks);
  LearnWaits(32, threads);
}

}  // namespace rtspnode
