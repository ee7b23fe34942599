#include "rtsp-server/rtpbin-requests.h"

#include <algorithm>

#include "rtsp-server/stream-formats.h"

namespace rtspnode {

namespace {

using Make = GstElement* (*)(GstElement* rtpbin, GstRTSPStream* stream, guint session);

struct Question {
  const gchar* signal;
  Make make;
};

constexpr Question kQuestions[] = {
    {"request-aux-sender", [](GstElement*, GstRTSPStream* stream,
                              guint session) { return gst_rtsp_stream_request_aux_sender(stream, session); }},
    {"request-aux-receiver", [](GstElement*, GstRTSPStream* stream,
                                guint session) { return gst_rtsp_stream_request_aux_receiver(stream, session); }},
    {"request-fec-decoder",
     [](GstElement* rtpbin, GstRTSPStream* stream, guint session) {
       return gst_rtsp_stream_request_ulpfec_decoder(stream, rtpbin, session);
     }},
};

struct Answerer {
  const Question& question;
  gpointer media;  // what upstream's handlers are connected with; to compare only
  std::weak_ptr<StreamList> streams;
};

// Upstream connects its handlers only where they are wanted.
bool IsAnsweredByUpstream(GstElement* rtpbin, const Answerer& answerer) {
  const guint signal = g_signal_lookup(answerer.question.signal, G_OBJECT_TYPE(rtpbin));
  const auto match = static_cast<GSignalMatchType>(G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA);
  return g_signal_handler_find(rtpbin, match, signal, 0, nullptr, nullptr, answerer.media) != 0;
}

GstElement* OnRequest(GstElement* rtpbin, guint session, gpointer data) {
  const auto& answerer = *static_cast<Answerer*>(data);
  if (!IsAnsweredByUpstream(rtpbin, answerer)) return nullptr;
  g_signal_stop_emission_by_name(rtpbin, answerer.question.signal);
  const auto streams = answerer.streams.lock();
  GstRTSPStream* stream = streams ? streams->Ref(session) : nullptr;
  if (!stream) return nullptr;
  GstElement* element;
  {
    const FormatsUse use(stream);
    element = answerer.question.make(rtpbin, stream, session);
  }
  g_object_unref(stream);
  return element;
}

GQuark AnsweredQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-rtpbin-of-media");
  return quark;
}

void FreeAnswerer(gpointer data, GClosure*) { delete static_cast<Answerer*>(data); }

}  // namespace

bool IsRtpbin(gpointer instance) {
  // The type of a plugin.
  const GType type = g_type_from_name("GstRtpBin");
  return type != 0 && G_TYPE_CHECK_INSTANCE_TYPE(instance, type);
}

bool IsOfMedia(GstElement* rtpbin) { return g_object_get_qdata(G_OBJECT(rtpbin), AnsweredQuark()) != nullptr; }

StreamList::~StreamList() {
  for (GstRTSPStream* stream : streams_) g_object_unref(stream);
}

void StreamList::Add(GstRTSPStream* stream) {
  Lock lock(mutex_);
  streams_.push_back(GST_RTSP_STREAM(g_object_ref(stream)));
}

void StreamList::Remove(GstRTSPStream* stream) {
  Lock lock(mutex_);
  const auto found = std::find(streams_.begin(), streams_.end(), stream);
  if (found == streams_.end()) return;
  streams_.erase(found);
  lock.Release();
  g_object_unref(stream);
}

GstRTSPStream* StreamList::Ref(guint index) {
  Lock lock(mutex_);
  for (auto stream = streams_.rbegin(); stream != streams_.rend(); ++stream) {
    if (gst_rtsp_stream_get_index(*stream) == index) return GST_RTSP_STREAM(g_object_ref(*stream));
  }
  return nullptr;
}

void AnswerRtpbin(GstElement* rtpbin, GstRTSPMedia* media, const std::shared_ptr<StreamList>& streams) {
  g_object_set_qdata(G_OBJECT(rtpbin), AnsweredQuark(), rtpbin);
  for (const Question& question : kQuestions) {
    g_signal_connect_data(rtpbin, question.signal, G_CALLBACK(OnRequest), new Answerer{question, media, streams},
                          FreeAnswerer, static_cast<GConnectFlags>(0));
  }
}

}  // namespace rtspnode
