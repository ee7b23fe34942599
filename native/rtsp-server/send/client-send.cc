#include "rtsp-server/send/client-send.h"

#include <gio/gio.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "gst/keep.h"
#include "rtsp-server/calls/client.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/client-thread.h"
#include "rtsp-server/send/delivery.h"
#include "rtsp-server/send/transport-send.h"
#include "runtime/executor.h"

namespace rtspnode {

namespace {

bool IsData(const GstRTSPMessage& message) { return message.type == GST_RTSP_MESSAGE_DATA; }

// Data of a stream is a buffer; what an application sends may be bytes.
Packet PacketOf(const GstRTSPMessage& message) {
  Packet packet;
  if (gst_rtsp_message_get_body_buffer(&message, &packet.buffer) == GST_RTSP_OK && packet.buffer != nullptr) {
    return packet;
  }
  guint8* data = nullptr;
  guint size = 0;
  gst_rtsp_message_get_body(&message, &data, &size);
  packet.bytes = {data, size};
  return packet;
}

// False only for data: of a response C ignores the answer.
gboolean Pass(GstRTSPClient* client, SendCall call) {
  auto delivery = DeliveryOf(client);
  if (delivery == nullptr) return TRUE;
  const bool is_data = call.message == nullptr;
  const guint channel = call.channel;
  if (delivery->Send(std::move(call)) || !is_data) {
    if (is_data) NoteDataSent();
    return TRUE;
  }
  // Told to C, it would hand the client without a reference to an idle callback that closes it.
  std::shared_ptr<GstRTSPClient> kept = Keep(client);
  Executor::Instance().Run(client, [kept, channel] { node_rtsp_client_refuse_data(kept.get(), channel); });
  return TRUE;
}

// With client.send_lock held. Several messages are the data of one list, all of one channel.
gboolean SendAll(GstRTSPClient* client, Slot slot, GstRTSPMessage* messages, guint count, gboolean close) {
  if (count == 0) return TRUE;
  SendCall call = {.slot = slot, .close = close != FALSE};
  if (!IsData(messages[0])) {
    call.message = std::make_unique<MessageParts>(TakeApart(&messages[0], MessageForm::Sent));
    return Pass(client, std::move(call));
  }
  call.each = slot == Slot::Send;
  call.channel = messages[0].type_data.data.channel;
  std::vector<Packet> packets(count);
  std::transform(messages, messages + count, packets.begin(), PacketOf);
  call.packets = packets;
  return Pass(client, std::move(call));
}

gboolean Send(GstRTSPClient* client, GstRTSPMessage* messages, guint count, gboolean close, gpointer) {
  return SendAll(client, Slot::Send, messages, count, close);
}

gboolean SendMessages(GstRTSPClient* client, GstRTSPMessage* messages, guint count, gboolean close, gpointer) {
  return SendAll(client, Slot::SendMessages, messages, count, close);
}

bool IsOn(GstRTSPClient* client, Slot slot) {
  auto delivery = DeliveryOf(client);
  return delivery != nullptr && delivery->IsOn(slot);
}

// C sets its own function when it attaches a client.
void TakePlace(GstRTSPClient* client, Slot slot, bool on) {
  const auto function = slot == Slot::Send ? Send : SendMessages;
  gst_rtsp_client_set_send_messages_func(client, on ? function : nullptr, nullptr, nullptr);
  if (!on) return;
  RunWhenAttached(client, [client, slot, function] {
    if (!IsClosed(client) && IsOn(client, slot))
      gst_rtsp_client_set_send_messages_func(client, function, nullptr, nullptr);
  });
}

void FailTaken(GError** error, const char* one, const char* other) {
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS,
              "a client has either %s or %s, and this one has the other: remove it first, with null", one, other);
}

}  // namespace

void node_rtsp_client_set_send_func(GstRTSPClient* client, gboolean on, GError** error) {
  if (on && IsOn(client, Slot::SendMessages)) {
    FailTaken(error, "a send function", "a send-messages function");
    return;
  }
  TakePlace(client, Slot::Send, on);
}

void node_rtsp_client_set_send_messages_func(GstRTSPClient* client, gboolean on, GError** error) {
  if (on && IsOn(client, Slot::Send)) {
    FailTaken(error, "a send-messages function", "a send function");
    return;
  }
  TakePlace(client, Slot::SendMessages, on);
}

void node_rtsp_client_refuse_data(GstRTSPClient* client, guint channel) {
  std::shared_ptr<GstRTSPClient> kept = Keep(client);
  // The channels belong to the client's own thread. One that is not attached has none: its calls keep their order.
  RunOnClient(client, nullptr, [kept, channel] {
    GstRTSPStreamTransport* transport = gst_rtsp_client_get_stream_transport(kept.get(), static_cast<guint8>(channel));
    if (transport != nullptr) node_rtsp_stream_transport_refuse(transport);
  });
  node_rtsp_client_close(client, nullptr);
}

}  // namespace rtspnode
