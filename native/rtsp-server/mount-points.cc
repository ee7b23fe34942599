#include "marshal/function.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_mount_points_new, constructs),
    FUNCTION(gst_rtsp_mount_points_add_factory, names<"path", "factory">, as<1, MountPath>, takes<2, full>),
    FUNCTION(gst_rtsp_mount_points_remove_factory, names<"path">, as<1, MountPath>),
    FUNCTION(gst_rtsp_mount_points_match, names<"path">, as<1, MountPath>, out<2>, returns<full>),
    FUNCTION(gst_rtsp_mount_points_make_path, names<"url">, returns<full>),
};

}  // namespace

constexpr Table mount_points_table{"RTSPMountPoints", "gst_rtsp_mount_points_", "GstRTSPMountPoints", functions, {},
                                   kMountsLock};

}  // namespace rtspnode
