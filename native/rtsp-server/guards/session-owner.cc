#include "rtsp-server/guards/session-owner.h"

#include <string>

#include "rtsp-server/client-context.h"
#include "rtsp-server/each.h"
#include "rtsp-server/session-pools.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

struct Owner {
  Owner() {
    g_weak_ref_init(&client, nullptr);
    g_weak_ref_init(&server, nullptr);
  }
  ~Owner() {
    g_weak_ref_clear(&client);
    g_weak_ref_clear(&server);
    if (token) gst_rtsp_token_unref(token);
  }
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;

  GWeakRef client;
  GWeakRef server;
  GstRTSPToken* token = nullptr;  // of whoever the client has authenticated as
  std::string address;
  bool interleaved = false;
};

// Protects the owners of all sessions. A leaf.
Mutex& OwnerMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

GQuark OwnerQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-session-owner");
  return quark;
}

Owner* OwnerOf(GstRTSPSession* session) {
  return static_cast<Owner*>(g_object_get_qdata(G_OBJECT(session), OwnerQuark()));
}

std::string PeerAddress(GstRTSPClient* client) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  const gchar* address = connection ? gst_rtsp_connection_get_ip(connection) : nullptr;
  return address ? address : "";
}

// With the mutex locked, unless nobody else knows the owner yet.
void Assign(Owner* owner, GstRTSPClient* client, GstRTSPToken* token) {
  g_weak_ref_set(&owner->client, client);
  owner->address = PeerAddress(client);
  if (token) gst_rtsp_token_ref(token);
  if (owner->token) gst_rtsp_token_unref(owner->token);
  owner->token = token;
}

// With a reference. Connected until `closed`: that comes after client_watch_notify() has shut down what the client
// played, and until then nobody else may touch the session's media. Not with the mutex locked: the last reference to a
// client shuts media down, too.
GstRTSPClient* RefConnected(Owner* owner) {
  auto* client = static_cast<GstRTSPClient*>(g_weak_ref_get(&owner->client));
  if (client && IsClosed(client)) g_clear_object(&client);
  return client;
}

bool IsSameUser(GstRTSPToken* one, GstRTSPToken* other) {
  if (one == other) return true;
  if (!one || !other) return false;
  return gst_structure_is_equal(gst_rtsp_token_get_structure(one), gst_rtsp_token_get_structure(other));
}

void NotePool(GstRTSPServer* server, GstRTSPClient* client) {
  GstRTSPSessionPool* pool = gst_rtsp_client_get_session_pool(client);
  if (!pool) return;
  NoteSessionPool(server, pool);
  g_object_unref(pool);
}

void OnNewSession(GstRTSPClient* client, GstRTSPSession* session, gpointer) {
  auto* owner = new Owner;
  GstRTSPServer* server = RefServer(client);
  g_weak_ref_set(&owner->server, server);
  if (server) {
    NotePool(server, client);
    g_object_unref(server);
  }
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  Assign(owner, client, context ? context->token : nullptr);
  g_object_set_qdata_full(G_OBJECT(session), OwnerQuark(), owner,
                          [](gpointer data) { delete static_cast<Owner*>(data); });
}

// Upstream asks for credentials before DESCRIBE and ANNOUNCE only. Gives whether the request has good ones: its context
// has their token then.
bool Authenticate(GstRTSPClient* client, GstRTSPContext* context) {
  gchar* credentials;
  if (context->token || !context->request ||
      gst_rtsp_message_get_header(context->request, GST_RTSP_HDR_AUTHORIZATION, &credentials, 0) != GST_RTSP_OK) {
    return false;
  }
  GstRTSPAuth* auth = gst_rtsp_client_get_auth(client);
  if (!auth) return false;
  GstRTSPAuthClass* methods = GST_RTSP_AUTH_GET_CLASS(auth);
  const bool known = methods->authenticate && methods->authenticate(auth, context) && context->token;
  g_object_unref(auth);
  return known;
}

GstRTSPFilterResult DropOne(GstRTSPClient*, GstRTSPSession* session, gpointer wanted) {
  return session == wanted ? GST_RTSP_FILTER_REMOVE : GST_RTSP_FILTER_KEEP;
}

struct Search {
  GstRTSPContext* context;
  Claim worst = Claim::Own;
};

GstRTSPFilterResult DropForeign(GstRTSPClient* client, GstRTSPSession* session, gpointer data) {
  auto& search = *static_cast<Search*>(data);
  Claim claim = ClaimSession(client, session, search.context->token);
  if (claim == Claim::Unauthenticated && Authenticate(client, search.context)) {
    claim = ClaimSession(client, session, search.context->token);
  }
  if (claim == Claim::Own) return GST_RTSP_FILTER_KEEP;
  search.worst = MAX(search.worst, claim);
  return GST_RTSP_FILTER_REMOVE;
}

}  // namespace

Claim ClaimSession(GstRTSPClient* client, GstRTSPSession* session, GstRTSPToken* token) {
  Owner* owner = OwnerOf(session);
  // The application put it into the pool; nobody made it by a SETUP.
  if (!owner) return Claim::Own;
  GstRTSPClient* current = RefConnected(owner);
  if (current) {
    const bool own = current == client;
    // Soon gone, then: the peer's next request may take the session over.
    if (!own && !HasPeer(current)) CloseOnClientThread(current, [current] { FinishClose(current); });
    g_object_unref(current);
    return own ? Claim::Own : Claim::Foreign;
  }
  Lock lock(OwnerMutex());
  if (owner->address != PeerAddress(client)) return Claim::Foreign;
  if (!IsSameUser(owner->token, token)) return token ? Claim::Foreign : Claim::Unauthenticated;
  Assign(owner, client, token);
  return Claim::Own;
}

GstRTSPClient* RefSessionOwner(GstRTSPSession* session) {
  Owner* owner = OwnerOf(session);
  return owner ? RefConnected(owner) : nullptr;
}

GstRTSPServer* RefSessionServer(GstRTSPSession* session) {
  Owner* owner = OwnerOf(session);
  return owner ? static_cast<GstRTSPServer*>(g_weak_ref_get(&owner->server)) : nullptr;
}

bool IsSessionOf(GstRTSPSession* session, GstRTSPServer* server) {
  GstRTSPServer* made_for = RefSessionServer(session);
  if (made_for) g_object_unref(made_for);
  return made_for && made_for == server;
}

void MarkInterleaved(GstRTSPSession* session) {
  Owner* owner = OwnerOf(session);
  if (!owner) return;
  Lock lock(OwnerMutex());
  owner->interleaved = true;
}

bool IsInterleaved(GstRTSPSession* session) {
  Owner* owner = OwnerOf(session);
  if (!owner) return false;
  Lock lock(OwnerMutex());
  return owner->interleaved;
}

void ConnectSessionOwner(GstRTSPClient* client) {
  g_signal_connect(client, "new-session", G_CALLBACK(OnNewSession), nullptr);
}

Claim DropForeignSessions(GstRTSPClient* client, GstRTSPContext* context) {
  Search search = {context};
  Each(gst_rtsp_client_session_filter, client, DropForeign, &search);
  return search.worst;
}

void UnwatchSession(GstRTSPClient* client, GstRTSPSession* session) {
  Each(gst_rtsp_client_session_filter, client, DropOne, session);
}

}  // namespace rtspnode
