#include "rtsp-server/calls/server.h"

#include "gio/bytes.h"
#include "gio/socket.h"
#include "glib/tables.h"
#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/calls/collaborators.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/overrides.h"
#include "rtsp-server/own-vfuncs.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-server.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_server_new, constructs),
    FUNCTION(node_rtsp_server_attach, promised, nullable<1>, names<"context">, locks<kServerLock>),
    // Names are resolved with the lock held.
    FUNCTION(gst_rtsp_server_create_socket, promised, returns<full>, nullable<1>, names<"cancellable">,
             locks<kServerLock>),
    FUNCTION(node_rtsp_server_close, promised, hurries, answers<Boolean>, locks<kServerLock, kTeardown>,
             joins<kMainThread, kClientThread>),
    // On the server's thread, with the handlers of a new client.
    FUNCTION(node_rtsp_server_transfer_connection, promised, answers<Boolean>, as<1, Connected>, takes<1, full>,
             nullable<4>, names<"socket", "ip", "port", "initialBuffer">,
             locks<kServerLock, kThreadPoolLock, kClientLock, kClientSendLock>, joins<kMainThread>),
    FUNCTION(node_rtsp_server_get_guard, answers<Boolean>, names<"guard">),
    FUNCTION(node_rtsp_server_set_guard, names<"guard", "on">, as<2, Boolean>),
    FUNCTION(node_rtsp_server_count_clients),
    FUNCTION(node_rtsp_server_count_sessions),
    FUNCTION(node_rtsp_server_get_handler_timeout),
    FUNCTION(node_rtsp_server_set_handler_timeout, as<1, Milliseconds>),
    FUNCTION(node_rtsp_server_client_filter, answers<ObjectList>, returns<full>),
    FUNCTION(gst_rtsp_server_get_address, returns<full>),
    FUNCTION(gst_rtsp_server_set_address),
    FUNCTION(gst_rtsp_server_get_service, returns<full>),
    FUNCTION(gst_rtsp_server_set_service),
    FUNCTION(gst_rtsp_server_get_backlog),
    FUNCTION(gst_rtsp_server_set_backlog),
    FUNCTION(gst_rtsp_server_get_bound_port),
    FUNCTION(gst_rtsp_server_get_content_length_limit),
    FUNCTION(gst_rtsp_server_set_content_length_limit),
    FUNCTION(gst_rtsp_server_get_session_pool, returns<full>),
    FUNCTION(node_rtsp_server_set_session_pool, nullable<1>),
    FUNCTION(gst_rtsp_server_get_mount_points, returns<full>),
    FUNCTION(node_rtsp_server_set_mount_points, nullable<1>),
    FUNCTION(gst_rtsp_server_get_auth, returns<full>),
    FUNCTION(node_rtsp_server_set_auth, nullable<1>),
    FUNCTION(gst_rtsp_server_get_thread_pool, returns<full>),
    // Upstream is critical of a server, and of a client, without one.
    FUNCTION(node_rtsp_server_set_thread_pool),
};

constexpr SignalEntry signals[] = {
    {"client-connected", &no_answer, {kMainThread, 0}},
};

constexpr VFuncEntry vfuncs[] = {
    kCreateClient<NodeRTSPServerClass>,
    VFUNC("clientConnected", GstRTSPServerClass, client_connected, asks<Keeps{kMainThread, 0}>, names<"client">),
};

}  // namespace

constexpr Subclassing server_subclassing{node_rtsp_server_get_type, vfuncs};

constexpr Table server_table{
    "RTSPServer",       "gst_rtsp_server_", "GstRTSPServer", functions, signals, kServerLock | kSessionPoolLock,
    &server_subclassing};

}  // namespace rtspnode
