#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// What a client that speaks ONVIF may ask for, beyond RTSP.

// The options of a comma-separated list; g_strfreev() it.
gchar** SplitOptions(const gchar* list);

// The comma-separated list of those options that ONVIF does not know; g_free() it.
gchar* FindForeignOptions(gchar** options);

// Whether the headers `Frames` and `Rate-Control`, if there are any, say something. gst_rtsp_onvif_client finds a
// mistake only when PLAY has begun, and takes an interval for any number.
bool AreSaneReplayHeaders(GstRTSPMessage* request);

// Whether the request asks for certain frames only: that is a seek.
bool WantsCertainFrames(GstRTSPMessage* request);

// Makes the request ask for the rate control that the media has.
void KeepRateControl(GstRTSPMessage* request, GstRTSPMedia* media);

}  // namespace rtspnode
