#include "rtsp-server/send/transport-send.h"

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "gst/keep.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/client-thread.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/send/delivery.h"
#include "rtsp-server/slow-transports.h"
#include "runtime/lock.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

// A session, for as long as it is there. Upstream has a transport's keep-alive function hold the session's address, and
// takes it off when a session releases its last media; the other ways in which a session ends leave it there.
class SessionLink {
 public:
  explicit SessionLink(GstRTSPSession* session) : session_(session) {}

  static std::shared_ptr<SessionLink> To(GstRTSPSession* session) {
    auto link = std::make_shared<SessionLink>(session);
    g_object_weak_ref(G_OBJECT(session), OnGone, new std::shared_ptr<SessionLink>(link));
    return link;
  }

  // Without a reference: the last one would shut the media down here.
  void Touch() {
    Lock lock(mutex_);
    if (session_ != nullptr) gst_rtsp_session_touch(session_);
  }

 private:
  static void OnGone(gpointer data, GObject*) {
    const std::unique_ptr<std::shared_ptr<SessionLink>> link(static_cast<std::shared_ptr<SessionLink>*>(data));
    Lock lock((*link)->mutex_);
    (*link)->session_ = nullptr;
  }

  Mutex mutex_;
  GstRTSPSession* session_;
};

struct Hooks {
  explicit Hooks(GstRTSPStreamTransport* of) : transport(of) {
    g_weak_ref_init(&server, nullptr);
    g_weak_ref_init(&client, nullptr);
  }
  ~Hooks() {
    g_weak_ref_clear(&server);
    g_weak_ref_clear(&client);
  }
  Hooks(const Hooks&) = delete;
  Hooks& operator=(const Hooks&) = delete;

  GstRTSPStreamTransport* const transport;
  GWeakRef server;
  GWeakRef client;
  std::shared_ptr<SessionLink> session;  // set before anybody sends, if at all
  gpointer watched = nullptr;            // the client whose end is watched, only to compare
  bool callbacks = false;
  gint tells = 0;  // atomic; once JavaScript has asked to hear of keep-alives
  gint ended = 0;  // atomic
};

// Protects what Hooks say of the library's slots while they are set.
Mutex& SetterMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

Hooks* HooksOf(GstRTSPStreamTransport* transport) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-transport-hooks");
  Lock lock(SetterMutex());
  auto* hooks = static_cast<Hooks*>(g_object_get_qdata(G_OBJECT(transport), quark));
  if (hooks == nullptr) {
    hooks = new Hooks(transport);
    g_object_set_qdata_full(G_OBJECT(transport), quark, hooks, [](gpointer data) { delete static_cast<Hooks*>(data); });
  }
  return hooks;
}

// Of the thread that sends.
thread_local bool data_sent = false;
thread_local GstRTSPStreamTransport* acknowledging = nullptr;
thread_local GstRTSPStreamTransport* waking = nullptr;
thread_local bool again = false;

// The stream may send what waits in the transport's backlog from inside of it, and so come back here: in turn, not one
// within the other, however long the backlog is.
void Acknowledge(GstRTSPStreamTransport* transport) {
  if (acknowledging == transport) {
    again = true;
    return;
  }
  GstRTSPStreamTransport* outer = std::exchange(acknowledging, transport);
  const bool outer_again = again;
  do {
    again = false;
    gst_rtsp_stream_transport_message_sent(transport);
  } while (again);
  acknowledging = outer;
  again = outer_again;
}

void Tell(GstRTSPStreamTransport* transport, Slot slot) {
  if (auto delivery = DeliveryOf(transport)) delivery->Tell(slot);
}

// On the sending thread, with the transport's backlog lock; on a streaming thread without any, for RTCP of the
// receiver.
void KeepAlive(gpointer data) {
  // The function is set before its data, see the setters.
  if (data == nullptr) return;
  auto* hooks = static_cast<Hooks*>(data);
  if (hooks->session != nullptr) hooks->session->Touch();
  // It comes with each list of packets, and finding the delivery costs more than all the rest of it.
  if (g_atomic_int_get(&hooks->tells) != 0) Tell(hooks->transport, Slot::KeepAlive);
  if (std::exchange(data_sent, false)) Acknowledge(hooks->transport);
}

void MessageSent(gpointer data) {
  // The function is set before its data, see the setters.
  if (data == nullptr) return;
  auto* hooks = static_cast<Hooks*>(data);
  if (hooks->transport == waking) {
    // This one was not sent, see WakeSender(). What is sent because of it comes before this.
    waking = nullptr;
    return;
  }
  Tell(hooks->transport, Slot::MessageSentFull);
  Tell(hooks->transport, Slot::MessageSent);
}

// C takes a false answer for the end of the transport. What has no handler is discarded.
gboolean Pass(gpointer data, Slot slot, guint8 channel, std::span<const Packet> packets, std::optional<Slot> single) {
  // The functions of a transport that was made by hand are set before their data, see the setters.
  if (data == nullptr || packets.empty()) return TRUE;
  auto delivery = DeliveryOf(static_cast<Hooks*>(data)->transport);
  // The list functions stay in place also when only the single ones have handlers: with none the library would call
  // those itself, but taking functions off while the stream sends is not safe.
  const bool each = single && delivery != nullptr && !delivery->IsOn(slot);
  const bool answer =
      delivery == nullptr ||
      delivery->Send({.slot = each ? *single : slot, .channel = channel, .each = each, .packets = packets});
  if (answer) {
    NoteDataSent();
  } else {
    ForgetTransport(static_cast<Hooks*>(data)->transport);
  }
  return answer;
}

gboolean PassBuffer(GstBuffer* buffer, guint8 channel, Slot slot, gpointer data) {
  const Packet packet = {.buffer = buffer};
  return Pass(data, slot, channel, {&packet, 1}, std::nullopt);
}

gboolean PassList(GstBufferList* list, guint8 channel, Slot slot, Slot single, gpointer data) {
  std::vector<Packet> packets(gst_buffer_list_length(list));
  for (guint i = 0; i < packets.size(); i++) packets[i].buffer = gst_buffer_list_get(list, i);
  return Pass(data, slot, channel, packets, single);
}

gboolean SendRtp(GstBuffer* buffer, guint8 channel, gpointer data) {
  return PassBuffer(buffer, channel, Slot::Rtp, data);
}

gboolean SendRtcp(GstBuffer* buffer, guint8 channel, gpointer data) {
  return PassBuffer(buffer, channel, Slot::Rtcp, data);
}

gboolean SendRtpList(GstBufferList* list, guint8 channel, gpointer data) {
  return PassList(list, channel, Slot::RtpList, Slot::Rtp, data);
}

gboolean SendRtcpList(GstBufferList* list, guint8 channel, gpointer data) {
  return PassList(list, channel, Slot::RtcpList, Slot::Rtcp, data);
}

// Nothing, when its media or its client has given it up meanwhile.
void Activate(GstRTSPStreamTransport* transport) {
  if (HasEnded(transport)) return;
  ActivateTransport(transport);
  if (HasEnded(transport)) RemoveTransport(transport);
}

// The single and the list functions are only ever set together: the library would prefer the list functions that it set
// itself.
//
// On the thread of the transport's client, if that has one: a PLAY that activates the transport meanwhile would have
// the stream call one of our functions with the client's data, or the other way round.
void InstallSenders(GstRTSPStreamTransport* transport) {
  Hooks* hooks = HooksOf(transport);
  {
    Lock lock(SetterMutex());
    if (std::exchange(hooks->callbacks, true)) return;
  }
  const bool active = RemoveTransport(transport);
  gst_rtsp_stream_transport_set_callbacks(transport, SendRtp, SendRtcp, hooks, nullptr);
  gst_rtsp_stream_transport_set_list_callbacks(transport, SendRtpList, SendRtcpList, hooks, nullptr);
  if (hooks->session == nullptr) gst_rtsp_stream_transport_set_keepalive(transport, KeepAlive, hooks, nullptr);
  if (active) Activate(transport);
}

struct WeakTransport {
  explicit WeakTransport(GstRTSPStreamTransport* transport) { g_weak_ref_init(&ref, transport); }
  ~WeakTransport() { g_weak_ref_clear(&ref); }
  WeakTransport(const WeakTransport&) = delete;
  WeakTransport& operator=(const WeakTransport&) = delete;

  GWeakRef ref;
};

// While the client is being disposed of. Its sessions have given the transport up, but gst_rtsp_media_set_state()
// leaves it in its stream when the media prerolls just then, and the thread that sends would ask what was freed for the
// channel (do_check_back_pressure()).
void OnClientGone(gpointer data, GObject*) {
  const std::unique_ptr<WeakTransport> weak(static_cast<WeakTransport*>(data));
  auto* transport = static_cast<GstRTSPStreamTransport*>(g_weak_ref_get(&weak->ref));
  if (transport == nullptr) return;
  GstRTSPClient* other = RefTransportClient(transport);
  if (other == nullptr && IsInterleaved(transport)) RemoveTransport(transport);
  if (other != nullptr) Reaper::Instance().Unref(other);
  Reaper::Instance().Unref(transport);
}

void WatchClient(Hooks* hooks, GstRTSPClient* client) {
  if (std::exchange(hooks->watched, client) == client) return;
  g_object_weak_ref(G_OBJECT(client), OnClientGone, new WeakTransport(hooks->transport));
}

}  // namespace

void AdoptTransport(GstRTSPStreamTransport* transport, GstRTSPSession* session, GstRTSPClient* client) {
  Hooks* hooks = HooksOf(transport);
  NoteSetUp(gst_rtsp_stream_transport_get_stream(transport));
  GstRTSPServer* server = RefServer(client);
  g_weak_ref_set(&hooks->server, server);
  g_weak_ref_set(&hooks->client, client);
  WatchClient(hooks, client);
  if (server != nullptr) g_object_unref(server);
  // Upstream has just set functions of its own, perhaps for the second time.
  g_atomic_int_set(&hooks->ended, 0);
  if (hooks->session == nullptr) hooks->session = SessionLink::To(session);
  gst_rtsp_stream_transport_set_keepalive(transport, KeepAlive, hooks, nullptr);
  if (hooks->callbacks) {
    hooks->callbacks = false;
    InstallSenders(transport);
  }
}

bool IsOfConnection(GstRTSPStreamTransport* transport) { return HooksOf(transport)->session != nullptr; }

void EndTransports(GstRTSPSessionMedia* media) {
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (transport != nullptr) g_atomic_int_set(&HooksOf(transport)->ended, 1);
  }
  g_ptr_array_unref(transports);
}

bool HasEnded(GstRTSPStreamTransport* transport) {
  Hooks* hooks = HooksOf(transport);
  if (hooks->session == nullptr) return false;  // made by hand
  if (g_atomic_int_get(&hooks->ended) != 0) return true;
  const auto client = Reaped(RefTransportClient(transport));
  return !client || IsClosed(client.get());
}

GstRTSPClient* RefTransportClient(GstRTSPStreamTransport* transport) {
  return static_cast<GstRTSPClient*>(g_weak_ref_get(&HooksOf(transport)->client));
}

bool IsInterleaved(GstRTSPStreamTransport* transport) {
  return gst_rtsp_stream_transport_get_transport(transport)->lower_transport == GST_RTSP_LOWER_TRANS_TCP;
}

GstRTSPServer* RefTransportServer(GstRTSPStreamTransport* transport) {
  return static_cast<GstRTSPServer*>(g_weak_ref_get(&HooksOf(transport)->server));
}

void WakeSender(GstRTSPStreamTransport* transport) {
  waking = transport;
  gst_rtsp_stream_transport_message_sent(transport);
  waking = nullptr;
}

void NoteDataSent() { data_sent = true; }

void node_rtsp_stream_transport_hook_callbacks(GstRTSPStreamTransport* transport, GError** error) {
  const auto client = Reaped(RefTransportClient(transport));
  if (client == nullptr || IsClientThread(client.get())) {
    InstallSenders(transport);
    return;
  }
  const auto kept = Reaped(GST_RTSP_STREAM_TRANSPORT(g_object_ref(transport)));
  RunOnClient(client.get(), error, [kept] { InstallSenders(kept.get()); });
}

void node_rtsp_stream_transport_hook_keepalive(GstRTSPStreamTransport* transport) {
  Hooks* hooks = HooksOf(transport);
  g_atomic_int_set(&hooks->tells, 1);
  if (hooks->session == nullptr) gst_rtsp_stream_transport_set_keepalive(transport, KeepAlive, hooks, nullptr);
}

void node_rtsp_stream_transport_hook_message_sent(GstRTSPStreamTransport* transport) {
  gst_rtsp_stream_transport_set_message_sent(transport, MessageSent, HooksOf(transport), nullptr);
}

void node_rtsp_stream_transport_refuse(GstRTSPStreamTransport* transport) { RemoveTransport(transport); }

}  // namespace rtspnode
