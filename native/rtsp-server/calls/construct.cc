#include "rtsp-server/calls/construct.h"

#include <gio/gio.h>

#include "marshal/subclass.h"
#include "rtsp-server/media-element.h"
#include "rtsp-server/types/node-auth.h"
#include "rtsp-server/types/node-media-factory.h"
#include "rtsp-server/types/node-media.h"
#include "rtsp-server/types/node-server.h"
#include "rtsp-server/types/node-session-pool.h"
#include "rtsp-server/types/node-thread-pool.h"

namespace rtspnode {

namespace {

constexpr const char* kPrepareTimeout = "prepare-timeout";
constexpr guint kPrepareTimeoutMs = 10000;

GstRTSPMedia* MakeMedia(GType type, GstElement* element, GError** error) {
  // Upstream finds it missing when the media is prepared, and leaves it PREPARING for ever.
  if (!IsInstalled("rtpbin", error) || !TakeForMedia(element, error)) return nullptr;
  auto* media = GST_RTSP_MEDIA(g_object_new(type, "element", element, nullptr));
  AdoptMedia(media, nullptr, kPrepareTimeoutMs, std::make_shared<std::atomic<int>>(0));
  return media;
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

GstRTSPMedia* node_rtsp_media_new(GstElement* element, GError** error) {
  return MakeMedia(SubtypeOf(node_rtsp_media_get_type()), element, error);
}

GstRTSPMedia* node_rtsp_onvif_media_new(GstElement* element, GError** error) {
  return MakeMedia(SubtypeOf(node_rtsp_onvif_media_get_type()), element, error);
}

GstRTSPSessionPool* node_rtsp_session_pool_new() {
  return GST_RTSP_SESSION_POOL(g_object_new(SubtypeOf(node_rtsp_session_pool_get_type()), nullptr));
}

GstRTSPThreadPool* node_rtsp_thread_pool_new() {
  return GST_RTSP_THREAD_POOL(g_object_new(SubtypeOf(node_rtsp_thread_pool_get_type()), nullptr));
}

GstRTSPAuth* node_rtsp_auth_new() { return GST_RTSP_AUTH(g_object_new(SubtypeOf(node_rtsp_auth_get_type()), nullptr)); }

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

}  // namespace rtspnode
