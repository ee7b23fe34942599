#pragma once
#include <node_api.h>

#include "marshal/registry.h"

namespace rtspnode {

// Action signals, which are functions of an object that only its type knows. For the facade: emit(object, name,
// arguments), a Promise of what C returns.
void ExportActions(Registry& registry, napi_value exports);

}  // namespace rtspnode
