#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// False also for ports from the greater to the smaller, and for a range of more than 2^24 IPv6 addresses: upstream is
// critical of the one at once, and of the other when an address of it is reserved.
gboolean node_rtsp_address_pool_add_range(GstRTSPAddressPool* pool, const gchar* min_address, const gchar* max_address,
                                          guint16 min_port, guint16 max_port, guint8 ttl);
// An error while addresses of the pool are in use: upstream is critical of that.
void node_rtsp_address_pool_clear(GstRTSPAddressPool* pool, GError** error);
// What gst_rtsp_address_pool_dump() prints.
gchar* node_rtsp_address_pool_dump(GstRTSPAddressPool* pool);

const gchar* node_rtsp_address_get_address(GstRTSPAddress* address);
guint16 node_rtsp_address_get_port(GstRTSPAddress* address);
gint node_rtsp_address_get_n_ports(GstRTSPAddress* address);
guint node_rtsp_address_get_ttl(GstRTSPAddress* address);
// Gives the address back to its pool, and leaves the value as it is.
void node_rtsp_address_free(GstRTSPAddress* address);

}  // namespace rtspnode
