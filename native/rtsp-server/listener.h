#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <vector>

#include "runtime/lock.h"
#include "runtime/loop-thread.h"

namespace rtspnode {

// A server that listens: its loop thread, its socket, the cleanup of its sessions, and how all that ends.
//
// The loop thread accepts connections (`client-connected`, create_client() and, with a thread pool without threads, all
// requests run there) and removes expired sessions. It is the listener's own and ends with it, or one that others use
// too: what keeps that one waiting keeps them all.
class Listener {
 public:
  // Binds and listens, on that loop, or on one of its own for null; blocks while a name is resolved. Null and an error
  // that names address and port: in G_RESOLVER_ERROR when the address does not resolve, else in G_IO_ERROR (EXISTS when
  // this server listens already). The caller owns a reference; another one lives until the listener has stopped.
  static Listener* Start(GstRTSPServer* server, std::shared_ptr<LoopThread> loop, GError** error);

  // The listener of a server that listens now or is stopping, with a reference; null when there is none.
  static Listener* Find(GstRTSPServer* server);

  // Stops all listeners of the process side by side. True when all have stopped in time.
  static bool StopAllBounded(gint64 timeout_us);

  // Runs the task on the loop thread, as if it had come with an accepted connection, and waits for it. False when the
  // listener stops or has stopped: the task does not run then. Not to be called on the loop thread.
  bool Run(const LoopThread::Task& task);

  Listener* Ref();
  void Unref();

  GstRTSPServer* server() const { return server_; }
  LoopThread& loop() { return *loop_; }

  // Stops listening, closes all clients and removes their sessions. True when all that is done and a loop thread
  // of its own has ended: the port is free. False when the time was over before: the rest then happens by itself (a
  // handler that has not answered keeps its thread until it does). May be called again, and by several threads. On the
  // loop thread and inside a client's request, which it would have to wait for, it starts the sequence and gives false
  // at once.
  bool Stop(gint64 timeout_us);

 private:
  Listener(GstRTSPServer* server, std::shared_ptr<LoopThread> loop);
  ~Listener();

  static std::vector<Listener*> RefAll();
  bool Open(GError** error);
  void Unregister();

  void RequestStop(Lock& lock);
  bool AwaitStop(Lock& lock, gint64 deadline);
  // The stop sequence; on the loop thread.
  void BeginStop();
  bool AdvanceStop();
  void CloseClients();
  void RemoveSessions();
  bool SharesPool(GstRTSPSessionPool* pool);
  void EndStop();

  gint references_ = 1;
  GstRTSPServer* const server_;
  const bool shares_loop_;
  std::shared_ptr<LoopThread> loop_;

  // Loop thread only, once attached.
  GSource* socket_source_ = nullptr;
  GSource* cleanup_timer_ = nullptr;
  bool sessions_removed_ = false;

  Mutex mutex_;
  Cond changed_;
  enum class Phase { Opening, Listening, Stopping, Finished, Joining, Stopped } phase_ = Phase::Opening;
  int waiting_ = 0;  // threads that want to join the loop thread
  int closing_ = 0;  // clients whose close has been asked for and has not run
};

}  // namespace rtspnode
