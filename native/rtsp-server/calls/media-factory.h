#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// The native name of the library's class of media that the factory makes, or that theirs is a subclass of; and the
// number of JavaScript's own class, or 0.
gchar* node_rtsp_media_factory_get_media_gtype(GstRTSPMediaFactory* factory, guint* number);
// Media of this class of JavaScript's; 0: of the library's class of that native name.
void node_rtsp_media_factory_set_media_gtype(GstRTSPMediaFactory* factory, guint number, const gchar* library,
                                             GError** error);

// As for a request without headers, unless a request is being handled.
GstRTSPMedia* node_rtsp_media_factory_construct(GstRTSPMediaFactory* factory, const GstRTSPUrl* url);
GstElement* node_rtsp_media_factory_create_element(GstRTSPMediaFactory* factory, const GstRTSPUrl* url);

}  // namespace rtspnode
