#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <string>

#include "gstsdp/tables.h"

namespace rtspnode {

// GstSDPInfo has no GType: it is an object in JavaScript.
RTSPNODE_NAME(GstSDPInfo*, "GstSDPInfo");
template <>
struct Convert<GstSDPInfo*> {
  struct Held {
    GstSDPInfo info{};
    std::string server_ip;
  };
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an SDPInfo"; }
  static void Own(Held&) {}
  static GstSDPInfo* Lend(Held& held) {
    held.info.server_ip = held.server_ip.c_str();
    return &held.info;
  }
};

}  // namespace rtspnode
