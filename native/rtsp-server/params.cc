#include "rtsp-server/calls/params.h"

#include "gstrtsp/tables.h"
#include "marshal/function.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_params_set, promised, locks<>),
    FUNCTION(node_rtsp_params_get, promised, locks<>),
};

}  // namespace

constexpr Table params_table{"RTSPParams", "gst_rtsp_params_", "", functions, {}};

}  // namespace rtspnode
