#pragma once
#include <gst/net/net.h>

namespace rtspnode {

// An error for port 0, which upstream asserts, and an address that cannot be found: upstream's clock would never
// follow.
GstClock* node_net_client_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time,
                                    GError** error);
GstClock* node_ntp_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time,
                             GError** error);
// An error where PTP cannot be used, which needs rights that few processes have.
GstClock* node_ptp_clock_new(const gchar* name, guint domain, GError** error);
// An error where the address is none of this host, or the port is taken.
GstNetTimeProvider* node_net_time_provider_new(GstClock* clock, const gchar* address, guint16 port, GError** error);

}  // namespace rtspnode
