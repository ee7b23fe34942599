#pragma once
#include <node_api.h>

#include "marshal/registry.h"

namespace rtspnode {

// Functions for the tests: countInstances() counts, from now on, every object of the library's classes and of
// GStreamer's that is made in the process, whether or not JavaScript meets it; instances() gives how many of them live,
// by the name of their type.
void ExportInstances(Registry& registry, napi_value exports);

}  // namespace rtspnode
