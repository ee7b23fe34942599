#pragma once
#include <gst/gst.h>

namespace rtspnode {

// The element that a media's streams come from: made of a launch line, and looked over before upstream sees it.

// Makes the element that a launch line describes, floating; null and an error when it does not parse or names elements
// that are not installed (all of them are in the message). Other mistakes, say a property that does not exist, are
// tolerated as in C unless `strict`.
GstElement* ParseLaunch(const gchar* launch, bool strict, GError** error);

// Whether gst_rtsp_media_collect_streams() finds a stream in the element and can use all that it finds there: a bin
// without a parent, with pay0 (an RTP payloader, or a bin around one), dynpay0 or depay0.
bool CheckElement(GstElement* element, GError** error);
// The same of an element that may be in a pipeline.
bool CheckStreams(GstElement* element, GError** error);

// Whether the element is an RTP payloader, or a bin with one in it.
bool CheckPayloads(GstElement* element, GError** error);

// For an element of whose streams upstream is told: from now on a pad that dynpay0, dynpay1, … gets without a payloader
// is an error of the pipeline, and one that it loses may go while the media stops.
void GuardDynamicStreams(GstBin* bin);

// For a media that is about to be stopped, perhaps before its thread has started it: gst_rtsp_media_unprepare() asserts
// that upstream's handlers have been connected, and disconnects them.
void MakeUpHandlers(GstElement* media);

// Whether the element can be that of a media which JavaScript makes: a bin that nothing else has. It is taken from then
// on.
bool TakeForMedia(GstElement* element, GError** error);

// Whether a stream can be made of the pad, which is deep in the media's element, and of the element whose packets it
// is.
bool CheckStream(GstElement* media, GstElement* payloader, GstPad* pad, guint index, GError** error);

// Adds what plays the backchannel of an ONVIF client, which a launch line describes: its element depay_backchannel
// takes the client's packets. As upstream has it, a bin by the name of onvif-backchannel with a pad "sink".
bool AddBackchannel(GstBin* element, const gchar* launch, GError** error);

// Whether the element has a backchannel that no stream was made of yet.
bool HasBackchannel(GstElement* element);
// Whether it had one, which is a stream's by now.
bool HasCollectedBackchannel(GstElement* element);

// Whether gst_rtsp_onvif_media_collect_backchannel() can use what it finds by that name, if it finds anything: it does
// not look itself, and the SDP needs to know what may be sent. `required`: there must be one.
bool CheckBackchannel(GstBin* element, bool required, GError** error);

// After gst_rtsp_onvif_media_collect_backchannel(), which puts the backchannel into a GstRTSPLatencyBin.
void MendBackchannel(GstElement* element);

// Parses and checks the launch line of a backchannel, strictly. Loads plugins and makes the elements: may take long.
bool CheckBackchannelLaunch(const gchar* launch, GError** error);

// ParseLaunch() and CheckElement(), strictly, for a launch line that is to be mounted. Loads plugins and makes the
// elements: may take long.
bool CheckLaunch(const gchar* launch, GError** error);

// Whether there is an element of this name; the error names it.
bool IsInstalled(const gchar* element_name, GError** error);

}  // namespace rtspnode
