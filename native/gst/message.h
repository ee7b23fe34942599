#pragma once
#include <node_api.h>

#include "marshal/registry.h"

namespace rtspnode {

// A GstMessage as a plain object: type, timestamp, the name and path of its source, and for errors, warnings and infos
// the GError and the debug text.
napi_value MessageToJs(Registry& registry, gconstpointer message);

}  // namespace rtspnode
