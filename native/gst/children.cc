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

bool IsMadeBy(GstElement* element, const gchar* factory) {
  const GstElementFactory* made_by = element ? gst_element_get_factory(element) : nullptr;
  return made_by && g_str_equal(GST_OBJECT_NAME(made_by), factory);
}

void OnAdded(GstElement* bin, void (*handler)(GstBin*, GstElement*, gpointer)) {
  const gulong connected =
      g_signal_handler_find(bin, G_SIGNAL_MATCH_FUNC, 0, 0, nullptr, reinterpret_cast<gpointer>(handler), nullptr);
  if (connected == 0) g_signal_connect(bin, "element-added", G_CALLBACK(handler), nullptr);
}

}  // namespace rtspnode
