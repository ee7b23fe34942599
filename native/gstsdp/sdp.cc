#include "gstsdp/sdp.h"

#include <gio/gio.h>
#include <string.h>

#include <string>
#include <utility>

#include "gstsdp/mikey-check.h"
#include "gstsdp/words.h"

namespace rtspnode {

namespace {

constexpr const char* kKeyManagement = "key-mgmt";
constexpr const char* kMikey = "mikey ";

void Refuse(GError** error, const char* why) {
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, why);
}

// Whether the library ends the line of a medium's information; it did not always.
bool EndsInformation() {
  static const bool ends = [] {
    GstSDPMedia* media = nullptr;
    gst_sdp_media_new(&media);
    gst_sdp_media_set_media(media, "audio");
    gst_sdp_media_set_proto(media, "RTP/AVP");
    gst_sdp_media_set_information(media, "x");
    gchar* text = gst_sdp_media_as_text(media);
    const bool ended = g_str_has_suffix(text, "\r\n");
    g_free(text);
    gst_sdp_media_free(media);
    return ended;
  }();
  return ends;
}

void EndInformation(GstSDPMedia* media) {
  if (media->information == nullptr || EndsInformation() || g_str_has_suffix(media->information, "\r\n")) return;
  gchar* ended = g_strconcat(media->information, "\r\n", nullptr);
  gst_sdp_media_set_information(media, ended);
  g_free(ended);
}

GstSDPMedia* MediaAt(GstSDPMessage* sdp, guint index) {
  return const_cast<GstSDPMedia*>(gst_sdp_message_get_media(sdp, index));
}

// gst_mikey_message_new_from_caps() trusts that the key is one.
bool HasUsableKey(const GstStructure* structure) {
  const GValue* key = gst_structure_get_value(structure, "srtp-key");
  if (key == nullptr) return true;
  GstBuffer* buffer = G_VALUE_HOLDS(key, GST_TYPE_BUFFER) ? gst_value_get_buffer(key) : nullptr;
  const gsize size = buffer != nullptr ? gst_buffer_get_size(buffer) : 0;
  return size > 0 && size <= G_MAXUINT16;
}

const gchar* KeyManagementOf(const GArray* attributes) {
  for (guint i = 0; i < attributes->len; i++) {
    const auto& attribute = g_array_index(attributes, GstSDPAttribute, i);
    if (strcmp(attribute.key, kKeyManagement) == 0) return attribute.value != nullptr ? attribute.value : "";
  }
  return nullptr;
}

// The message of the first such attribute, which is the one that C looks at; null where there is none that can be used.
GstMIKEYMessage* ParseKeyManagement(const GArray* attributes) {
  const gchar* value = KeyManagementOf(attributes);
  while (value != nullptr && g_ascii_isspace(*value)) value++;
  if (value == nullptr || !g_str_has_prefix(value, kMikey)) return nullptr;
  gsize size = 0;
  guchar* data = g_base64_decode(value + strlen(kMikey), &size);
  GstMIKEYMessage* message =
      IsSaneMikey(data, size) ? gst_mikey_message_new_from_data(data, size, nullptr, nullptr) : nullptr;
  g_free(data);
  return message;
}

bool HasSaneKeyManagement(const GArray* attributes) {
  const gchar* value = KeyManagementOf(attributes);
  while (value != nullptr && g_ascii_isspace(*value)) value++;
  // Another protocol's is not parsed.
  if (value == nullptr || !g_str_has_prefix(value, kMikey)) return true;
  GstMIKEYMessage* message = ParseKeyManagement(attributes);
  if (message != nullptr) gst_mikey_message_unref(message);
  return message != nullptr;
}

// What C puts into caps must be there, and UTF-8. The keys are left to ParseKeyManagement().
bool PrepareAttributes(GArray* attributes) {
  for (guint i = attributes->len; i-- > 0;) {
    auto& attribute = g_array_index(attributes, GstSDPAttribute, i);
    if (strcmp(attribute.key, kKeyManagement) == 0) {
      gst_sdp_attribute_clear(&attribute);
      g_array_remove_index(attributes, i);
      continue;
    }
    if (attribute.value == nullptr) attribute.value = g_strdup("");
    if (!g_utf8_validate(attribute.key, -1, nullptr) || !g_utf8_validate(attribute.value, -1, nullptr)) return false;
  }
  return true;
}

bool CheckCaps(const GstCaps* caps, GError** error) {
  if (!gst_caps_is_any(caps) && !gst_caps_is_empty(caps)) return true;
  Refuse(error, "caps that are anything or nothing have no fields");
  return false;
}

// Copies of the caps with what the attributes say. Upstream takes a message's keys for a failure where they are none.
template <typename Sdp>
GstCaps* AttributesToCaps(Sdp* sdp, GstSDPResult (*add)(const Sdp*, GstCaps*), GstCaps* caps, GError** error) {
  if (!CheckCaps(caps, error)) return nullptr;
  if (!HasSaneKeyManagement(sdp->attributes)) {
    Refuse(error, "its key-mgmt attribute has no MIKEY message that can be used");
    return nullptr;
  }
  GstMIKEYMessage* keys = ParseKeyManagement(sdp->attributes);
  GstCaps* result = gst_caps_copy(caps);
  const bool done = PrepareAttributes(sdp->attributes) && add(sdp, result) == GST_SDP_OK &&
                    (keys == nullptr || gst_mikey_message_to_caps(keys, result));
  if (keys != nullptr) gst_mikey_message_unref(keys);
  if (done) return result;
  gst_caps_unref(result);
  Refuse(error, "an attribute cannot be a field of caps");
  return nullptr;
}

bool IsComplete(const GstSDPMedia* media, GError** error) {
  if (media->media != nullptr && media->proto != nullptr) return true;
  Refuse(error, "the SDPMedia has no media type, or no protocol");
  return false;
}

bool IsLine(const GValue* value) {
  return G_VALUE_HOLDS_STRING(value) &&
         IsSdpLine(g_value_get_string(value) != nullptr ? g_value_get_string(value) : "");
}

// Upstream reads the elements of arrays as strings, whatever they are.
bool HoldsLinesOnly(const GValue* value) {
  if (!GST_VALUE_HOLDS_ARRAY(value)) return true;
  for (guint i = 0; i < gst_value_array_get_size(value); i++) {
    if (!IsLine(gst_value_array_get_value(value, i))) return false;
  }
  return true;
}

gboolean CanBeAttribute(GQuark, const GValue* value, gpointer) {
  return G_VALUE_HOLDS_STRING(value) ? IsLine(value) : HoldsLinesOnly(value);
}

}  // namespace

OwnSdp CopySdp(const GstSDPMessage* sdp) {
  GstSDPMessage* copy = nullptr;
  if (sdp != nullptr) gst_sdp_message_copy(sdp, &copy);
  return OwnSdp(copy);
}

OwnSdpMedia CopySdpMedia(const GstSDPMedia* media) {
  GstSDPMedia* copy = nullptr;
  if (media != nullptr) gst_sdp_media_copy(media, &copy);
  return OwnSdpMedia(copy);
}

GType node_sdp_media_get_type() {
  static const GType type = g_boxed_type_register_static(
      "NodeSDPMedia",
      [](gpointer media) -> gpointer { return CopySdpMedia(static_cast<GstSDPMedia*>(media)).release(); },
      [](gpointer media) { gst_sdp_media_free(static_cast<GstSDPMedia*>(media)); });
  return type;
}

void EndInformation(GstSDPMessage* sdp) {
  for (guint i = 0; i < gst_sdp_message_medias_len(sdp); i++) EndInformation(MediaAt(sdp, i));
}

void TrimInformation(GstSDPMessage* sdp) {
  for (guint i = 0; i < gst_sdp_message_medias_len(sdp); i++) {
    gchar* information = MediaAt(sdp, i)->information;
    if (information != nullptr) g_strchomp(information);
  }
}

bool HasSaneKeyManagement(const GstSDPMessage* sdp) {
  bool sane = HasSaneKeyManagement(sdp->attributes);
  for (guint i = 0; i < gst_sdp_message_medias_len(sdp); i++) {
    sane = sane && HasSaneKeyManagement(gst_sdp_message_get_media(sdp, i)->attributes);
  }
  return sane;
}

bool CanDescribe(const GstCaps* caps) {
  if (gst_caps_is_any(caps) || gst_caps_is_empty(caps)) return false;
  const GstStructure* structure = gst_caps_get_structure(caps, 0);
  const gchar* media = gst_structure_get_string(structure, "media");
  return media != nullptr && IsSdpWord(media) && gst_structure_foreach(structure, CanBeAttribute, nullptr) &&
         HasUsableKey(structure);
}

GstSDPMessage* node_sdp_message_new(const gchar* text, GError** error) {
  GstSDPMessage* sdp = nullptr;
  gst_sdp_message_new(&sdp);
  if (text == nullptr) return sdp;
  const gsize size = strlen(text);
  if (g_str_has_prefix(text, "v=") && size <= G_MAXINT &&
      gst_sdp_message_parse_buffer(reinterpret_cast<const guint8*>(text), static_cast<guint>(size), sdp) ==
          GST_SDP_OK) {
    return sdp;
  }
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not an SDP: %.200s", text);
  gst_sdp_message_free(sdp);
  return nullptr;
}

GstSDPMessage* node_sdp_message_parse_uri(const gchar* uri, GError** error) {
  GstSDPMessage* sdp = nullptr;
  // Upstream is critical of one with nothing behind the hash.
  const gchar* hash = strchr(uri, '#');
  gst_sdp_message_new(&sdp);
  if (hash != nullptr && g_str_has_prefix(hash + 1, "v=") && gst_sdp_message_parse_uri(uri, sdp) == GST_SDP_OK) {
    return sdp;
  }
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not the URI of an SDP: %.200s", uri);
  gst_sdp_message_free(sdp);
  return nullptr;
}

gchar* node_sdp_message_as_text(const GstSDPMessage* sdp) {
  const OwnSdp copy = CopySdp(sdp);
  EndInformation(copy.get());
  return gst_sdp_message_as_text(copy.get());
}

gchar* node_sdp_message_as_uri(const gchar* scheme, const GstSDPMessage* sdp, GError** error) {
  const OwnSdp copy = CopySdp(sdp);
  EndInformation(copy.get());
  gchar* text = gst_sdp_message_as_text(copy.get());
  // Upstream takes the bytes of other characters for negative numbers, of which it makes places in a table.
  const bool is_ascii = g_str_is_ascii(text);
  g_free(text);
  if (is_ascii) return gst_sdp_message_as_uri(scheme, copy.get());
  Refuse(error, "an SDP with other characters than those of ASCII cannot be a URI");
  return nullptr;
}

void node_sdp_message_assign(GstSDPMessage* sdp, const GstSDPMessage* other) {
  const OwnSdp copy = CopySdp(other);
  std::swap(*copy, *sdp);
}

void node_sdp_message_add_time(GstSDPMessage* sdp, GstSDPTime* time) { gst_sdp_message_insert_time(sdp, -1, time); }

GstCaps* node_sdp_message_attributes_to_caps(const GstSDPMessage* sdp, GstCaps* caps, GError** error) {
  const OwnSdp copy = CopySdp(sdp);
  return AttributesToCaps(copy.get(), gst_sdp_message_attributes_to_caps, caps, error);
}

GstMIKEYMessage* node_sdp_message_parse_keymgmt(const GstSDPMessage* sdp) {
  return ParseKeyManagement(sdp->attributes);
}

void node_sdp_message_add_media(GstSDPMessage* sdp, const GstSDPMedia* media, GError** error) {
  if (!IsComplete(media, error)) return;
  const OwnSdpMedia copy = CopySdpMedia(media);
  // It takes what is in it and leaves it empty.
  gst_sdp_message_add_media(sdp, copy.get());
}

void node_sdp_message_replace_media(GstSDPMessage* sdp, guint index, const GstSDPMedia* media, GError** error) {
  if (!IsComplete(media, error)) return;
  const OwnSdpMedia copy = CopySdpMedia(media);
  std::swap(*copy, *MediaAt(sdp, index));
}

void node_sdp_message_remove_media(GstSDPMessage* sdp, guint index) {
  gst_sdp_media_uninit(MediaAt(sdp, index));
  g_array_remove_index(sdp->medias, index);
}

GstSDPMedia* node_sdp_media_new() {
  GstSDPMedia* media = nullptr;
  gst_sdp_media_new(&media);
  return media;
}

gchar* node_sdp_media_as_text(const GstSDPMedia* media, GError** error) {
  if (!IsComplete(media, error)) return nullptr;
  const OwnSdpMedia copy = CopySdpMedia(media);
  EndInformation(copy.get());
  return gst_sdp_media_as_text(copy.get());
}

GstCaps* node_sdp_media_get_caps_from_media(const GstSDPMedia* media, gint pt, GError** error) {
  if (!IsComplete(media, error)) return nullptr;
  const OwnSdpMedia copy = CopySdpMedia(media);
  if (PrepareAttributes(copy->attributes) && g_utf8_validate(copy->media, -1, nullptr)) {
    return gst_sdp_media_get_caps_from_media(copy.get(), pt);
  }
  Refuse(error, "an attribute cannot be a field of caps");
  return nullptr;
}

void node_sdp_media_set_media_from_caps(GstSDPMedia* media, const GstCaps* caps, GError** error) {
  const OwnSdpMedia copy = CopySdpMedia(media);
  if (CanDescribe(caps) && gst_sdp_media_set_media_from_caps(caps, copy.get()) == GST_SDP_OK) {
    std::swap(*copy, *media);
    return;
  }
  Refuse(error, "the caps have no media type, payload type or clock rate, or a field that cannot be an attribute");
}

GstCaps* node_sdp_media_attributes_to_caps(const GstSDPMedia* media, GstCaps* caps, GError** error) {
  const OwnSdpMedia copy = CopySdpMedia(media);
  return AttributesToCaps(copy.get(), gst_sdp_media_attributes_to_caps, caps, error);
}

GstMIKEYMessage* node_sdp_media_parse_keymgmt(const GstSDPMedia* media) {
  return ParseKeyManagement(media->attributes);
}

}  // namespace rtspnode
