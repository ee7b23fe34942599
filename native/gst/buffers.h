#pragma once
#include <gst/gst.h>

#include "marshal/registry.h"

namespace rtspnode {

// Buffers, lists of them and samples as values: their bytes are copied.
void TeachBufferValues();
// GDate, GDateTime, GstDateTime, GBytes.
void TeachTimeValues();

napi_value BufferToJs(Registry& registry, GstBuffer* buffer);
// A new buffer; null when it is no GstBuffer of the facade.
GstBuffer* BufferFromJs(Registry& registry, napi_value js);

}  // namespace rtspnode
