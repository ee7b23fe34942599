#include "rtsp-server/end-of-stream.h"

#include <algorithm>
#include <memory>

#include "gst/children.h"
#include "rtsp-server/types/node-media.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

constexpr gint64 kPatience = 500 * G_TIME_SPAN_MILLISECOND;

// Whether data, and so an end-of-stream, gets through the pipeline. Where it does not, a thread of a source waits with
// the lock of its stream, which the source takes to send the event.
bool IsFlowing(GstRTSPMedia* media) {
  GstElement* pipeline = RefPipeline(media);
  if (!pipeline) return false;
  GstState current = GST_STATE_NULL;
  GstState pending = GST_STATE_VOID_PENDING;
  gst_element_get_state(pipeline, &current, &pending, 0);
  gst_object_unref(pipeline);
  bool flowing = current == GST_STATE_PLAYING && pending == GST_STATE_VOID_PENDING;
  const guint streams = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < streams && flowing; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    flowing = !stream || !gst_rtsp_stream_is_blocking(stream);
  }
  return flowing;
}

using Elements = std::vector<GstElement*>;

// All that have no others inside, each with a reference.
Elements RefSources(GstElement* pipeline) {
  Elements sources;
  GstIterator* elements = gst_bin_iterate_recurse(GST_BIN(pipeline));
  const auto add = [](const GValue* item, gpointer list) {
    auto* element = static_cast<GstElement*>(g_value_get_object(item));
    if (GST_IS_BIN(element) || !GST_OBJECT_FLAG_IS_SET(element, GST_ELEMENT_FLAG_SOURCE)) return;
    static_cast<Elements*>(list)->push_back(GST_ELEMENT(gst_object_ref(element)));
  };
  while (gst_iterator_foreach(elements, add, &sources) == GST_ITERATOR_RESYNC) {
    for (GstElement* source : sources) gst_object_unref(source);
    sources.clear();
    gst_iterator_resync(elements);
  }
  gst_iterator_free(elements);
  return sources;
}

// Not gst_element_send_event(): that one has the lock that the element needs to stop.
void SendEos(GstElement* source) {
  const GstElementClass* klass = GST_ELEMENT_GET_CLASS(source);
  if (klass->send_event) klass->send_event(source, gst_event_new_eos());
}

// Whether the sources take an end-of-stream now. Data may have stopped since IsFlowing() has looked, and a source that
// cannot get rid of what it has keeps the lock of its stream: it is not this thread that waits for it. When the
// pipeline stops, what is behind the source lets it go.
bool TakesEos(GstRTSPMedia* media) {
  struct Sending {
    Mutex mutex;
    Cond changed;
    Elements sources;
    bool sent = false;
    ~Sending() {
      for (GstElement* source : sources) gst_object_unref(source);
    }
  };
  GstElement* pipeline = RefPipeline(media);
  if (!pipeline) return false;
  auto sending = std::make_shared<Sending>();
  sending->sources = RefSources(pipeline);
  gst_object_unref(pipeline);
  const auto send = [](gpointer data) -> gpointer {
    const std::unique_ptr<std::shared_ptr<Sending>> held(static_cast<std::shared_ptr<Sending>*>(data));
    for (GstElement* source : (*held)->sources) SendEos(source);
    Lock lock((*held)->mutex);
    (*held)->sent = true;
    (*held)->changed.Broadcast();
    return nullptr;
  };
  auto* held = new std::shared_ptr<Sending>(sending);
  GThread* thread = g_thread_try_new("rtsp-eos", send, held, nullptr);
  if (!thread) {
    delete held;
    return false;
  }
  g_thread_unref(thread);
  const gint64 deadline = g_get_monotonic_time() + kPatience;
  Lock lock(sending->mutex);
  while (!sending->sent && sending->changed.WaitUntil(lock, deadline)) {
  }
  return sending->sent;
}

}  // namespace

bool EndStreams(GstRTSPMedia* media) { return IsFlowing(media) && TakesEos(media); }

SourcesHidden::SourcesHidden(GstRTSPMedia* media) {
  GstElement* pipeline = RefPipeline(media);
  if (!pipeline) return;
  hidden_ = ChildrenOf(GST_BIN(pipeline));
  gst_object_unref(pipeline);
  const auto hide = [](const std::shared_ptr<GstElement>& child) {
    GST_OBJECT_LOCK(child.get());
    const bool is_source = GST_OBJECT_FLAG_IS_SET(child.get(), GST_ELEMENT_FLAG_SOURCE);
    GST_OBJECT_FLAG_UNSET(child.get(), GST_ELEMENT_FLAG_SOURCE);
    GST_OBJECT_UNLOCK(child.get());
    return !is_source;
  };
  hidden_.erase(std::remove_if(hidden_.begin(), hidden_.end(), hide), hidden_.end());
}

SourcesHidden::~SourcesHidden() {
  for (const auto& child : hidden_) {
    GST_OBJECT_LOCK(child.get());
    GST_OBJECT_FLAG_SET(child.get(), GST_ELEMENT_FLAG_SOURCE);
    GST_OBJECT_UNLOCK(child.get());
  }
}

}  // namespace rtspnode
