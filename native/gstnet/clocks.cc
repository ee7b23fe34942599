#include "gstnet/clocks.h"

#include <gio/gio.h>

namespace rtspnode {

namespace {

bool IsReachable(const gchar* address, guint16 port, GError** error) {
  if (port == 0) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "the port must be from 1 to 65535");
    return false;
  }
  g_autoptr(GResolver) resolver = g_resolver_get_default();
  GList* found = g_resolver_lookup_by_name(resolver, address, nullptr, error);
  g_resolver_free_addresses(found);
  return found != nullptr;
}

}  // namespace

GstClock* node_net_client_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time,
                                    GError** error) {
  return IsReachable(address, port, error) ? gst_net_client_clock_new(name, address, port, base_time) : nullptr;
}

GstClock* node_ntp_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time,
                             GError** error) {
  return IsReachable(address, port, error) ? gst_ntp_clock_new(name, address, port, base_time) : nullptr;
}

GstClock* node_ptp_clock_new(const gchar* name, guint domain, GError** error) {
  GstClock* clock = nullptr;
  if (gst_ptp_is_supported() && (gst_ptp_is_initialized() || gst_ptp_init(GST_PTP_CLOCK_ID_NONE, nullptr))) {
    clock = gst_ptp_clock_new(name, domain);
  }
  if (clock == nullptr) g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "PTP cannot be used here");
  return clock;
}

GstNetTimeProvider* node_net_time_provider_new(GstClock* clock, const gchar* address, guint16 port, GError** error) {
  GstNetTimeProvider* provider = gst_net_time_provider_new(clock, address, port);
  if (provider == nullptr) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "no time can be provided at %s, port %u",
                address != nullptr ? address : "any address", guint{port});
  }
  return provider;
}

}  // namespace rtspnode
