#pragma once
#include <glib-object.h>
#include <node_api.h>

#include <span>

#include "marshal/table.h"
#include "runtime/parked.h"

namespace rtspnode {

// What the upper layer knows of the thread on which a signal is emitted.
struct EmissionContext {
  WaitMask thread;
  GObject* server;     // a reference; null when no server is known
  WaitMask locks = 0;  // that it has, whatever the tables say
};
using DescribeEmission = EmissionContext (*)(gpointer instance);
void SetDescribeEmission(DescribeEmission describe);
EmissionContext DescribeThread(gpointer instance);

// How long a handler may take on behalf of this server, in milliseconds.
constexpr guint kDefaultTimeout = 5000;
void SetHandlerTimeout(GObject* server, guint milliseconds);
guint HandlerTimeout(GObject* server);

// Functions for the facade: connect(object, event, timeout), disconnect(object, handler), settle(call, value),
// settleThrown(call), hurry(call, milliseconds), surroundings(), defaultHandlerTimeout.
void ExportSignals(Registry& registry, napi_value exports);

}  // namespace rtspnode
