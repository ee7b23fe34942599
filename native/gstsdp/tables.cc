#include "gstsdp/tables.h"

#include "gstsdp/words.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_sdp_address_is_multicast, names<"nettype", "addrtype", "addr">, answers<Boolean>),
    FUNCTION(gst_sdp_make_keymgmt, returns<full>, names<"uri", "base64">, as<0, SdpLine>, as<1, SdpLine>),
};
constexpr Table sdp{"SDP", "gst_sdp_", "", functions, {}};

constexpr const Table* tables[] = {&sdp, &sdp_message_table, &sdp_media_table, &mikey_message_table};

}  // namespace

std::span<const Table* const> GstSdpTables() { return tables; }

}  // namespace rtspnode
