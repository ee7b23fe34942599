#include "test-double/eager-bin.h"

#include <gst/gst.h>

namespace rtspnode {

struct EagerBin {
  GstBin parent;
};

struct EagerBinClass {
  GstBinClass parent_class;
};

G_DEFINE_TYPE(EagerBin, eager_bin, GST_TYPE_BIN)

static GstStateChangeReturn eager_bin_change_state(GstElement* element, GstStateChange transition) {
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED) {
    GstElement* source = gst_parse_bin_from_description(
        "audiotestsrc is-live=true ! audio/x-raw,format=S16BE,rate=8000,channels=1 ! rtpL16pay", TRUE, nullptr);
    gst_bin_add(GST_BIN(element), source);
    GstPad* pad = gst_element_get_static_pad(source, "src");
    GstPad* ghost = gst_ghost_pad_new("src", pad);
    gst_object_unref(pad);
    gst_pad_set_active(ghost, TRUE);
    gst_element_add_pad(element, ghost);
    gst_element_no_more_pads(element);
  }
  return GST_ELEMENT_CLASS(eager_bin_parent_class)->change_state(element, transition);
}

static void eager_bin_class_init(EagerBinClass* klass) {
  auto* element_class = GST_ELEMENT_CLASS(klass);
  element_class->change_state = eager_bin_change_state;
  gst_element_class_set_static_metadata(element_class, "Eager bin", "Source/Network/RTP", "Has a pad at once", "Tests");
}

static void eager_bin_init(EagerBin*) {}

gboolean test_double_register_eager_bin() {
  return gst_element_register(nullptr, "testdoubleeagerbin", GST_RANK_NONE, eager_bin_get_type());
}

}  // namespace rtspnode
