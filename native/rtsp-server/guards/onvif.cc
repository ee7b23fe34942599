#include "rtsp-server/guards/onvif.h"

#include <string.h>

#include "rtsp-server/guards/header.h"

namespace rtspnode {

namespace {

// Of milliseconds: more than eleven days.
constexpr gsize kMaxIntervalDigits = 9;

bool IsInterval(const gchar* text) {
  const gsize digits = strspn(text, "0123456789");
  return digits > 0 && digits <= kMaxIntervalDigits && text[digits] == '\0';
}

bool IsFrames(const gchar* text) {
  constexpr gsize kIntra = sizeof "intra" - 1;
  if (g_str_equal(text, "predicted") || g_str_equal(text, "intra")) return true;
  return g_str_has_prefix(text, "intra/") && IsInterval(text + kIntra + 1);
}

}  // namespace

gchar** SplitOptions(const gchar* list) {
  gchar** options = g_strsplit(list, ",", -1);
  guint kept = 0;
  for (guint i = 0; options[i]; i++) {
    gchar* option = g_strstrip(options[i]);
    if (*option == '\0') {
      g_free(option);
    } else {
      options[kept++] = option;
    }
  }
  options[kept] = nullptr;
  return options;
}

gchar* FindForeignOptions(gchar** options) {
  GString* foreign = g_string_new(nullptr);
  for (; *options; options++) {
    if (g_str_equal(*options, GST_RTSP_ONVIF_BACKCHANNEL_REQUIREMENT) ||
        g_str_equal(*options, GST_RTSP_ONVIF_REPLAY_REQUIREMENT)) {
      continue;
    }
    if (foreign->len > 0) g_string_append(foreign, ", ");
    g_string_append(foreign, *options);
  }
  return g_string_free(foreign, FALSE);
}

bool AreSaneReplayHeaders(GstRTSPMessage* request) {
  const gchar* frames = FindHeader(request, GST_RTSP_HDR_FRAMES);
  const gchar* control = FindHeader(request, GST_RTSP_HDR_RATE_CONTROL);
  return (!frames || IsFrames(frames)) && (!control || g_str_equal(control, "yes") || g_str_equal(control, "no"));
}

bool WantsCertainFrames(GstRTSPMessage* request) { return FindHeader(request, GST_RTSP_HDR_FRAMES); }

void KeepRateControl(GstRTSPMessage* request, GstRTSPMedia* media) {
  const bool controlled = gst_rtsp_media_get_rate_control(media);
  if (controlled && !FindHeader(request, GST_RTSP_HDR_RATE_CONTROL)) return;
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_RATE_CONTROL, -1);
  gst_rtsp_message_add_header(request, GST_RTSP_HDR_RATE_CONTROL, controlled ? "yes" : "no");
}

}  // namespace rtspnode
