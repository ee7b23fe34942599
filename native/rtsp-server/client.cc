#include "rtsp-server/calls/client.h"

#include "gstrtsp/message.h"
#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/calls/collaborators.h"
#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/context.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/send/client-send.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_client_new, constructs),
    // A whole request.
    FUNCTION(node_rtsp_client_handle_message, promised, aside, as<1, ReceivedMessage>, names<"message">,
             locks<kTeardown, kAuthLock, kClientLock, kClientSendLock, kGlobalLock, kMountsLock, kSessionPoolLock,
                   kThreadPoolLock, kLastAccessLock>,
             joins<kClientThread, kMediaThread>),
    FUNCTION(node_rtsp_client_send_message, promised, nullable<1>, names<"session", "message">,
             locks<kClientLock, kClientSendLock, kSessionLock>),
    FUNCTION(node_rtsp_client_get_connection, out<1>),
    FUNCTION(node_rtsp_client_set_connection, names<"address", "port">),
    FUNCTION(node_rtsp_client_set_session_pool, names<"sessionPool">),
    // In a handler it leaves the closing to the client's own thread, and waits for nothing.
    FUNCTION(node_rtsp_client_close, promised, locks<>),
    FUNCTION(node_rtsp_client_get_remote_address, returns<full>),
    FUNCTION(node_rtsp_client_session_filter, answers<ObjectList>, returns<full>),
    FUNCTION(node_rtsp_client_unwatch_session, promised, names<"session">, locks<kClientLock>),
    FUNCTION(node_rtsp_client_get_stream_transport, promised, returns<full>, names<"channel">, as<1, Channel>, locks<>),
    FUNCTION(gst_rtsp_client_get_session_pool, returns<full>),
    FUNCTION(gst_rtsp_client_get_mount_points, returns<full>),
    FUNCTION(node_rtsp_client_set_mount_points, nullable<1>),
    FUNCTION(gst_rtsp_client_get_auth, returns<full>),
    FUNCTION(node_rtsp_client_set_auth, nullable<1>),
    FUNCTION(gst_rtsp_client_get_thread_pool, returns<full>),
    // Upstream is critical of a server, and of a client, without one.
    FUNCTION(node_rtsp_client_set_thread_pool),
    FUNCTION(gst_rtsp_client_get_content_length_limit),
    FUNCTION(gst_rtsp_client_set_content_length_limit),
    // client.send_lock is held while a send function is called.
    FUNCTION(node_rtsp_client_set_send_func, promised, as<1, Boolean>, locks<kClientSendLock>),
    FUNCTION(node_rtsp_client_set_send_messages_func, promised, as<1, Boolean>, locks<kClientSendLock>),
    FUNCTION(node_rtsp_client_refuse_data, promised, names<"channel">, locks<>),
};

constexpr SignalEntry signals[] = {
    {"new-session", &no_answer, kInMediaRequest},
    {"setup-request", &no_answer, kInMediaRequest},
    {"pre-options-request", &status_answer, kInRequest},
    {"pre-describe-request", &status_answer, kInRequest},
    {"pre-announce-request", &status_answer, kInMediaRequest},
    {"pre-setup-request", &status_answer, kInMediaRequest},
    {"pre-play-request", &status_answer, kInMediaRequest},
    {"pre-pause-request", &status_answer, kInMediaRequest},
    {"pre-teardown-request", &status_answer, kInMediaRequest},
    {"pre-record-request", &status_answer, kInRequest},
    {"pre-get-parameter-request", &status_answer, kInRequest},
    {"pre-set-parameter-request", &status_answer, kInRequest},
    {"check-requirements", &requirements_answer, kInRequest},
    // Of a response to a request with a media the lock is held, of others not.
    {"send-message", &no_answer, kInMediaRequest, {}, LendSentMessage},
};

}  // namespace

constexpr Table client_table{"RTSPClient", "gst_rtsp_client_", "GstRTSPClient", functions, signals, kClientLock};

}  // namespace rtspnode
