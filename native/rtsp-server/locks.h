#pragma once
#include "gst/waits.h"
#include "runtime/parked.h"

// The locks of libgstrtspserver and the threads that it waits for: which signals are emitted with which of them, and
// which functions need them, stands in the tables. The names are upstream's fields.
namespace rtspnode {

enum Wait : WaitMask {
  // --- locks
  kServerLock = WaitMask{1} << 0,
  kThreadPoolLock = WaitMask{1} << 1,
  kSessionPoolLock = WaitMask{1} << 2,
  kClientLock = WaitMask{1} << 3,
  kClientSendLock = WaitMask{1} << 4,
  kWatchLock = WaitMask{1} << 5,
  kTunnelsLock = WaitMask{1} << 6,
  kGlobalLock = WaitMask{1} << 7,  // gst_rtsp_media_lock()
  kStateLock = WaitMask{1} << 8,
  kMediaLock = WaitMask{1} << 9,
  kFactoryLock = WaitMask{1} << 10,
  kMediasLock = WaitMask{1} << 11,
  kStreamLock = WaitMask{1} << 12,
  kStreamSendLock = WaitMask{1} << 13,
  kBacklogLock = WaitMask{1} << 14,
  kSessionLock = WaitMask{1} << 15,
  kLastAccessLock = WaitMask{1} << 16,
  kSessionMediaLock = WaitMask{1} << 17,
  kAuthLock = WaitMask{1} << 18,
  kMountsLock = WaitMask{1} << 19,
  kAddressPoolLock = WaitMask{1} << 20,
  kFactoryUriLock = WaitMask{1} << 21,
  kOnvifFactoryLock = WaitMask{1} << 22,
  kOnvifMediaLock = WaitMask{1} << 23,
  // --- threads
  kMainThread = WaitMask{1} << 32,  // a server's loop, and the one of GLib's default context
  kClientThread = WaitMask{1} << 33,
  kMediaThread = WaitMask{1} << 34,
  kSendThread = WaitMask{1} << 35,
  kStreamThread = kStreamingThreads,
  kOwnThread = WaitMask{1} << 37,  // one of this addon's, or the application's
};

// What every function takes that may shut a media down: gst_rtsp_media_unprepare() of a media, with the streams that
// leave their bins, the factory that forgets it in its handler of `unprepared`, and the pipeline's threads that end.
constexpr WaitMask kShutdown = kStateLock | kMediaLock | kMediasLock | kFactoryLock | kStreamLock | kStreamSendLock |
                               kAddressPoolLock | kSendThread | kStreamThread;
// What every function takes that may take a media out of a session: each of its streams loses its transports.
constexpr WaitMask kTeardown = kShutdown | kSessionLock | kSessionMediaLock | kBacklogLock;

// What the signals' threads keep. `pre-*-request` and what belongs to a request, without and with a media:
constexpr Keeps kInRequest{kClientThread, 0};
constexpr Keeps kInMediaRequest{kClientThread, kGlobalLock};
// gst_rtsp_media_factory_construct(): nobody else knows the media yet. From 1.24 on it is locked.
constexpr Keeps kInConstruction{kClientThread, kMediasLock | kGlobalLock, true};

void LearnRtspServerWaits();

}  // namespace rtspnode
