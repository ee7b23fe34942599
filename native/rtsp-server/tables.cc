#include "rtsp-server/tables.h"

#include "marshal/object.h"
#include "marshal/value.h"

namespace rtspnode {

namespace {

constexpr const Table* tables[] = {
    &address_table,          &address_pool_table,  &auth_table,          &client_table,
    &context_table,          &media_table,         &media_factory_table, &media_factory_uri_table,
    &mount_points_table,     &onvif_client_table,  &onvif_media_table,   &onvif_media_factory_table,
    &onvif_server_table,     &permissions_table,   &server_table,        &session_table,
    &session_pool_table,     &thread_pool_table,   &token_table,         &stream_table,
    &stream_transport_table, &session_media_table, &params_table,        &sdp_table,
    &thread_table,
};

// Far more than a media has streams.
constexpr uint32_t kMaxTransports = 1024;

}  // namespace

bool Convert<StreamTransports>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  napi_env env = registry.env();
  bool is_array = false;
  uint32_t length = 0;
  napi_is_array(env, js, &is_array);
  if (!is_array || napi_get_array_length(env, js, &length) != napi_ok || length > kMaxTransports) return false;
  // What might be a last reference goes to the reaper: an argument that does not fit ends on the JS thread.
  out->reset(g_ptr_array_new_with_free_func([](gpointer transport) {
    if (transport) Reaper::Instance().Unref(transport);
  }));
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    Check(env, napi_get_element(env, js, i, &element));
    Convert<GstRTSPStreamTransport*>::Held transport;
    if (!Convert<GstRTSPStreamTransport*>::FromJs(registry, element, true, &transport)) return false;
    g_ptr_array_add(out->get(), transport.thing ? g_object_ref(transport.thing) : nullptr);
  }
  return true;
}

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
  // C is critical of a client without mount points, and ends what was there before on the JS thread.
  RefuseWriting("GstRTSPClient", "mount-points", "client.mountPoints");
  RefuseWriting("GstRTSPServer", "mount-points", "server.mountPoints");
  RefuseWriting("GstRTSPServer", "session-pool", "server.sessionPool");
}

}  // namespace rtspnode
