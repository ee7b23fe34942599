#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// Constructors that give our own GTypes instead of the library's, with safer defaults, and JavaScript's subclasses.
namespace rtspnode {

GstRTSPServer* node_rtsp_server_new();
GstRTSPMediaFactory* node_rtsp_media_factory_new();
GstRTSPMediaFactoryURI* node_rtsp_media_factory_uri_new();
// Without streams, and without a factory. An error for an element that is not a bin, or that something else has.
GstRTSPMedia* node_rtsp_media_new(GstElement* element, GError** error);
GstRTSPMedia* node_rtsp_onvif_media_new(GstElement* element, GError** error);
GstRTSPMediaFactory* node_rtsp_onvif_media_factory_new();
GstRTSPServer* node_rtsp_onvif_server_new();
GstRTSPSessionPool* node_rtsp_session_pool_new();
GstRTSPThreadPool* node_rtsp_thread_pool_new();
GstRTSPAuth* node_rtsp_auth_new();
GstRTSPMountPoints* node_rtsp_mount_points_new();

// Whether the elements of the line can be made and served, without starting them.
void node_rtsp_media_factory_check_launch(const gchar* launch, GError** error);

// The same for the launch line of a backchannel.
void node_rtsp_onvif_media_factory_check_backchannel_launch(const gchar* launch, GError** error);

guint node_rtsp_media_factory_get_prepare_timeout(GstRTSPMediaFactory* factory);
void node_rtsp_media_factory_set_prepare_timeout(GstRTSPMediaFactory* factory, guint milliseconds);

}  // namespace rtspnode
