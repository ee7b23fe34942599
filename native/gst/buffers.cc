#include "gst/buffers.h"

#include "gst/value-parts.h"
#include "gst/values.h"
#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

constexpr uint32_t kMaxBuffers = 65536;
// The flags that an application may set: those of mini objects are the library's own.
constexpr guint kBufferFlags = 0x1fff << 4;

template <typename T>
T* BoxedOf(const GValue& value) {
  return static_cast<T*>(g_value_get_boxed(&value));
}

napi_value BufferValueToJs(Registry& registry, const GValue& value) {
  return BufferToJs(registry, BoxedOf<GstBuffer>(value));
}

napi_value BufferListToJs(Registry& registry, const GValue& value) {
  napi_env env = registry.env();
  auto* list = BoxedOf<GstBufferList>(value);
  const guint length = gst_buffer_list_length(list);
  napi_value array;
  Check(env, napi_create_array_with_length(env, length, &array));
  for (guint i = 0; i < length; i++) {
    Check(env, napi_set_element(env, array, i, BufferToJs(registry, gst_buffer_list_get(list, i))));
  }
  return array;
}

napi_value SampleToJs(Registry& registry, const GValue& value) {
  auto* sample = BoxedOf<GstSample>(value);
  GstBuffer* buffer = gst_sample_get_buffer(sample);
  GstStructure* info = const_cast<GstStructure*>(gst_sample_get_info(sample));
  return Parts(registry, ValueKind::Sample)
      .Add(buffer != nullptr ? BufferToJs(registry, buffer) : Null(registry.env()))
      .Add(registry.WrapBoxed(GST_TYPE_CAPS, gst_sample_get_caps(sample), Transfer::None))
      .Add(registry.WrapBoxed(GST_TYPE_STRUCTURE, info, Transfer::None))
      .Make();
}

bool BufferValueOf(Registry& registry, napi_value js, GValue* value) {
  GstBuffer* buffer = BufferFromJs(registry, js);
  if (buffer != nullptr) gst_value_take_buffer(value, buffer);
  return buffer != nullptr;
}

bool BufferListOf(Registry& registry, napi_value js, GValue* value) {
  GstBufferList* list = BufferListFromJs(registry, js);
  if (list != nullptr) g_value_take_boxed(value, list);
  return list != nullptr;
}

// A boxed value of that type, or none where there is null.
bool ReadBoxed(Registry& registry, napi_value js, GType type, gpointer* out) {
  *out = nullptr;
  if (IsNullish(registry.env(), js)) return true;
  Wrapper* wrapper = registry.Unwrap(js);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Boxed || wrapper->type != type) return false;
  *out = wrapper->thing;
  return true;
}

bool SampleOf(Registry& registry, napi_value js, GValue* value) {
  TakenParts parts(registry, js, ValueKind::Sample);
  gpointer caps;
  gpointer info;
  if (!parts || !ReadBoxed(registry, parts.At(1), GST_TYPE_CAPS, &caps) ||
      !ReadBoxed(registry, parts.At(2), GST_TYPE_STRUCTURE, &info)) {
    return false;
  }
  GstBuffer* buffer = nullptr;
  if (!IsNullish(registry.env(), parts.At(0))) {
    buffer = BufferFromJs(registry, parts.At(0));
    if (buffer == nullptr) return false;
  }
  GstStructure* own = info != nullptr ? gst_structure_copy(static_cast<GstStructure*>(info)) : nullptr;
  g_value_take_boxed(value, gst_sample_new(buffer, static_cast<GstCaps*>(caps), nullptr, own));
  if (buffer != nullptr) gst_buffer_unref(buffer);
  return true;
}

}  // namespace

napi_value BufferToJs(Registry& registry, GstBuffer* buffer) {
  napi_env env = registry.env();
  void* bytes;
  napi_value data;
  const gsize size = gst_buffer_get_size(buffer);
  Check(env, napi_create_buffer(env, size, &bytes, &data));
  gst_buffer_extract(buffer, 0, bytes, size);
  return Parts(registry, ValueKind::Buffer)
      .Add(data)
      .Add(guint64{GST_BUFFER_PTS(buffer)})
      .Add(guint64{GST_BUFFER_DTS(buffer)})
      .Add(guint64{GST_BUFFER_DURATION(buffer)})
      .Add(guint64{GST_BUFFER_OFFSET(buffer)})
      .Add(guint{GST_BUFFER_FLAGS(buffer)} & kBufferFlags)
      .Make();
}

GstBuffer* BufferFromJs(Registry& registry, napi_value js) {
  TakenParts parts(registry, js, ValueKind::Buffer);
  if (!parts) return nullptr;
  void* bytes;
  size_t size;
  guint64 pts;
  guint64 dts;
  guint64 duration;
  guint64 offset;
  guint flags;
  if (napi_get_buffer_info(registry.env(), parts.At(0), &bytes, &size) != napi_ok || !parts.Read(1, &pts) ||
      !parts.Read(2, &dts) || !parts.Read(3, &duration) || !parts.Read(4, &offset) || !parts.Read(5, &flags) ||
      (flags & ~kBufferFlags) != 0) {
    return nullptr;
  }
  GstBuffer* buffer = size > 0 ? gst_buffer_new_memdup(bytes, size) : gst_buffer_new();
  GST_BUFFER_PTS(buffer) = pts;
  GST_BUFFER_DTS(buffer) = dts;
  GST_BUFFER_DURATION(buffer) = duration;
  GST_BUFFER_OFFSET(buffer) = offset;
  GST_BUFFER_FLAG_SET(buffer, flags);
  return buffer;
}

GstBufferList* BufferListFromJs(Registry& registry, napi_value js) {
  napi_env env = registry.env();
  bool is_array = false;
  uint32_t length = 0;
  napi_is_array(env, js, &is_array);
  if (!is_array || napi_get_array_length(env, js, &length) != napi_ok || length > kMaxBuffers) return nullptr;
  Convert<GstBufferList*>::Held list(gst_buffer_list_new_sized(length));
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    Check(env, napi_get_element(env, js, i, &element));
    GstBuffer* buffer = BufferFromJs(registry, element);
    if (buffer == nullptr) return nullptr;
    gst_buffer_list_add(list.get(), buffer);
  }
  return list.release();
}

void TeachBufferValues() {
  TeachValue(GST_TYPE_BUFFER, {BufferValueToJs, BufferValueOf, "a GstBuffer"});
  TeachValue(GST_TYPE_BUFFER_LIST, {BufferListToJs, BufferListOf, "an array of GstBuffers"});
  TeachValue(GST_TYPE_SAMPLE, {SampleToJs, SampleOf, "a Sample"});
}

}  // namespace rtspnode
