#pragma once
#include <gst/net/net.h>

#include <span>

#include "gst/tables.h"

namespace rtspnode {

RTSPNODE_OBJECT(GstNetTimeProvider, gst_net_time_provider_get_type);

struct PtpDomain;  // guint, of a byte

template <>
struct Convert<PtpDomain> : ConvertPlain<guint> {
  static bool FromJs(Registry& registry, napi_value js, bool, guint* out) {
    return Primitive<guint>::FromJs(registry.env(), js, out) && *out <= G_MAXUINT8;
  }
  static std::string Expected() { return "an integer from 0 to 255"; }
};

std::span<const Table* const> GstNetTables();

}  // namespace rtspnode
