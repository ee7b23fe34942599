#pragma once
#include <node_api.h>

#include "marshal/registry.h"

namespace rtspnode {

// What the numbers of bench/ compare the library with, and what sets it to work from native threads. Functions for
// bench/; each of these runs on a thread of its own, and gives a Promise:
//
// timeAsks(double, count)            emits `ask`; gives all times in microseconds, in a Float64Array
// timeBare(handler, count)           the same over a thread-safe function and a condition: the handler gives the
//                                    answer, or settleBare(answer) does
// handOver(object, count)            packets of 1,200 bytes through the object's delivery, as RTP
// handOverSingly(handler, count)     the same, one Buffer and one call of a thread-safe function for each packet
//
// At once: fillPool(pool, count) makes sessions that JavaScript has not seen; filterPool(pool) keeps all of them in C,
// and gives how long that took in microseconds; timeGetter(factory, count) does so of as many calls of a getter.
// empty() is the least that a native function can be.
void ExportContestants(Registry& registry, napi_value exports);

}  // namespace rtspnode
