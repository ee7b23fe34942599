#include "rtsp-server/calls/params.h"

#include <gio/gio.h>

namespace rtspnode {

namespace {

GstRTSPResult Answer(GstRTSPResult (*answer)(GstRTSPClient*, GstRTSPContext*), GError** error) {
  GstRTSPContext* context = gst_rtsp_context_get_current();
  if (context != nullptr && context->client != nullptr && context->request != nullptr && context->response != nullptr) {
    return answer(context->client, context);
  }
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CLOSED, "no request is being handled that could be answered");
  return GST_RTSP_EINVAL;
}

}  // namespace

GstRTSPResult node_rtsp_params_set(GError** error) { return Answer(gst_rtsp_params_set, error); }
GstRTSPResult node_rtsp_params_get(GError** error) { return Answer(gst_rtsp_params_get, error); }

}  // namespace rtspnode
