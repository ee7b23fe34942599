#include "rtsp-server/calls/address-pool.h"

#include <gio/gio.h>

#include <cstdio>
#include <string>
#include <utility>

namespace rtspnode {

namespace {

constexpr gsize kIpv6Bytes = 16;
// diff_address() counts in 32 bits, and is critical when the last eight of them do not fit any more.
constexpr gsize kCountedBytes = 3;

// What g_print() prints on this thread goes here, if anywhere.
thread_local std::string* printed = nullptr;
GPrintFunc print_elsewhere = nullptr;

void Print(const gchar* text) {
  if (printed != nullptr) {
    *printed += text;
  } else if (print_elsewhere != nullptr) {
    print_elsewhere(text);
  } else {
    std::fputs(text, stdout);
    std::fflush(stdout);
  }
}

// A pool tells what is in it by printing it, and in no other way.
std::string Dump(GstRTSPAddressPool* pool) {
  static gsize installed = 0;
  if (g_once_init_enter(&installed)) {
    print_elsewhere = g_set_print_handler(Print);
    g_once_init_leave(&installed, 1);
  }
  std::string text;
  printed = &text;
  gst_rtsp_address_pool_dump(pool);
  printed = nullptr;
  return text;
}

bool IsCountable(const gchar* min_address, const gchar* max_address) {
  GInetAddress* min = g_inet_address_new_from_string(min_address);
  GInetAddress* max = g_inet_address_new_from_string(max_address);
  bool countable = min != nullptr && max != nullptr;
  if (countable && g_inet_address_get_native_size(min) == kIpv6Bytes &&
      g_inet_address_get_native_size(max) == kIpv6Bytes) {
    // Of two addresses that are further apart, more than the last bytes differ.
    constexpr gsize same = kIpv6Bytes - kCountedBytes;
    const guint8* from = g_inet_address_to_bytes(min);
    const guint8* to = g_inet_address_to_bytes(max);
    countable = std::char_traits<char>::compare(reinterpret_cast<const char*>(from), reinterpret_cast<const char*>(to),
                                                same) == 0;
  }
  g_clear_object(&min);
  g_clear_object(&max);
  return countable;
}

}  // namespace

gboolean node_rtsp_address_pool_add_range(GstRTSPAddressPool* pool, const gchar* min_address, const gchar* max_address,
                                          guint16 min_port, guint16 max_port, guint8 ttl) {
  if (min_port > max_port || !IsCountable(min_address, max_address)) return FALSE;
  return gst_rtsp_address_pool_add_range(pool, min_address, max_address, min_port, max_port, ttl);
}

void node_rtsp_address_pool_clear(GstRTSPAddressPool* pool, GError** error) {
  const std::string text = Dump(pool);
  const size_t in_use = text.find("allocated:\n");
  if (in_use != std::string::npos && in_use + std::string("allocated:\n").size() < text.size()) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "addresses of the pool are in use");
    return;
  }
  gst_rtsp_address_pool_clear(pool);
}

gchar* node_rtsp_address_pool_dump(GstRTSPAddressPool* pool) { return g_strdup(Dump(pool).c_str()); }

const gchar* node_rtsp_address_get_address(GstRTSPAddress* address) { return address->address; }
guint16 node_rtsp_address_get_port(GstRTSPAddress* address) { return address->port; }
gint node_rtsp_address_get_n_ports(GstRTSPAddress* address) { return address->n_ports; }
guint node_rtsp_address_get_ttl(GstRTSPAddress* address) { return address->ttl; }

void node_rtsp_address_free(GstRTSPAddress* address) {
  // A copy belongs to no pool: what makes the original belong to one moves over.
  GstRTSPAddress* owner = gst_rtsp_address_copy(address);
  std::swap(owner->pool, address->pool);
  std::swap(owner->priv, address->priv);
  gst_rtsp_address_free(owner);
}

}  // namespace rtspnode
