#include "marshal/convert.h"

namespace rtspnode {

napi_value Convert<ObjectList>::ToJs(Registry& registry, GList* list, Transfer transfer) {
  napi_env env = registry.env();
  napi_value array;
  Check(env, napi_create_array_with_length(env, g_list_length(list), &array));
  uint32_t index = 0;
  for (GList* walk = list; walk != nullptr; walk = walk->next) {
    auto* object = static_cast<GObject*>(walk->data);
    Check(env, napi_set_element(env, array, index++, registry.Wrap(object, transfer)));
  }
  if (transfer == Transfer::Full) g_list_free(list);
  return array;
}

void Convert<ObjectList>::Discard(GList* list) {
  for (GList* walk = list; walk != nullptr; walk = walk->next) Reaper::Instance().Unref(walk->data);
  g_list_free(list);
}

napi_value Convert<ObjectArray>::ToJs(Registry& registry, GPtrArray* objects, Transfer transfer) {
  napi_env env = registry.env();
  if (objects == nullptr) return Null(env);
  napi_value array;
  Check(env, napi_create_array_with_length(env, objects->len, &array));
  for (guint i = 0; i < objects->len; i++) {
    auto* object = static_cast<GObject*>(g_ptr_array_index(objects, i));
    Check(env, napi_set_element(env, array, i, registry.Wrap(object, Transfer::None)));
  }
  // Never the last references: the wrappers have theirs.
  if (transfer == Transfer::Full) g_ptr_array_unref(objects);
  return array;
}

void Convert<ObjectArray>::Discard(GPtrArray* objects) {
  if (objects != nullptr) {
    Reaper::Instance().Post(objects, [](gpointer array) { g_ptr_array_unref(static_cast<GPtrArray*>(array)); });
  }
}

}  // namespace rtspnode
