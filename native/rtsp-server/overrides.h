#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// What is done around JavaScript's overrides of virtual methods, so that C can go on with their answers: see the
// policies of marshal/vfunc.h.
namespace rtspnode {

// --- refusals that upstream expects to be answered already
gboolean AnswerRefusedCheck(gboolean allowed, bool own, GstRTSPAuth* auth, GstRTSPContext* context, const gchar* check);
gboolean AnswerRefusedMedia(gboolean configured, bool own, GstRTSPClient* client, GstRTSPMedia* media,
                            GstRTSPStream* stream, GstRTSPContext* context);
// As of a `pre-*-request` signal, some refusals crash upstream, or leak.
GstRTSPStatusCode MakeRefusalSafe(GstRTSPStatusCode status, bool own, GstRTSPClient* client, GstRTSPContext* context);

// --- the client
// An override of make_path_from_uri() is in the place of our own.
void BeforePath(GstRTSPClient* client, const GstRTSPUrl* uri);
// The response that an override of params_get() and params_set() may fill.
void PrepareParamsResponse(GstRTSPClient* client, GstRTSPContext* context);
GstRTSPStatusCode AcceptPlayMode(GstRTSPClient* client, GstRTSPContext* context, GstRTSPTimeRange** range,
                                 GstSeekFlags* flags, gdouble* rate, GstClockTime* interval, gboolean* rate_control);
GstRTSPStatusCode AcceptPlayResponse(GstRTSPClient* client, GstRTSPContext* context);
GstRTSPStatusCode KeepErrorCode(GstRTSPClient* client, GstRTSPContext* context, GstRTSPStatusCode code);
const char* CheckNewClient(GstRTSPClient* client, gconstpointer own);

// The media is the session's by then, and may change while JavaScript is asked.
void LeaveSetup(GstRTSPClient* client, GstRTSPContext* context, GstRTSPTransport* transport);
// PLAY builds on a pipeline that runs: gst_rtsp_media_get_rates() aborts where no stream has a segment.
GstRTSPStatusCode AfterAdjustPlayMode(GstRTSPStatusCode status, bool own, GstRTSPClient* client,
                                      GstRTSPContext* context, GstRTSPTimeRange** range, GstSeekFlags* flags,
                                      gdouble* rate, GstClockTime* trickmode_interval, gboolean* enable_rate_control);
GstRTSPStatusCode AfterAdjustPlayResponse(GstRTSPStatusCode status, bool own, GstRTSPClient* client,
                                          GstRTSPContext* context);

// --- the media and its factory
// An override that keeps the media from being prepared: see RefuseToPrepare().
// Nor are the other methods of its preparation asked then.
bool MayBePrepared(GstRTSPMedia* media);
bool MayPrepareWith(GstRTSPMedia* media, GstElement* rtpbin);
gboolean AfterPrepare(gboolean prepared, bool own, GstRTSPMedia* media, GstRTSPThread* thread);
GstElement* AfterCreateRtpbin(GstElement* rtpbin, bool own, GstRTSPMedia* media);
gboolean AfterSetupRtpbin(gboolean ready, bool own, GstRTSPMedia* media, GstElement* rtpbin);
gboolean AfterConvertRange(gboolean converted, bool own, GstRTSPMedia* media, GstRTSPTimeRange* range,
                           GstRTSPRangeUnit unit);
const char* CheckRtpbin(GstElement* rtpbin, gconstpointer own);
const char* CheckNewMedia(GstRTSPMedia* media, gconstpointer own);
const char* CheckPipeline(GstElement* pipeline, gconstpointer own);
// Lends the pipeline, which the media has from then on.
GstElement* TakePipeline(GstElement* pipeline, bool own, GstRTSPMediaFactory* factory, GstRTSPMedia* media);
gboolean AfterCreateBackchannelStream(gboolean created, bool own, GstRTSPOnvifMediaFactory* factory,
                                      GstRTSPOnvifMedia* media, GstRTSPContext* context);

// --- the thread pool: a client's thread is asked for with server.lock held
bool IsForMedia(GstRTSPThreadPool* pool, GstRTSPThreadType type, GstRTSPContext* context);
bool IsMediaThread(GstRTSPThreadPool* pool, GstRTSPThread* thread, GstRTSPContext* context);
void ForgetThreads(gpointer klass);

}  // namespace rtspnode
