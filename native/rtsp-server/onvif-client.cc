#include "marshal/function.h"
#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/own-vfuncs.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-client.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_onvif_client_new, constructs),
};

constexpr VFuncEntry vfuncs[] = {
    kConfigureClientMedia<NodeRTSPOnvifClientClass>,
};
constexpr Subclassing subclassing{node_rtsp_onvif_client_get_type, vfuncs, &client_subclassing};

}  // namespace

constexpr Table onvif_client_table{
    "RTSPOnvifClient", "gst_rtsp_onvif_client_", "GstRTSPOnvifClient", functions, {}, kClientLock, &subclassing};

}  // namespace rtspnode
