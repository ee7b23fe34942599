#include "rtsp-server/calls/media-factory.h"

#include <gio/gio.h>

#include <string>

#include "marshal/bypass.h"
#include "marshal/subclass.h"
#include "rtsp-server/any-request.h"
#include "rtsp-server/newer.h"
#include "rtsp-server/types/node-media-factory.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

// Ours, in place of the library's of that name.
GType LibraryMediaType(const std::string& name) {
  if (name == "GstRTSPMedia") return node_rtsp_media_get_type();
  if (name == "GstRTSPOnvifMedia") return node_rtsp_onvif_media_get_type();
  return G_TYPE_INVALID;
}

}  // namespace

gchar* node_rtsp_media_factory_get_media_gtype(GstRTSPMediaFactory* factory, guint* number) {
  const GType type = gst_rtsp_media_factory_get_media_gtype(factory);
  *number = 0;
  guint looked_at = 1;
  for (const JsClass* one = FindJsClass(looked_at); one != nullptr; one = FindJsClass(++looked_at)) {
    if (one->type == type) *number = looked_at;
  }
  return const_cast<gchar*>(g_type_is_a(type, GST_TYPE_RTSP_ONVIF_MEDIA) ? "GstRTSPOnvifMedia" : "GstRTSPMedia");
}

void node_rtsp_media_factory_set_media_gtype(GstRTSPMediaFactory* factory, guint number, const gchar* library,
                                             GError** error) {
  const JsClass* subclass = FindJsClass(number);
  const GType type = subclass != nullptr ? subclass->type : LibraryMediaType(number == 0 ? library : "");
  if (type == G_TYPE_INVALID || !g_type_is_a(type, GST_TYPE_RTSP_MEDIA)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not a class of media");
    return;
  }
  // gst_rtsp_onvif_media_factory_construct() makes none otherwise.
  if (GST_IS_RTSP_ONVIF_MEDIA_FACTORY(factory) && !g_type_is_a(type, GST_TYPE_RTSP_ONVIF_MEDIA)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "the media of an RTSPOnvifMediaFactory are RTSPOnvifMedia, or of a subclass of it");
    return;
  }
  gst_rtsp_media_factory_set_media_gtype(factory, type);
}

GstRTSPMedia* node_rtsp_media_factory_construct(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
  // It came with what makes upstream lock a media that it constructs.
  static const bool locks = FindNewer("gst_rtsp_media_can_be_shared") != nullptr;
  const AnyRequest request;
  GstRTSPMedia* media = gst_rtsp_media_factory_construct(factory, url);
  if (media && locks) gst_rtsp_media_unlock(media);
  return media;
}

GstElement* node_rtsp_media_factory_create_element(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
  // It is called by JavaScript's override, or there is none. Which of these it is depends on the factory's type.
  const Bypass plain(factory, &vfunc_id<&NodeRTSPMediaFactoryClass::make_element>);
  const Bypass uri(factory, &vfunc_id<&NodeRTSPMediaFactoryURIClass::make_element>);
  const Bypass onvif(factory, &vfunc_id<&NodeRTSPOnvifMediaFactoryClass::make_element>);
  const AnyRequest request;
  return gst_rtsp_media_factory_create_element(factory, url);
}

}  // namespace rtspnode
