#include "marshal/value.h"

#include <map>
#include <string>

#include "marshal/errors.h"
#include "marshal/primitive.h"
#include "marshal/taught.h"
#include "runtime/lock.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

struct Taught {
  Mutex mutex;
  std::map<GType, ValueForm> forms;
  std::map<GType, LeaseFrom> leases;
  GuessType guess = nullptr;
};

Taught& All() {
  static auto* taught = new Taught;
  return *taught;
}

napi_value StringsToJs(napi_env env, char** strings) {
  napi_value array;
  Check(env, napi_create_array(env, &array));
  for (uint32_t i = 0; strings != nullptr && strings[i] != nullptr; i++) {
    Check(env, napi_set_element(env, array, i, MakeString(env, strings[i])));
  }
  return array;
}

napi_value BoxedValueToJs(Registry& registry, const GValue& value) {
  napi_env env = registry.env();
  const GType type = G_VALUE_TYPE(&value);
  gpointer boxed = g_value_get_boxed(&value);
  if (boxed == nullptr) return Null(env);
  if (type == G_TYPE_STRV) return StringsToJs(env, static_cast<char**>(boxed));
  if (type == G_TYPE_ERROR) return MakeGErrorCopy(registry, static_cast<const GError*>(boxed));
  const ValueForm* form = FindForm(type);
  return form != nullptr ? form->to_js(registry, value) : registry.WrapBoxed(type, boxed, Transfer::None);
}

}  // namespace

void TeachValue(GType type, const ValueForm& form) {
  Lock lock(All().mutex);
  All().forms[type] = form;
}

const ValueForm* FindForm(GType type) {
  Lock lock(All().mutex);
  for (GType t = type; t != 0; t = g_type_parent(t)) {
    auto entry = All().forms.find(t);
    if (entry != All().forms.end()) return &entry->second;
  }
  return nullptr;
}

void TeachGuess(GuessType guess) { All().guess = guess; }

GType GuessTaught(Registry& registry, napi_value* js) {
  return All().guess != nullptr ? All().guess(registry, js) : G_TYPE_INVALID;
}

void TeachLease(GType type, LeaseFrom from) {
  Lock lock(All().mutex);
  All().leases[type] = from;
}

LeaseFrom FindLease(GType type) {
  Lock lock(All().mutex);
  auto entry = All().leases.find(type);
  return entry == All().leases.end() ? nullptr : entry->second;
}

void ReleaseLater(GValue* value) {
  if (!G_IS_VALUE(value)) return;
  if (G_VALUE_HOLDS_OBJECT(value) || G_VALUE_HOLDS_BOXED(value)) {
    auto* moved = g_new(GValue, 1);
    *moved = std::exchange(*value, GValue G_VALUE_INIT);
    Reaper::Instance().Post(moved, [](gpointer data) {
      g_value_unset(static_cast<GValue*>(data));
      g_free(data);
    });
  } else {
    g_value_unset(value);
  }
}

napi_value ValueToJs(Registry& registry, const GValue& value) {
  napi_env env = registry.env();
  switch (G_TYPE_FUNDAMENTAL(G_VALUE_TYPE(&value))) {
    case G_TYPE_BOOLEAN:
      return BooleanToJs(env, g_value_get_boolean(&value));
    case G_TYPE_CHAR:
      return Primitive<gint>::ToJs(env, g_value_get_schar(&value));
    case G_TYPE_UCHAR:
      return Primitive<guint>::ToJs(env, g_value_get_uchar(&value));
    case G_TYPE_INT:
      return Primitive<gint>::ToJs(env, g_value_get_int(&value));
    case G_TYPE_UINT:
      return Primitive<guint>::ToJs(env, g_value_get_uint(&value));
    case G_TYPE_LONG:
      return Primitive<gint64>::ToJs(env, g_value_get_long(&value));
    case G_TYPE_ULONG:
      return Primitive<guint64>::ToJs(env, g_value_get_ulong(&value));
    case G_TYPE_INT64:
      return Primitive<gint64>::ToJs(env, g_value_get_int64(&value));
    case G_TYPE_UINT64:
      return Primitive<guint64>::ToJs(env, g_value_get_uint64(&value));
    case G_TYPE_FLOAT:
      return Primitive<gdouble>::ToJs(env, static_cast<gdouble>(g_value_get_float(&value)));
    case G_TYPE_DOUBLE:
      return Primitive<gdouble>::ToJs(env, g_value_get_double(&value));
    case G_TYPE_ENUM:
      return Primitive<gint>::ToJs(env, g_value_get_enum(&value));
    case G_TYPE_FLAGS:
      return Primitive<guint>::ToJs(env, g_value_get_flags(&value));
    case G_TYPE_STRING: {
      const char* text = g_value_get_string(&value);
      return text != nullptr ? MakeString(env, text) : Null(env);
    }
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
      return registry.Wrap(static_cast<GObject*>(g_value_get_object(&value)), Transfer::None);
    case G_TYPE_BOXED:
      return BoxedValueToJs(registry, value);
    case G_TYPE_PARAM: {
      GParamSpec* spec = g_value_get_param(&value);
      return spec != nullptr ? MakeString(env, g_param_spec_get_name(spec)) : Null(env);
    }
    default:
      if (const ValueForm* form = FindForm(G_VALUE_TYPE(&value))) return form->to_js(registry, value);
      throw JsError(std::string("a value of type ") + G_VALUE_TYPE_NAME(&value) + " has no JavaScript form",
                    JsError::Type::TypeError);
  }
}

}  // namespace rtspnode
