#pragma once
#include <gst/gst.h>

namespace rtspnode {

// gst_parse_launch() into a bin, where every problem is an error: an element that is missing, a link that cannot be
// made, a property that does not exist.
GstElement* node_gst_parse_launch(const gchar* description, GError** error);

}  // namespace rtspnode
