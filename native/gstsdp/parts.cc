#include "gstsdp/parts.h"

#include <vector>

#include "gstsdp/words.h"
#include "marshal/errors.h"
#include "marshal/js-fields.h"
#include "marshal/js-object.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

constexpr guint kMaxTtl = 255;
constexpr uint32_t kMaxRepeats = 1024;

using Fits = bool (*)(const std::string& text);

void ReadText(JsFields& fields, const char* name, Fits fits, gchar** out) {
  std::string text;
  const bool fitting = StringFromJs(fields.env(), fields.Get(name), &text) && fits(text);
  fields.Note(fitting);
  if (fitting) *out = g_strdup(text.c_str());
}

napi_value TextToJs(napi_env env, const gchar* text) { return text != nullptr ? MakeString(env, text) : Null(env); }

// C has one that is not null.
napi_value WordToJs(napi_env env, const gchar* text) { return MakeString(env, text != nullptr ? text : ""); }

bool ReadRepeats(napi_env env, napi_value js, std::vector<std::string>* repeats) {
  bool is_array = false;
  uint32_t length = 0;
  napi_is_array(env, js, &is_array);
  if (!is_array || napi_get_array_length(env, js, &length) != napi_ok || length > kMaxRepeats) return false;
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    Check(env, napi_get_element(env, js, i, &element));
    if (!StringFromJs(env, element, &repeats->emplace_back()) || !IsSdpWord(repeats->back())) return false;
  }
  return true;
}

}  // namespace

bool Convert<GstSDPConnection*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  JsFields fields(registry.env(), js);
  ReadText(fields, "nettype", IsSdpWord, &out->part.nettype);
  ReadText(fields, "addrtype", IsSdpWord, &out->part.addrtype);
  ReadText(fields, "address", IsSdpWord, &out->part.address);
  out->part.ttl = fields.Number("ttl", kMaxTtl);
  out->part.addr_number = fields.Number("addrNumber", G_MAXUINT);
  return fields.ok();
}

bool Convert<GstSDPBandwidth*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  JsFields fields(registry.env(), js);
  ReadText(fields, "bwtype", IsSdpName, &out->part.bwtype);
  out->part.bandwidth = fields.Number("bandwidth", G_MAXUINT);
  return fields.ok();
}

bool Convert<GstSDPTime*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  JsFields fields(registry.env(), js);
  gchar* start = nullptr;
  gchar* stop = nullptr;
  std::vector<std::string> repeats;
  ReadText(fields, "start", IsSdpWord, &start);
  ReadText(fields, "stop", IsSdpWord, &stop);
  fields.Note(ReadRepeats(fields.env(), fields.Get("repeat"), &repeats));
  std::vector<const gchar*> list;
  list.reserve(repeats.size() + 1);
  for (const std::string& repeat : repeats) list.push_back(repeat.c_str());
  list.push_back(nullptr);
  // An empty list would be read past its end when it is written.
  if (fields.ok()) gst_sdp_time_set(&out->part, start, stop, repeats.empty() ? nullptr : list.data());
  g_free(start);
  g_free(stop);
  return fields.ok();
}

bool Convert<GstSDPZone*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  JsFields fields(registry.env(), js);
  ReadText(fields, "time", IsSdpWord, &out->part.time);
  ReadText(fields, "typedTime", IsSdpWord, &out->part.typed_time);
  return fields.ok();
}

bool Convert<GstSDPAttribute*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  JsFields fields(registry.env(), js);
  ReadText(fields, "key", IsSdpName, &out->part.key);
  ReadText(fields, "value", IsSdpLine, &out->part.value);
  return fields.ok();
}

napi_value Convert<const GstSDPOrigin*>::ToJs(Registry& registry, const GstSDPOrigin* origin, Transfer) {
  napi_env env = registry.env();
  if (origin->sess_id == nullptr) return Null(env);
  return JsObject(env)
      .Set("username", WordToJs(env, origin->username))
      .Set("sessId", WordToJs(env, origin->sess_id))
      .Set("sessVersion", WordToJs(env, origin->sess_version))
      .Set("nettype", WordToJs(env, origin->nettype))
      .Set("addrtype", WordToJs(env, origin->addrtype))
      .Set("addr", WordToJs(env, origin->addr))
      .value();
}

napi_value Convert<const GstSDPConnection*>::ToJs(Registry& registry, const GstSDPConnection* connection, Transfer) {
  napi_env env = registry.env();
  if (connection->address == nullptr) return Null(env);
  return JsObject(env)
      .Set("nettype", WordToJs(env, connection->nettype))
      .Set("addrtype", WordToJs(env, connection->addrtype))
      .Set("address", WordToJs(env, connection->address))
      .SetNumber("ttl", connection->ttl)
      .SetNumber("addrNumber", connection->addr_number)
      .value();
}

napi_value Convert<const GstSDPBandwidth*>::ToJs(Registry& registry, const GstSDPBandwidth* bandwidth, Transfer) {
  napi_env env = registry.env();
  return JsObject(env)
      .Set("bwtype", WordToJs(env, bandwidth->bwtype))
      .SetNumber("bandwidth", bandwidth->bandwidth)
      .value();
}

napi_value Convert<const GstSDPTime*>::ToJs(Registry& registry, const GstSDPTime* time, Transfer) {
  napi_env env = registry.env();
  napi_value repeat;
  const guint length = time->repeat != nullptr ? time->repeat->len : 0;
  Check(env, napi_create_array_with_length(env, length, &repeat));
  for (guint i = 0; i < length; i++) {
    Check(env, napi_set_element(env, repeat, i, WordToJs(env, g_array_index(time->repeat, gchar*, i))));
  }
  return JsObject(env)
      .Set("start", WordToJs(env, time->start))
      .Set("stop", WordToJs(env, time->stop))
      .Set("repeat", repeat)
      .value();
}

napi_value Convert<const GstSDPZone*>::ToJs(Registry& registry, const GstSDPZone* zone, Transfer) {
  napi_env env = registry.env();
  return JsObject(env).Set("time", WordToJs(env, zone->time)).Set("typedTime", WordToJs(env, zone->typed_time)).value();
}

napi_value Convert<const GstSDPKey*>::ToJs(Registry& registry, const GstSDPKey* key, Transfer) {
  napi_env env = registry.env();
  if (key->type == nullptr) return Null(env);
  return JsObject(env).Set("type", WordToJs(env, key->type)).Set("data", TextToJs(env, key->data)).value();
}

napi_value Convert<const GstSDPAttribute*>::ToJs(Registry& registry, const GstSDPAttribute* attribute, Transfer) {
  napi_env env = registry.env();
  return JsObject(env).Set("key", WordToJs(env, attribute->key)).Set("value", WordToJs(env, attribute->value)).value();
}

napi_value Convert<GstSDPResult>::ToJs(Registry& registry, GstSDPResult result, Transfer) {
  if (result != GST_SDP_OK) throw JsError("the SDP cannot be changed so");
  return Undefined(registry.env());
}

}  // namespace rtspnode
