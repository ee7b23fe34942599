#pragma once
#include <gst/gst.h>

#include <memory>
#include <vector>

namespace rtspnode {

// Those that are directly in the bin. Any thread; takes the bin's object lock.
std::vector<std::shared_ptr<GstElement>> ChildrenOf(GstBin* bin);

// By the name of its kind. False for null.
bool IsMadeBy(GstElement* element, const gchar* factory);

// The handler of `element-added`: one of each kind, however often it is asked for. It gets those that are put directly
// into the bin, on the thread that does.
void OnAdded(GstElement* bin, void (*handler)(GstBin*, GstElement*, gpointer));

}  // namespace rtspnode
