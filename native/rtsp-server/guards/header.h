#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// The first header of that kind; null for none.
inline const gchar* FindHeader(const GstRTSPMessage* request, GstRTSPHeaderField field) {
  gchar* value = nullptr;
  return gst_rtsp_message_get_header(request, field, &value, 0) == GST_RTSP_OK ? value : nullptr;
}

}  // namespace rtspnode
