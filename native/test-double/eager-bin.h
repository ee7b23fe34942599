#pragma once
#include <glib.h>

namespace rtspnode {

// Registers the element "testdoubleeagerbin": a bin that gets its one pad, of an RTP payloader, in the middle of its
// change to PAUSED, and says then that there are no more.
gboolean test_double_register_eager_bin();

}  // namespace rtspnode
