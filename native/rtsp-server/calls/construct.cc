#include "rtsp-server/calls/construct.h"

#include <gio/gio.h>

#include <string>

#include "marshal/subclass.h"
#include "rtsp-server/media-element.h"
#include "rtsp-server/types/node-media-factory.h"
#include "rtsp-server/types/node-media.h"
#include "rtsp-server/types/node-server.h"
#include "rtsp-server/types/node-session-pool.h"
#include "rtsp-server/types/node-thread-pool.h"

namespace rtspnode {

namespace {

constexpr const char* kPrepareTimeout = "prepare-timeout";

// Ours, in place of the library's of that name.
GType LibraryMediaType(const std::string& name) {
  if (name == "GstRTSPMedia") return node_rtsp_media_get_type();
  if (name == "GstRTSPOnvifMedia") return node_rtsp_onvif_media_get_type();
  return G_TYPE_INVALID;
}

}  // namespace

GstRTSPServer* node_rtsp_server_new() {
  return GST_RTSP_SERVER(g_object_new(SubtypeOf(node_rtsp_server_get_type()), nullptr));
}

GstRTSPMediaFactory* node_rtsp_media_factory_new() {
  return GST_RTSP_MEDIA_FACTORY(g_object_new(SubtypeOf(node_rtsp_media_factory_get_type()), nullptr));
}

GstRTSPMediaFactoryURI* node_rtsp_media_factory_uri_new() {
  return GST_RTSP_MEDIA_FACTORY_URI(g_object_new(SubtypeOf(node_rtsp_media_factory_uri_get_type()), nullptr));
}

GstRTSPMediaFactory* node_rtsp_onvif_media_factory_new() {
  return GST_RTSP_MEDIA_FACTORY(g_object_new(SubtypeOf(node_rtsp_onvif_media_factory_get_type()), nullptr));
}

GstRTSPServer* node_rtsp_onvif_server_new() {
  return GST_RTSP_SERVER(g_object_new(SubtypeOf(node_rtsp_onvif_server_get_type()), nullptr));
}

GstRTSPSessionPool* node_rtsp_session_pool_new() {
  return GST_RTSP_SESSION_POOL(g_object_new(SubtypeOf(node_rtsp_session_pool_get_type()), nullptr));
}

GstRTSPThreadPool* node_rtsp_thread_pool_new() {
  return GST_RTSP_THREAD_POOL(g_object_new(SubtypeOf(node_rtsp_thread_pool_get_type()), nullptr));
}

GstRTSPAuth* node_rtsp_auth_new() { return GST_RTSP_AUTH(g_object_new(SubtypeOf(GST_TYPE_RTSP_AUTH), nullptr)); }

GstRTSPMountPoints* node_rtsp_mount_points_new() {
  return GST_RTSP_MOUNT_POINTS(g_object_new(SubtypeOf(GST_TYPE_RTSP_MOUNT_POINTS), nullptr));
}

void node_rtsp_media_factory_check_launch(const gchar* launch, GError** error) { CheckLaunch(launch, error); }

// A factory of the library's own type, made by C code, has no such property: it has upstream's limit.
guint node_rtsp_media_factory_get_prepare_timeout(GstRTSPMediaFactory* factory) {
  guint milliseconds = 0;
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(factory), kPrepareTimeout) != nullptr) {
    g_object_get(factory, kPrepareTimeout, &milliseconds, nullptr);
  }
  return milliseconds;
}

void node_rtsp_media_factory_set_prepare_timeout(GstRTSPMediaFactory* factory, guint milliseconds) {
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(factory), kPrepareTimeout) != nullptr) {
    g_object_set(factory, kPrepareTimeout, milliseconds, nullptr);
  }
}

void node_rtsp_onvif_media_factory_check_backchannel_launch(const gchar* launch, GError** error) {
  CheckBackchannelLaunch(launch, error);
}

void node_rtsp_media_factory_set_media_class(GstRTSPMediaFactory* factory, guint number, const gchar* library,
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

}  // namespace rtspnode
