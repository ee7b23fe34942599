#include "gst/tables.h"
#include "gstsdp/mikey.h"
#include "gstsdp/tables.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

using Byte = Between<guint8, 0, 255>;

constexpr FunctionEntry functions[] = {
    FUNCTION(node_mikey_message_new, constructs, nullable<0>, names<"bytes">),
    FUNCTION(node_mikey_message_new_from_caps, returns<full>, names<"caps">),
    FUNCTION(node_mikey_message_to_bytes, returns<full>),
    FUNCTION(node_mikey_message_to_caps, returns<full>, names<"caps">),
    FUNCTION(gst_mikey_message_base64_encode, returns<full>),
    FUNCTION(node_mikey_message_get_version),
    FUNCTION(node_mikey_message_get_type),
    FUNCTION(node_mikey_message_get_v, answers<Boolean>),
    FUNCTION(node_mikey_message_get_prf_func),
    FUNCTION(node_mikey_message_get_csb_id),
    FUNCTION(node_mikey_message_get_map_type),
    FUNCTION(node_mikey_message_set_info, names<"type", "v", "csbId">,
             as<1, Between<gint, GST_MIKEY_TYPE_PSK_INIT, GST_MIKEY_TYPE_ERROR>>, as<2, Boolean>),
    FUNCTION(gst_mikey_message_get_n_cs),
    FUNCTION(gst_mikey_message_get_cs_srtp, names<"index">, below<1, gst_mikey_message_get_n_cs>),
    FUNCTION(node_mikey_message_add_cs_srtp, names<"policy", "ssrc", "roc">, as<1, Byte>),
    FUNCTION(node_mikey_message_insert_cs_srtp, names<"index", "map">, place<1, gst_mikey_message_get_n_cs>),
    FUNCTION(gst_mikey_message_replace_cs_srtp, names<"index", "map">, below<1, gst_mikey_message_get_n_cs>,
             answers<Boolean>),
    FUNCTION(gst_mikey_message_remove_cs_srtp, names<"index">, below<1, gst_mikey_message_get_n_cs>, answers<Boolean>),
    FUNCTION(gst_mikey_message_get_n_payloads),
    FUNCTION(gst_mikey_message_get_payload, names<"index">, below<1, gst_mikey_message_get_n_payloads>),
    FUNCTION(node_mikey_message_find_payload, names<"type", "nth">),
    FUNCTION(gst_mikey_message_add_payload, names<"payload">, takes<1, full>, answers<Boolean>),
    FUNCTION(gst_mikey_message_insert_payload, names<"index", "payload">, takes<2, full>,
             below<1, gst_mikey_message_get_n_payloads>, answers<Boolean>),
    FUNCTION(gst_mikey_message_replace_payload, names<"index", "payload">, takes<2, full>,
             below<1, gst_mikey_message_get_n_payloads>, answers<Boolean>),
    FUNCTION(gst_mikey_message_remove_payload, names<"index">, below<1, gst_mikey_message_get_n_payloads>,
             answers<Boolean>),
    FUNCTION(gst_mikey_message_add_t_now_ntp_utc, answers<Boolean>),
    FUNCTION(gst_mikey_message_add_rand_len, names<"len">, as<1, Between<guint8, 1, 255>>, answers<Boolean>),
};

}  // namespace

constexpr Table mikey_message_table{"MIKEYMessage", "gst_mikey_message_", "GstMIKEYMessage", functions, {}};

}  // namespace rtspnode
