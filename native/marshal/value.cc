#include "marshal/value.h"

#include <gst/gst.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

struct Taught {
  Mutex mutex;
  std::map<GType, BoxedToJs> boxed;
  std::map<GType, LeaseFrom> leases;
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
  BoxedToJs to_js = nullptr;
  {
    Lock lock(All().mutex);
    auto entry = All().boxed.find(type);
    if (entry != All().boxed.end()) to_js = entry->second;
  }
  return to_js != nullptr ? to_js(registry, boxed) : registry.WrapBoxed(type, boxed, Transfer::None);
}

template <typename T>
bool IntegerFromJs(napi_env env, napi_value js, T* out) {
  return Primitive<T>::FromJs(env, js, out);
}

}  // namespace

void TeachBoxed(GType type, BoxedToJs to_js) {
  Lock lock(All().mutex);
  All().boxed[type] = to_js;
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
      throw JsError(std::string("a value of type ") + G_VALUE_TYPE_NAME(&value) + " has no JavaScript form",
                    JsError::Type::TypeError);
  }
}

bool ValueFromJs(Registry& registry, napi_value js, GValue* value) {
  napi_env env = registry.env();
  const GType type = G_VALUE_TYPE(value);
  const bool nothing = IsNullish(env, js);
  switch (G_TYPE_FUNDAMENTAL(type)) {
    case G_TYPE_BOOLEAN: {
      bool flag;
      if (napi_get_value_bool(env, js, &flag) != napi_ok) return false;
      g_value_set_boolean(value, flag);
      return true;
    }
    case G_TYPE_INT: {
      gint number;
      if (!IntegerFromJs(env, js, &number)) return false;
      g_value_set_int(value, number);
      return true;
    }
    case G_TYPE_UINT: {
      guint number;
      if (!IntegerFromJs(env, js, &number)) return false;
      g_value_set_uint(value, number);
      return true;
    }
    case G_TYPE_INT64: {
      gint64 number;
      if (!IntegerFromJs(env, js, &number)) return false;
      g_value_set_int64(value, number);
      return true;
    }
    case G_TYPE_UINT64: {
      guint64 number;
      if (!IntegerFromJs(env, js, &number)) return false;
      g_value_set_uint64(value, number);
      return true;
    }
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE: {
      gdouble number;
      if (!Primitive<gdouble>::FromJs(env, js, &number)) return false;
      if (G_TYPE_FUNDAMENTAL(type) == G_TYPE_FLOAT) {
        g_value_set_float(value, static_cast<gfloat>(number));
      } else {
        g_value_set_double(value, number);
      }
      return true;
    }
    case G_TYPE_ENUM: {
      gint number;
      if (!IntegerFromJs(env, js, &number) || !IsEnumValue(type, number)) return false;
      g_value_set_enum(value, number);
      return true;
    }
    case G_TYPE_FLAGS: {
      guint number;
      if (!IntegerFromJs(env, js, &number) || !IsFlagsValue(type, number)) return false;
      g_value_set_flags(value, number);
      return true;
    }
    case G_TYPE_STRING: {
      if (nothing) {
        g_value_set_string(value, nullptr);
        return true;
      }
      std::string text;
      if (!StringFromJs(env, js, &text)) return false;
      g_value_set_string(value, text.c_str());
      return true;
    }
    case G_TYPE_OBJECT:
    case G_TYPE_BOXED: {
      if (nothing) return true;  // initialised with null
      Wrapper* wrapper = registry.Unwrap(js);
      if (wrapper == nullptr || wrapper->kind == Wrapper::Kind::Lease || !g_type_is_a(wrapper->type, type))
        return false;
      if (wrapper->kind == Wrapper::Kind::Object) {
        g_value_set_object(value, wrapper->thing);
      } else {
        g_value_set_boxed(value, wrapper->thing);
      }
      return true;
    }
    default:
      return false;
  }
}

std::string ValueExpectation(GType type) {
  switch (G_TYPE_FUNDAMENTAL(type)) {
    case G_TYPE_BOOLEAN:
      return "a boolean";
    case G_TYPE_INT:
      return "an integer from -2147483648 to 2147483647";
    case G_TYPE_UINT:
      return "an integer from 0 to 4294967295";
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
      return "a bigint";
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      return "a number";
    case G_TYPE_ENUM:
    case G_TYPE_FLAGS:
      return "a value of " + TypeDisplayName(type);
    case G_TYPE_STRING:
      return "a string or null";
    case G_TYPE_OBJECT:
    case G_TYPE_BOXED:
      return TypeDisplayName(type) + " or null";
    default:
      return std::string("nothing: values of type ") + g_type_name(type) + " cannot be set";
  }
}

}  // namespace rtspnode
