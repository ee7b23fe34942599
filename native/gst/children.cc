#include "gst/children.h"

#include "gst/keep.h"

namespace rtspnode {

std::vector<std::shared_ptr<GstElement>> ChildrenOf(GstBin* bin) {
  std::vector<std::shared_ptr<GstElement>> children;
  GST_OBJECT_LOCK(bin);
  for (GList* walk = bin->children; walk; walk = walk->next) children.push_back(Keep(GST_ELEMENT(walk->data)));
  GST_OBJECT_UNLOCK(bin);
  return children;
}

}  // namespace rtspnode
