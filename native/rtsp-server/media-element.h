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

// Both, strictly, for a launch line that is to be mounted. Loads plugins and makes the elements: may take long.
bool CheckLaunch(const gchar* launch, GError** error);

// Whether there is an element of this name; the error names it.
bool IsInstalled(const gchar* element_name, GError** error);

}  // namespace rtspnode
