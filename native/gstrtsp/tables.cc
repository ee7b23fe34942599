#include "gstrtsp/tables.h"

#include "gstrtsp/transport.h"
#include "gstrtsp/url.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry url_functions[] = {
    FUNCTION(node_rtsp_url_new, constructs, names<"url">),
    FUNCTION(gst_rtsp_url_get_request_uri, returns<full>),
    FUNCTION(node_rtsp_url_get_transports),
    FUNCTION(node_rtsp_url_get_host),
    FUNCTION(node_rtsp_url_get_port),
    FUNCTION(node_rtsp_url_get_abspath),
    FUNCTION(node_rtsp_url_get_query),
    FUNCTION(node_rtsp_url_get_user),
    FUNCTION(node_rtsp_url_get_passwd),
};
constexpr Table url{"RTSPUrl", "gst_rtsp_url_", "GstRTSPUrl", url_functions, {}};

constexpr FunctionEntry transport_functions[] = {
    FUNCTION(node_rtsp_transport_parse, returns<full>, names<"text">),
    FUNCTION(gst_rtsp_transport_as_text, returns<full>, names<"transport">),
};
constexpr Table transport{"RTSPTransport", "gst_rtsp_transport_", "GstRTSPTransport", transport_functions, {}};

constexpr const Table* tables[] = {&url, &transport};

}  // namespace

std::span<const Table* const> GstRtspTables() { return tables; }

}  // namespace rtspnode
