#pragma once
#include "runtime/parked.h"

namespace rtspnode {

// The threads that push data through a pipeline, in the list of locks and threads that the server library's tables
// keep.
constexpr WaitMask kStreamingThreads = WaitMask{1} << 36;

}  // namespace rtspnode
