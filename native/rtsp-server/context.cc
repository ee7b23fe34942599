#include "rtsp-server/context.h"

#include <string>
#include <utility>

#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/function.h"
#include "marshal/primitive.h"
#include "rtsp-server/calls/context.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/tables.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

template <typename T>
T* Ref(T* object) {
  return object != nullptr ? static_cast<T*>(g_object_ref(object)) : nullptr;
}

// On any thread, also the JS thread: these may be the last references.
void Unref(gpointer object) {
  if (object != nullptr) Reaper::Instance().Unref(object);
}

// The peer's address and port.
napi_value Connection(napi_env env, const ContextLease& lease) {
  if (lease.peer.empty()) return Null(env);
  napi_value pair;
  Check(env, napi_create_array_with_length(env, 2, &pair));
  Check(env, napi_set_element(env, pair, 0, MakeString(env, lease.peer.c_str())));
  Check(env, napi_set_element(env, pair, 1, Primitive<guint>::ToJs(env, lease.peer_port)));
  return pair;
}

napi_value Field(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  std::string name;
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Lease || !StringFromJs(env, js[1], &name)) {
    throw JsError("not an RTSPContext", JsError::Type::TypeError);
  }
  const auto lease = std::static_pointer_cast<ContextLease>(*static_cast<std::shared_ptr<Lease>*>(wrapper->thing));
  if (!lease->alive()) {
    throw JsError("the RTSPContext is over: it is alive only until the handler that got it has settled");
  }
  const GstRTSPContext& held = lease->held;
  const auto object = [&](gpointer value) { return registry.Wrap(static_cast<GObject*>(value), Transfer::None); };
  if (name == "server") return object(held.server);
  if (name == "client") return object(held.client);
  if (name == "auth") return object(held.auth);
  if (name == "session") return object(held.session);
  if (name == "sessionMedia") return object(held.sessmedia);
  if (name == "factory") return object(held.factory);
  if (name == "media") return object(held.media);
  if (name == "stream") return object(held.stream);
  if (name == "uri") return registry.WrapBoxed(gst_rtsp_url_get_type(), held.uri, Transfer::None);
  if (name == "token") return registry.WrapBoxed(gst_rtsp_token_get_type(), held.token, Transfer::None);
  if (name == "method") return Primitive<guint>::ToJs(env, held.method);
  if (name == "connection") return Connection(env, *lease);
  if (name == "transport") return object(held.trans);
  if (name == "request") return lease->request->Lend(registry, lease->request);
  if (name == "response") return lease->response->Lend(registry, lease->response);
  throw JsError("an RTSPContext has no field " + name);
}

}  // namespace

ContextLease::ContextLease(const GstRTSPContext& context) {
  held.method = context.method;
  // A client's thread leaves it out.
  held.server =
      context.server == nullptr && context.client != nullptr ? RefServer(context.client) : Ref(context.server);
  held.client = Ref(context.client);
  held.auth = Ref(context.auth);
  held.session = Ref(context.session);
  // handle_teardown_request() leaves its own reference behind when it has one no more, and then makes the response.
  const bool is_torn_down = context.method == GST_RTSP_TEARDOWN && context.response != nullptr &&
                            context.response->type != GST_RTSP_MESSAGE_INVALID;
  if (!is_torn_down) held.sessmedia = Ref(context.sessmedia);
  held.factory = Ref(context.factory);
  held.media = Ref(context.media);
  held.stream = Ref(context.stream);
  held.trans = Ref(context.trans);
  if (context.uri != nullptr) held.uri = gst_rtsp_url_copy(context.uri);
  if (context.token != nullptr) held.token = gst_rtsp_token_ref(context.token);
  // What handle_response() has was received, everything else that is a response will be sent.
  const bool was_received = context.request == nullptr;
  request = std::make_shared<MessageLease>(context.request, MessageForm::Received);
  response = std::make_shared<MessageLease>(context.response, was_received ? MessageForm::Received : MessageForm::Sent);
  // Not the connection's own address, which its end frees.
  const GstRTSPUrl* url = context.conn != nullptr ? gst_rtsp_connection_get_url(context.conn) : nullptr;
  if (url != nullptr && url->host != nullptr) {
    peer = url->host;
    peer_port = url->port;
  }
}

ContextLease::~ContextLease() { Drop(); }

void ContextLease::Drop() {
  for (gpointer object :
       {static_cast<gpointer>(held.server), static_cast<gpointer>(held.client), static_cast<gpointer>(held.auth),
        static_cast<gpointer>(held.session), static_cast<gpointer>(held.sessmedia), static_cast<gpointer>(held.factory),
        static_cast<gpointer>(held.media), static_cast<gpointer>(held.stream), static_cast<gpointer>(held.trans)}) {
    Unref(object);
  }
  if (held.uri != nullptr) gst_rtsp_url_free(held.uri);
  if (held.token != nullptr) gst_rtsp_token_unref(held.token);
  held = {};
}

void ContextLease::Release() {
  Drop();
  request->End();
  response->End();
}

std::shared_ptr<Lease> ContextLease::From(gconstpointer context, const std::shared_ptr<Lease>&) {
  static const GstRTSPContext none{};
  return std::make_shared<ContextLease>(context != nullptr ? *static_cast<const GstRTSPContext*>(context) : none);
}

std::shared_ptr<Lease> ContextLease::OfThread() {
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  if (context == nullptr) return nullptr;
  // What the request is, and what it is about. The others may have ended: C leaves them in the context.
  GstRTSPContext lasting = *context;
  lasting.sessmedia = nullptr;
  lasting.stream = nullptr;
  lasting.trans = nullptr;
  lasting.response = nullptr;
  return std::make_shared<ContextLease>(lasting);
}

napi_value ContextLease::Lend(Registry& registry, const std::shared_ptr<Lease>& self) {
  return registry.WrapLease("GstRTSPContext", self);
}

void ContextLease::WriteBack(gpointer original) {
  if (original != nullptr) response->WriteBack(static_cast<GstRTSPContext*>(original)->response);
}

std::function<void()> ContextLease::Retake(gconstpointer original) {
  if (original == nullptr) return {};
  const auto now = std::make_shared<ContextLease>(*static_cast<const GstRTSPContext*>(original));
  return [this, now] {
    if (!alive()) return;
    std::swap(held, now->held);
    response->End();
    response = now->response;
  };
}

std::shared_ptr<Lease> LendSentMessage(gconstpointer message, const std::shared_ptr<Lease>& context) {
  const auto held = std::static_pointer_cast<ContextLease>(context);
  if (held != nullptr && held->response->original() == message) return held->response;
  return std::make_shared<MessageLease>(static_cast<const GstRTSPMessage*>(message), MessageForm::Sent);
}

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_context_set_token, promised, names<"token">, locks<>),
};

}  // namespace

constexpr Table context_table{"RTSPContext", "gst_rtsp_context_", "", functions, {}};

void ExportContext(Registry& registry, napi_value exports) { Export<Field, 2>(registry, exports, "contextField"); }

}  // namespace rtspnode
