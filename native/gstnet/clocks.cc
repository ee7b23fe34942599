#include "gstnet/clocks.h"

#include <gio/gio.h>

namespace rtspnode {

GstClock* node_net_client_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time) {
  return gst_net_client_clock_new(name, address, port, base_time);
}

GstClock* node_ntp_clock_new(const gchar* name, const gchar* address, guint16 port, GstClockTime base_time) {
  return gst_ntp_clock_new(name, address, port, base_time);
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
