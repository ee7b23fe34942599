#include "gstrtsp/message.h"

#include <cstring>
#include <string_view>
#include <utility>

#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr guint kMaxData = G_MAXUINT16;

bool IsRequest(GstRTSPMsgType type) {
  return type == GST_RTSP_MESSAGE_REQUEST || type == GST_RTSP_MESSAGE_HTTP_REQUEST;
}

bool IsResponse(GstRTSPMsgType type) {
  return type == GST_RTSP_MESSAGE_RESPONSE || type == GST_RTSP_MESSAGE_HTTP_RESPONSE;
}

std::optional<std::string> BodyOf(const GstRTSPMessage* message, MessageForm form) {
  std::string body;
  if (gst_rtsp_message_has_body_buffer(message)) {
    GstBuffer* buffer = nullptr;
    gst_rtsp_message_get_body_buffer(message, &buffer);
    body.resize(gst_buffer_get_size(buffer));
    gst_buffer_extract(buffer, 0, body.data(), body.size());
    return body;
  }
  guint8* data = nullptr;
  guint size = 0;
  gst_rtsp_message_get_body(message, &data, &size);
  if (data == nullptr || size == 0) return std::nullopt;
  body.assign(reinterpret_cast<const char*>(data), size);
  if (form == MessageForm::Received && body.back() == '\0') body.pop_back();
  return body;
}

void SetBody(GstRTSPMessage* message, const std::optional<std::string>& body, MessageForm form) {
  if (!body.has_value() || (body->empty() && message->type != GST_RTSP_MESSAGE_DATA)) {
    gst_rtsp_message_take_body(message, nullptr, 0);
    return;
  }
  const gsize size = body->size();
  auto* data = static_cast<guint8*>(g_malloc(size + 1));
  std::memcpy(data, body->data(), size);
  data[size] = '\0';
  gst_rtsp_message_take_body(message, data, static_cast<guint>(size + (form == MessageForm::Received ? 1 : 0)));
}

bool IsToken(std::string_view name) {
  if (name.empty()) return false;
  for (char c : name) {
    if (!g_ascii_isalnum(c) && (c == '\0' || std::strchr("!#$%&'*+-.^_`|~", c) == nullptr)) return false;
  }
  return true;
}

bool IsLine(std::string_view text) { return text.find_first_of({"\r\n\0", 3}) == std::string_view::npos; }

bool IsUri(std::string_view text) {
  if (text.empty()) return false;
  for (char c : text) {
    if (g_ascii_isspace(c) || g_ascii_iscntrl(c)) return false;
  }
  return true;
}

// Calls `use` with the name and the value of each header. False when one of them is none.
template <typename Use>
bool ForEachHeader(std::string_view headers, Use&& use) {
  while (!headers.empty()) {
    const size_t end = headers.find(kLineEnd);
    if (end == std::string_view::npos) return false;
    const std::string_view line = headers.substr(0, end);
    headers.remove_prefix(end + kLineEnd.size());
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    std::string_view value = line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (!IsToken(line.substr(0, colon)) || !IsLine(value)) return false;
    use(std::string(line.substr(0, colon)), std::string(value));
  }
  return true;
}

bool IsValid(const MessageParts& parts) {
  if (parts.type == GST_RTSP_MESSAGE_DATA) {
    return parts.number <= G_MAXUINT8 && parts.headers.empty() && (!parts.body || parts.body->size() <= kMaxData);
  }
  if (parts.version != GST_RTSP_VERSION_1_0 && parts.version != GST_RTSP_VERSION_1_1 &&
      parts.version != GST_RTSP_VERSION_2_0) {
    return false;
  }
  if (parts.body && parts.body->size() >= G_MAXINT) return false;
  if (!ForEachHeader(parts.headers, [](const std::string&, const std::string&) {})) return false;
  if (IsResponse(parts.type)) return parts.number >= 100 && parts.number <= 599 && IsLine(parts.text);
  if (!IsRequest(parts.type)) return false;
  const bool is_one_bit = (parts.number & (parts.number - 1)) == 0;
  return is_one_bit && IsFlagsValue(GST_TYPE_RTSP_METHOD, parts.number) && IsUri(parts.text);
}

void AddHeaders(GstRTSPMessage* message, const std::string& headers, MessageForm form) {
  ForEachHeader(headers, [&](const std::string& name, const std::string& value) {
    // Whoever sends the message adds one that fits.
    if (form == MessageForm::Sent && g_ascii_strcasecmp(name.c_str(), "Content-Length") == 0) return;
    gst_rtsp_message_add_header_by_name(message, name.c_str(), value.c_str());
  });
}

std::string ToString(napi_env env, napi_value js) {
  std::string text;
  if (!StringFromJs(env, js, &text)) throw JsError("a message has a NUL character in it", JsError::Type::TypeError);
  return text;
}

}  // namespace

MessageParts TakeApart(const GstRTSPMessage* message, MessageForm form) {
  MessageParts parts;
  if (message == nullptr) return parts;
  parts.type = message->type;
  if (parts.type == GST_RTSP_MESSAGE_INVALID) return parts;
  if (IsRequest(parts.type)) {
    const auto& request = message->type_data.request;
    parts.number = request.method;
    parts.text = request.uri != nullptr ? request.uri : "";
    parts.version = request.version;
  } else if (IsResponse(parts.type)) {
    const auto& response = message->type_data.response;
    parts.number = response.code;
    parts.text = response.reason != nullptr ? response.reason : "";
    parts.version = response.version;
  } else {
    parts.number = message->type_data.data.channel;
  }
  // Data has none, and not even a list of none.
  if (parts.type != GST_RTSP_MESSAGE_DATA) {
    GString* headers = g_string_new(nullptr);
    gst_rtsp_message_append_headers(message, headers);
    parts.headers.assign(headers->str, headers->len);
    g_string_free(headers, TRUE);
  }
  parts.body = BodyOf(message, form);
  return parts;
}

GstRTSPMessage* PutTogether(const MessageParts& parts, MessageForm form) {
  GstRTSPMessage* message = nullptr;
  gst_rtsp_message_new(&message);
  if (parts.type == GST_RTSP_MESSAGE_DATA) {
    gst_rtsp_message_init_data(message, static_cast<guint8>(parts.number));
  } else if (IsRequest(parts.type)) {
    gst_rtsp_message_init_request(message, static_cast<GstRTSPMethod>(parts.number), parts.text.c_str());
    message->type_data.request.version = parts.version;
  } else {
    gst_rtsp_message_init_response(message, static_cast<GstRTSPStatusCode>(parts.number), parts.text.c_str(), nullptr);
    message->type_data.response.version = parts.version;
  }
  // The functions make those of RTSP only; with the same contents.
  message->type = parts.type;
  AddHeaders(message, parts.headers, form);
  SetBody(message, parts.body, form);
  return message;
}

napi_value MessageToJs(Registry& registry, const MessageParts& parts) {
  napi_env env = registry.env();
  if (parts.type == GST_RTSP_MESSAGE_INVALID) return Null(env);
  napi_value js[6] = {
      Primitive<gint>::ToJs(env, parts.type), Primitive<guint>::ToJs(env, parts.number),
      MakeString(env, parts.text.c_str()),    Primitive<guint>::ToJs(env, parts.version),
      MakeString(env, parts.headers.c_str()), Null(env),
  };
  if (parts.body.has_value()) {
    Check(env, napi_create_buffer_copy(env, parts.body->size(), parts.body->data(), nullptr, &js[5]));
  }
  napi_value message;
  Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::MakeMessage), 6, js, &message));
  return message;
}

namespace {

constexpr uint32_t kEncoded = 7;

// The parts of an RTSPMessage as the facade gives them; false for what is none.
bool Encode(Registry& registry, napi_value js, napi_value (&part)[kEncoded]) {
  napi_env env = registry.env();
  napi_value list;
  Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::EncodeMessage), 1, &js, &list));
  if (IsNullish(env, list)) return false;
  for (uint32_t i = 0; i < kEncoded; i++) Check(env, napi_get_element(env, list, i, &part[i]));
  return true;
}

void Decode(napi_env env, const napi_value (&part)[kEncoded], MessageParts* parts) {
  guint type = 0;
  guint version = 0;
  bool read = Primitive<guint>::FromJs(env, part[0], &type) && Primitive<guint>::FromJs(env, part[1], &parts->number);
  read = read && Primitive<guint>::FromJs(env, part[3], &version);
  read = read && Primitive<guint>::FromJs(env, part[6], &parts->changed);
  parts->type = static_cast<GstRTSPMsgType>(type);
  parts->version = static_cast<GstRTSPVersion>(version);
  parts->text = ToString(env, part[2]);
  parts->headers = ToString(env, part[4]);
  if (!IsNullish(env, part[5])) {
    void* data = nullptr;
    size_t size = 0;
    Check(env, napi_get_buffer_info(env, part[5], &data, &size));
    parts->body.emplace(static_cast<const char*>(data), size);
  }
  if (!read || !IsValid(*parts)) throw JsError("not a message that can be sent", JsError::Type::TypeError);
}

}  // namespace

bool MessageFromJs(Registry& registry, napi_value js, MessageParts* parts) {
  napi_value part[kEncoded];
  if (!Encode(registry, js, part)) return false;
  Decode(registry.env(), part, parts);
  return true;
}

MessageLease::MessageLease(const GstRTSPMessage* message, MessageForm form)
    : original_(message), form_(form), parts_(TakeApart(message, form)) {}

// Without its end, which came with the environment's, the reference is gone with that.
MessageLease::~MessageLease() = default;

napi_value MessageLease::Lend(Registry& registry, const std::shared_ptr<Lease>&) {
  napi_env env = registry.env();
  napi_value js;
  if (js_ != nullptr) {
    Check(env, napi_get_reference_value(env, js_, &js));
    return js;
  }
  js = MessageToJs(registry, parts_);
  if (parts_.type == GST_RTSP_MESSAGE_INVALID) return js;
  registry_ = &registry;
  Check(env, napi_create_reference(env, js, 1, &js_));
  return js;
}

void MessageLease::Collect(Registry& registry) {
  if (js_ == nullptr || form_ == MessageForm::Received) return;
  napi_value js;
  Check(registry.env(), napi_get_reference_value(registry.env(), js_, &js));
  napi_value part[kEncoded];
  guint changed = 0;
  // What C sends is its own affair, as long as the handler has only looked at it.
  if (!Encode(registry, js, part) || !Primitive<guint>::FromJs(registry.env(), part[6], &changed) || changed == 0) {
    return;
  }
  MessageParts changes;
  Decode(registry.env(), part, &changes);
  changes_ = std::move(changes);
}

void MessageLease::WriteBack(gpointer original) {
  auto* message = static_cast<GstRTSPMessage*>(original);
  const MessageParts changes = std::exchange(changes_, {});
  if (changes.changed == 0 || message == nullptr || message->type != changes.type) return;
  // There is no function that removes all headers, those that RTSP does not know included: the parts of a new message
  // change places with the old ones.
  GstRTSPMessage* changed = PutTogether(changes, form_);
  if ((changes.changed & kStartLineChanged) != 0) std::swap(message->type_data, changed->type_data);
  if ((changes.changed & kHeadersChanged) != 0) std::swap(message->hdr_fields, changed->hdr_fields);
  if ((changes.changed & kBodyChanged) != 0) {
    std::swap(message->body, changed->body);
    std::swap(message->body_size, changed->body_size);
    std::swap(message->body_buffer, changed->body_buffer);
  }
  gst_rtsp_message_free(changed);
}

std::function<void()> MessageLease::Retake(gconstpointer original) {
  return [this, parts = TakeApart(static_cast<const GstRTSPMessage*>(original), form_)] {
    if (!alive()) return;
    Release();
    parts_ = parts;
  };
}

void MessageLease::Release() {
  if (js_ != nullptr) napi_delete_reference(registry_->env(), std::exchange(js_, nullptr));
  parts_ = {};
}

}  // namespace rtspnode
