#pragma once
#include <gst/gst.h>

#include <memory>
#include <vector>

namespace rtspnode {

// Those that are directly in the bin. Any thread; takes the bin's object lock.
std::vector<std::shared_ptr<GstElement>> ChildrenOf(GstBin* bin);

}  // namespace rtspnode
