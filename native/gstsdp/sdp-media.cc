#include "gst/tables.h"
#include "gstsdp/mikey.h"
#include "gstsdp/parts.h"
#include "gstsdp/tables.h"
#include "gstsdp/words.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_sdp_media_new, constructs),
    FUNCTION(node_sdp_media_as_text, returns<full>),
    FUNCTION(gst_sdp_media_get_media),
    FUNCTION(gst_sdp_media_set_media, as<1, SdpWord>),
    FUNCTION(gst_sdp_media_get_port),
    FUNCTION(gst_sdp_media_get_num_ports),
    FUNCTION(gst_sdp_media_set_port_info, names<"port", "numPorts">, as<1, Between<guint, 0, 65535>>,
             as<2, Between<guint, 0, 65535>>),
    FUNCTION(gst_sdp_media_get_proto),
    FUNCTION(gst_sdp_media_set_proto, as<1, SdpWord>),
    FUNCTION(gst_sdp_media_get_information),
    FUNCTION(gst_sdp_media_set_information, nullable<1>, as<1, SdpLine>),
    FUNCTION(gst_sdp_media_get_key),
    FUNCTION(gst_sdp_media_set_key, names<"type", "data">, nullable<1>, nullable<2>, as<1, SdpName>, as<2, SdpLine>),
    FUNCTION(gst_sdp_media_formats_len),
    FUNCTION(gst_sdp_media_get_format, names<"index">, below<1, gst_sdp_media_formats_len>),
    FUNCTION(gst_sdp_media_insert_format, names<"index", "format">, as<2, SdpWord>,
             place<1, gst_sdp_media_formats_len>),
    FUNCTION(gst_sdp_media_replace_format, names<"index", "format">, as<2, SdpWord>,
             below<1, gst_sdp_media_formats_len>),
    FUNCTION(gst_sdp_media_remove_format, names<"index">, below<1, gst_sdp_media_formats_len>),
    FUNCTION(gst_sdp_media_connections_len),
    FUNCTION(gst_sdp_media_get_connection, names<"index">, below<1, gst_sdp_media_connections_len>),
    FUNCTION(gst_sdp_media_insert_connection, names<"index", "connection">, takes<2, full>,
             place<1, gst_sdp_media_connections_len>),
    FUNCTION(gst_sdp_media_replace_connection, names<"index", "connection">, takes<2, full>,
             below<1, gst_sdp_media_connections_len>),
    FUNCTION(gst_sdp_media_remove_connection, names<"index">, below<1, gst_sdp_media_connections_len>),
    FUNCTION(gst_sdp_media_bandwidths_len),
    FUNCTION(gst_sdp_media_get_bandwidth, names<"index">, below<1, gst_sdp_media_bandwidths_len>),
    FUNCTION(gst_sdp_media_insert_bandwidth, names<"index", "bandwidth">, takes<2, full>,
             place<1, gst_sdp_media_bandwidths_len>),
    FUNCTION(gst_sdp_media_replace_bandwidth, names<"index", "bandwidth">, takes<2, full>,
             below<1, gst_sdp_media_bandwidths_len>),
    FUNCTION(gst_sdp_media_remove_bandwidth, names<"index">, below<1, gst_sdp_media_bandwidths_len>),
    FUNCTION(gst_sdp_media_attributes_len),
    FUNCTION(gst_sdp_media_get_attribute, names<"index">, below<1, gst_sdp_media_attributes_len>),
    FUNCTION(gst_sdp_media_insert_attribute, names<"index", "attribute">, takes<2, full>,
             place<1, gst_sdp_media_attributes_len>),
    FUNCTION(gst_sdp_media_replace_attribute, names<"index", "attribute">, takes<2, full>,
             below<1, gst_sdp_media_attributes_len>),
    FUNCTION(gst_sdp_media_remove_attribute, names<"index">, below<1, gst_sdp_media_attributes_len>),
    FUNCTION(gst_sdp_media_add_format, names<"format">, as<1, SdpWord>),
    FUNCTION(gst_sdp_media_add_connection, names<"nettype", "addrtype", "address", "ttl", "addrNumber">, as<1, SdpWord>,
             as<2, SdpWord>, as<3, SdpWord>, as<4, Between<guint, 0, 255>>),
    FUNCTION(gst_sdp_media_add_bandwidth, names<"bwtype", "bandwidth">, as<1, SdpName>),
    FUNCTION(gst_sdp_media_add_attribute, names<"key", "value">, as<1, SdpName>, as<2, SdpLine>),
    FUNCTION(gst_sdp_media_get_attribute_val, names<"key">),
    FUNCTION(gst_sdp_media_get_attribute_val_n, names<"key", "nth">),
    FUNCTION(node_sdp_media_get_caps_from_media, returns<full>, names<"pt">, as<1, Between<gint, 0, 127>>),
    FUNCTION(node_sdp_media_set_media_from_caps, names<"caps">),
    FUNCTION(node_sdp_media_attributes_to_caps, returns<full>, names<"caps">),
    FUNCTION(node_sdp_media_parse_keymgmt, returns<full>),
};

}  // namespace

constexpr Table sdp_media_table{"SDPMedia", "gst_sdp_media_", "NodeSDPMedia", functions, {}};

}  // namespace rtspnode
