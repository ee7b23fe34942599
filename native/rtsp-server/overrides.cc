#include "rtsp-server/overrides.h"

#include "gst/children.h"
#include "rtsp-server/calls/stand-alone.h"
#include "rtsp-server/guards.h"
#include "rtsp-server/guards/play.h"
#include "rtsp-server/guards/setup.h"
#include "rtsp-server/guards/transports.h"
#include "rtsp-server/guards/visit.h"
#include "rtsp-server/rates.h"
#include "rtsp-server/types/node-media-factory.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

// Upstream's generate_authenticate_header() reads the connection's address.
void Refuse(GstRTSPAuth* auth, GstRTSPContext* context, GstRTSPStatusCode status) {
  gst_rtsp_message_init_response(context->response, status, gst_rtsp_status_as_text(status), context->request);
  if (auth != nullptr && status == GST_RTSP_STS_UNAUTHORIZED) {
    GstRTSPAuthClass* klass = GST_RTSP_AUTH_GET_CLASS(auth);
    if (klass->generate_authenticate_header != nullptr) klass->generate_authenticate_header(auth, context);
  }
  gst_rtsp_client_send_message(context->client, context->session, context->response);
}

bool HasParent(GstElement* element) {
  GstObject* parent = gst_object_get_parent(GST_OBJECT(element));
  if (parent == nullptr) return false;
  gst_object_unref(parent);
  return true;
}

GQuark TakenQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-taken-pipeline");
  return quark;
}

}  // namespace

gboolean AnswerRefusedCheck(gboolean allowed, bool own, GstRTSPAuth* auth, GstRTSPContext* context,
                            const gchar* check) {
  // What C's own refuses it has answered. Of these two nothing is said to the peer.
  const bool unanswered = g_str_equal(check, GST_RTSP_AUTH_CHECK_CONNECT) ||
                          g_str_equal(check, GST_RTSP_AUTH_CHECK_TRANSPORT_CLIENT_SETTINGS);
  if (allowed || own || unanswered || context->response == nullptr || context->client == nullptr) return allowed;
  Refuse(auth, context, context->token != nullptr ? GST_RTSP_STS_FORBIDDEN : GST_RTSP_STS_UNAUTHORIZED);
  return FALSE;
}

gboolean AnswerRefusedMedia(gboolean configured, bool own, GstRTSPClient*, GstRTSPMedia*, GstRTSPStream*,
                            GstRTSPContext* context) {
  if (!configured && !own) Refuse(nullptr, context, GST_RTSP_STS_SERVICE_UNAVAILABLE);
  return configured;
}

GstRTSPStatusCode MakeRefusalSafe(GstRTSPStatusCode status, bool, GstRTSPClient*, GstRTSPContext* context) {
  return SafeAnswer(context, status);
}

void BeforePath(GstRTSPClient*, const GstRTSPUrl*) { JoinTransports(); }

void PrepareParamsResponse(GstRTSPClient*, GstRTSPContext* context) {
  gst_rtsp_message_init_response(context->response, GST_RTSP_STS_OK, gst_rtsp_status_as_text(GST_RTSP_STS_OK),
                                 context->request);
}

GstRTSPStatusCode AcceptPlayMode(GstRTSPClient*, GstRTSPContext*, GstRTSPTimeRange**, GstSeekFlags*, gdouble*,
                                 GstClockTime*, gboolean*) {
  return GST_RTSP_STS_OK;
}

GstRTSPStatusCode AcceptPlayResponse(GstRTSPClient*, GstRTSPContext*) { return GST_RTSP_STS_OK; }

GstRTSPStatusCode KeepErrorCode(GstRTSPClient*, GstRTSPContext*, GstRTSPStatusCode code) { return code; }

const char* CheckNewClient(GstRTSPClient* client, gconstpointer own) {
  if (client == nullptr || client == own || IsUnused(client)) return nullptr;
  return "the answer must be a new RTSPClient, which has handled no message and which no server has";
}

void LeaveSetup(GstRTSPClient*, GstRTSPContext*, GstRTSPTransport*) { LeaveMedia(); }

GstRTSPStatusCode AfterAdjustPlayMode(GstRTSPStatusCode status, bool own, GstRTSPClient* client,
                                      GstRTSPContext* context, GstRTSPTimeRange**, GstSeekFlags*, gdouble*,
                                      GstClockTime*, gboolean*) {
  return AfterAdjustPlayResponse(status, own, client, context);
}

GstRTSPStatusCode AfterAdjustPlayResponse(GstRTSPStatusCode status, bool own, GstRTSPClient*, GstRTSPContext* context) {
  if (status != GST_RTSP_STS_OK || own) return status;
  const GstRTSPStatusCode media_status = CheckMediaStatus(context->media);
  if (media_status != GST_RTSP_STS_OK) return media_status;
  return IsRunning(context->media) ? GST_RTSP_STS_OK : GST_RTSP_STS_METHOD_NOT_VALID_IN_THIS_STATE;
}

bool MayBePrepared(GstRTSPMedia* media) { return !IsRefused(media); }

bool MayPrepareWith(GstRTSPMedia* media, GstElement*) { return !IsRefused(media); }

gboolean AfterPrepare(gboolean prepared, bool own, GstRTSPMedia* media, GstRTSPThread* thread) {
  return prepared || (!own && RefuseToPrepare(media, thread));
}

GstElement* AfterCreateRtpbin(GstElement* rtpbin, bool own, GstRTSPMedia* media) {
  if (rtpbin || own) return rtpbin;
  RefuseToBePrepared(media);
  return gst_element_factory_make("rtpbin", nullptr);
}

gboolean AfterSetupRtpbin(gboolean ready, bool, GstRTSPMedia* media, GstElement*) {
  if (!ready) RefuseToBePrepared(media);
  return TRUE;
}

gboolean AfterConvertRange(gboolean converted, bool, GstRTSPMedia* media, GstRTSPTimeRange*, GstRTSPRangeUnit) {
  EqualizeRates(media);
  return converted;
}

gboolean AfterCreateBackchannelStream(gboolean created, bool, GstRTSPOnvifMediaFactory* factory, GstRTSPOnvifMedia*,
                                      GstRTSPContext*) {
  if (!created) ReportMissingBackchannel(GST_RTSP_MEDIA_FACTORY(factory));
  return created;
}

const char* CheckRtpbin(GstElement* rtpbin, gconstpointer) {
  if (rtpbin == nullptr) return nullptr;
  if (!IsMadeBy(rtpbin, "rtpbin") || HasParent(rtpbin)) {
    return "the answer must be an element rtpbin of its own";
  }
  return nullptr;
}

const char* CheckNewMedia(GstRTSPMedia* media, gconstpointer own) {
  return media == nullptr || media == own ? nullptr : "the answer must be what super.construct() gives, or null";
}

const char* CheckPipeline(GstElement* pipeline, gconstpointer own) {
  if (pipeline == nullptr || pipeline == own) return nullptr;
  if (!GST_IS_PIPELINE(pipeline) || HasParent(pipeline) ||
      g_object_get_qdata(G_OBJECT(pipeline), TakenQuark()) != nullptr) {
    return "the answer must be a pipeline of its own";
  }
  return nullptr;
}

GstElement* TakePipeline(GstElement* pipeline, bool own, GstRTSPMediaFactory*, GstRTSPMedia* media) {
  if (pipeline == nullptr) return nullptr;
  GstElement* element = gst_rtsp_media_get_element(media);
  GstObject* parent = gst_object_get_parent(GST_OBJECT(element));
  gst_object_unref(element);
  if (parent != nullptr) gst_object_unref(parent);
  // The element's parent is the pipeline that the media has already: another one would be one too many.
  if (own || parent != nullptr) {
    gst_object_unref(pipeline);
    return GST_ELEMENT(parent);
  }
  g_object_set_qdata(G_OBJECT(pipeline), TakenQuark(), GINT_TO_POINTER(1));
  gst_rtsp_media_take_pipeline(media, GST_PIPELINE(pipeline));
  gst_object_unref(pipeline);  // it has one of its own
  return pipeline;
}

bool IsForMedia(GstRTSPThreadPool*, GstRTSPThreadType type, GstRTSPContext*) {
  return type == GST_RTSP_THREAD_TYPE_MEDIA;
}

bool IsMediaThread(GstRTSPThreadPool*, GstRTSPThread* thread, GstRTSPContext*) {
  return thread->type == GST_RTSP_THREAD_TYPE_MEDIA;
}

// The class structure starts as a copy of the parent's, see node-thread-pool.cc.
void ForgetThreads(gpointer klass) { GST_RTSP_THREAD_POOL_CLASS(klass)->pool = nullptr; }

}  // namespace rtspnode
