#pragma once
#include <gio/gio.h>

namespace rtspnode {

// The address that it is bound to; null when it is bound to none, or to one that is no internet address.
gchar* node_socket_get_local_address(GSocket* socket, guint16* port);

}  // namespace rtspnode
