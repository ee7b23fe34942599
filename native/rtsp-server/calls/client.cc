#include "rtsp-server/calls/client.h"

#include <gio/gio.h>

#include <functional>
#include <memory>
#include <utility>

#include "gst/keep.h"
#include "gstrtsp/message.h"
#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/client-thread.h"
#include "rtsp-server/guards/session-owner.h"
#include "runtime/parked.h"

namespace rtspnode {

namespace {

// A handler of `send-message` that sends would be called again, on the same stack.
constexpr int kMaxNestedSends = 4;
thread_local int nested_sends = 0;

GstRTSPStreamTransport* RefTransport(GstRTSPClient* client, guint channel) {
  GstRTSPStreamTransport* transport = gst_rtsp_client_get_stream_transport(client, static_cast<guint8>(channel));
  return transport ? GST_RTSP_STREAM_TRANSPORT(g_object_ref(transport)) : nullptr;
}

struct Found {
  ~Found() { g_clear_object(&transport); }
  GstRTSPStreamTransport* transport = nullptr;
};

// Empties the message.
GstRTSPResult Send(GstRTSPClient* client, GstRTSPSession* session, GstRTSPMessage* message) {
  // The connection counts its requests itself.
  if (message->type == GST_RTSP_MESSAGE_REQUEST && !IsStandAlone(client)) {
    gst_rtsp_message_remove_header(message, GST_RTSP_HDR_CSEQ, -1);
  }
  GstRTSPContext context{};
  context.auth = gst_rtsp_client_get_auth(client);
  gst_rtsp_context_push_current(&context);
  nested_sends++;
  const GstRTSPResult result = gst_rtsp_client_send_message(client, session, message);
  nested_sends--;
  gst_rtsp_context_pop_current(&context);
  if (context.auth) g_object_unref(context.auth);
  return result;
}

// Sends a copy, on any thread.
std::function<void()> Sending(GstRTSPClient* client, GstRTSPSession* session, const GstRTSPMessage* message) {
  const auto unref = [](gpointer object) {
    if (object) g_object_unref(object);
  };
  std::shared_ptr<GstRTSPClient> kept(GST_RTSP_CLIENT(g_object_ref(client)), unref);
  std::shared_ptr<GstRTSPSession> with(session ? GST_RTSP_SESSION(g_object_ref(session)) : nullptr, unref);
  std::shared_ptr<GstRTSPMessage> copy(PutTogether(TakeApart(message, MessageForm::Sent), MessageForm::Sent),
                                       gst_rtsp_message_free);
  return [kept, with, copy] { Send(kept.get(), with.get(), copy.get()); };
}

}  // namespace

void node_rtsp_client_close(GstRTSPClient* client, GError** error) {
  if (IsStandAlone(client)) {
    // In a handler of its own it is at work with its sessions.
    if (!Parked::IsServing() || !InvokeOnClient(client, [client] { CloseStandAlone(client); })) CloseStandAlone(client);
    return;
  }
  if (CloseWhenAttached(client)) return;
  RunOnClient(client, error, [kept = Keep(client)] { CloseNow(kept.get()); });
}

GstRTSPResult node_rtsp_client_send_message(GstRTSPClient* client, GstRTSPSession* session, GstRTSPMessage* message,
                                            GError** error) {
  const bool is_request = message->type == GST_RTSP_MESSAGE_REQUEST;
  if (!is_request && message->type != GST_RTSP_MESSAGE_RESPONSE) return GST_RTSP_EINVAL;
  if (is_request && message->type_data.request.method == GST_RTSP_INVALID) return GST_RTSP_EINVAL;
  if (nested_sends >= kMaxNestedSends) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "handlers of send-message send in a circle");
    return GST_RTSP_ERROR;
  }
  if (IsClosed(client)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the client is closed");
    return GST_RTSP_ERROR;
  }
  if (IsStandAlone(client) || IsClientThread(client)) return Send(client, session, message);
  if (!HasClientThread(client)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "the client is not connected yet");
    return GST_RTSP_ERROR;
  }
  return RunOnClient(client, error, Sending(client, session, message)) ? GST_RTSP_OK : GST_RTSP_ERROR;
}

// Not gst_rtsp_connection_get_ip(): the connection's end frees that.
const gchar* node_rtsp_client_get_connection(GstRTSPClient* client, guint16* port) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  const GstRTSPUrl* url = connection != nullptr ? gst_rtsp_connection_get_url(connection) : nullptr;
  *port = url != nullptr ? url->port : 0;
  return url != nullptr ? url->host : nullptr;
}

gchar* node_rtsp_client_get_remote_address(GstRTSPClient* client) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  return connection != nullptr ? g_strdup(gst_rtsp_connection_get_ip(connection)) : nullptr;
}

GList* node_rtsp_client_session_filter(GstRTSPClient* client) {
  return gst_rtsp_client_session_filter(client, nullptr, nullptr);
}

void node_rtsp_client_unwatch_session(GstRTSPClient* client, GstRTSPSession* session, GError** error) {
  const std::shared_ptr<GstRTSPSession> kept_session = Keep(session);
  RunOnClient(client, error, [kept = Keep(client), kept_session] { UnwatchSession(kept.get(), kept_session.get()); });
}

GstRTSPStreamTransport* node_rtsp_client_get_stream_transport(GstRTSPClient* client, guint channel, GError** error) {
  if (IsClientThread(client)) return RefTransport(client, channel);
  auto found = std::make_shared<Found>();
  if (Parked::IsServing()) {
    if (!HasClientThread(client)) return RefTransport(client, channel);
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK,
                "in a handler of somebody else's, a client's transports cannot be waited for");
    return nullptr;
  }
  const auto find = [kept = Keep(client), found, channel] { found->transport = RefTransport(kept.get(), channel); };
  if (!RunOnClient(client, error, find)) return nullptr;
  return static_cast<GstRTSPStreamTransport*>(g_steal_pointer(&found->transport));
}

}  // namespace rtspnode
