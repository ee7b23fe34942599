#include "gst/parse.h"

namespace rtspnode {

GstElement* node_gst_parse_launch(const gchar* description, GError** error) {
  return gst_parse_launch_full(description, nullptr,
                               static_cast<GstParseFlags>(GST_PARSE_FLAG_FATAL_ERRORS | GST_PARSE_FLAG_PLACE_IN_BIN),
                               error);
}

}  // namespace rtspnode
