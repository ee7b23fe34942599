#include "gst/tables.h"

#include <cstring>

#include "gst/parse.h"
#include "marshal/function.h"
#include "marshal/object.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry object_functions[] = {
    FUNCTION(gst_object_get_name, returns<full>),
    FUNCTION(gst_object_get_path_string, returns<full>),
    FUNCTION(gst_object_get_parent, returns<full>),
};
constexpr Table object{"GstObject", "gst_object_", "GstObject", object_functions, {}};

constexpr FunctionEntry parse_functions[] = {
    // Loads plugins.
    FUNCTION(node_gst_parse_launch, promised, returns<full>, names<"description">, locks<>),
};
constexpr Table parse{"Gst", "node_gst_", "", parse_functions, {}};

constexpr const Table* tables[] = {&object,          &parse,         &structure_table, &caps_table,
                                   &event_table,     &clock_table,   &bus_table,       &pad_table,
                                   &ghost_pad_table, &element_table, &bin_table,       &pipeline_table};

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

bool Convert<Fields>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  napi_valuetype type;
  bool is_array = false;
  if (napi_typeof(registry.env(), js, &type) != napi_ok || type != napi_object) return false;
  if (napi_is_array(registry.env(), js, &is_array) != napi_ok || is_array) return false;
  out->reset(StructureFromJs(registry, "fields", js));
  return true;
}

napi_value Convert<Strings>::ToJs(Registry& registry, gchar** strings, Transfer transfer) {
  napi_env env = registry.env();
  napi_value array;
  Check(env, napi_create_array(env, &array));
  for (uint32_t i = 0; strings != nullptr && strings[i] != nullptr; i++) {
    Check(env, napi_set_element(env, array, i, MakeString(env, strings[i])));
  }
  if (transfer == Transfer::Full) g_strfreev(strings);
  return array;
}

namespace {

bool IsSourceDescription(const GValue* value) {
  const auto* structure = static_cast<const GstStructure*>(g_value_get_boxed(value));
  return structure != nullptr && gst_structure_has_name(structure, "application/x-rtp-source-sdes");
}

}  // namespace

void RefuseGstProperties() {
  RefuseProperty("GstObject", "parent", "parent, and a bin's add() and remove()");
  RefuseProperty("GstPipeline", "latency", "latency and setLatency(), which waits for the elements");
  // C is critical of a delay that is none.
  RefuseWriting("GstPipeline", "delay", "pipeline.delay");
  for (const char* type : {"RTPSession", "GstRtpSession", "GstRtpBin"}) {
    CheckProperty(type, "sdes", {IsSourceDescription, "a Structure named application/x-rtp-source-sdes"});
  }
  // C is critical of a backlog for a socket that listens already.
  RefuseWriting("GSocket", "listen-backlog", "the server's backlog");
}

}  // namespace rtspnode
