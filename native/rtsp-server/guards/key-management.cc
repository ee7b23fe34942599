#include "rtsp-server/guards/key-management.h"

#include <string.h>

#include "gstsdp/mikey-check.h"

namespace rtspnode {

namespace {

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
