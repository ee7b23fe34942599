#pragma once
#include <glib-object.h>
#include <node_api.h>

#include <memory>

#include "marshal/registry.h"

namespace rtspnode {

// GValue to JavaScript and back, for signals and properties. Further types are taught by their namespaces.
napi_value ValueToJs(Registry& registry, const GValue& value);

// The value is initialised with the wanted type. False when the JavaScript value does not fit.
bool ValueFromJs(Registry& registry, napi_value js, GValue* value);

// What a JavaScript value for this type looks like, for error messages: "a boolean", "an RTSPMountPoints or null".
std::string ValueExpectation(GType type);

using BoxedToJs = napi_value (*)(Registry& registry, gconstpointer boxed);

// A boxed type that becomes a plain JavaScript value, and no wrapper.
void TeachBoxed(GType type, BoxedToJs to_js);
// A type whose values are only lent: what JavaScript needs of one is copied into a lease before the emitting thread
// goes on.
void TeachLease(GType type, LeaseFrom from);
LeaseFrom FindLease(GType type);

}  // namespace rtspnode
