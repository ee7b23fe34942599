#pragma once
#include <gst/net/net.h>

namespace rtspnode {

GstClock* node_net_client_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time);
GstClock* node_ntp_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time);
// An error where PTP cannot be used, which needs rights that few processes have.
GstClock* node_ptp_clock_new(const gchar* name, guint domain, GError** error);
// An error where the address is none of this host, or the port is taken.
GstNetTimeProvider* node_net_time_provider_new(GstClock* clock, const gchar* address, guint16 port, GError** error);

}  // namespace rtspnode
