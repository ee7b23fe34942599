#include "rtsp-server/calls/auth.h"

#include "gio/tables.h"
#include "marshal/function.h"
#include "rtsp-server/answers.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/overrides.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-auth.h"
#include "rtsp-server/vfuncs.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_auth_new, constructs),
    FUNCTION(gst_rtsp_auth_make_basic, returns<full>, names<"user", "password">),
    FUNCTION(node_rtsp_auth_add_basic, names<"basic", "token">),
    FUNCTION(gst_rtsp_auth_remove_basic, names<"basic">),
    FUNCTION(node_rtsp_auth_add_digest, names<"user", "password", "token">),
    FUNCTION(node_rtsp_auth_remove_digest, names<"user">),
    FUNCTION(node_rtsp_auth_parse_htdigest, names<"path", "token">, answers<Boolean>),
    FUNCTION(gst_rtsp_auth_get_default_token, returns<full>),
    FUNCTION(node_rtsp_auth_set_default_token, nullable<1>),
    FUNCTION(gst_rtsp_auth_get_supported_methods),
    FUNCTION(gst_rtsp_auth_set_supported_methods, as<1, AuthMethods>),
    FUNCTION(gst_rtsp_auth_get_realm, returns<full>),
    FUNCTION(node_rtsp_auth_set_realm),
    // It sends the refusal.
    FUNCTION(node_rtsp_auth_check, promised, names<"check">, answers<Boolean>,
             locks<kAuthLock, kClientSendLock, kFactoryLock, kSessionLock>),
    FUNCTION(gst_rtsp_auth_get_tls_certificate, returns<full>),
    FUNCTION(node_rtsp_auth_set_tls_certificate, nullable<1>),
    FUNCTION(gst_rtsp_auth_get_tls_database, returns<full>),
    FUNCTION(node_rtsp_auth_set_tls_database, nullable<1>),
    FUNCTION(gst_rtsp_auth_get_tls_authentication_mode),
    FUNCTION(gst_rtsp_auth_set_tls_authentication_mode),
};

constexpr SignalEntry signals[] = {
    // GIO's question, on the thread of GLib's default context.
    {"accept-certificate", &certificate_answer, {kMainThread, 0}},
};

constexpr VFuncEntry vfuncs[] = {
    // Of a connection it is asked on the server's own thread, of what a client sets up with the media locked.
    VFUNC("check", GstRTSPAuthClass, check, asks<kInMediaRequest>, answers<Boolean>, names<"context", "check">,
          fails<FALSE>, finishes<AnswerRefusedCheck>),
    VFUNC("authenticate", GstRTSPAuthClass, authenticate, asks<kInMediaRequest>, answers<Boolean>, names<"context">,
          fails<FALSE>),
    VFUNC("generateAuthenticateHeader", GstRTSPAuthClass, generate_authenticate_header, asks<kInMediaRequest>,
          names<"context">),
    VFUNC("acceptCertificate", GstRTSPAuthClass, accept_certificate, asks<Keeps{kMainThread, 0}>, answers<Boolean>,
          names<"connection", "certificate", "errors">, fails<FALSE>),
};
constexpr Subclassing subclassing{node_rtsp_auth_get_type, vfuncs};

}  // namespace

constexpr Table auth_table{"RTSPAuth", "gst_rtsp_auth_", "GstRTSPAuth", functions, signals, kAuthLock, &subclassing};

}  // namespace rtspnode
