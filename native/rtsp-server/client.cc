#include "rtsp-server/calls/client.h"

#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_client_new, constructs),
    FUNCTION(node_rtsp_client_close, promised),
    FUNCTION(node_rtsp_client_get_remote_address, returns<full>),
    FUNCTION(node_rtsp_client_session_filter, answers<ObjectList>, returns<full>),
    FUNCTION(node_rtsp_client_unwatch_session, promised, names<"session">),
    FUNCTION(node_rtsp_client_get_stream_transport, promised, returns<full>, names<"channel">, as<1, Channel>),
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
};

}  // namespace

constexpr Table client_table{"RTSPClient", "gst_rtsp_client_", "GstRTSPClient", functions, signals};

}  // namespace rtspnode
