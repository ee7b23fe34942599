#include "rtsp-server/calls/client.h"

#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_client_new, constructs),
    // In a handler it leaves the closing to the client's own thread, and waits for nothing.
    FUNCTION(node_rtsp_client_close, promised, locks<>),
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
};

}  // namespace

constexpr Table client_table{"RTSPClient", "gst_rtsp_client_", "GstRTSPClient", functions, signals, kClientLock};

}  // namespace rtspnode
