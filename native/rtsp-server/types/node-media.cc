#include "rtsp-server/types/node-media.h"

#include <memory>
#include <optional>
#include <utility>

#include "gst/keep.h"
#include "gst/weak.h"
#include "gstsdp/sdp.h"
#include "rtsp-server/arrivals.h"
#include "rtsp-server/between-requests.h"
#include "rtsp-server/end-of-stream.h"
#include "rtsp-server/guards/visit.h"
#include "rtsp-server/kept-samples.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/late-sinks.h"
#include "rtsp-server/leaky-queues.h"
#include "rtsp-server/lost-packets.h"
#include "rtsp-server/media-clock.h"
#include "rtsp-server/media-element.h"
#include "rtsp-server/media-gate.h"
#include "rtsp-server/pending-joins.h"
#include "rtsp-server/prerolls.h"
#include "rtsp-server/rates.h"
#include "rtsp-server/rtcp-eos.h"
#include "rtsp-server/rtpbin-requests.h"
#include "rtsp-server/stall.h"
#include "rtsp-server/stream-check.h"
#include "rtsp-server/types/node-media-factory.h"
#include "rtsp-server/viewers.h"
#include "runtime/executor.h"
#include "runtime/lock.h"
#include "runtime/loop-thread.h"

namespace rtspnode {

namespace {

// The first error that a pipeline posts while it starts. When its state change fails at once, upstream stops it again
// before anybody has handled its bus, and the reason would be lost.
class FirstError {
 public:
  ~FirstError() { Take(); }

  void Note(GstMessage* message) {
    Lock lock(mutex_);
    if (open_ && !message_) message_ = gst_message_ref(message);
  }
  void Open() {
    Take();
    Lock lock(mutex_);
    open_ = true;
  }
  bool IsNoted() {
    Lock lock(mutex_);
    return message_ != nullptr;
  }
  std::shared_ptr<GstMessage> Take() {
    Lock lock(mutex_);
    open_ = false;
    GstMessage* message = std::exchange(message_, nullptr);
    return message ? std::shared_ptr<GstMessage>(message, gst_message_unref) : nullptr;
  }

 private:
  Mutex mutex_;
  bool open_ = false;
  GstMessage* message_ = nullptr;
};

}  // namespace

struct MediaState {
  explicit MediaState(gpointer parent_class) : parent(GST_RTSP_MEDIA_CLASS(parent_class)) {}

  GstRTSPMediaClass* const parent;  // of the class of ours that the media is of
  WeakRef<GstRTSPMediaFactory> factory{nullptr};
  std::shared_ptr<FirstError> first_error = std::make_shared<FirstError>();
  const std::shared_ptr<StreamList> streams = std::make_shared<StreamList>();
  guint prepare_timeout_ms = 0;
  StuckPipelines stuck_pipelines = std::make_shared<std::atomic<int>>(0);
  const std::shared_ptr<MediaGate> gate = std::make_shared<MediaGate>();
  Viewers viewers;

  Mutex mutex;                      // a leaf: nothing is called with it
  GMainContext* context = nullptr;  // where the bus is watched, while prepared
  GSource* timer = nullptr;
  bool collected = true;  // a factory does so before anybody sees it
  bool refused = false;   // what is being prepared is to fail
  bool begun = false;     // C's own implementation has begun to prepare it
  bool reset = false;     // suspended, with its pipeline stopped
  bool prepared = false;
  bool could_seek = false;                      // when it had been prepared, and nobody had played it
  std::shared_ptr<GstRTSPMediaFactory> ending;  // the factory that has been told of the end

  Mutex keyunit_mutex;  // before C's own one of its properties
  bool suspended = false;
  std::optional<bool> keyunit_later;  // what the property is to be when it is not any more
};

G_DEFINE_TYPE(NodeRTSPMedia, node_rtsp_media, GST_TYPE_RTSP_MEDIA)
G_DEFINE_TYPE(NodeRTSPOnvifMedia, node_rtsp_onvif_media, GST_TYPE_RTSP_ONVIF_MEDIA)

namespace {

MediaState* StateOf(gpointer media) {
  if (G_TYPE_CHECK_INSTANCE_TYPE(media, node_rtsp_media_get_type())) return static_cast<NodeRTSPMedia*>(media)->state;
  if (G_TYPE_CHECK_INSTANCE_TYPE(media, node_rtsp_onvif_media_get_type())) {
    return static_cast<NodeRTSPOnvifMedia*>(media)->state;
  }
  return nullptr;
}

GstRTSPMediaClass* ParentClassOf(gpointer media) { return StateOf(media)->parent; }

constexpr guint kEosPatienceMs = 5000;
// Of gst_rtsp_media_get_status().
constexpr guint kUpstreamPatienceMs = 20000;

void CancelTimer(MediaState* state) {
  Lock lock(state->mutex);
  GSource* timer = std::exchange(state->timer, nullptr);
  lock.Release();
  if (!timer) return;
  g_source_destroy(timer);
  g_source_unref(timer);
}

// gst_rtsp_media_get_status() would wait while the media prepares. A media that is SUSPENDED has emitted `prepared`
// before, which cancels the timer.
bool IsPrepared(GstRTSPMedia* media) {
  GstClock* clock = gst_rtsp_media_get_clock(media);
  if (!clock) return false;
  gst_object_unref(clock);
  return true;
}

// Posted on the pipeline's bus and not acted on here: upstream's default_handle_message() makes an error of the media's
// status, which ends gst_rtsp_media_prepare(), and our handler treats it like every other failure.
void PostStall(GstRTSPMedia* media, guint timeout_ms) {
  Stall stall;
  FindStall(media, &stall);
  GstElement* element = gst_rtsp_media_get_element(media);
  GstObject* pipeline = gst_object_get_parent(GST_OBJECT(element));
  if (pipeline) {
    GstObject* source = stall.element ? GST_OBJECT(stall.element) : pipeline;
    GError* error = g_error_new(GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED, "No data arrived within %g s%s%s",
                                timeout_ms / 1000.0, stall.text ? ": " : "", stall.text ? stall.text : "");
    gchar* path = gst_object_get_path_string(source);
    gst_element_post_message(GST_ELEMENT(pipeline), gst_message_new_error(source, error, path));
    g_free(path);
    g_error_free(error);
    gst_object_unref(pipeline);
  }
  gst_object_unref(element);
}

gboolean OnPrepareTimeout(gpointer data) {
  const std::shared_ptr<GstRTSPMedia> media = static_cast<WeakRef<GstRTSPMedia>*>(data)->Get();
  if (media && !IsPrepared(media.get())) PostStall(media.get(), StateOf(media.get())->prepare_timeout_ms);
  return G_SOURCE_REMOVE;
}

void FreeWeakMedia(gpointer data) { delete static_cast<WeakRef<GstRTSPMedia>*>(data); }

// The timer runs where the pipeline's bus is watched: an ERROR that is posted there and the messages that would have
// made the media PREPARED come one after the other.
void StartTimer(GstRTSPMedia* media, MediaState* state, guint timeout_ms, GSourceFunc on_timeout) {
  CancelTimer(state);
  Lock lock(state->mutex);
  if (!state->context || timeout_ms == 0) return;
  state->timer = g_timeout_source_new(timeout_ms);
  g_source_set_callback(state->timer, on_timeout, new WeakRef<GstRTSPMedia>(media), FreeWeakMedia);
  g_source_attach(state->timer, state->context);
}

void StartPreroll(GstRTSPMedia* media, MediaState* state) {
  StartTimer(media, state, state->prepare_timeout_ms, OnPrepareTimeout);
  NotePreroll(media);
}

void StopPreroll(GstRTSPMedia* media, MediaState* state) {
  ForgetPreroll(media);
  CancelTimer(state);
}

void SetContext(MediaState* state, GMainContext* context) {
  Lock lock(state->mutex);
  if (context) g_main_context_ref(context);
  GMainContext* before = std::exchange(state->context, context);
  lock.Release();
  if (before) g_main_context_unref(before);
}

// On whichever thread posts a message. It shares the note with the media instead of holding that, whose last reference
// must not go on a streaming thread.
GstBusSyncReply OnPosted(GstBus*, GstMessage* message, gpointer first_error) {
  if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
    (*static_cast<std::shared_ptr<FirstError>*>(first_error))->Note(message);
  }
  return GST_BUS_PASS;
}

void WatchErrors(GstRTSPMedia* media, MediaState* state) {
  state->first_error->Open();
  GstElement* pipeline = RefPipeline(media);
  if (!pipeline) return;
  GstBus* bus = gst_element_get_bus(pipeline);
  gst_object_unref(pipeline);
  if (!bus) return;
  gst_bus_set_sync_handler(bus, OnPosted, new std::shared_ptr<FirstError>(state->first_error),
                           [](gpointer data) { delete static_cast<std::shared_ptr<FirstError>*>(data); });
  gst_object_unref(bus);
}

template <typename Visit>
void ForEachStream(GstRTSPMedia* media, Visit&& visit) {
  const guint streams = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < streams; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    if (stream) visit(stream);
  }
}

// gst_rtsp_media_prepare() asks for that before it begins with anything. Once it has begun, what takes the media apart
// again would join the threads that were joined, see NoteInterleaved().
void KeepFromReuse(GstRTSPMedia* media) {
  if (!MayBeReused(media)) gst_rtsp_media_set_reusable(media, FALSE);
}

void OnNotify(GObject* object, GParamSpec* spec) {
  if (g_str_equal(spec->name, "reusable")) KeepFromReuse(GST_RTSP_MEDIA(object));
}

// What an error of its pipeline does: gst_rtsp_media_prepare() finds it and takes the media apart.
void Fail(GstRTSPMedia* media) {
  GstElement* element = gst_rtsp_media_get_element(media);
  GError* error = g_error_new_literal(GST_CORE_ERROR, GST_CORE_ERROR_STATE_CHANGE, "The media may not be prepared");
  GstMessage* message = gst_message_new_error(GST_OBJECT(element), error, nullptr);
  ParentClassOf(media)->handle_message(media, message);
  gst_message_unref(message);
  g_error_free(error);
  gst_object_unref(element);
}

bool BeginPreparing(GstRTSPMedia* media, MediaState* state, GstRTSPThread* thread) {
  // Upstream may stop the thread when it fails.
  SetContext(state, thread ? thread->context : DefaultContextThread().context());
  const bool begun = ParentClassOf(media)->prepare(media, thread);
  Lock lock(state->mutex);
  state->begun = begun;
  return begun;
}

void MakeReady(GstRTSPMedia* media, MediaState* state) {
  state->viewers.Begin();
  ForEachStream(media, AllowTransports);
  WatchErrors(media, state);
  if (GstElement* pipeline = RefPipeline(media)) {
    // Before what starts those sinks.
    LetSinksJoin(pipeline);
    LetFlushesPass(pipeline);
    KeepSamples(pipeline);
    LetQueuesLeak(pipeline);
    LimitStateChanges(pipeline, state->prepare_timeout_ms ? state->prepare_timeout_ms : kUpstreamPatienceMs,
                      state->stuck_pipelines);
    gst_object_unref(pipeline);
  }
}

gboolean Prepare(GstRTSPMedia* media, GstRTSPThread* thread) {
  MediaState* state = StateOf(media);
  {
    Lock lock(state->mutex);
    state->prepared = false;
  }
  MakeReady(media, state);
  if (!BeginPreparing(media, state, thread)) return FALSE;
  // state_lock is held: start_prepare() and the bus wait for it on the context's thread.
  Lock lock(state->mutex);
  const bool refused = state->refused;
  lock.Release();
  if (refused) {
    Fail(media);
  } else {
    StartPreroll(media, state);
  }
  return TRUE;
}

// From 1.24 on a media that is suspended with this property has a timer, and who starts it again with this property
// ends the timer, whether there is one or not. So the property stays as it is in between.
constexpr const gchar* kKeyunit = "ensure-keyunit-on-start";
constexpr guint kKeyunitId = 1;
// Null before 1.24.
GParamSpec* keyunit_spec = nullptr;

GObjectClass* KeyunitClass() { return G_OBJECT_CLASS(g_type_class_peek(keyunit_spec->owner_type)); }

void SetKeyunit(GObject* media, const GValue* value) {
  KeyunitClass()->set_property(media, keyunit_spec->param_id, value, keyunit_spec);
}

void SetProperty(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
  if (id != kKeyunitId) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    return;
  }
  MediaState* state = StateOf(object);
  Lock lock(state->keyunit_mutex);
  if (state->suspended) {
    state->keyunit_later = g_value_get_boolean(value);
  } else {
    SetKeyunit(object, value);
  }
}

void GetProperty(GObject* object, guint id, GValue* value, GParamSpec* spec) {
  if (id != kKeyunitId) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    return;
  }
  MediaState* state = StateOf(object);
  Lock lock(state->keyunit_mutex);
  if (state->keyunit_later) {
    g_value_set_boolean(value, *state->keyunit_later);
  } else {
    KeyunitClass()->get_property(object, keyunit_spec->param_id, value, keyunit_spec);
  }
}

void SetSuspended(GstRTSPMedia* media, bool suspended) {
  MediaState* state = StateOf(media);
  Lock lock(state->keyunit_mutex);
  state->suspended = suspended;
  const std::optional<bool> later = std::exchange(state->keyunit_later, {});
  if (!later) return;
  GValue value = G_VALUE_INIT;
  g_value_init(&value, G_TYPE_BOOLEAN);
  g_value_set_boolean(&value, *later);
  SetKeyunit(G_OBJECT(media), &value);
}

void SetReset(MediaState* state, bool reset) {
  Lock lock(state->mutex);
  state->reset = reset;
}

gboolean Suspend(GstRTSPMedia* media) {
  SetSuspended(media, true);
  if (!ParentClassOf(media)->suspend(media)) {
    SetSuspended(media, false);
    return FALSE;
  }
  SetReset(StateOf(media), gst_rtsp_media_get_suspend_mode(media) == GST_RTSP_SUSPEND_MODE_RESET);
  return TRUE;
}

gboolean Unsuspend(GstRTSPMedia* media) {
  if (GstElement* pipeline = RefPipeline(media)) {
    StartSinks(pipeline);
    gst_object_unref(pipeline);
  }
  // In another mode upstream would go on as if the pipeline ran.
  if (IsReset(media)) gst_rtsp_media_set_suspend_mode(media, GST_RTSP_SUSPEND_MODE_RESET);
  SetReset(StateOf(media), false);
  const gboolean done = ParentClassOf(media)->unsuspend(media);
  SetSuspended(media, false);
  return done;
}

void OnFailure(GstRTSPMedia* media, MediaState* state, GstMessage* message) {
  GError* error = nullptr;
  gchar* debug = nullptr;
  gst_message_parse_error(message, &error, &debug);
  if (const auto factory = state->factory.Get()) EmitMediaError(factory.get(), media, error, debug);
  g_error_free(error);
  g_free(debug);
  state->viewers.EndAll();
}

// Whether the bus is not watched any more: this thread has waited for state_lock while another one unprepared the
// media. An error would make its status ERROR again, and whoever unprepares it next (from 1.24 on a session does, after
// its state change to NULL has done so already) would take apart what is not there any more.
bool ComesTooLate() {
  GSource* watch = g_main_current_source();
  return watch && g_source_is_destroyed(watch);
}

gboolean HandleMessage(GstRTSPMedia* media, GstMessage* message) {
  if (ComesTooLate()) return TRUE;
  const GstMessageType type = GST_MESSAGE_TYPE(message);
  // These make the media one that is not prepared, and a PLAY that is about to be answered goes past ConvertRange().
  if (type == GST_MESSAGE_ERROR || type == GST_MESSAGE_BUFFERING) EqualizeRates(media);
  MediaState* state = StateOf(media);
  // A pipeline that has no stream to wait for would be prepared before its error is handled.
  constexpr gint kMakesPrepared = GST_MESSAGE_STATE_CHANGED | GST_MESSAGE_ELEMENT | GST_MESSAGE_ASYNC_DONE;
  if ((type & kMakesPrepared) != 0 && state->first_error->IsNoted()) return TRUE;
  if (type != GST_MESSAGE_ERROR && type != GST_MESSAGE_EOS) return ParentClassOf(media)->handle_message(media, message);
  const MediaGate::Change change(state->gate);
  if (type == GST_MESSAGE_EOS) return ParentClassOf(media)->handle_message(media, message);
  const bool first = state->viewers.Fail();
  StopPreroll(media, state);
  const gboolean handled = ParentClassOf(media)->handle_message(media, message);
  // While it starts the reason is what was posted first: what is handled first may be a consequence of it.
  const std::shared_ptr<GstMessage> noted = state->first_error->Take();
  if (first) OnFailure(media, state, noted ? noted.get() : message);
  return handled;
}

// The last that gst_rtsp_media_get_range_string() does, and that is the last thing before handle_play_request() asks
// for the rates. Of the media's locks only the global one is held then, and on the way of a seek state_lock.
gboolean ConvertRange(GstRTSPMedia* media, GstRTSPTimeRange* range, GstRTSPRangeUnit unit) {
  EqualizeRates(media);
  return ParentClassOf(media)->convert_range(media, range, unit);
}

// The factory that has been told of the end, or none.
void NoteEnding(MediaState* state, const std::shared_ptr<GstRTSPMediaFactory>& factory) {
  Lock lock(state->mutex);
  const auto before = std::exchange(state->ending, factory);
  lock.Release();
  if (before) FinishEnding(before.get());
}

// What the end-of-stream that did not come would have done.
gboolean OnEosTimeout(gpointer data) {
  const std::shared_ptr<GstRTSPMedia> media = static_cast<WeakRef<GstRTSPMedia>*>(data)->Get();
  GstElement* pipeline = media ? RefPipeline(media.get()) : nullptr;
  if (!pipeline) return G_SOURCE_REMOVE;
  if (GstBus* bus = gst_element_get_bus(pipeline)) {
    gst_bus_post(bus, gst_message_new_eos(GST_OBJECT(pipeline)));
    gst_object_unref(bus);
  }
  gst_object_unref(pipeline);
  return G_SOURCE_REMOVE;
}

// Upstream waits for an end-of-stream without limit. With state_lock. Whether one is on its way.
bool LimitEosShutdown(GstRTSPMedia* media, MediaState* state) {
  if (!gst_rtsp_media_is_eos_shutdown(media)) return false;
  if (EndStreams(media)) {
    StartTimer(media, state, kEosPatienceMs, OnEosTimeout);
    return true;
  }
  gst_rtsp_media_set_eos_shutdown(media, FALSE);
  return false;
}

// The count that upstream has taken is given back, and taken when nobody plays. With state_lock.
void UnprepareLater(GstRTSPMedia* media, MediaState* state) {
  gst_rtsp_media_prepare(media, nullptr);
  Executor::Instance().Run(media, [kept = Keep(media), gate = state->gate] {
    const BetweenRequests exclusively(kept.get());
    // RECORD does without that lock.
    { const MediaGate::Change awaits_play(gate, true); }
    gst_rtsp_media_unprepare(kept.get());
  });
}

gboolean Unprepare(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  // Upstream stops a media that nobody holds any more without its lock, when a client that had it described asks for
  // another. The application may have given up what others hold: they may be about to play, and PLAY asserts that the
  // streams are there.
  const auto change = MediaGate::Change::UnlessPlayed(state->gate, PlaysInside(state->gate.get()));
  if (!change) {
    UnprepareLater(media, state);
    return TRUE;
  }
  const std::shared_ptr<GstRTSPMediaFactory> factory = state->factory.Get();
  if (factory && !BeginEnding(factory.get(), media)) return TRUE;
  NoteEnding(state, factory);
  // Upstream has let its own transports go by now, unless the application stops the media under a viewer.
  ForEachStream(media, DropTransports);
  state->viewers.EndInterleaved();
  std::optional<SourcesHidden> hidden;
  if (LimitEosShutdown(media, state)) hidden.emplace(media);
  return ParentClassOf(media)->unprepare(media);
}

// What gst_rtsp_media_prepare() leaves for the media's thread to do, and that has not begun with: it would do so after
// the next prepare() as well, and connect upstream's handlers twice.
void ForgetStart(GstRTSPMedia* media, MediaState* state) {
  Lock lock(state->mutex);
  GMainContext* context = state->context ? g_main_context_ref(state->context) : nullptr;
  lock.Release();
  if (!context) return;
  if (GSource* start = g_main_context_find_source_by_funcs_user_data(context, &g_idle_funcs, media)) {
    g_source_destroy(start);
  }
  g_main_context_unref(context);
}

// gst_rtsp_media_unprepare() begins with this, and leaves Unprepare() out for a media that is not prepared, or has
// failed.
void TargetState(GstRTSPMedia* media, GstState target) {
  MediaState* state = StateOf(media);
  bool usable = !state->viewers.failed();
  {
    Lock lock(state->mutex);
    usable &= state->prepared;
  }
  if (target == GST_STATE_NULL && !usable) {
    ForEachStream(media, DropTransports);
    GstElement* element = gst_rtsp_media_get_element(media);
    MakeUpHandlers(element);
    gst_object_unref(element);
  }
  if (ParentClassOf(media)->target_state) ParentClassOf(media)->target_state(media, target);
}

void OnNewState(GstRTSPMedia* media, GstState state) {
  // gst_rtsp_media_set_state() has unprepared it just now.
  if (state == GST_STATE_NULL) LeaveToSession(media);
  if (ParentClassOf(media)->new_state) ParentClassOf(media)->new_state(media, state);
}

gboolean SetupRtpbin(GstRTSPMedia* media, GstElement* rtpbin) {
  GuardLostPackets(rtpbin);
  PushRtcpEosApart(rtpbin);
  AnswerRtpbin(rtpbin, media, StateOf(media)->streams);
  return !ParentClassOf(media)->setup_rtpbin || ParentClassOf(media)->setup_rtpbin(media, rtpbin);
}

gboolean SetupSdp(GstRTSPMedia* media, GstSDPMessage* sdp, GstSDPInfo* info) {
  if (!ParentClassOf(media)->setup_sdp(media, sdp, info)) return FALSE;
  CorrectMediaClocks(media, sdp);
  return TRUE;
}

// Each of its keys is parsed for the caps of each format. A peer's may be anything.
gboolean HandleSdp(GstRTSPMedia* media, GstSDPMessage* sdp) {
  return HasSaneKeyManagement(sdp) && ParentClassOf(media)->handle_sdp(media, sdp);
}

// A stream joins its pipeline after this.
void OnNewStream(GstRTSPMedia* media, GstRTSPStream* stream) {
  StateOf(media)->streams->Add(stream);
  SetGate(stream, StateOf(media)->gate);
  if (ParentClassOf(media)->new_stream) ParentClassOf(media)->new_stream(media, stream);
}

void OnRemovedStream(GstRTSPMedia* media, GstRTSPStream* stream) {
  StateOf(media)->streams->Remove(stream);
  if (ParentClassOf(media)->removed_stream) ParentClassOf(media)->removed_stream(media, stream);
}

void OnPrepared(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  StopPreroll(media, state);
  const bool can_seek = gst_rtsp_media_seekable(media) > 0;
  {
    Lock lock(state->mutex);
    // Each client that has waited comes here; the first one before anybody plays.
    if (!state->prepared) state->could_seek = can_seek;
    state->prepared = true;
  }
  // From here on errors come over the bus; those of its shutdown are none.
  state->first_error->Take();
}

// After the factory's own handler, which forgets the media.
void OnUnprepared(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  KeepFromReuse(media);
  NoteEnding(state, nullptr);
  StopPreroll(media, state);
  ForgetStart(media, state);
  {
    Lock lock(state->mutex);
    state->prepared = state->begun = state->refused = state->reset = false;
  }
  SetSuspended(media, false);
  const std::shared_ptr<GstMessage> error = state->first_error->Take();
  if (error && state->viewers.Fail()) OnFailure(media, state, error.get());
}

void Finalize(GObject* object) {
  MediaState* state = StateOf(object);
  NoteEnding(state, nullptr);
  StopPreroll(GST_RTSP_MEDIA(object), state);
  SetContext(state, nullptr);
  G_OBJECT_CLASS(state->parent)->finalize(object);
  delete state;
}

void InitClass(gpointer klass) {
  G_OBJECT_CLASS(klass)->finalize = Finalize;
  G_OBJECT_CLASS(klass)->notify = OnNotify;
  G_OBJECT_CLASS(klass)->set_property = SetProperty;
  G_OBJECT_CLASS(klass)->get_property = GetProperty;
  keyunit_spec = g_object_class_find_property(G_OBJECT_CLASS(g_type_class_peek_parent(klass)), kKeyunit);
  if (keyunit_spec) g_object_class_override_property(G_OBJECT_CLASS(klass), kKeyunitId, kKeyunit);
  auto* media_class = GST_RTSP_MEDIA_CLASS(klass);
  media_class->setup_rtpbin = SetupRtpbin;
  media_class->prepare = Prepare;
  media_class->suspend = Suspend;
  media_class->unsuspend = Unsuspend;
  media_class->target_state = TargetState;
  media_class->new_state = OnNewState;
  media_class->unprepare = Unprepare;
  media_class->handle_message = HandleMessage;
  media_class->convert_range = ConvertRange;
  media_class->setup_sdp = SetupSdp;
  media_class->handle_sdp = HandleSdp;
  media_class->new_stream = OnNewStream;
  media_class->removed_stream = OnRemovedStream;
  media_class->prepared = OnPrepared;
  media_class->unprepared = OnUnprepared;
}

}  // namespace

void AdoptMedia(GstRTSPMedia* media, GstRTSPMediaFactory* factory, guint prepare_timeout_ms,
                StuckPipelines stuck_pipelines) {
  MediaState* state = StateOf(media);
  if (!state) return;
  state->factory.Set(factory);
  state->collected = factory != nullptr;
  state->prepare_timeout_ms = prepare_timeout_ms;
  state->stuck_pipelines = std::move(stuck_pipelines);
}

void RefuseToBePrepared(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  Lock lock(state->mutex);
  state->refused = true;
}

bool IsRefused(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  Lock lock(state->mutex);
  return state->refused;
}

bool MayBeReused(GstRTSPMedia* media) {
  bool may = true;
  ForEachStream(media, [&may](GstRTSPStream* stream) { may &= !HasBeenInterleaved(stream); });
  return may;
}

gboolean RefuseToPrepare(GstRTSPMedia* media, GstRTSPThread* thread) {
  MediaState* state = StateOf(media);
  RefuseToBePrepared(media);
  Lock lock(state->mutex);
  const bool begun = state->begun;
  lock.Release();
  if (!begun && !BeginPreparing(media, state, thread)) return FALSE;
  Fail(media);
  return TRUE;
}

bool BeginCollecting(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  if (!state) return false;
  Lock lock(state->mutex);
  return !std::exchange(state->collected, true);
}

void BeginPreroll(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  if (state) StartPreroll(media, state);
}

void EndPreroll(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  if (state) StopPreroll(media, state);
}

void AbandonPreroll(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  GstElement* pipeline = RefPipeline(media);
  if (!pipeline) return;
  if (state->viewers.Fail()) state->viewers.EndAll();
  AbandonStateChange(pipeline);
  GError* error = g_error_new_literal(GST_CORE_ERROR, GST_CORE_ERROR_STATE_CHANGE, "The server closes");
  gst_element_post_message(pipeline, gst_message_new_error(GST_OBJECT(pipeline), error, nullptr));
  g_error_free(error);
  gst_object_unref(pipeline);
}

void AddViewer(GstRTSPMedia* media, GstRTSPClient* client, GstRTSPContext* setup) {
  MediaState* state = StateOf(media);
  if (!state) return;
  state->viewers.Add(client, setup);
  // It may have stopped since the response.
  if (setup && (state->gate->IsChanging() || !IsJoined(setup->stream, nullptr))) state->viewers.EndInterleaved();
}

void ForgetViewer(GstRTSPMedia* media, GstRTSPClient* client, GstRTSPSession* session) {
  if (MediaState* state = StateOf(media)) state->viewers.Forget(client, session);
}

GstElement* RefPipeline(GstRTSPMedia* media) {
  GstElement* element = gst_rtsp_media_get_element(media);
  if (!element) return nullptr;
  GstObject* pipeline = gst_object_get_parent(GST_OBJECT(element));
  gst_object_unref(element);
  return GST_ELEMENT_CAST(pipeline);
}

std::shared_ptr<MediaGate> GateOf(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  return state ? state->gate : nullptr;
}

bool CouldSeek(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  if (!state) return false;
  Lock lock(state->mutex);
  return state->could_seek;
}

bool IsReset(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  if (!state) return false;
  Lock lock(state->mutex);
  return state->reset;
}

bool HasFailed(GstRTSPMedia* media) {
  MediaState* state = StateOf(media);
  return state && state->viewers.failed();
}

static void node_rtsp_media_class_init(NodeRTSPMediaClass* klass) { InitClass(klass); }

static void node_rtsp_media_init(NodeRTSPMedia* self) { self->state = new MediaState(node_rtsp_media_parent_class); }

static void node_rtsp_onvif_media_class_init(NodeRTSPOnvifMediaClass* klass) { InitClass(klass); }

static void node_rtsp_onvif_media_init(NodeRTSPOnvifMedia* self) {
  self->state = new MediaState(node_rtsp_onvif_media_parent_class);
}

}  // namespace rtspnode
