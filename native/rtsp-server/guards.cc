#include "rtsp-server/guards.h"

#include <map>
#include <span>

#include "rtsp-server/arrivals.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/each.h"
#include "rtsp-server/guards/header.h"
#include "rtsp-server/guards/play.h"
#include "rtsp-server/guards/rtp-info.h"
#include "rtsp-server/guards/session-owner.h"
#include "rtsp-server/guards/setup.h"
#include "rtsp-server/guards/visit.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/message-limit.h"
#include "rtsp-server/places.h"
#include "rtsp-server/rates.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/slow-transports.h"
#include "rtsp-server/types/node-media.h"
#include "rtsp-server/types/node-server.h"
#include "rtsp-server/unused-streams.h"

namespace rtspnode {

namespace {

// What the peer gets for a SETUP that goes wrong on purpose, see SafeAnswer(). Only used on the thread that handles the
// request.
GQuark RefusalQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-refusal");
  return quark;
}

void SetRefusal(GstRTSPClient* client, GstRTSPStatusCode status) {
  g_object_set_qdata(G_OBJECT(client), RefusalQuark(), GINT_TO_POINTER(status));
}

// GST_RTSP_STS_INVALID when there is none.
GstRTSPStatusCode TakeRefusal(GstRTSPClient* client) {
  return static_cast<GstRTSPStatusCode>(GPOINTER_TO_INT(g_object_steal_qdata(G_OBJECT(client), RefusalQuark())));
}

// Whether the OPTIONS that is being handled was refused, see SafeAnswer().
GQuark RefusedOptionsQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-refused-options");
  return quark;
}

// Upstream goes on with a session's media after it has sent the response, and shows it to the handlers of what follows,
// some of the time without a reference: a handler of `send-message` may remove the session. Only used on the thread
// that handles the request.
GQuark SessionMediaQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-session-media");
  return quark;
}

void HoldSessionMedia(GstRTSPClient* client, GstRTSPContext* context) {
  // TEARDOWN has given up its own reference by now, and does not look at it again.
  if (!context->sessmedia || context->method == GST_RTSP_TEARDOWN) return;
  g_object_set_qdata_full(G_OBJECT(client), SessionMediaQuark(), g_object_ref(context->sessmedia), g_object_unref);
}

// SETUP and RECORD look for it without a reference before they ask the application, and go on with it after that.
GQuark SessionPartsQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-session-parts");
  return quark;
}

void FreeParts(gpointer parts) { g_list_free_full(static_cast<GList*>(parts), g_object_unref); }

void HoldParts(GstRTSPClient* client, GstRTSPSession* session) {
  GList* parts = session ? gst_rtsp_session_filter(session, nullptr, nullptr) : nullptr;
  g_object_set_qdata_full(G_OBJECT(client), SessionPartsQuark(), parts, FreeParts);
}

void ReleaseParts(GstRTSPClient* client) { g_object_set_qdata(G_OBJECT(client), SessionPartsQuark(), nullptr); }

void ReleaseSessionMedia(GstRTSPClient* client) { g_object_set_qdata(G_OBJECT(client), SessionMediaQuark(), nullptr); }

bool IsOn(GstRTSPClient* client, Guard guard) {
  GstRTSPServer* server = RefServer(client);
  if (!server) return true;
  const bool on = GetGuard(server, guard);
  g_object_unref(server);
  return on;
}

void Rewrite(GstRTSPMessage* response, GstRTSPStatusCode status) {
  response->type_data.response.code = status;
  g_free(response->type_data.response.reason);
  response->type_data.response.reason = g_strdup(gst_rtsp_status_as_text(status));
}

// It was in the response that upstream has made anew since.
void TellSeekStyle(const GstRTSPMessage* request, GstRTSPMessage* response) {
  const gchar* style = FindHeader(request, GST_RTSP_HDR_SEEK_STYLE);
  if (!style || !FindHeader(request, GST_RTSP_HDR_RANGE) || FindHeader(response, GST_RTSP_HDR_SEEK_STYLE)) return;
  gst_rtsp_message_add_header(response, GST_RTSP_HDR_SEEK_STYLE, style);
}

Claim ClaimSessions(GstRTSPClient* client, GstRTSPContext* context) {
  return IsOn(client, Guard::SessionOwner) ? DropForeignSessions(client, context) : Claim::Own;
}

// Of locks, the media's global lock may be held in the `pre-*-request` signals (all but OPTIONS, DESCRIBE, RECORD,
// GET_PARAMETER and SET_PARAMETER); client.lock never is.
GstRTSPStatusCode OnPreRequest(GstRTSPClient* client, GstRTSPContext* context) {
  LeaveMedia();
  EndArrivals();
  RememberCurrentClientContext(client);
  RememberSocket(client);
  ReleaseSessionMedia(client);
  // Of a SETUP that has got no answer.
  ReleaseParts(client);
  return ClaimSessions(client, context) == Claim::Own ? GST_RTSP_STS_OK : GST_RTSP_STS_SESSION_NOT_FOUND;
}

GstRTSPStatusCode OnPreSetup(GstRTSPClient* client, GstRTSPContext* context) {
  const GstRTSPStatusCode status = OnPreRequest(client, context);
  HoldParts(client, context->session);
  return status == GST_RTSP_STS_OK ? CheckSetup(context) : status;
}

GstRTSPStatusCode OnPreRecord(GstRTSPClient* client, GstRTSPContext* context) {
  const GstRTSPStatusCode status = OnPreRequest(client, context);
  HoldParts(client, context->session);
  return status;
}

// Once more after the application's handlers, which may have taken their time.
GstRTSPStatusCode AfterPreSetup(GstRTSPClient*, GstRTSPContext* context) { return CheckMediaStatus(context->media); }

GstRTSPStatusCode OnPrePlay(GstRTSPClient* client, GstRTSPContext* context) {
  const GstRTSPStatusCode before = OnPreRequest(client, context);
  if (before != GST_RTSP_STS_OK) return before;
  const GstRTSPStatusCode status =
      CheckPlay(context, !IsOn(client, Guard::SharedSeek), !IsOn(client, Guard::Backwards));
  if (status == GST_RTSP_STS_OK) DiscardUnusedStreams(context->media);
  return status;
}

// After the application's handlers, which may have taken their time, or stopped the media: PLAY would build on a
// pipeline that is not there any more.
GstRTSPStatusCode AfterPrePlay(GstRTSPClient*, GstRTSPContext* context) {
  // First: nobody stops it behind what is found out of it.
  if (!EnterMedia(context->media, MediaGate::Visitor::Play)) return GST_RTSP_STS_SERVICE_UNAVAILABLE;
  GstRTSPStatusCode status = CheckMediaStatus(context->media);
  if (status == GST_RTSP_STS_OK && !IsRunning(context->media)) status = GST_RTSP_STS_METHOD_NOT_VALID_IN_THIS_STATE;
  if (status != GST_RTSP_STS_OK) {
    LeaveMedia();
    return status;
  }
  // default_adjust_play_mode() adds a header (Seek-Style) to the response, which is not one yet.
  gst_rtsp_message_init_response(context->response, GST_RTSP_STS_OK, nullptr, context->request);
  PauseToSeek(context);
  NoteActive(context);
  ExpectRate(SeekRate(context));
  BeginPreroll(context->media);
  return GST_RTSP_STS_OK;
}

GstRTSPStatusCode AfterPreRecord(GstRTSPClient*, GstRTSPContext* context) {
  if (!context->media) return GST_RTSP_STS_OK;
  if (!EnterMedia(context->media, MediaGate::Visitor::Play)) return GST_RTSP_STS_SERVICE_UNAVAILABLE;
  const GstRTSPStatusCode status = CheckMediaStatus(context->media);
  if (status != GST_RTSP_STS_OK) LeaveMedia();
  return status;
}

thread_local const GstRTSPMessage* response_being_sent = nullptr;

// Emitted for every message that leaves, so also for the answers to requests that were refused before any `pre-*`
// signal: 401, 404, 551.
void OnSendMessage(GstRTSPClient* client, GstRTSPContext* context, GstRTSPMessage* message) {
  // Sent by the application: it answers no request.
  if (!context->request) return;
  if (message == context->response) response_being_sent = message;
  NoteMessage(client);
  LeaveMedia();
  EndArrivals();
  ExpectRate(1);
  if (context->method == GST_RTSP_INVALID) TellPeerIfUnread(client);
  const Claim claim = ClaimSessions(client, context);
  if (message->type != GST_RTSP_MESSAGE_RESPONSE) return;
  if (context->method == GST_RTSP_PLAY && context->media) EndPreroll(context->media);
  if (context->method == GST_RTSP_PLAY && message->type_data.response.code == GST_RTSP_STS_OK) {
    TellSeekStyle(context->request, message);
    if (context->sessmedia) CorrectRtpInfo(context->sessmedia, message);
  }
  if (context->method == GST_RTSP_SETUP && context->sessmedia) {
    MakePlaces(context->sessmedia);
    WatchTransportsOf(context->sessmedia);
  }

  const GstRTSPStatusCode refusal = TakeRefusal(client);
  const GstRTSPStatusCode status = message->type_data.response.code;
  if (status == GST_RTSP_STS_OK) {
    HoldSessionMedia(client, context);
    // The application's handlers may change it before `setup-request` comes.
    if (context->method == GST_RTSP_SETUP && context->trans) AdoptTransport(context->trans, context->session, client);
  }
  if (refusal != GST_RTSP_STS_INVALID && status >= GST_RTSP_STS_BAD_REQUEST) {
    Rewrite(message, refusal);
  } else if (claim == Claim::Foreign && status >= GST_RTSP_STS_BAD_REQUEST) {
    // handle_request() looks for the session before anything else: 404 or 401 would tell that there is one.
    gst_rtsp_message_remove_header(message, GST_RTSP_HDR_WWW_AUTHENTICATE, -1);
    Rewrite(message, GST_RTSP_STS_SESSION_NOT_FOUND);
  } else if (status == GST_RTSP_STS_BAD_REQUEST && context->factory && !context->media) {
    // find_media() blames the client when the factory could not make a media.
    Rewrite(message, GST_RTSP_STS_SERVICE_UNAVAILABLE);
  }
}

// After the application's handlers. PLAY and RECORD start the media now, which it may have stopped: they find nothing
// to start then, but must not meet it while it stops.
void AfterSendMessage(GstRTSPClient* client, GstRTSPContext* context, GstRTSPMessage* message) {
  if (message == response_being_sent) response_being_sent = nullptr;
  // Sent by the application: it answers no request.
  if (!context->request) return;
  // The handlers have been shown what the request was about.
  if (message->type == GST_RTSP_MESSAGE_RESPONSE) ReleaseParts(client);
  const bool starts = context->method == GST_RTSP_PLAY || context->method == GST_RTSP_RECORD;
  if (!context->media || !starts || message->type != GST_RTSP_MESSAGE_RESPONSE ||
      message->type_data.response.code != GST_RTSP_STS_OK) {
    KeepActive(false);
    return;
  }
  EnterMedia(context->media, MediaGate::Visitor::Play, true);
  KeepActive(true);
}

void OnStarted(GstRTSPClient* client, GstRTSPContext* context) {
  CountOnce(context);
  LeaveMedia();
  if (context->sessmedia) ExpectTransports(client, context->sessmedia);
}

void OnPaused(GstRTSPClient*, GstRTSPContext* context) {
  if (context->sessmedia) ForgetTransports(context->sessmedia);
}

// Upstream believes that it was answered with 200.
void OnOptionsRequest(GstRTSPClient* client, GstRTSPContext*) {
  if (!g_object_steal_qdata(G_OBJECT(client), RefusedOptionsQuark())) return;
  g_signal_stop_emission_by_name(client, "options-request");
}

void OnHandleResponse(GstRTSPClient* client, GstRTSPContext* context) {
  NoteMessage(client);
  ClaimSessions(client, context);
}

GstRTSPFilterResult FindPart(GstRTSPSession*, GstRTSPSessionMedia* part, gpointer data) {
  auto** wanted = static_cast<GstRTSPSessionMedia**>(data);
  if (part == *wanted) *wanted = nullptr;
  return GST_RTSP_FILTER_KEEP;
}

// A session that was removed after the response, and before PLAY started its media, has nobody to stop it.
void AfterRequest(GstRTSPClient* client, GstRTSPContext* context) {
  auto* part = static_cast<GstRTSPSessionMedia*>(g_object_get_qdata(G_OBJECT(client), SessionMediaQuark()));
  if (!part) return;
  GstRTSPSessionMedia* missing = part;
  if (context->session) Each(gst_rtsp_session_filter, context->session, FindPart, &missing);
  if (missing) gst_rtsp_session_media_set_state(part, GST_STATE_NULL);
  ReleaseSessionMedia(client);
}

void OnMediaRequest(GstRTSPClient* client, GstRTSPContext* context) {
  if (context->media) AddViewer(context->media, client, nullptr);
}

void OnTeardownRequest(GstRTSPClient* client, GstRTSPContext* context) {
  if (!context->sessmedia) return;
  ForgetViewer(gst_rtsp_session_media_get_media(context->sessmedia), client, context->session);
  ForgetTransports(context->sessmedia);
  EndTransports(context->sessmedia);
}

void OnSetupRequest(GstRTSPClient* client, GstRTSPContext* context) {
  AddViewer(context->media, client, context);
  AdoptTransport(context->trans, context->session, client);
  if (!IsInterleaved(context->trans)) return;
  MarkInterleaved(context->session);
  NoteInterleaved(context->stream);
  ExpectFrames(client, context->stream);
}

struct Signal {
  const gchar* name;
  GstRTSPStatusCode (*ask)(GstRTSPClient*, GstRTSPContext*) = nullptr;
  void (*tell)(GstRTSPClient*, GstRTSPContext*) = nullptr;
  void (*pass)(GstRTSPClient*, GstRTSPContext*, GstRTSPMessage*) = nullptr;
};

// Handled before the application's handlers, and after them.
constexpr Signal kBefore[] = {
    {.name = "pre-options-request", .ask = OnPreRequest},
    {.name = "pre-describe-request", .ask = OnPreRequest},
    {.name = "pre-setup-request", .ask = OnPreSetup},
    {.name = "pre-play-request", .ask = OnPrePlay},
    {.name = "pre-pause-request", .ask = OnPreRequest},
    {.name = "pre-teardown-request", .ask = OnPreRequest},
    {.name = "pre-set-parameter-request", .ask = OnPreRequest},
    {.name = "pre-get-parameter-request", .ask = OnPreRequest},
    {.name = "pre-announce-request", .ask = OnPreRequest},
    {.name = "pre-record-request", .ask = OnPreRecord},
    {.name = "send-message", .pass = OnSendMessage},
    {.name = "play-request", .tell = OnStarted},
    {.name = "record-request", .tell = OnStarted},
    {.name = "pause-request", .tell = OnPaused},
    {.name = "handle-response", .tell = OnHandleResponse},
    {.name = "options-request", .tell = OnOptionsRequest},
    {.name = "describe-request", .tell = OnMediaRequest},
    {.name = "announce-request", .tell = OnMediaRequest},
    {.name = "setup-request", .tell = OnSetupRequest},
    {.name = "teardown-request", .tell = OnTeardownRequest},
};
constexpr Signal kAfter[] = {
    {.name = "pre-setup-request", .ask = AfterPreSetup},
    {.name = "pre-play-request", .ask = AfterPrePlay},
    {.name = "pre-record-request", .ask = AfterPreRecord},
    {.name = "send-message", .pass = AfterSendMessage},
    // What may follow a response with a session's media.
    {.name = "setup-request", .tell = AfterRequest},
    {.name = "play-request", .tell = AfterRequest},
    {.name = "pause-request", .tell = AfterRequest},
    {.name = "record-request", .tell = AfterRequest},
};

// Those that are handled at one time of the emission.
class Phase {
 public:
  Phase(std::span<const Signal> signals, bool is_after) : is_after_(is_after) {
    for (const Signal& signal : signals) signals_[g_signal_lookup(signal.name, GST_TYPE_RTSP_CLIENT)] = &signal;
  }

  // With one closure: each has a price in memory and time, and a server has many clients.
  void Connect(GstRTSPClient* client) const {
    GClosure* closure = g_closure_new_simple(sizeof(GClosure), const_cast<Phase*>(this));
    g_closure_ref(closure);
    g_closure_sink(closure);
    g_closure_set_marshal(closure, Marshal);
    for (const auto& [id, signal] : signals_) g_signal_connect_closure_by_id(client, id, 0, closure, is_after_);
    g_closure_unref(closure);
  }

 private:
  // Without the detour through libffi that a handler without a marshaller takes.
  static void Marshal(GClosure* closure, GValue* answer, guint, const GValue* parameters, gpointer hint, gpointer) {
    const auto* phase = static_cast<const Phase*>(closure->data);
    const Signal& signal = *phase->signals_.at(static_cast<GSignalInvocationHint*>(hint)->signal_id);
    auto* client = static_cast<GstRTSPClient*>(g_value_peek_pointer(&parameters[0]));
    auto* context = static_cast<GstRTSPContext*>(g_value_peek_pointer(&parameters[1]));
    if (signal.ask) {
      g_value_set_enum(answer, SafeAnswer(context, signal.ask(client, context)));
    } else if (signal.tell) {
      signal.tell(client, context);
    } else {
      signal.pass(client, context, static_cast<GstRTSPMessage*>(g_value_peek_pointer(&parameters[2])));
    }
  }

  std::map<guint, const Signal*> signals_;
  const bool is_after_;
};

}  // namespace

bool IsBeingSent(const GstRTSPMessage* response) { return response && response == response_being_sent; }

void SetGuard(GstRTSPServer* server, Guard guard, bool on) {
  gint* guards = GuardsOf(server);
  if (!guards) return;
  if (on) {
    g_atomic_int_or(guards, static_cast<guint>(guard));
  } else {
    g_atomic_int_and(guards, ~static_cast<guint>(guard));
  }
}

bool GetGuard(GstRTSPServer* server, Guard guard) {
  const gint* guards = GuardsOf(server);
  return guards && (g_atomic_int_get(guards) & static_cast<gint>(guard));
}

void ConnectGuards(GstRTSPClient* client) {
  static const auto* before = new Phase(kBefore, false);
  static const auto* after = new Phase(kAfter, true);
  before->Connect(client);
  after->Connect(client);
  ConnectSessionOwner(client);
}

GstRTSPStatusCode SafeAnswer(GstRTSPContext* context, GstRTSPStatusCode status) {
  if (status == GST_RTSP_STS_OK) return status;
  if (context->method == GST_RTSP_OPTIONS) {
    gst_rtsp_message_unset(context->response);
    gst_rtsp_message_init_response(context->response, status, gst_rtsp_status_as_text(status), context->request);
    g_object_set_qdata(G_OBJECT(context->client), RefusedOptionsQuark(), GINT_TO_POINTER(1));
    g_signal_stop_emission_by_name(context->client, "pre-options-request");
    return GST_RTSP_STS_OK;
  }
  if (context->method != GST_RTSP_SETUP || !context->session) return status;
  RefuseSetup(context, status);
  g_signal_stop_emission_by_name(context->client, "pre-setup-request");
  return GST_RTSP_STS_OK;
}

void RefuseSetup(GstRTSPContext* context, GstRTSPStatusCode status) {
  gchar* transport;
  // handle_setup_request() has looked for it.
  if (gst_rtsp_message_get_header(context->request, GST_RTSP_HDR_TRANSPORT, &transport, 0) != GST_RTSP_OK) return;
  // It has a pointer to the header's value, so the value is emptied in place. It then finds no transport that it
  // supports, and gives back all that it holds; the peer is told the real reason by OnSendMessage().
  transport[0] = '\0';
  SetRefusal(context->client, status);
}

}  // namespace rtspnode
