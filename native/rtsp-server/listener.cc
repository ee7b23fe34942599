#include "rtsp-server/listener.h"

#include <errno.h>
#include <string.h>

#include <memory>
#include <utility>
#include <vector>

#include "rtsp-server/client-context.h"
#include "rtsp-server/each.h"
#include "rtsp-server/group-address.h"
#include "rtsp-server/guards/session-owner.h"
#include "rtsp-server/prerolls.h"
#include "rtsp-server/session-pools.h"
#include "rtsp-server/sessions.h"
#include "rtsp-server/slow-transports.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

constexpr guint kCleanupSeconds = 2;
constexpr guint kStopPollMilliseconds = 2;

// The process's listeners, from before they bind until they have stopped.
Mutex& RegistryMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

std::vector<Listener*>& Registry() {
  static auto* listeners = new std::vector<Listener*>;
  return *listeners;
}

bool IsNumber(const char* text) {
  if (!*text) return false;
  for (; *text; text++) {
    if (!g_ascii_isdigit(*text)) return false;
  }
  return true;
}

// create_socket() reads the service with atoi() and cuts the number to 16 bits: "70000" would listen on port 4464.
bool CheckService(const char* service, GError** error) {
  const bool number = IsNumber(service);
  if (number && g_ascii_strtoull(service, nullptr, 10) <= G_MAXUINT16) return true;
  if (!number && g_ascii_isalpha(*service)) return true;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "'%s' is not a port: it must be a number from 0 to 65535",
              service);
  return false;
}

bool CheckAddress(const char* address, const char* service, GError** error) {
  // An empty one would be every address.
  if (!address || !*address) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "The server has no address to listen on");
    return false;
  }
  const char* reason = WhyUnreachable(address);
  if (!reason) return true;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Cannot listen on %s port %s: %s", address, service,
              reason);
  return false;
}

const char* Explain(const GError* error) {
  if (error->domain == G_RESOLVER_ERROR) return "the host name does not resolve";
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE)) return "the port is in use";
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)) {
    return "permission denied (a port below 1024 needs a privilege)";
  }
  // GIO has no code for it: it arrives as G_IO_ERROR_FAILED with the system's text.
  if (strstr(error->message, g_strerror(EADDRNOTAVAIL))) return "the address is not one of this machine's";
  return nullptr;
}

// Keeps domain and code, says what was asked for and what is wrong with it.
void NameAddress(GError** error, const char* address, const char* service) {
  if (!error) return;
  if (!*error) {
    // create_socket() drops the error when no socket could be made at all.
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "Cannot listen on %s port %s: no socket could be made", address,
                service);
    return;
  }
  const char* reason = Explain(*error);
  gchar* message =
      g_strdup_printf("Cannot listen on %s port %s: %s", address, service, reason ? reason : (*error)->message);
  g_free((*error)->message);
  (*error)->message = message;
}

gboolean CleanUp(gpointer server) {
  ReleaseLostClients(GST_RTSP_SERVER(server));
  FindDropped(GST_RTSP_SERVER(server));
  for (const auto& pool : SessionPoolsOf(GST_RTSP_SERVER(server))) RemoveExpiredSessions(pool.get());
  return G_SOURCE_CONTINUE;
}

void DestroySource(GSource** source) {
  if (!*source) return;
  g_source_destroy(*source);
  g_clear_pointer(source, g_source_unref);
}

bool HasClients(GstRTSPServer* server) {
  GList* clients = gst_rtsp_server_client_filter(server, nullptr, nullptr);
  const bool any = clients != nullptr;
  g_list_free_full(clients, g_object_unref);
  return any;
}

bool UsesPool(GstRTSPServer* server, GstRTSPSessionPool* pool) {
  GstRTSPSessionPool* own = gst_rtsp_server_get_session_pool(server);
  if (own) g_object_unref(own);
  return own == pool;
}

// Whether the calling thread is inside a request of one of the server's clients.
bool IsHandlingRequestOf(GstRTSPServer* server) {
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  if (!context || !context->client) return false;
  GstRTSPServer* of = RefServer(context->client);
  if (of) g_object_unref(of);
  return of == server;
}

struct Removal {
  GstRTSPServer* server;
  bool shared;
};

GstRTSPFilterResult RemoveSession(GstRTSPSessionPool*, GstRTSPSession* session, gpointer data) {
  const auto& removal = *static_cast<Removal*>(data);
  return !removal.shared || IsSessionOf(session, removal.server) ? GST_RTSP_FILTER_REMOVE : GST_RTSP_FILTER_KEEP;
}

}  // namespace

Listener::Listener(GstRTSPServer* server, std::shared_ptr<LoopThread> loop)
    : server_(GST_RTSP_SERVER(g_object_ref(server))), shares_loop_(loop != nullptr), loop_(std::move(loop)) {}

Listener::~Listener() {
  loop_.reset();
  g_object_unref(server_);
}

Listener* Listener::Ref() {
  g_atomic_int_inc(&references_);
  return this;
}

void Listener::Unref() {
  if (g_atomic_int_dec_and_test(&references_)) delete this;
}

std::vector<Listener*> Listener::RefAll() {
  Lock lock(RegistryMutex());
  std::vector<Listener*> all;
  for (Listener* listener : Registry()) {
    Lock listener_lock(listener->mutex_);
    if (listener->phase_ != Phase::Opening) all.push_back(listener->Ref());
  }
  return all;
}

Listener* Listener::Find(GstRTSPServer* server) {
  Listener* found = nullptr;
  for (Listener* listener : RefAll()) {
    if (listener->server_ == server) {
      found = listener;
    } else {
      listener->Unref();
    }
  }
  return found;
}

Listener* Listener::Start(GstRTSPServer* server, std::shared_ptr<LoopThread> loop, GError** error) {
  auto* listener = new Listener(server, std::move(loop));
  {
    Lock lock(RegistryMutex());
    for (Listener* other : Registry()) {
      if (other->server_ != server) continue;
      lock.Release();
      // A second source would break the first: both share the server's one socket pointer.
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "This server is listening already");
      listener->Unref();
      return nullptr;
    }
    Registry().push_back(listener->Ref());
  }
  if (listener->Open(error)) return listener;
  listener->Unregister();
  listener->Unref();
  return nullptr;
}

void Listener::Unregister() {
  Lock lock(RegistryMutex());
  auto& all = Registry();
  for (auto it = all.begin(); it != all.end(); ++it) {
    if (*it != this) continue;
    all.erase(it);
    lock.Release();
    Unref();
    return;
  }
}

bool Listener::Open(GError** error) {
  gchar* address = gst_rtsp_server_get_address(server_);
  gchar* service = gst_rtsp_server_get_service(server_);
  GError* failure = nullptr;
  if (CheckService(service, error) && CheckAddress(address, service, error)) {
    // Always with a place for the error: without, create_socket() dereferences null.
    socket_source_ = gst_rtsp_server_create_source(server_, nullptr, &failure);
    if (!socket_source_) {
      NameAddress(&failure, address, service);
      g_propagate_error(error, failure);
    }
  }
  g_free(address);
  g_free(service);
  if (!socket_source_) return false;

  if (!shares_loop_) loop_.reset(LoopThread::Start("rtsp-server", error));
  if (!loop_) {
    DestroySource(&socket_source_);
    return false;
  }
  cleanup_timer_ = g_timeout_source_new_seconds(kCleanupSeconds);
  g_source_set_callback(cleanup_timer_, CleanUp, server_, nullptr);
  g_source_attach(cleanup_timer_, loop_->context());
  g_source_attach(socket_source_, loop_->context());
  Lock lock(mutex_);
  phase_ = Phase::Listening;
  return true;
}

bool Listener::Stop(gint64 timeout_us) {
  Lock lock(mutex_);
  RequestStop(lock);
  if (loop_->IsCurrent() || IsHandlingRequestOf(server_)) return false;
  waiting_++;
  return AwaitStop(lock, g_get_monotonic_time() + timeout_us);
}

bool Listener::Run(const LoopThread::Task& task) {
  bool ran = false;
  // Its source is what upstream finds the context by, for a client that gets no thread of its own.
  loop_->InvokeAndWait([&] {
    {
      Lock lock(mutex_);
      if (phase_ != Phase::Listening) return;
    }
    task();
    ran = true;
  });
  return ran;
}

bool Listener::StopAllBounded(gint64 timeout_us) {
  const gint64 deadline = g_get_monotonic_time() + timeout_us;
  std::vector<Listener*> all = RefAll();
  for (Listener* listener : all) {
    Lock lock(listener->mutex_);
    listener->RequestStop(lock);
    listener->waiting_++;
  }
  bool in_time = true;
  for (Listener* listener : all) {
    {
      Lock lock(listener->mutex_);
      in_time &= listener->AwaitStop(lock, deadline);
    }
    listener->Unref();
  }
  return in_time;
}

void Listener::RequestStop(Lock&) {
  if (phase_ != Phase::Listening) return;
  phase_ = Phase::Stopping;
  Ref();
  loop_->Invoke([this] { BeginStop(); });
}

bool Listener::AwaitStop(Lock& lock, gint64 deadline) {
  bool in_time = true;
  while (phase_ != Phase::Finished && phase_ != Phase::Stopped && in_time) in_time = changed_.WaitUntil(lock, deadline);
  if (phase_ == Phase::Finished) {
    phase_ = Phase::Joining;
    lock.Release();
    loop_->Stop();
    lock.Acquire();
    phase_ = Phase::Stopped;
    changed_.Broadcast();
  }
  waiting_--;
  return phase_ == Phase::Stopped;
}

// Nothing can accept any more once this has run, since accepting happens on this thread too.
void Listener::BeginStop() {
  DestroySource(&cleanup_timer_);
  DestroySource(&socket_source_);
  CloseClients();

  // Polled, since the moment when the last client leaves the server's list has no signal: unmanage_client() is itself a
  // handler of `closed`.
  GSource* poll = g_timeout_source_new(kStopPollMilliseconds);
  g_source_set_callback(
      poll, [](gpointer self) -> gboolean { return !static_cast<Listener*>(self)->AdvanceStop(); }, this, nullptr);
  g_source_attach(poll, loop_->context());
  g_source_unref(poll);
}

// Gives whether the sequence has ended.
bool Listener::AdvanceStop() {
  for (const auto& media : PrerollsOf(server_)) AbandonPreroll(media.get());
  {
    Lock lock(mutex_);
    if (closing_ > 0) return false;
  }
  if (!sessions_removed_) {
    RemoveSessions();
    sessions_removed_ = true;
  }
  if (HasClients(server_)) {
    CloseClients();
    return false;
  }
  EndStop();
  return true;
}

// The second time, when no sessions are left, it meets clients that gst_rtsp_server_transfer_connection() has brought
// meanwhile, and those whose `closed` never comes (see ReleaseLostClients()).
void Listener::CloseClients() {
  GList* clients = gst_rtsp_server_client_filter(server_, nullptr, nullptr);
  for (GList* walk = clients; walk; walk = walk->next) {
    GstRTSPClient* client = GST_RTSP_CLIENT(walk->data);
    {
      Lock lock(mutex_);
      closing_++;
    }
    Ref();
    CloseOnClientThread(client, [this, client, release = sessions_removed_] {
      if (release) FinishClose(client);
      {
        Lock lock(mutex_);
        closing_--;
      }
      Unref();
    });
  }
  g_list_free_full(clients, g_object_unref);
}

// Sessions that outlive their connection: UDP media with stop-on-disconnect off.
void Listener::RemoveSessions() {
  for (const auto& pool : SessionPoolsOf(server_)) {
    Removal removal = {server_, SharesPool(pool.get())};
    Each(gst_rtsp_session_pool_filter, pool.get(), RemoveSession, &removal);
  }
}

// Whether there may be sessions in the pool that are not this server's.
bool Listener::SharesPool(GstRTSPSessionPool* pool) {
  bool shared = !UsesPool(server_, pool);
  for (Listener* listener : RefAll()) {
    shared |= listener != this && UsesPool(listener->server_, pool);
    listener->Unref();
  }
  return shared;
}

void Listener::EndStop() {
  Unregister();
  {
    Lock lock(mutex_);
    phase_ = shares_loop_ ? Phase::Stopped : Phase::Finished;
    changed_.Broadcast();
    if (!shares_loop_ && waiting_ == 0) {
      // Everybody has given up waiting: the loop thread ends by itself.
      phase_ = Phase::Stopped;
      loop_->Stop();
    }
  }
  Unref();
}

}  // namespace rtspnode
