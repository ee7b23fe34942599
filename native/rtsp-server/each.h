#pragma once
#include <glib-object.h>

#include <type_traits>

namespace rtspnode {

// Calls a filter of the library's, whose function looks at the elements or takes them out. What it answers REF for
// nobody wants.
template <typename Container, typename Function>
void Each(GList* (*filter)(Container*, Function, gpointer), Container* container,
          std::type_identity_t<Function> function, gpointer data) {
  g_list_free_full(filter(container, function, data), g_object_unref);
}

}  // namespace rtspnode
