#include "marshal/function.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_permissions_new, constructs),
    FUNCTION(gst_rtsp_permissions_add_role_empty, names<"role">, as<0, Writable<GstRTSPPermissions>>,
             as<1, StructureName>),
    FUNCTION(gst_rtsp_permissions_add_permission_for_role, names<"role", "permission", "allowed">,
             as<0, Writable<GstRTSPPermissions>>, as<1, StructureName>, as<3, Boolean>),
    FUNCTION(gst_rtsp_permissions_remove_role, names<"role">, as<0, Writable<GstRTSPPermissions>>),
    FUNCTION(gst_rtsp_permissions_add_role_from_structure, names<"structure">, as<0, Writable<GstRTSPPermissions>>),
    FUNCTION(gst_rtsp_permissions_get_role, names<"role">),
    FUNCTION(gst_rtsp_permissions_is_allowed, names<"role", "permission">, answers<Boolean>),
};

}  // namespace

constexpr Table permissions_table{"RTSPPermissions", "gst_rtsp_permissions_", "GstRTSPPermissions", functions, {}};

}  // namespace rtspnode
