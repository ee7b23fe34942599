#pragma once
#include <gst/sdp/sdp.h>

#include <string>

#include "marshal/convert.h"

namespace rtspnode {

// The lines of an SDP that have several fields. They have no GTypes: for JavaScript each is an object with a property
// for each field. The C functions that insert one take over what it points to.

template <typename T, GstSDPResult (*Clear)(T*)>
class HeldPart {
 public:
  HeldPart() = default;
  ~HeldPart() {
    if (!given_) Clear(&part);
  }
  HeldPart(const HeldPart&) = delete;
  HeldPart& operator=(const HeldPart&) = delete;
  T* Give() {
    given_ = true;
    return &part;
  }
  T part{};

 private:
  bool given_ = false;
};

template <typename T, GstSDPResult (*Clear)(T*)>
struct ConvertPart {
  using Held = HeldPart<T, Clear>;
  static void Own(Held&) {}
  static T* Lend(Held& held) { return &held.part; }
  static T* Give(Held& held) { return held.Give(); }
};

RTSPNODE_NAME(GstSDPConnection*, "GstSDPConnection");
template <>
struct Convert<GstSDPConnection*> : ConvertPart<GstSDPConnection, gst_sdp_connection_clear> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an SDPConnection"; }
};
RTSPNODE_NAME(GstSDPBandwidth*, "GstSDPBandwidth");
template <>
struct Convert<GstSDPBandwidth*> : ConvertPart<GstSDPBandwidth, gst_sdp_bandwidth_clear> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an SDPBandwidth"; }
};
RTSPNODE_NAME(GstSDPTime*, "GstSDPTime");
template <>
struct Convert<GstSDPTime*> : ConvertPart<GstSDPTime, gst_sdp_time_clear> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an SDPTime"; }
};
RTSPNODE_NAME(GstSDPZone*, "GstSDPZone");
template <>
struct Convert<GstSDPZone*> : ConvertPart<GstSDPZone, gst_sdp_zone_clear> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an SDPZone"; }
};
RTSPNODE_NAME(GstSDPAttribute*, "GstSDPAttribute");
template <>
struct Convert<GstSDPAttribute*> : ConvertPart<GstSDPAttribute, gst_sdp_attribute_clear> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "an SDPAttribute"; }
};

// As results. Null where the message has no such line.
RTSPNODE_NAME(GstSDPOrigin*, "GstSDPOrigin");
RTSPNODE_NAME(GstSDPKey*, "GstSDPKey");
RTSPNODE_NAME(GstSDPResult, "GstSDPResult");
template <>
struct Convert<const GstSDPOrigin*> {
  static napi_value ToJs(Registry& registry, const GstSDPOrigin* origin, Transfer);
};
template <>
struct Convert<const GstSDPConnection*> {
  static napi_value ToJs(Registry& registry, const GstSDPConnection* connection, Transfer);
};
template <>
struct Convert<const GstSDPBandwidth*> {
  static napi_value ToJs(Registry& registry, const GstSDPBandwidth* bandwidth, Transfer);
};
template <>
struct Convert<const GstSDPTime*> {
  static napi_value ToJs(Registry& registry, const GstSDPTime* time, Transfer);
};
template <>
struct Convert<const GstSDPZone*> {
  static napi_value ToJs(Registry& registry, const GstSDPZone* zone, Transfer);
};
template <>
struct Convert<const GstSDPKey*> {
  static napi_value ToJs(Registry& registry, const GstSDPKey* key, Transfer);
};
template <>
struct Convert<const GstSDPAttribute*> {
  static napi_value ToJs(Registry& registry, const GstSDPAttribute* attribute, Transfer);
};

// The functions fail for what is refused before them.
template <>
struct Convert<GstSDPResult> {
  static napi_value ToJs(Registry& registry, GstSDPResult result, Transfer);
};

}  // namespace rtspnode
