#pragma once
#include <glib-object.h>
#include <node_api.h>

#include "marshal/registry.h"

namespace rtspnode {

// A property that must not be read or written directly: it waits for a lock that is held during callbacks, or its
// getter aborts. `instead` says what to use.
void RefuseProperty(const char* type_name, const char* property, const char* instead);

// A property that may be read, but that C's own setter would set without what ours does. `instead` says what to use.
void RefuseWriting(const char* type_name, const char* property, const char* instead);

// What a property's setter asserts of its value beyond its GParamSpec, and what an error says that it must be.
struct PropertyCheck {
  bool (*is_good)(const GValue* value);
  const char* expectation;
};
void CheckProperty(const char* type_name, const char* property, const PropertyCheck& check);

// A string that must not be null.
void RequireValue(const char* type_name, const char* property);

// Functions for the facade: adopt(this), registerClass(typeName, constructor), setHook(number, function),
// typeName(object), getProperty(object, name), setProperty(object, name, value), isAlive(lease), track(), statistics().
void ExportObjects(Registry& registry, napi_value exports);

}  // namespace rtspnode
