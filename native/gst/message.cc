#include "gst/message.h"

#include <gst/gst.h>

#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

napi_value MessageToJs(Registry& registry, gconstpointer boxed) {
  auto* message = static_cast<GstMessage*>(const_cast<gpointer>(boxed));
  napi_env env = registry.env();
  napi_value result;
  Check(env, napi_create_object(env, &result));
  const auto set = [&](const char* name, napi_value value) {
    Check(env, napi_set_named_property(env, result, name, value));
  };
  set("type", MakeString(env, gst_message_type_get_name(GST_MESSAGE_TYPE(message))));
  set("timestamp", Primitive<guint64>::ToJs(env, GST_MESSAGE_TIMESTAMP(message)));
  GstObject* source = GST_MESSAGE_SRC(message);
  gchar* name = source != nullptr ? gst_object_get_name(source) : nullptr;
  gchar* path = source != nullptr ? gst_object_get_path_string(source) : nullptr;
  set("seqnum", Primitive<guint>::ToJs(env, gst_message_get_seqnum(message)));
  auto* structure = const_cast<GstStructure*>(gst_message_get_structure(message));
  set("structure", registry.WrapBoxed(GST_TYPE_STRUCTURE, structure, Transfer::None));
  set("sourceName", name != nullptr ? MakeString(env, name) : Null(env));
  set("sourcePath", path != nullptr ? MakeString(env, path) : Null(env));
  g_free(name);
  g_free(path);

  GError* error = nullptr;
  gchar* debug = nullptr;
  switch (GST_MESSAGE_TYPE(message)) {
    case GST_MESSAGE_ERROR:
      gst_message_parse_error(message, &error, &debug);
      break;
    case GST_MESSAGE_WARNING:
      gst_message_parse_warning(message, &error, &debug);
      break;
    case GST_MESSAGE_INFO:
      gst_message_parse_info(message, &error, &debug);
      break;
    default:
      break;
  }
  set("error", error != nullptr ? MakeGError(registry, error) : Null(env));
  set("debug", debug != nullptr ? MakeString(env, debug) : Null(env));
  g_free(debug);
  return result;
}

}  // namespace rtspnode
