#include "rtsp-server/calls/client.h"

#include "gstrtsp/message.h"
#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/context.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_client_new, constructs),
    // In a handler that keeps a client's thread, upstream would take that request's context for this message's.
    FUNCTION(node_rtsp_client_handle_message, promised, aside, as<1, ReceivedMessage>, names<"message">,
             refuses<"a handler that a client's thread waits for cannot let a client handle a message: do it when the "
                     "handler has answered",
                     ThreadKind::Client>),
    FUNCTION(node_rtsp_client_send_message, promised, nullable<1>, names<"session", "message">),
    FUNCTION(node_rtsp_client_get_connection, out<1>),
    FUNCTION(node_rtsp_client_set_connection, names<"address", "port">),
    FUNCTION(node_rtsp_client_set_session_pool, names<"sessionPool">),
    FUNCTION(node_rtsp_client_close, promised),
    FUNCTION(node_rtsp_client_get_remote_address, returns<full>),
    FUNCTION(gst_rtsp_client_get_session_pool, returns<full>),
    FUNCTION(gst_rtsp_client_get_mount_points, returns<full>),
    FUNCTION(gst_rtsp_client_set_mount_points, nullable<1>),
    FUNCTION(gst_rtsp_client_get_auth, returns<full>),
    FUNCTION(gst_rtsp_client_set_auth, nullable<1>),
    FUNCTION(gst_rtsp_client_get_thread_pool, returns<full>),
    // Upstream is critical of a server, and of a client, without one.
    FUNCTION(gst_rtsp_client_set_thread_pool),
    FUNCTION(gst_rtsp_client_get_content_length_limit),
    FUNCTION(gst_rtsp_client_set_content_length_limit),
};

constexpr SignalEntry signals[] = {
    {"new-session", &no_answer},
    {"setup-request", &no_answer},
    {"pre-options-request", &status_answer},
    {"pre-describe-request", &status_answer},
    {"pre-announce-request", &status_answer},
    {"pre-setup-request", &status_answer},
    {"pre-play-request", &status_answer},
    {"pre-pause-request", &status_answer},
    {"pre-teardown-request", &status_answer},
    {"pre-record-request", &status_answer},
    {"pre-get-parameter-request", &status_answer},
    {"pre-set-parameter-request", &status_answer},
    {"check-requirements", &requirements_answer},
    {"send-message", &no_answer, LendSentMessage},
};

}  // namespace

constexpr Table client_table{"RTSPClient", "gst_rtsp_client_", "GstRTSPClient", functions, signals};

}  // namespace rtspnode
