#pragma once
#include <glib.h>

namespace rtspnode {

// A text of 144 random bits from the system: letters, digits, '-' and '_', which need no escape in a header. Null, with
// a warning, where the system gives none.
gchar* MakeUnguessable(const gchar* what);

}  // namespace rtspnode
