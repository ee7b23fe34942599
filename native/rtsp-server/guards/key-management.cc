#include "rtsp-server/guards/key-management.h"

#include <gst/sdp/gstmikey.h>
#include <string.h>

namespace rtspnode {

namespace {

constexpr guint kMaxKeyLength = 64;
constexpr guint kIntervalLengths = 2;

// Reads a message from its beginning; what does not fit any more is a failure that stays.
class Reader {
 public:
  Reader(const guint8* data, gsize size) : at_(data), left_(size) {}

  bool failed() const { return failed_; }
  bool AtEnd() const { return !failed_ && left_ == 0; }

  guint Byte() {
    const guint8* bytes = Take(1);
    return bytes ? bytes[0] : 0;
  }
  guint Short() {
    const guint8* bytes = Take(2);
    return bytes ? static_cast<guint16>(bytes[0] << 8 | bytes[1]) : 0;
  }
  bool Skip(gsize size) { return Take(size) != nullptr; }
  Reader Part(gsize size) {
    const guint8* bytes = Take(size);
    Reader part(bytes, bytes ? size : 0);
    part.failed_ = failed_;
    return part;
  }

 private:
  const guint8* Take(gsize size) {
    if (failed_ || size > left_) {
      failed_ = true;
      return nullptr;
    }
    const guint8* bytes = at_;
    at_ += size;
    left_ -= size;
    return bytes;
  }

  const guint8* at_;
  gsize left_;
  bool failed_ = false;
};

// The key validity fields; upstream is critical of empty ones.
bool SkipValidity(Reader& reader, guint type) {
  guint fields = 0;
  if (type == GST_MIKEY_KV_SPI) {
    fields = 1;
  } else if (type == GST_MIKEY_KV_INTERVAL) {
    fields = kIntervalLengths;
  } else if (type != GST_MIKEY_KV_NULL) {
    return false;
  }
  for (guint i = 0; i < fields; i++) {
    const guint length = reader.Byte();
    if (length == 0 || !reader.Skip(length)) return false;
  }
  return true;
}

bool CheckKeys(Reader reader) {
  guint next = GST_MIKEY_PT_KEY_DATA;
  while (next == GST_MIKEY_PT_KEY_DATA) {
    next = reader.Byte();
    const guint kinds = reader.Byte();
    const guint key_length = reader.Short();
    if (key_length == 0 || key_length > kMaxKeyLength || !reader.Skip(key_length)) return false;
    const bool has_salt = (kinds >> 4) & 1;
    if (has_salt && !reader.Skip(reader.Short())) return false;
    if (!SkipValidity(reader, kinds & 0xf)) return false;
  }
  return next == GST_MIKEY_PT_LAST && reader.AtEnd();
}

bool CheckKemac(Reader& reader) {
  if (reader.Byte() != GST_MIKEY_ENC_NULL) return false;
  if (!CheckKeys(reader.Part(reader.Short()))) return false;
  return reader.Byte() == GST_MIKEY_MAC_NULL && !reader.failed();
}

bool CheckTimestamp(Reader& reader) {
  switch (reader.Byte()) {
    case GST_MIKEY_TS_TYPE_NTP_UTC:
    case GST_MIKEY_TS_TYPE_NTP:
      return reader.Skip(8);
    case GST_MIKEY_TS_TYPE_COUNTER:
      return reader.Skip(4);
    default:
      return false;
  }
}

bool CheckPolicy(Reader& reader) {
  reader.Byte();  // the policy's number
  if (reader.Byte() != GST_MIKEY_SEC_PROTO_SRTP) return false;
  Reader parameters = reader.Part(reader.Short());
  while (!parameters.failed() && !parameters.AtEnd()) {
    parameters.Byte();  // the parameter's type
    const guint length = parameters.Byte();
    if (length == 0 || !parameters.Skip(length)) return false;
  }
  return !parameters.failed();
}

bool CheckRand(Reader& reader) {
  const guint length = reader.Byte();
  return length > 0 && reader.Skip(length);
}

bool CheckPayload(Reader& reader, guint type) {
  switch (type) {
    case GST_MIKEY_PT_KEMAC:
      return CheckKemac(reader);
    case GST_MIKEY_PT_T:
      return CheckTimestamp(reader);
    case GST_MIKEY_PT_SP:
      return CheckPolicy(reader);
    case GST_MIKEY_PT_RAND:
      return CheckRand(reader);
    default:
      return false;
  }
}

// The value of a "data=" parameter as handle_keymgmt() reads it: base64, perhaps in quotes.
bool IsSaneData(const gchar* text) {
  gchar* copy = g_strdup(text);
  gchar* base64 = g_strstrip(copy);
  const gsize length = strlen(base64);
  if (length >= 2 && base64[0] == '"' && base64[length - 1] == '"') {
    base64[length - 1] = '\0';
    base64++;
  }
  gsize size = 0;
  // g_base64_decode_inplace() is critical of less than two characters.
  const bool decodable = strlen(base64) >= 2;
  guchar* data = decodable ? g_base64_decode(base64, &size) : nullptr;
  const bool sane = data && IsSaneMikey(data, size);
  g_free(data);
  g_free(copy);
  return sane;
}

// strip_chars() reads as many bytes past the end of a value as it drops at its beginning, less one.
bool IsSafelyQuoted(const gchar* value) {
  const auto is_dropped = [](gchar c) { return c == '"' || g_ascii_isspace(c); };
  return !is_dropped(value[0]) || !is_dropped(value[1]);
}

}  // namespace

// Split in the same places as gst_rtsp_stream_handle_keymgmt() does, so that there is no data here that is none there.
bool IsSaneKeyManagement(const gchar* header) {
  gchar** parameters = g_strsplit_set(header, ",;", 0);
  bool sane = true;
  for (gchar** walk = parameters; *walk && sane; walk++) {
    const gchar* parameter = g_strstrip(*walk);
    if (g_str_has_prefix(parameter, "uri=")) sane = IsSafelyQuoted(parameter + strlen("uri="));
    if (g_str_has_prefix(parameter, "data=")) {
      const gchar* value = parameter + strlen("data=");
      sane = IsSafelyQuoted(value) && IsSaneData(value);
    }
  }
  g_strfreev(parameters);
  return sane;
}

bool IsSaneMikey(const guint8* data, gsize size) {
  Reader reader(data, size);
  if (reader.Byte() != GST_MIKEY_VERSION || reader.Byte() != GST_MIKEY_TYPE_PSK_INIT) return false;
  guint next = reader.Byte();
  reader.Skip(1);  // verification flag, PRF
  reader.Skip(4);  // CSB ID
  const guint sessions = reader.Byte();
  if (sessions == 0 || reader.Byte() != GST_MIKEY_MAP_TYPE_SRTP || !reader.Skip(sessions * 9)) return false;

  bool has_key = false;
  while (next != GST_MIKEY_PT_LAST) {
    const guint type = next;
    next = reader.Byte();
    if (!CheckPayload(reader, type)) return false;
    has_key |= type == GST_MIKEY_PT_KEMAC;
  }
  return has_key && reader.AtEnd();
}

GstRTSPStatusCode CheckKeyManagement(GstRTSPMessage* request, GstRTSPStream* stream) {
  gchar* header;
  const bool secure = gst_rtsp_stream_get_profiles(stream) & (GST_RTSP_PROFILE_SAVP | GST_RTSP_PROFILE_SAVPF);
  if (!secure) {
    gst_rtsp_message_remove_header(request, GST_RTSP_HDR_KEYMGMT, -1);
    return GST_RTSP_STS_OK;
  }
  for (gint i = 0; gst_rtsp_message_get_header(request, GST_RTSP_HDR_KEYMGMT, &header, i) == GST_RTSP_OK; i++) {
    if (!IsSaneKeyManagement(header)) return GST_RTSP_STS_BAD_REQUEST;
  }
  return GST_RTSP_STS_OK;
}

}  // namespace rtspnode
