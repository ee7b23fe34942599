#include "rtsp-server/calls/client.h"

#include <gio/gio.h>

#include <functional>
#include <memory>
#include <utility>

#include "gstrtsp/message.h"
#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/client-context.h"
#include "runtime/lock.h"
#include "runtime/parked.h"

namespace rtspnode {

namespace {

// A client's thread may be parked in a handler for as long as its deadline.
constexpr gint64 kPatience = 10 * G_TIME_SPAN_SECOND;

// A handler of `send-message` that sends would be called again, on the same stack.
constexpr int kMaxNestedSends = 4;
thread_local int nested_sends = 0;

// Something that another thread does.
class Done {
 public:
  void Set() {
    Lock lock(mutex_);
    yes_ = true;
    changed_.Broadcast();
  }
  // False when it was not done in time.
  bool Wait() {
    const gint64 deadline = g_get_monotonic_time() + kPatience;
    Lock lock(mutex_);
    while (!yes_ && changed_.WaitUntil(lock, deadline)) {
    }
    return yes_;
  }

 private:
  Mutex mutex_;
  Cond changed_;
  bool yes_ = false;
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

void node_rtsp_client_close(GstRTSPClient* client) {
  if (IsStandAlone(client)) {
    // In a handler of its own it is at work with its sessions.
    if (!Parked::IsServing() || !InvokeOnClient(client, [client] { CloseStandAlone(client); })) CloseStandAlone(client);
    return;
  }
  if (CloseWhenAttached(client)) return;
  if (Parked::IsServing()) {
    CloseOnClientThread(client, nullptr);
    return;
  }
  auto done = std::make_shared<Done>();
  CloseOnClientThread(client, [done] { done->Set(); });
  done->Wait();
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
  auto done = std::make_shared<Done>();
  const auto send = [done, sending = Sending(client, session, message)] {
    sending();
    done->Set();
  };
  if (!InvokeOnClient(client, send)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "the client is not connected yet");
    return GST_RTSP_ERROR;
  }
  if (!Parked::IsServing() && !done->Wait()) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                        "the client's thread is busy: the message will be late");
    return GST_RTSP_ERROR;
  }
  return GST_RTSP_OK;
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

}  // namespace rtspnode
