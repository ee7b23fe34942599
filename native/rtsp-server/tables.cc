#include "rtsp-server/tables.h"

#include "marshal/object.h"

namespace rtspnode {

namespace {

constexpr const Table* tables[] = {
    &auth_table,         &client_table,        &context_table,
    &media_table,        &media_factory_table, &media_factory_uri_table,
    &mount_points_table, &permissions_table,   &server_table,
    &session_table,      &session_pool_table,  &thread_pool_table,
    &token_table,
};

}  // namespace

std::span<const Table* const> RtspServerTables() { return tables; }

void RefuseRtspServerProperties() {
  // media.state_lock is held while a pipeline prerolls.
  RefuseProperty("GstRTSPMedia", "suspend-mode", "getSuspendMode() and setSuspendMode()");
  RefuseProperty("GstRTSPMedia", "clock", "a getter that waits: its lock is held while a pipeline starts");
  // gst_rtsp_media_get_dscp_qos() aborts the process in GStreamer before 1.24.13.
  RefuseProperty("GstRTSPMedia", "dscp-qos", "the factory's dscpQos");
  RequireValue("GstRTSPMediaFactory", "launch");
  RequireValue("GstRTSPMediaFactoryURI", "uri");
  RequireValue("GstRTSPServer", "address");
  RequireValue("GstRTSPServer", "service");
  // A client with sessions must keep its pool: its finalizer asserts that.
  RefuseProperty("GstRTSPClient", "session-pool", "client.sessionPool");
}

}  // namespace rtspnode
