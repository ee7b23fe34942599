#pragma once
#include <gst/gst.h>

namespace rtspnode {

// From now on a signal of the bin's tees' source pads, `linked` or `unlinked`, takes a streaming thread so long, and
// other threads a tenth of it.
void test_double_slow_tees(GstBin* bin, const gchar* signal, guint milliseconds);

}  // namespace rtspnode
