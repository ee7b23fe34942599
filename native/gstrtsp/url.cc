#include "gstrtsp/url.h"

#include <gio/gio.h>

namespace rtspnode {

GstRTSPUrl* node_rtsp_url_new(const gchar* text, GError** error) {
  GstRTSPUrl* url = nullptr;
  if (gst_rtsp_url_parse(text, &url) != GST_RTSP_OK) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not an RTSP URL: %s", text);
    return nullptr;
  }
  return url;
}

guint node_rtsp_url_get_transports(const GstRTSPUrl* url) { return url->transports; }
const gchar* node_rtsp_url_get_host(const GstRTSPUrl* url) { return url->host; }
// 0 stands for the default of the scheme.
guint16 node_rtsp_url_get_port(const GstRTSPUrl* url) {
  guint16 port = 0;
  gst_rtsp_url_get_port(url, &port);
  return port;
}
const gchar* node_rtsp_url_get_abspath(const GstRTSPUrl* url) { return url->abspath; }
const gchar* node_rtsp_url_get_query(const GstRTSPUrl* url) { return url->query; }
const gchar* node_rtsp_url_get_user(const GstRTSPUrl* url) { return url->user; }
const gchar* node_rtsp_url_get_passwd(const GstRTSPUrl* url) { return url->passwd; }

}  // namespace rtspnode
