#pragma once
#include <gst/sdp/sdp.h>

#include <span>

#include "gstsdp/sdp.h"
#include "marshal/convert.h"
#include "marshal/table.h"

namespace rtspnode {

RTSPNODE_BOXED(GstSDPMessage, gst_sdp_message_get_type);
RTSPNODE_BOXED(GstSDPMedia, node_sdp_media_get_type);

std::span<const Table* const> GstSdpTables();

extern const Table mikey_message_table;
extern const Table sdp_media_table;
extern const Table sdp_message_table;

}  // namespace rtspnode
