#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/own-vfuncs.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-server.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_onvif_server_new, constructs),
};

constexpr VFuncEntry vfuncs[] = {
    kCreateClient<NodeRTSPOnvifServerClass>,
};
constexpr Subclassing subclassing{node_rtsp_onvif_server_get_type, vfuncs, &server_subclassing};

}  // namespace

constexpr Table onvif_server_table{
    "RTSPOnvifServer", "gst_rtsp_onvif_server_", "GstRTSPOnvifServer", functions, {}, kServerLock, &subclassing};

}  // namespace rtspnode
