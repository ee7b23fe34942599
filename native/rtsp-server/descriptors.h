#pragma once

namespace rtspnode {

// Whether the process has file descriptors to spare for one more client or media. GLib ends the process when it cannot
// make a main context, GStreamer is critical when an element cannot make its sockets: a server must refuse before.
bool HasSpareDescriptors();

}  // namespace rtspnode
