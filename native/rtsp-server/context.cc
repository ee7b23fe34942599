#include "rtsp-server/context.h"

#include <string>

#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/primitive.h"
#include "rtsp-server/client-context.h"
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

napi_value Headers(napi_env env, const GstRTSPMessage* message) {
  napi_value headers;
  Check(env, napi_create_object(env, &headers));
  for (gint field = GST_RTSP_HDR_INVALID + 1; field < GST_RTSP_HDR_LAST; field++) {
    const auto header = static_cast<GstRTSPHeaderField>(field);
    std::string joined;
    gchar* value = nullptr;
    for (gint i = 0; gst_rtsp_message_get_header(message, header, &value, i) == GST_RTSP_OK; i++) {
      if (i != 0) joined += ", ";
      joined += value;
    }
    if (joined.empty()) continue;
    gchar* name = g_ascii_strdown(gst_rtsp_header_as_text(header), -1);
    Check(env, napi_set_named_property(env, headers, name, MakeString(env, joined.c_str())));
    g_free(name);
  }
  return headers;
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
  if (name == "headers") return held.request != nullptr ? Headers(env, held.request) : Null(env);
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
  held.sessmedia = Ref(context.sessmedia);
  held.factory = Ref(context.factory);
  held.media = Ref(context.media);
  held.stream = Ref(context.stream);
  if (context.uri != nullptr) held.uri = gst_rtsp_url_copy(context.uri);
  if (context.token != nullptr) held.token = gst_rtsp_token_ref(context.token);
  if (context.request != nullptr) gst_rtsp_message_copy(context.request, &held.request);
}

ContextLease::~ContextLease() { ContextLease::Release(); }

void ContextLease::Release() {
  for (gpointer object :
       {static_cast<gpointer>(held.server), static_cast<gpointer>(held.client), static_cast<gpointer>(held.auth),
        static_cast<gpointer>(held.session), static_cast<gpointer>(held.sessmedia), static_cast<gpointer>(held.factory),
        static_cast<gpointer>(held.media), static_cast<gpointer>(held.stream)}) {
    Unref(object);
  }
  if (held.uri != nullptr) gst_rtsp_url_free(held.uri);
  if (held.token != nullptr) gst_rtsp_token_unref(held.token);
  if (held.request != nullptr) gst_rtsp_message_free(held.request);
  held = {};
}

std::shared_ptr<Lease> ContextLease::From(gconstpointer context) {
  static const GstRTSPContext none{};
  return std::make_shared<ContextLease>(context != nullptr ? *static_cast<const GstRTSPContext*>(context) : none);
}

void ExportContext(Registry& registry, napi_value exports) { Export<Field, 2>(registry, exports, "contextField"); }

}  // namespace rtspnode
