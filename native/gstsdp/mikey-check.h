#pragma once
#include <glib.h>

namespace rtspnode {

// Whether a MIKEY message is of the one kind that upstream can use, and well formed to the last byte: a pre-shared key
// message for SRTP with unencrypted keys.
bool IsSaneMikey(const guint8* data, gsize size);

}  // namespace rtspnode
