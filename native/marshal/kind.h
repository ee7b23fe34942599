#pragma once
#include <glib-object.h>

#include <string>
#include <type_traits>

#include "marshal/convert.h"

// What a bound function takes and gives, by the names that an introspection file has for it: test/conformance compares
// the two.
namespace rtspnode {

// GLib's name of what JavaScript gives or gets: gint, utf8, GstRTSPMedia. "other" for values that only the facade
// knows.
template <typename T>
std::string KindOf() {
  using Conv = Convert<T>;
  using Bare = std::remove_cv_t<T>;
  if constexpr (std::is_void_v<Bare>) {
    return "none";
  } else if constexpr (requires { TypeNameOf<Bare>::text; }) {
    return TypeNameOf<Bare>::text;
  } else if constexpr (std::is_pointer_v<Bare> && std::is_const_v<std::remove_pointer_t<Bare>> &&
                       requires { TypeNameOf<std::remove_const_t<std::remove_pointer_t<Bare>>*>::text; }) {
    return TypeNameOf<std::remove_const_t<std::remove_pointer_t<Bare>>*>::text;
  } else if constexpr (std::is_enum_v<Bare>) {
    return g_type_name(EnumOf<Bare>::Get());
  } else if constexpr (std::is_base_of_v<Convert<Boolean>, Conv>) {
    return "gboolean";
  } else if constexpr (requires { Conv::is_object; }) {
    return g_type_name(Conv::Type());
  } else if constexpr (std::is_base_of_v<Convert<const gchar*>, Conv>) {
    return "utf8";
  } else if constexpr (requires { requires std::is_enum_v<typename Conv::Held>; }) {
    return KindOf<typename Conv::Held>();
  } else if constexpr (requires { requires std::is_arithmetic_v<typename Conv::Held>; }) {
    using Held = typename Conv::Held;
    if constexpr (std::is_floating_point_v<Held>) {
      return "gdouble";
    } else {
      return (std::is_signed_v<Held> ? "gint" : "guint") + std::to_string(sizeof(Held) * 8);
    }
  } else {
    return "other";
  }
}

}  // namespace rtspnode
