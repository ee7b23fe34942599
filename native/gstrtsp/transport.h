#pragma once
#include <gst/rtsp/rtsp.h>

#include <memory>

#include "marshal/convert.h"

namespace rtspnode {

// GstRTSPTransport has no GType: for JavaScript it is an object with a property for each field.

struct FreeTransport {
  void operator()(GstRTSPTransport* transport) const { gst_rtsp_transport_free(transport); }
};
using OwnTransport = std::unique_ptr<GstRTSPTransport, FreeTransport>;

OwnTransport CopyTransport(const GstRTSPTransport& transport);

RTSPNODE_NAME(GstRTSPTransport*, "GstRTSPTransport");
template <>
struct Convert<GstRTSPTransport*> {
  using Held = OwnTransport;
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an RTSPTransport"; }
  static void Own(Held&) {}
  static GstRTSPTransport* Lend(Held& held) { return held.get(); }
  static GstRTSPTransport* Give(Held& held) { return held.release(); }
  static napi_value ToJs(Registry& registry, const GstRTSPTransport* transport, Transfer transfer);
  static void Discard(GstRTSPTransport* transport) {
    if (transport != nullptr) gst_rtsp_transport_free(transport);
  }
};
template <>
struct Convert<const GstRTSPTransport*> : Convert<GstRTSPTransport*> {};

GstRTSPTransport* node_rtsp_transport_parse(const gchar* text, GError** error);

}  // namespace rtspnode
