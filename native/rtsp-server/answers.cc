#include "rtsp-server/answers.h"

#include <gst/rtsp/rtsp.h>

#include <string>

#include "marshal/primitive.h"
#include "marshal/value.h"
#include "rtsp-server/guards.h"

namespace rtspnode {

namespace {

void Nothing(GValue*) {}

bool Anything(napi_env, napi_value, GValue*) { return true; }

bool StatusFromJs(napi_env env, napi_value js, GValue* answer) {
  gint status = GST_RTSP_STS_OK;
  // No value means no objection. 1xx and other numbers would make a status line that no player understands.
  if (!IsNullish(env, js) && (!Primitive<gint>::FromJs(env, js, &status) || status < 200 || status > 599)) return false;
  g_value_set_enum(answer, status);
  return true;
}

void StatusOk(GValue* answer) { g_value_set_enum(answer, GST_RTSP_STS_OK); }
void StatusThrown(GValue* answer) { g_value_set_enum(answer, GST_RTSP_STS_INTERNAL_SERVER_ERROR); }

// Some refusals crash upstream, or leak.
void MakeSafe(const GValue* params, GValue* answer) {
  auto* context = static_cast<GstRTSPContext*>(g_value_get_pointer(&params[1]));
  g_value_set_enum(answer, SafeAnswer(context, static_cast<GstRTSPStatusCode>(g_value_get_enum(answer))));
}

bool TrustFromJs(napi_env env, napi_value js, GValue* answer) {
  bool trusted = false;
  if (!IsNullish(env, js) && napi_get_value_bool(env, js, &trusted) != napi_ok) return false;
  g_value_set_boolean(answer, trusted);
  return true;
}

void NotTrusted(GValue* answer) { g_value_set_boolean(answer, FALSE); }

void AllUnsupported(GValue* answer) { g_value_set_string(answer, nullptr); }

}  // namespace

constexpr AnswerPolicy no_answer{Combine::All, "none", "nothing", Anything, Nothing, Nothing, nullptr};
constexpr AnswerPolicy status_answer{
    Combine::Refusal, "GstRTSPStatusCode", "an RTSP status code from 200 to 599", StatusFromJs, StatusOk, StatusThrown,
    MakeSafe};
constexpr AnswerPolicy requirements_answer{Combine::Last,
                                           "utf8",
                                           "a comma-separated list of the unsupported options, empty when all are "
                                           "supported",
                                           TextFromJs,
                                           AllUnsupported,
                                           AllUnsupported,
                                           nullptr};
constexpr AnswerPolicy certificate_answer{Combine::True, "gboolean", "a boolean", TrustFromJs,
                                          NotTrusted,    NotTrusted, nullptr};

}  // namespace rtspnode
