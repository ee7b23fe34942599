#include "gst/tables.h"

#include <cstring>

#include "gst/message.h"
#include "gst/parse.h"
#include "marshal/function.h"
#include "marshal/value.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry object_functions[] = {
    FUNCTION(gst_object_get_name, returns<full>),
    FUNCTION(gst_object_get_path_string, returns<full>),
};
constexpr Table object{"GstObject", "gst_object_", "GstObject", object_functions, {}};

constexpr FunctionEntry bin_functions[] = {
    FUNCTION(gst_bin_get_by_name, returns<full>, names<"name">),
};
constexpr Table bin{"Bin", "gst_bin_", "GstBin", bin_functions, {}};

constexpr FunctionEntry parse_functions[] = {
    // Loads plugins.
    FUNCTION(node_gst_parse_launch, promised, returns<full>, names<"description">, locks<>),
};
constexpr Table parse{"Gst", "node_gst_", "", parse_functions, {}};

constexpr const Table* tables[] = {&object, &bin, &parse};

}  // namespace

bool Convert<StructureName>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  if (!StringFromJs(registry.env(), js, &out->text) || out->text.empty() || !g_ascii_isalpha(out->text[0]))
    return false;
  for (char c : out->text) {
    if (!g_ascii_isalnum(c) && std::strchr("/-_.:+", c) == nullptr) return false;
  }
  return true;
}

void PrepareGst() {
  GError* error = nullptr;
  if (!gst_init_check(nullptr, nullptr, &error)) {
    const std::string message = error != nullptr ? error->message : "no reason given";
    g_clear_error(&error);
    throw JsError("GStreamer cannot be initialised: " + message);
  }
  guint major, minor, micro, nano;
  gst_version(&major, &minor, &micro, &nano);
  if (major != 1 || minor < 22) {
    throw JsError("gst-rtsp-server needs GStreamer 1.22 or newer, and this is " + std::to_string(major) + "." +
                  std::to_string(minor) + "." + std::to_string(micro));
  }
}

std::span<const Table* const> GstTables() { return tables; }

void TeachGstValues() { TeachBoxed(GST_TYPE_MESSAGE, MessageToJs); }

}  // namespace rtspnode
