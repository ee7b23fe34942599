#pragma once
#include <gst/gst.h>

#include <memory>
#include <string>

#include "marshal/convert.h"
#include "marshal/registry.h"

namespace rtspnode {

// Buffers, lists of them and samples as values: their bytes are copied.
void TeachBufferValues();
// GDate, GDateTime, GstDateTime, GBytes.
void TeachTimeValues();

napi_value BufferToJs(Registry& registry, GstBuffer* buffer);
// A new buffer; null when it is no GstBuffer of the facade.
GstBuffer* BufferFromJs(Registry& registry, napi_value js);
// A new list; null when it is no array of them.
GstBufferList* BufferListFromJs(Registry& registry, napi_value js);

// As arguments of bound functions: each call has its own.
template <typename T, T* (*FromFacade)(Registry& registry, napi_value js)>
struct ConvertBuffers {
  struct Unref {
    void operator()(T* buffers) const { gst_mini_object_unref(GST_MINI_OBJECT_CAST(buffers)); }
  };
  using Held = std::unique_ptr<T, Unref>;
  static bool FromJs(Registry& registry, napi_value js, bool, Held* out) {
    out->reset(FromFacade(registry, js));
    return *out != nullptr;
  }
  static void Own(Held&) {}
  static T* Lend(Held& held) { return held.get(); }
  static T* Give(Held& held) { return held.release(); }
};
RTSPNODE_NAME(GstBuffer*, "GstBuffer");
template <>
struct Convert<GstBuffer*> : ConvertBuffers<GstBuffer, BufferFromJs> {
  static std::string Expected() { return "a GstBuffer"; }
};
RTSPNODE_NAME(GstBufferList*, "GstBufferList");
template <>
struct Convert<GstBufferList*> : ConvertBuffers<GstBufferList, BufferListFromJs> {
  static std::string Expected() { return "an array of GstBuffers"; }
};

}  // namespace rtspnode
