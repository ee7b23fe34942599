#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/vfuncs.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_mount_points_new, constructs),
    FUNCTION(gst_rtsp_mount_points_add_factory, names<"path", "factory">, as<1, MountPath>, takes<2, full>),
    FUNCTION(gst_rtsp_mount_points_remove_factory, names<"path">, as<1, MountPath>),
    FUNCTION(gst_rtsp_mount_points_match, names<"path">, as<1, MountPath>, out<2>, returns<full>),
    FUNCTION(gst_rtsp_mount_points_make_path, names<"url">, returns<full>,
             invokes<&GstRTSPMountPointsClass::make_path>),
};

constexpr VFuncEntry vfuncs[] = {
    VFUNC("makePath", GstRTSPMountPointsClass, make_path, asks<kInRequest>, returns<full>, answers<PathAnswer>,
          may_be_null, names<"url">, at_once),
};
constexpr Subclassing subclassing{gst_rtsp_mount_points_get_type, vfuncs};

}  // namespace

constexpr Table mount_points_table{
    "RTSPMountPoints", "gst_rtsp_mount_points_", "GstRTSPMountPoints", functions, {}, kMountsLock, &subclassing};

}  // namespace rtspnode
