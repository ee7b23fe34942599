#include "rtsp-server/calls/client.h"

#include "gstrtsp/message.h"
#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/calls/collaborators.h"
#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/context.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/own-vfuncs.h"
#include "rtsp-server/send/client-send.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-client.h"

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

#define PRE_REQUEST(method, member, keeps)                                                        \
  VFUNC(method, GstRTSPClientClass, member, asks<keeps>, answers<StatusAnswer>, names<"context">, \
        thrown<GST_RTSP_STS_INTERNAL_SERVER_ERROR>, finishes<MakeRefusalSafe>)
constexpr VFuncEntry vfuncs[] = {
    VFUNC("makePathFromUri", GstRTSPClientClass, make_path_from_uri, asks<kInRequest>, returns<full>,
          answers<PathAnswer>, names<"uri">, at_once, before<BeforePath>),
    VFUNC("paramsSet", GstRTSPClientClass, params_set, asks<kInRequest>, answers<ResultAnswer>, names<"context">,
          before<PrepareParamsResponse>),
    VFUNC("paramsGet", GstRTSPClientClass, params_get, asks<kInRequest>, answers<ResultAnswer>, names<"context">,
          before<PrepareParamsResponse>),
    // A refusal may come from where the media is locked.
    VFUNC("adjustErrorCode", GstRTSPClientClass, adjust_error_code, asks<kInMediaRequest>, answers<StatusAnswer>,
          names<"context", "code">, as<2, AnyStatus>, otherwise<KeepErrorCode>),
    VFUNC("tunnelHttpResponse", GstRTSPClientClass, tunnel_http_response, asks<kInRequest>,
          names<"request", "response">, as<1, ReceivedHttp>),
    VFUNC("createSdp", GstRTSPClientClass, create_sdp, asks<kInMediaRequest>, returns<full>, answers<WrittenSdp>,
          may_be_null, names<"media">),
    VFUNC("handleSdp", GstRTSPClientClass, handle_sdp, asks<kInMediaRequest>, answers<Boolean>,
          names<"context", "media", "sdp">),
    kConfigureClientMedia<NodeRTSPClientClass>,
    VFUNC("configureClientTransport", GstRTSPClientClass, configure_client_transport, asks<kInMediaRequest>,
          answers<Boolean>, names<"context", "transport">, inout<2>, before<LeaveSetup>),
    VFUNC("adjustPlayMode", GstRTSPClientClass, adjust_play_mode, asks<kInMediaRequest>, answers<StatusAnswer>,
          names<"context", "range", "flags", "rate", "trickmodeInterval", "enableRateControl">, inout<2>, inout<3>,
          inout<4>, inout<5>, inout<6>, as<3, MediaSeekFlags>, as<4, Rate>, as<5, ClockTime>, as<6, Boolean>,
          otherwise<AcceptPlayMode>, finishes<AfterAdjustPlayMode>),
    VFUNC("adjustPlayResponse", GstRTSPClientClass, adjust_play_response, asks<kInMediaRequest>, answers<StatusAnswer>,
          names<"context">, otherwise<AcceptPlayResponse>, finishes<AfterAdjustPlayResponse>),
    // --- the class handlers of the signals
    PRE_REQUEST("preOptionsRequest", pre_options_request, kInRequest),
    PRE_REQUEST("preDescribeRequest", pre_describe_request, kInRequest),
    PRE_REQUEST("preAnnounceRequest", pre_announce_request, kInMediaRequest),
    PRE_REQUEST("preSetupRequest", pre_setup_request, kInMediaRequest),
    PRE_REQUEST("prePlayRequest", pre_play_request, kInMediaRequest),
    PRE_REQUEST("prePauseRequest", pre_pause_request, kInMediaRequest),
    PRE_REQUEST("preTeardownRequest", pre_teardown_request, kInMediaRequest),
    PRE_REQUEST("preRecordRequest", pre_record_request, kInRequest),
    PRE_REQUEST("preGetParameterRequest", pre_get_parameter_request, kInRequest),
    PRE_REQUEST("preSetParameterRequest", pre_set_parameter_request, kInRequest),
    VFUNC("checkRequirements", GstRTSPClientClass, check_requirements, asks<kInRequest>, returns<full>, may_be_null,
          names<"context", "options">),
    VFUNC("newSession", GstRTSPClientClass, new_session, asks<kInMediaRequest>, names<"session">),
    VFUNC("setupRequest", GstRTSPClientClass, setup_request, asks<kInMediaRequest>, names<"context">),
    // sendMessage() is gst_rtsp_client_send_message().
    VFUNC("onSendMessage", GstRTSPClientClass, send_message, asks<kInMediaRequest>, names<"context", "message">),
    VFUNC("closed", GstRTSPClientClass, closed, tells),
    VFUNC("optionsRequest", GstRTSPClientClass, options_request, tells),
    VFUNC("describeRequest", GstRTSPClientClass, describe_request, tells),
    VFUNC("announceRequest", GstRTSPClientClass, announce_request, tells),
    VFUNC("playRequest", GstRTSPClientClass, play_request, tells),
    VFUNC("pauseRequest", GstRTSPClientClass, pause_request, tells),
    VFUNC("teardownRequest", GstRTSPClientClass, teardown_request, tells),
    VFUNC("recordRequest", GstRTSPClientClass, record_request, tells),
    VFUNC("getParameterRequest", GstRTSPClientClass, get_parameter_request, tells),
    VFUNC("setParameterRequest", GstRTSPClientClass, set_parameter_request, tells),
    VFUNC("handleResponse", GstRTSPClientClass, handle_response, tells),
};
#undef PRE_REQUEST

}  // namespace

constexpr Subclassing client_subclassing{node_rtsp_client_get_type, vfuncs};

constexpr Table client_table{"RTSPClient", "gst_rtsp_client_", "GstRTSPClient",    functions,
                             signals,      kClientLock,        &client_subclassing};

}  // namespace rtspnode
