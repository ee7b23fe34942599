#include "gst/tables.h"
#include "gstsdp/mikey.h"
#include "gstsdp/parts.h"
#include "gstsdp/tables.h"
#include "gstsdp/words.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_sdp_message_new, constructs, nullable<0>, names<"text">),
    FUNCTION(node_sdp_message_parse_uri, returns<full>, names<"uri">),
    FUNCTION(node_sdp_message_as_text, returns<full>),
    FUNCTION(node_sdp_message_as_uri, returns<full>, names<"scheme", "sdp">, as<0, SdpName>),
    FUNCTION(node_sdp_message_assign, names<"other">),
    FUNCTION(gst_sdp_message_get_version),
    FUNCTION(gst_sdp_message_set_version, as<1, SdpWord>),
    FUNCTION(gst_sdp_message_get_origin),
    FUNCTION(gst_sdp_message_set_origin, names<"username", "sessId", "sessVersion", "nettype", "addrtype", "addr">,
             as<1, SdpWord>, as<2, SdpWord>, as<3, SdpWord>, as<4, SdpWord>, as<5, SdpWord>, as<6, SdpWord>),
    FUNCTION(gst_sdp_message_get_session_name),
    FUNCTION(gst_sdp_message_set_session_name, nullable<1>, as<1, SdpLine>),
    FUNCTION(gst_sdp_message_get_information),
    FUNCTION(gst_sdp_message_set_information, nullable<1>, as<1, SdpLine>),
    FUNCTION(gst_sdp_message_get_uri),
    FUNCTION(gst_sdp_message_set_uri, nullable<1>, as<1, SdpLine>),
    FUNCTION(gst_sdp_message_get_connection),
    FUNCTION(gst_sdp_message_set_connection, names<"nettype", "addrtype", "address", "ttl", "addrNumber">,
             as<1, SdpWord>, as<2, SdpWord>, as<3, SdpWord>, as<4, Between<guint, 0, 255>>),
    FUNCTION(gst_sdp_message_get_key),
    FUNCTION(gst_sdp_message_set_key, names<"type", "data">, nullable<1>, nullable<2>, as<1, SdpName>, as<2, SdpLine>),
    FUNCTION(gst_sdp_message_emails_len),
    FUNCTION(gst_sdp_message_get_email, names<"index">, below<1, gst_sdp_message_emails_len>),
    FUNCTION(gst_sdp_message_insert_email, names<"index", "email">, as<2, SdpLine>,
             place<1, gst_sdp_message_emails_len>),
    FUNCTION(gst_sdp_message_replace_email, names<"index", "email">, as<2, SdpLine>,
             below<1, gst_sdp_message_emails_len>),
    FUNCTION(gst_sdp_message_remove_email, names<"index">, below<1, gst_sdp_message_emails_len>),
    FUNCTION(gst_sdp_message_phones_len),
    FUNCTION(gst_sdp_message_get_phone, names<"index">, below<1, gst_sdp_message_phones_len>),
    FUNCTION(gst_sdp_message_insert_phone, names<"index", "phone">, as<2, SdpLine>,
             place<1, gst_sdp_message_phones_len>),
    FUNCTION(gst_sdp_message_replace_phone, names<"index", "phone">, as<2, SdpLine>,
             below<1, gst_sdp_message_phones_len>),
    FUNCTION(gst_sdp_message_remove_phone, names<"index">, below<1, gst_sdp_message_phones_len>),
    FUNCTION(gst_sdp_message_bandwidths_len),
    FUNCTION(gst_sdp_message_get_bandwidth, names<"index">, below<1, gst_sdp_message_bandwidths_len>),
    FUNCTION(gst_sdp_message_insert_bandwidth, names<"index", "bandwidth">, takes<2, full>,
             place<1, gst_sdp_message_bandwidths_len>),
    FUNCTION(gst_sdp_message_replace_bandwidth, names<"index", "bandwidth">, takes<2, full>,
             below<1, gst_sdp_message_bandwidths_len>),
    FUNCTION(gst_sdp_message_remove_bandwidth, names<"index">, below<1, gst_sdp_message_bandwidths_len>),
    FUNCTION(gst_sdp_message_times_len),
    FUNCTION(gst_sdp_message_get_time, names<"index">, below<1, gst_sdp_message_times_len>),
    FUNCTION(gst_sdp_message_insert_time, names<"index", "time">, takes<2, full>, place<1, gst_sdp_message_times_len>),
    FUNCTION(gst_sdp_message_replace_time, names<"index", "time">, takes<2, full>, below<1, gst_sdp_message_times_len>),
    FUNCTION(gst_sdp_message_remove_time, names<"index">, below<1, gst_sdp_message_times_len>),
    FUNCTION(gst_sdp_message_zones_len),
    FUNCTION(gst_sdp_message_get_zone, names<"index">, below<1, gst_sdp_message_zones_len>),
    FUNCTION(gst_sdp_message_insert_zone, names<"index", "zone">, takes<2, full>, place<1, gst_sdp_message_zones_len>),
    FUNCTION(gst_sdp_message_replace_zone, names<"index", "zone">, takes<2, full>, below<1, gst_sdp_message_zones_len>),
    FUNCTION(gst_sdp_message_remove_zone, names<"index">, below<1, gst_sdp_message_zones_len>),
    FUNCTION(gst_sdp_message_attributes_len),
    FUNCTION(gst_sdp_message_get_attribute, names<"index">, below<1, gst_sdp_message_attributes_len>),
    FUNCTION(gst_sdp_message_insert_attribute, names<"index", "attribute">, takes<2, full>,
             place<1, gst_sdp_message_attributes_len>),
    FUNCTION(gst_sdp_message_replace_attribute, names<"index", "attribute">, takes<2, full>,
             below<1, gst_sdp_message_attributes_len>),
    FUNCTION(gst_sdp_message_remove_attribute, names<"index">, below<1, gst_sdp_message_attributes_len>),
    FUNCTION(gst_sdp_message_add_email, names<"email">, as<1, SdpLine>),
    FUNCTION(gst_sdp_message_add_phone, names<"phone">, as<1, SdpLine>),
    FUNCTION(gst_sdp_message_add_bandwidth, names<"bwtype", "bandwidth">, as<1, SdpName>),
    FUNCTION(node_sdp_message_add_time, names<"time">, takes<1, full>),
    FUNCTION(gst_sdp_message_add_zone, names<"adjTime", "typedTime">, as<1, SdpWord>, as<2, SdpWord>),
    FUNCTION(gst_sdp_message_add_attribute, names<"key", "value">, as<1, SdpName>, as<2, SdpLine>),
    FUNCTION(gst_sdp_message_get_attribute_val, names<"key">),
    FUNCTION(gst_sdp_message_get_attribute_val_n, names<"key", "nth">),
    FUNCTION(gst_sdp_message_medias_len),
    FUNCTION(gst_sdp_message_get_media, names<"index">, below<1, gst_sdp_message_medias_len>),
    FUNCTION(node_sdp_message_add_media, names<"media">),
    FUNCTION(node_sdp_message_replace_media, names<"index", "media">, below<1, gst_sdp_message_medias_len>),
    FUNCTION(node_sdp_message_remove_media, names<"index">, below<1, gst_sdp_message_medias_len>),
    FUNCTION(node_sdp_message_attributes_to_caps, returns<full>, names<"caps">),
    FUNCTION(node_sdp_message_parse_keymgmt, returns<full>),
};

}  // namespace

constexpr Table sdp_message_table{"SDPMessage", "gst_sdp_message_", "GstSDPMessage", functions, {}};

}  // namespace rtspnode
