#include "rtsp-server/client-context.h"

#include <errno.h>
#include <sys/socket.h>

#include <memory>
#include <utility>

#include "gst/keep.h"
#include "gst/weak.h"
#include "rtsp-server/client-tls.h"
#include "rtsp-server/sessions.h"
#include "runtime/executor.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

void ForgetSource(GSource* source) {
  g_source_destroy(source);
  g_source_unref(source);
}

std::shared_ptr<GSource> KeepSource(GSource* source) { return {g_source_ref(source), g_source_unref}; }

struct Home {
  explicit Home(GstRTSPServer* of) : stand_alone(of == nullptr) {
    g_weak_ref_init(&server, of);
    g_weak_ref_init(&socket, nullptr);
  }
  ~Home() {
    g_weak_ref_clear(&server);
    if (context) g_main_context_unref(context);
    g_weak_ref_clear(&socket);
    g_clear_pointer(&idle, ForgetSource);
  }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;

  gint stand_alone;  // atomic
  GWeakRef server;
  GMainContext* context = nullptr;
  // Not held: the connection is closed with the last reference to its socket.
  GWeakRef socket;
  bool has_socket = false;
  bool closed = false;
  std::function<void()> when_attached;
  bool close_when_attached = false;  // instead of that
  GSource* idle = nullptr;           // see CloseWithoutSessions()
};

// Protects every client's home, but its server. Nothing is called with it but functions of GMainContext and GWeakRef.
Mutex& HomeMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

GQuark HomeQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-client-home");
  return quark;
}

Home* HomeOf(GstRTSPClient* client) { return static_cast<Home*>(g_object_get_qdata(G_OBJECT(client), HomeQuark())); }

void FreeHome(gpointer data) { delete static_cast<Home*>(data); }

// manage_client() holds server.lock from before the context is known until the client is attached.
void AwaitAttached(GstRTSPClient* client) {
  GstRTSPServer* server = RefServer(client);
  if (!server) return;
  gst_rtsp_server_get_backlog(server);
  g_object_unref(server);
}

using Task = std::function<void()>;

gboolean RunTask(gpointer data) {
  (*static_cast<Task*>(data))();
  return G_SOURCE_REMOVE;
}

void FreeTask(gpointer data) { delete static_cast<Task*>(data); }

void AttachTask(GMainContext* context, Task task, gint priority = G_PRIORITY_DEFAULT) {
  GSource* source = g_idle_source_new();
  g_source_set_priority(source, priority);
  g_source_set_callback(source, RunTask, new Task(std::move(task)), FreeTask);
  g_source_attach(source, context);
  g_source_unref(source);
}

// On the client's own thread, as soon as it is attached: it may be so just now, or soon.
void AttachTaskOf(GstRTSPClient* client, GMainContext* context, Task task) {
  AttachTask(context, [kept = Keep(client), task = std::move(task)] {
    AwaitAttached(kept.get());
    task();
  });
}

// The peer may have got an answer that it still is to read, so there is no more to it than that. A handler may have
// closed the connection: it has no address then, and is critical of the question for its socket.
void EndWriting(GstRTSPConnection* connection) {
  if (!connection || !gst_rtsp_connection_get_ip(connection)) return;
  g_socket_shutdown(gst_rtsp_connection_get_write_socket(connection), FALSE, TRUE, nullptr);
}

// unmanage_client(), connected later and so called after this, lets the client's thread go: what is attached to its
// context before this point still runs there, what came later might never.
void OnClosed(GstRTSPClient* client, gpointer) {
  Home* home = HomeOf(client);
  Lock lock(HomeMutex());
  if (std::exchange(home->closed, true)) {
    lock.Release();
    // It would give up what it has given up already: a thread that other clients still use would end.
    g_signal_stop_emission_by_name(client, "closed");
    return;
  }
  // A thread that could not send has left do_close() there, with the client's address and no reference.
  const auto stay = [kept = Keep(client)] {};
  if (home->context) AttachTask(home->context, stay, G_PRIORITY_DEFAULT_IDLE);
  g_clear_pointer(&home->context, g_main_context_unref);
  home->has_socket = false;
  g_clear_pointer(&home->idle, ForgetSource);
  lock.Release();
  EndHandshake(client);
  if (IsStandAlone(client)) return;
  // Whoever else holds the client would keep the peer waiting. Of a tunnel's two connections one has no socket any
  // more.
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  if (connection && !gst_rtsp_connection_is_tunneled(connection)) EndWriting(connection);
}

bool HasSessions(GstRTSPClient* client) {
  GList* sessions = gst_rtsp_client_session_filter(client, nullptr, nullptr);
  const bool any = sessions != nullptr;
  g_list_free_full(sessions, g_object_unref);
  return any;
}

gboolean CloseIdle(gpointer data) {
  auto* client = static_cast<GstRTSPClient*>(g_weak_ref_get(static_cast<GWeakRef*>(data)));
  if (!client) return G_SOURCE_REMOVE;
  if (!HasSessions(client)) CloseNow(client);
  g_object_unref(client);
  return G_SOURCE_REMOVE;
}

// Replaces the one before: between the two was a session.
void AwaitSession(GstRTSPClient* client, guint seconds) {
  Home* home = HomeOf(client);
  Lock lock(HomeMutex());
  if (!home->context) return;
  g_clear_pointer(&home->idle, ForgetSource);
  home->idle = g_timeout_source_new_seconds(seconds);
  g_source_set_callback(home->idle, CloseIdle, NewWeak(client), FreeWeak);
  g_source_attach(home->idle, home->context);
}

}  // namespace

void TrackClient(GstRTSPClient* client, GstRTSPServer* server) {
  g_object_set_qdata_full(G_OBJECT(client), HomeQuark(), new Home(server), FreeHome);
  g_signal_connect(client, "closed", G_CALLBACK(OnClosed), nullptr);
}

bool IsTracked(GstRTSPClient* client) { return HomeOf(client) != nullptr; }

void GiveToServer(GstRTSPClient* client, GstRTSPServer* server) {
  Home* home = HomeOf(client);
  g_weak_ref_set(&home->server, server);
  g_atomic_int_set(&home->stand_alone, FALSE);
}

bool IsStandAlone(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  return home && g_atomic_int_get(&home->stand_alone);
}

GstRTSPServer* RefServer(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  return home ? static_cast<GstRTSPServer*>(g_weak_ref_get(&home->server)) : nullptr;
}

void RememberClientContext(GstRTSPClient* client, GMainContext* context) {
  Home* home = HomeOf(client);
  if (!home) return;
  Lock lock(HomeMutex());
  if (home->context || home->closed) return;
  home->context = g_main_context_ref(context);
  Task task = std::exchange(home->when_attached, {});
  if (home->close_when_attached) task = [client] { CloseNow(client); };
  if (task) AttachTaskOf(client, context, std::move(task));
}

void RememberCurrentClientContext(GstRTSPClient* client) {
  GSource* source = g_main_current_source();
  if (source) RememberClientContext(client, g_source_get_context(source));
}

void RememberSocket(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  // A handler may have closed the connection: it has no address then, and is critical of the question for its socket. A
  // tunnel outlives the socket that it reads from.
  if (!home || g_atomic_int_get(&home->stand_alone) || !connection || !gst_rtsp_connection_get_ip(connection) ||
      gst_rtsp_connection_is_tunneled(connection)) {
    return;
  }
  GSocket* socket = gst_rtsp_connection_get_read_socket(connection);
  Lock lock(HomeMutex());
  if (!home->has_socket) g_weak_ref_set(&home->socket, socket);
  home->has_socket = true;
}

void TellPeerIfUnread(GstRTSPClient* client) {
  GSource* reader = g_main_current_source();
  if (!reader || IsStandAlone(client)) return;
  // By then upstream has stopped to read, if it does.
  AttachTask(g_source_get_context(reader), [kept = Keep(client), reader = KeepSource(reader)] {
    if (g_source_is_destroyed(reader.get())) EndWriting(gst_rtsp_client_get_connection(kept.get()));
  });
}

bool HasPeer(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  if (!home) return true;
  Lock lock(HomeMutex());
  if (!home->has_socket) return true;
  const std::shared_ptr<GSocket> socket(static_cast<GSocket*>(g_weak_ref_get(&home->socket)), [](GSocket* held) {
    if (held) g_object_unref(held);
  });
  lock.Release();
  if (!socket || g_socket_is_closed(socket.get())) return false;
  char byte;
  const ssize_t got = recv(g_socket_get_fd(socket.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR));
}

void ReleaseLostClients(GstRTSPServer* server) {
  GList* clients = gst_rtsp_server_client_filter(server, nullptr, nullptr);
  for (GList* walk = clients; walk; walk = walk->next) {
    GstRTSPClient* client = GST_RTSP_CLIENT(walk->data);
    if (!HasPeer(client)) CloseOnClientThread(client, [client] { FinishClose(client); });
  }
  g_list_free_full(clients, g_object_unref);
}

bool InvokeOnClient(GstRTSPClient* client, Task task, gint priority) {
  Home* home = HomeOf(client);
  if (!home) return false;
  Lock lock(HomeMutex());
  if (g_atomic_int_get(&home->stand_alone) && !home->closed) {
    Executor::Instance().Run(client, [kept = Keep(client), task = std::move(task)] { task(); });
    return true;
  }
  if (!home->context) return false;
  AttachTask(home->context, std::move(task), priority);
  return true;
}

bool HasClientThread(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  if (!home) return false;
  Lock lock(HomeMutex());
  return home->context;
}

bool IsClientThread(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  if (!home) return false;
  if (g_atomic_int_get(&home->stand_alone)) return Executor::IsInLane(client);
  Lock lock(HomeMutex());
  return home->context && g_main_context_is_owner(home->context);
}

void RunWhenAttached(GstRTSPClient* client, Task task) {
  Home* home = HomeOf(client);
  if (!home) return;
  Lock lock(HomeMutex());
  if (home->closed) return;
  if (!home->context) {
    home->when_attached = std::move(task);
    return;
  }
  AttachTaskOf(client, home->context, std::move(task));
}

bool CloseWhenAttached(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  if (!home) return false;
  Lock lock(HomeMutex());
  if (home->context || home->closed) return false;
  home->close_when_attached = true;
  return true;
}

void CloseNow(GstRTSPClient* client) {
  if (IsClosed(client)) return;
  // Upstream takes the connection's watch away first and these afterwards: a thread that sends between the two is
  // critical of a watch that is none.
  gst_rtsp_client_set_send_func(client, nullptr, nullptr, nullptr);
  gst_rtsp_client_set_send_messages_func(client, nullptr, nullptr, nullptr);
  gst_rtsp_client_close(client);
}

void CloseStandAlone(GstRTSPClient* client) {
  if (IsClosed(client)) return;
  GstRTSPSessionPool* pool = gst_rtsp_client_get_session_pool(client);
  GList* sessions = gst_rtsp_client_session_filter(client, nullptr, nullptr);
  for (GList* walk = sessions; walk; walk = walk->next) {
    GstRTSPSession* session = GST_RTSP_SESSION(walk->data);
    StopMedia(session);
    gst_rtsp_session_pool_remove(pool, session);
  }
  g_list_free_full(sessions, g_object_unref);
  g_object_unref(pool);
  gst_rtsp_client_close(client);
  g_signal_emit_by_name(client, "closed");
}

void CloseOnClientThread(GstRTSPClient* client, Task done) {
  const Task close = [kept = Keep(client), done = std::move(done)] {
    if (IsStandAlone(kept.get())) {
      CloseStandAlone(kept.get());
    } else {
      CloseNow(kept.get());
    }
    // When the peer has sent something meanwhile the watch of the connection is about to be dispatched, and outlives
    // its destruction until then: only the next turn knows whether client_watch_notify() has emitted `closed`.
    if (done && !InvokeOnClient(kept.get(), [kept, done] { done(); })) done();
  };
  if (!InvokeOnClient(client, close)) Executor::Instance().Run(client, close);
}

void FinishClose(GstRTSPClient* client) {
  // OnClosed() forgets the context.
  if (!IsClientThread(client)) return;
  g_signal_emit_by_name(client, "closed");
}

void CloseWithoutSessions(GstRTSPClient* client) {
  gint seconds;
  g_object_get(client, "post-session-timeout", &seconds, nullptr);
  if (seconds < 0 || !HasClientThread(client)) return;
  InvokeOnClient(client, [kept = Keep(client), seconds] {
    if (HasSessions(kept.get())) return;
    if (seconds == 0) {
      CloseNow(kept.get());
    } else {
      AwaitSession(kept.get(), seconds);
    }
  });
}

bool IsClosed(GstRTSPClient* client) {
  Home* home = HomeOf(client);
  if (!home) return false;
  Lock lock(HomeMutex());
  return home->closed;
}

}  // namespace rtspnode
