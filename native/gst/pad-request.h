#pragma once
#include <gst/gst.h>

#include <string>
#include <vector>

namespace rtspnode {

bool HasPad(GstElement* element, const gchar* name);

// Pads of these names are about to be requested of the element. GStreamer is critical of a name that a pad has already:
// while it lives, whoever wants the same ones is refused. An empty name, and the name of a template, may be wanted by
// many.
class PadRequest {
 public:
  PadRequest(GstElement* element, std::vector<std::string> names);
  ~PadRequest();
  PadRequest(const PadRequest&) = delete;
  PadRequest& operator=(const PadRequest&) = delete;

  // False, and an error, when a pad has one of the names, or is about to.
  bool Allowed(GError** error) const;

 private:
  GstElement* const element_;
  std::vector<std::string> names_;
  std::string taken_;
};

}  // namespace rtspnode
