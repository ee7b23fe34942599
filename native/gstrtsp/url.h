#pragma once
#include <gst/rtsp/rtsp.h>

namespace rtspnode {

// Null and an error that says what is wrong with the text.
GstRTSPUrl* node_rtsp_url_new(const gchar* text, GError** error);

// The fields of the record, which C reads without functions.
guint node_rtsp_url_get_transports(const GstRTSPUrl* url);
const gchar* node_rtsp_url_get_host(const GstRTSPUrl* url);
guint16 node_rtsp_url_get_port(const GstRTSPUrl* url);
const gchar* node_rtsp_url_get_abspath(const GstRTSPUrl* url);
const gchar* node_rtsp_url_get_query(const GstRTSPUrl* url);
const gchar* node_rtsp_url_get_user(const GstRTSPUrl* url);
const gchar* node_rtsp_url_get_passwd(const GstRTSPUrl* url);

}  // namespace rtspnode
