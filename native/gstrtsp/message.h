#pragma once
#include <gst/rtsp/rtsp.h>
#include <node_api.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "marshal/convert.h"
#include "marshal/registry.h"

namespace rtspnode {

// The parts of a GstRTSPMessage, on their way between C and the facade's RTSPMessage: the messages themselves are never
// shared between the two.
struct MessageParts {
  GstRTSPMsgType type = GST_RTSP_MESSAGE_INVALID;
  guint number = 0;  // the method of a request, the status of a response, the channel of data
  std::string text;  // the URI of a request, the reason of a response
  GstRTSPVersion version = GST_RTSP_VERSION_1_0;
  std::string headers;  // one after the other as "Name: value\r\n"
  std::optional<std::string> body;
  guint changed = 0;  // from JavaScript: bits of MessageChange
};

enum MessageChange : guint { kStartLineChanged = 1, kHeadersChanged = 2, kBodyChanged = 4 };

// GstRTSPConnection ends the body of what it receives with a NUL that counts, and handle_data() of the server relies on
// it. Senders add none.
enum class MessageForm { Sent, Received };

// Any thread. Null and a message without a type give no parts but the type.
MessageParts TakeApart(const GstRTSPMessage* message, MessageForm form);
// A new message; gst_rtsp_message_free() frees it.
GstRTSPMessage* PutTogether(const MessageParts& parts, MessageForm form);

// Null where there is no message.
napi_value MessageToJs(Registry& registry, const MessageParts& parts);
// False for what is no RTSPMessage. The facade has checked what is in it; what C must never see throws.
bool MessageFromJs(Registry& registry, napi_value js, MessageParts* parts);

// A message of C's that a handler gets; what the handler changes is written back while C waits. One that was received
// is only for reading.
class MessageLease final : public Lease {
 public:
  MessageLease(const GstRTSPMessage* message, MessageForm form);
  ~MessageLease() override;
  MessageLease(const MessageLease&) = delete;
  MessageLease& operator=(const MessageLease&) = delete;

  // Gives the same object each time.
  napi_value Lend(Registry& registry, const std::shared_ptr<Lease>& self) override;
  void Collect(Registry& registry) override;
  void WriteBack(gpointer original) override;
  std::function<void()> Retake(gconstpointer original) override;

  // C's message; only to be compared.
  const GstRTSPMessage* original() const { return original_; }

 private:
  void Release() override;

  const GstRTSPMessage* const original_;
  const MessageForm form_;
  MessageParts parts_;
  MessageParts changes_;
  Registry* registry_ = nullptr;  // JS thread only, with js_
  napi_ref js_ = nullptr;
};

// A message as an argument of a bound function.
template <MessageForm Form>
struct ConvertMessage {
  class Held {
   public:
    Held() = default;
    ~Held() {
      if (message != nullptr) gst_rtsp_message_free(message);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    GstRTSPMessage* message = nullptr;
  };
  static bool FromJs(Registry& registry, napi_value js, bool, Held* out) {
    MessageParts parts;
    if (!MessageFromJs(registry, js, &parts)) return false;
    out->message = PutTogether(parts, Form);
    return true;
  }
  static std::string Expected() { return "an RTSPMessage"; }
  static void Own(Held&) {}
  static GstRTSPMessage* Lend(Held& held) { return held.message; }
};

struct ReceivedMessage;  // GstRTSPMessage* that stands for one which a peer has sent

RTSPNODE_NAME(GstRTSPMessage*, "GstRTSPMessage");
RTSPNODE_NAME(ReceivedMessage, "GstRTSPMessage");
template <>
struct Convert<GstRTSPMessage*> : ConvertMessage<MessageForm::Sent> {};
template <>
struct Convert<ReceivedMessage> : ConvertMessage<MessageForm::Received> {};

}  // namespace rtspnode
