#pragma once
#include "marshal/value.h"

namespace rtspnode {

// What was taught of types, for the two halves of value.h.

const ValueForm* FindForm(GType type);
GType GuessTaught(Registry& registry, napi_value* js);

}  // namespace rtspnode
