#include "rtsp-server/calls/address-pool.h"

#include "marshal/function.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_address_pool_new, constructs),
    FUNCTION(node_rtsp_address_pool_add_range, names<"minAddress", "maxAddress", "minPort", "maxPort", "ttl">,
             answers<Boolean>, as<5, Between<guint8, 0, 255>>),
    FUNCTION(gst_rtsp_address_pool_acquire_address, returns<full>, names<"flags", "nPorts">, as<1, AddressFlags>,
             as<2, Between<gint, 1, 65535>>),
    FUNCTION(gst_rtsp_address_pool_reserve_address, names<"ipAddress", "port", "nPorts", "ttl">,
             as<2, Between<guint, 1, 65535>>, as<3, Between<guint, 1, 65535>>, as<4, Between<guint, 0, 255>>, out<5>,
             takes<5, full>),
    FUNCTION(gst_rtsp_address_pool_has_unicast_addresses, answers<Boolean>),
    FUNCTION(node_rtsp_address_pool_clear),
    FUNCTION(node_rtsp_address_pool_dump, returns<full>),
};

constexpr FunctionEntry address_functions[] = {
    FUNCTION(gst_rtsp_address_copy, returns<full>), FUNCTION(node_rtsp_address_free),
    FUNCTION(node_rtsp_address_get_address),        FUNCTION(node_rtsp_address_get_port),
    FUNCTION(node_rtsp_address_get_n_ports),        FUNCTION(node_rtsp_address_get_ttl),
};

}  // namespace

constexpr Table address_pool_table{"RTSPAddressPool", "gst_rtsp_address_pool_", "GstRTSPAddressPool", functions, {},
                                   kAddressPoolLock};
constexpr Table address_table{"RTSPAddress", "gst_rtsp_address_", "", address_functions, {}, kAddressPoolLock};

}  // namespace rtspnode
