#include "gstsdp/mikey.h"

#include <gio/gio.h>

#include <vector>

#include "gstsdp/mikey-check.h"
#include "marshal/errors.h"
#include "marshal/js-fields.h"
#include "marshal/js-object.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

// What the fields of a message can count, and what fits in a payload.
constexpr guint kMaxSessions = 255;
constexpr guint kMaxByte = 255;
constexpr guint kMaxKey = 64;
constexpr uint32_t kMaxKeys = 64;
constexpr uint32_t kMaxParameters = 128;
constexpr gsize kLongTime = 8;
constexpr gsize kCounter = 4;

void Refuse(GError** error, const char* why) {
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, why);
}

std::vector<guint8> ReadOctets(JsFields& fields, const char* name, gsize least, gsize most) {
  std::vector<guint8> octets;
  fields.Note(OctetsFromJs(fields.env(), fields.Get(name), &octets) && octets.size() >= least && octets.size() <= most);
  return octets;
}

template <typename Each>
void ReadList(JsFields& fields, const char* name, uint32_t least, uint32_t most, Each&& each) {
  napi_env env = fields.env();
  napi_value js = fields.Get(name);
  bool is_array = false;
  uint32_t length = 0;
  napi_is_array(env, js, &is_array);
  const bool fits = is_array && napi_get_array_length(env, js, &length) == napi_ok && length >= least && length <= most;
  fields.Note(fits);
  for (uint32_t i = 0; fits && fields.ok() && i < length; i++) {
    napi_value element;
    Check(env, napi_get_element(env, js, i, &element));
    fields.Note(each(element));
  }
}

bool ReadTime(JsFields& fields, GstMIKEYPayload* payload) {
  const guint type = fields.Number("tsType", GST_MIKEY_TS_TYPE_COUNTER);
  const gsize size = type == GST_MIKEY_TS_TYPE_COUNTER ? kCounter : kLongTime;
  const std::vector<guint8> value = ReadOctets(fields, "tsValue", size, size);
  return fields.ok() && gst_mikey_payload_t_set(payload, static_cast<GstMIKEYTSType>(type), value.data());
}

bool ReadPolicy(JsFields& fields, GstMIKEYPayload* payload) {
  gst_mikey_payload_sp_set(payload, fields.Number("policy", kMaxByte), GST_MIKEY_SEC_PROTO_SRTP);
  ReadList(fields, "params", 0, kMaxParameters, [&](napi_value js) {
    JsFields param(fields.env(), js);
    const guint type = param.Number("type", kMaxByte);
    const std::vector<guint8> value = ReadOctets(param, "val", 1, kMaxByte);
    return param.ok() && gst_mikey_payload_sp_add_param(payload, static_cast<guint8>(type),
                                                        static_cast<guint8>(value.size()), value.data());
  });
  return fields.ok();
}

bool ReadRand(JsFields& fields, GstMIKEYPayload* payload) {
  const std::vector<guint8> rand = ReadOctets(fields, "rand", 1, kMaxByte);
  return fields.ok() && gst_mikey_payload_rand_set(payload, static_cast<guint8>(rand.size()), rand.data());
}

bool ReadValidity(napi_env env, napi_value js, GstMIKEYPayload* payload) {
  JsFields validity(env, js);
  const auto size = [](const std::vector<guint8>& octets) { return static_cast<guint8>(octets.size()); };
  if (!IsNullish(env, validity.Get("spi"))) {
    const std::vector<guint8> spi = ReadOctets(validity, "spi", 1, kMaxByte);
    return validity.ok() && gst_mikey_payload_key_data_set_spi(payload, size(spi), spi.data());
  }
  const std::vector<guint8> from = ReadOctets(validity, "validFrom", 1, kMaxByte);
  const std::vector<guint8> to = ReadOctets(validity, "validTo", 1, kMaxByte);
  return validity.ok() &&
         gst_mikey_payload_key_data_set_interval(payload, size(from), from.data(), size(to), to.data());
}

bool ReadKey(JsFields& fields, GstMIKEYPayload* payload) {
  napi_env env = fields.env();
  const guint type = fields.Number("keyType", GST_MIKEY_KD_TEK);
  fields.Note(type == GST_MIKEY_KD_TGK || type == GST_MIKEY_KD_TEK);
  const std::vector<guint8> key = ReadOctets(fields, "keyData", 1, kMaxKey);
  if (!fields.ok()) return false;
  gst_mikey_payload_key_data_set_key(payload, static_cast<GstMIKEYKeyDataType>(type), static_cast<guint16>(key.size()),
                                     key.data());
  if (!IsNullish(env, fields.Get("saltData"))) {
    const std::vector<guint8> salt = ReadOctets(fields, "saltData", 1, kMaxKey);
    if (!fields.ok()) return false;
    gst_mikey_payload_key_data_set_salt(payload, static_cast<guint16>(salt.size()), salt.data());
  }
  napi_value validity = fields.Get("validity");
  return IsNullish(env, validity) || ReadValidity(env, validity, payload);
}

bool ReadKeys(JsFields& fields, GstMIKEYPayload* payload) {
  // The library writes keys as they are, and fills the place of a MAC with nothing.
  gst_mikey_payload_kemac_set(payload, GST_MIKEY_ENC_NULL, GST_MIKEY_MAC_NULL);
  ReadList(fields, "subpayloads", 1, kMaxKeys, [&](napi_value js) {
    JsFields key(fields.env(), js);
    OwnMikeyPayload sub(gst_mikey_payload_new(GST_MIKEY_PT_KEY_DATA));
    return key.Number("type", kMaxByte) == GST_MIKEY_PT_KEY_DATA && ReadKey(key, sub.get()) &&
           gst_mikey_payload_kemac_add_sub(payload, sub.release());
  });
  return fields.ok();
}

template <typename T>
const T& As(const GstMIKEYPayload* payload) {
  return *reinterpret_cast<const T*>(payload);
}

napi_value ListToJs(napi_env env, guint length, const auto& each) {
  napi_value list;
  Check(env, napi_create_array_with_length(env, length, &list));
  for (guint i = 0; i < length; i++) Check(env, napi_set_element(env, list, i, each(i)));
  return list;
}

napi_value ValidityToJs(napi_env env, const GstMIKEYPayloadKeyData& key) {
  const auto part = [&](int which) { return OctetsToJs(env, key.kv_data[which], key.kv_len[which]); };
  if (key.kv_type == GST_MIKEY_KV_SPI) return JsObject(env).Set("spi", part(0)).value();
  if (key.kv_type != GST_MIKEY_KV_INTERVAL) return Null(env);
  return JsObject(env).Set("validFrom", part(0)).Set("validTo", part(1)).value();
}

// Of messages that have been checked, and payloads that have been made above.
napi_value PayloadToJs(napi_env env, const GstMIKEYPayload* payload) {
  JsObject object(env);
  object.SetNumber("type", static_cast<gint>(payload->type));
  if (payload->type == GST_MIKEY_PT_T) {
    const auto& time = As<GstMIKEYPayloadT>(payload);
    const gsize size = time.type == GST_MIKEY_TS_TYPE_COUNTER ? kCounter : kLongTime;
    object.SetNumber("tsType", static_cast<gint>(time.type)).Set("tsValue", OctetsToJs(env, time.ts_value, size));
  } else if (payload->type == GST_MIKEY_PT_SP) {
    const auto param = [&](guint i) {
      const GstMIKEYPayloadSPParam* of = gst_mikey_payload_sp_get_param(payload, i);
      return JsObject(env).SetNumber("type", of->type).Set("val", OctetsToJs(env, of->val, of->len)).value();
    };
    object.SetNumber("policy", As<GstMIKEYPayloadSP>(payload).policy)
        .Set("params", ListToJs(env, gst_mikey_payload_sp_get_n_params(payload), param));
  } else if (payload->type == GST_MIKEY_PT_RAND) {
    const auto& rand = As<GstMIKEYPayloadRAND>(payload);
    object.Set("rand", OctetsToJs(env, rand.rand, rand.len));
  } else if (payload->type == GST_MIKEY_PT_KEMAC) {
    const auto sub = [&](guint i) { return PayloadToJs(env, gst_mikey_payload_kemac_get_sub(payload, i)); };
    object.Set("subpayloads", ListToJs(env, gst_mikey_payload_kemac_get_n_sub(payload), sub));
  } else if (payload->type == GST_MIKEY_PT_KEY_DATA) {
    const auto& key = As<GstMIKEYPayloadKeyData>(payload);
    object.SetNumber("keyType", static_cast<gint>(key.key_type))
        .Set("keyData", OctetsToJs(env, key.key_data, key.key_len))
        .Set("saltData", key.salt_len > 0 ? OctetsToJs(env, key.salt_data, key.salt_len) : Null(env))
        .Set("validity", ValidityToJs(env, key));
  }
  return object.value();
}

}  // namespace

bool Convert<GstMIKEYPayload*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  JsFields fields(registry.env(), js);
  const auto type = static_cast<GstMIKEYPayloadType>(fields.Number("type", kMaxByte));
  if (!fields.ok() ||
      (type != GST_MIKEY_PT_T && type != GST_MIKEY_PT_SP && type != GST_MIKEY_PT_RAND && type != GST_MIKEY_PT_KEMAC)) {
    return false;
  }
  out->reset(gst_mikey_payload_new(type));
  if (type == GST_MIKEY_PT_T) return ReadTime(fields, out->get());
  if (type == GST_MIKEY_PT_SP) return ReadPolicy(fields, out->get());
  if (type == GST_MIKEY_PT_RAND) return ReadRand(fields, out->get());
  return ReadKeys(fields, out->get());
}

napi_value Convert<const GstMIKEYPayload*>::ToJs(Registry& registry, const GstMIKEYPayload* payload, Transfer) {
  return payload != nullptr ? PayloadToJs(registry.env(), payload) : Null(registry.env());
}

bool Convert<const GstMIKEYMapSRTP*>::FromJs(Registry& registry, napi_value js, bool, GstMIKEYMapSRTP* out) {
  JsFields fields(registry.env(), js);
  out->policy = static_cast<guint8>(fields.Number("policy", kMaxByte));
  out->ssrc = fields.Number("ssrc", G_MAXUINT);
  out->roc = fields.Number("roc", G_MAXUINT);
  return fields.ok();
}

napi_value Convert<const GstMIKEYMapSRTP*>::ToJs(Registry& registry, const GstMIKEYMapSRTP* map, Transfer) {
  return JsObject(registry.env())
      .SetNumber("policy", map->policy)
      .SetNumber("ssrc", map->ssrc)
      .SetNumber("roc", map->roc)
      .value();
}

GstMIKEYMessage* node_mikey_message_new(GBytes* bytes, GError** error) {
  if (bytes == nullptr) {
    GstMIKEYMessage* message = gst_mikey_message_new();
    gst_mikey_message_set_info(message, GST_MIKEY_VERSION, GST_MIKEY_TYPE_PSK_INIT, FALSE, GST_MIKEY_PRF_MIKEY_1, 0,
                               GST_MIKEY_MAP_TYPE_SRTP);
    return message;
  }
  gsize size;
  const auto* data = static_cast<const guint8*>(g_bytes_get_data(bytes, &size));
  GstMIKEYMessage* message =
      IsSaneMikey(data, size) ? gst_mikey_message_new_from_bytes(bytes, nullptr, nullptr) : nullptr;
  if (message == nullptr) Refuse(error, "not a MIKEY message with keys for SRTP that are not encrypted");
  return message;
}

GstMIKEYMessage* node_mikey_message_new_from_caps(GstCaps* caps, GError** error) {
  const GstStructure* structure =
      gst_caps_is_any(caps) || gst_caps_is_empty(caps) ? nullptr : gst_caps_get_structure(caps, 0);
  const GValue* key = structure != nullptr ? gst_structure_get_value(structure, "srtp-key") : nullptr;
  GstBuffer* buffer = key != nullptr && G_VALUE_HOLDS(key, GST_TYPE_BUFFER) ? gst_value_get_buffer(key) : nullptr;
  const gsize size = buffer != nullptr ? gst_buffer_get_size(buffer) : 0;
  GstMIKEYMessage* message = size > 0 && size <= kMaxKey ? gst_mikey_message_new_from_caps(caps) : nullptr;
  if (message == nullptr) Refuse(error, "the caps have no key for SRTP, or not the names of known algorithms");
  return message;
}

GBytes* node_mikey_message_to_bytes(GstMIKEYMessage* message) {
  return gst_mikey_message_to_bytes(message, nullptr, nullptr);
}

GstCaps* node_mikey_message_to_caps(GstMIKEYMessage* message, GstCaps* caps, GError** error) {
  if (gst_caps_is_any(caps) || gst_caps_is_empty(caps)) {
    Refuse(error, "caps that are anything or nothing have no fields");
    return nullptr;
  }
  GstCaps* result = gst_caps_copy(caps);
  if (gst_mikey_message_to_caps(message, result)) return result;
  gst_caps_unref(result);
  Refuse(error, "the message has no key, or no crypto session that it is for");
  return nullptr;
}

guint node_mikey_message_get_version(const GstMIKEYMessage* message) { return message->version; }
gint node_mikey_message_get_type(const GstMIKEYMessage* message) { return message->type; }
gboolean node_mikey_message_get_v(const GstMIKEYMessage* message) { return message->V; }
gint node_mikey_message_get_prf_func(const GstMIKEYMessage* message) { return message->prf_func; }
guint node_mikey_message_get_csb_id(const GstMIKEYMessage* message) { return message->CSB_id; }
gint node_mikey_message_get_map_type(const GstMIKEYMessage* message) { return message->map_type; }

void node_mikey_message_set_info(GstMIKEYMessage* message, gint type, gboolean v, guint csb_id) {
  gst_mikey_message_set_info(message, GST_MIKEY_VERSION, static_cast<GstMIKEYType>(type), v, GST_MIKEY_PRF_MIKEY_1,
                             csb_id, GST_MIKEY_MAP_TYPE_SRTP);
}

const GstMIKEYPayload* node_mikey_message_find_payload(const GstMIKEYMessage* message, guint type, guint nth) {
  return gst_mikey_message_find_payload(message, static_cast<GstMIKEYPayloadType>(type), nth);
}

void node_mikey_message_add_cs_srtp(GstMIKEYMessage* message, guint8 policy, guint ssrc, guint roc, GError** error) {
  const GstMIKEYMapSRTP map = {policy, ssrc, roc};
  node_mikey_message_insert_cs_srtp(message, -1, &map, error);
}

void node_mikey_message_insert_cs_srtp(GstMIKEYMessage* message, gint index, const GstMIKEYMapSRTP* map,
                                       GError** error) {
  if (gst_mikey_message_get_n_cs(message) >= kMaxSessions) {
    Refuse(error, "a MIKEY message has at most 255 crypto sessions");
    return;
  }
  gst_mikey_message_insert_cs_srtp(message, index, map);
}

}  // namespace rtspnode
