#include "rtsp-server/types/node-pipeline.h"

#include <utility>
#include <vector>

#include "gst/children.h"
#include "gst/keep.h"
#include "rtsp-server/late-sinks.h"
#include "rtsp-server/pending-joins.h"
#include "rtsp-server/stall.h"
#include "runtime/lock.h"

namespace rtspnode {

struct PipelineState {
  Mutex mutex;  // a leaf: nothing is called with it
  Cond changed;
  guint limit_ms = 0;
  StuckPipelines stuck_pipelines;
  bool abandoned = false;
  bool stuck = false;

  Mutex stopping;                                    // of those below; before the other one
  std::vector<std::shared_ptr<GstElement>> stopped;  // while stuck
};

G_DEFINE_TYPE(NodePipeline, node_pipeline, GST_TYPE_PIPELINE)

namespace {

constexpr guint kStopLimitMs = 3000;

struct Emission {
  std::shared_ptr<GstElement> element;
  const gchar* signal;
  std::shared_ptr<GstPad> pad;
};

// What the thread that makes a change and the one that waits for it have in common. The mutex is the pipeline's.
struct Change {
  std::shared_ptr<NodePipeline> pipeline;
  GstStateChange transition;
  std::vector<Emission> emissions;  // of the thread that makes it, and then of the one that waits
  bool made = false;
  bool given_up = false;
  GstStateChangeReturn result = GST_STATE_CHANGE_FAILURE;
};

thread_local Change* current_change = nullptr;

GstElementClass* ParentClass() { return GST_ELEMENT_CLASS(node_pipeline_parent_class); }

bool IsUpwards(GstStateChange transition) {
  return GST_STATE_TRANSITION_NEXT(transition) > GST_STATE_TRANSITION_CURRENT(transition);
}

bool IsStuck(PipelineState* state) {
  Lock lock(state->mutex);
  return state->stuck;
}

// What is not blocked goes down. Upstream takes the elements out of the pipeline next, and what is blocked may come
// back meanwhile: then the way up goes on, and leaves out those whose state is locked, or it fails, and they are set
// back to READY. They are kept for StopRest(). False when that has been.
bool StopOthers(NodePipeline* self, GstState next) {
  Lock stopping(self->state->stopping);
  if (!IsStuck(self->state)) return false;
  for (const auto& child : ChildrenOf(GST_BIN(self))) {
    self->state->stopped.push_back(child);
    if (IsChangingState(child.get())) continue;
    gst_element_set_locked_state(child.get(), TRUE);
    gst_element_set_state(child.get(), next);
  }
  return true;
}

// When what was blocked has come back.
void StopRest(NodePipeline* self) {
  for (const GstStateChange down : {GST_STATE_CHANGE_PAUSED_TO_READY, GST_STATE_CHANGE_READY_TO_NULL}) {
    ParentClass()->change_state(GST_ELEMENT(self), down);
  }
  PipelineState* state = self->state;
  Lock stopping(state->stopping);
  for (const auto& child : std::exchange(state->stopped, {})) {
    gst_element_set_locked_state(child.get(), FALSE);
    gst_element_set_state(child.get(), GST_STATE_NULL);
  }
  Lock lock(state->mutex);
  state->stuck = false;
  --*state->stuck_pipelines;
}

gpointer MakeChange(gpointer data) {
  auto* handed = static_cast<std::shared_ptr<Change>*>(data);
  const std::shared_ptr<Change> change = std::move(*handed);
  delete handed;
  NodePipeline* pipeline = change->pipeline.get();
  current_change = change.get();
  const GstStateChangeReturn result = ParentClass()->change_state(GST_ELEMENT(pipeline), change->transition);
  // The last reference to the pipeline may go with the change, on this thread: its elements lose their pads then.
  current_change = nullptr;
  Lock lock(pipeline->state->mutex);
  change->result = result;
  change->made = true;
  pipeline->state->changed.Broadcast();
  const bool given_up = change->given_up;
  lock.Release();
  if (given_up) StopRest(pipeline);
  return nullptr;
}

// Whether it has been made within the time. Otherwise it is up to the thread that makes it to stop the pipeline.
bool AwaitChange(Change& change, guint limit_ms) {
  PipelineState* state = change.pipeline->state;
  const bool upwards = IsUpwards(change.transition);
  const gint64 deadline = g_get_monotonic_time() + gint64{limit_ms} * G_TIME_SPAN_MILLISECOND;
  Lock lock(state->mutex);
  while (!change.made && !(upwards && state->abandoned) && state->changed.WaitUntil(lock, deadline)) {
  }
  if (change.made) return true;
  change.given_up = true;
  state->stuck = true;
  ++*state->stuck_pipelines;
  return false;
}

void PostBlocked(GstElement* pipeline, GstElement* blocked, GstState next, guint limit_ms) {
  GstElement* source = blocked ? blocked : pipeline;
  GError* error = g_error_new(GST_CORE_ERROR, GST_CORE_ERROR_STATE_CHANGE, "%s did not become %s within %g s",
                              GST_ELEMENT_NAME(source), gst_element_state_get_name(next), limit_ms / 1000.0);
  gchar* path = gst_object_get_path_string(GST_OBJECT(source));
  gst_element_post_message(pipeline, gst_message_new_error(GST_OBJECT(source), error, path));
  g_free(path);
  g_error_free(error);
}

// A source that waits for a host gives up then. Not gst_element_send_event(): that one waits for the change of state.
void Interrupt(GstElement* source) {
  const GstElementClass* klass = GST_ELEMENT_GET_CLASS(source);
  if (klass->send_event) klass->send_event(source, gst_event_new_flush_start());
}

// On the way down nobody reckons with a failure.
GstStateChangeReturn GiveUp(NodePipeline* self, GstStateChange transition, guint limit_ms) {
  const auto blocked = FindBlocked(GST_BIN(self));
  PostBlocked(GST_ELEMENT(self), blocked.get(), GST_STATE_TRANSITION_NEXT(transition), limit_ms);
  if (!IsUpwards(transition)) return GST_STATE_CHANGE_SUCCESS;
  if (blocked && GST_OBJECT_FLAG_IS_SET(blocked.get(), GST_ELEMENT_FLAG_SOURCE)) Interrupt(blocked.get());
  return GST_STATE_CHANGE_FAILURE;
}

GstStateChangeReturn ChangeWithin(guint limit_ms, NodePipeline* self, GstStateChange transition) {
  auto change = std::make_shared<Change>();
  change->pipeline = Keep(self);
  change->transition = transition;
  auto* handed = new std::shared_ptr<Change>(change);
  GThread* thread = g_thread_try_new("rtsp-state", MakeChange, handed, nullptr);
  if (!thread) {
    delete handed;
    return ParentClass()->change_state(GST_ELEMENT(self), transition);
  }
  g_thread_unref(thread);
  if (!AwaitChange(*change, limit_ms)) return GiveUp(self, transition, limit_ms);
  for (const Emission& emission : change->emissions) {
    g_signal_emit_by_name(emission.element.get(), emission.signal, emission.pad.get());
  }
  return change->result;
}

GstStateChangeReturn ChangeState(GstElement* element, GstStateChange transition) {
  auto* self = reinterpret_cast<NodePipeline*>(element);
  Lock lock(self->state->mutex);
  const bool stuck = self->state->stuck;
  const bool abandoned = self->state->abandoned;
  const guint limit_ms = self->state->limit_ms;
  lock.Release();
  const bool upwards = IsUpwards(transition);
  if (upwards && (stuck || abandoned)) return GST_STATE_CHANGE_FAILURE;
  const GstState next = GST_STATE_TRANSITION_NEXT(transition);
  if (stuck && StopOthers(self, next)) return GST_STATE_CHANGE_SUCCESS;
  // On the way to PLAYING the pipeline tells its latency with its own state locked, by this thread.
  if (limit_ms == 0 || next == GST_STATE_PLAYING) return ParentClass()->change_state(element, transition);
  return ChangeWithin(upwards ? limit_ms : kStopLimitMs, self, transition);
}

bool SeeksAndFlushes(GstEvent* event) {
  if (GST_EVENT_TYPE(event) != GST_EVENT_SEEK) return false;
  GstSeekFlags flags;
  gst_event_parse_seek(event, nullptr, nullptr, &flags, nullptr, nullptr, nullptr, nullptr);
  return flags & GST_SEEK_FLAG_FLUSH;
}

gboolean SendEvent(GstElement* element, GstEvent* event) {
  if (SeeksAndFlushes(event)) {
    FinishJoins(GST_BIN(element));
    AwaitLateSinks(GST_BIN(element));
  }
  return ParentClass()->send_event(element, event);
}

void Finalize(GObject* object) {
  delete reinterpret_cast<NodePipeline*>(object)->state;
  G_OBJECT_CLASS(node_pipeline_parent_class)->finalize(object);
}

// Null of a pipeline of another type.
PipelineState* StateOf(GstElement* pipeline) {
  if (!G_TYPE_CHECK_INSTANCE_TYPE(pipeline, node_pipeline_get_type())) return nullptr;
  return reinterpret_cast<NodePipeline*>(pipeline)->state;
}

}  // namespace

static void node_pipeline_class_init(NodePipelineClass* klass) {
  G_OBJECT_CLASS(klass)->finalize = Finalize;
  GST_ELEMENT_CLASS(klass)->change_state = ChangeState;
  GST_ELEMENT_CLASS(klass)->send_event = SendEvent;
}

static void node_pipeline_init(NodePipeline* self) { self->state = new PipelineState; }

GstElement* NewMediaPipeline() {
  return GST_ELEMENT(g_object_new(node_pipeline_get_type(), "name", "media-pipeline", nullptr));
}

void LimitStateChanges(GstElement* pipeline, guint limit_ms, StuckPipelines stuck_pipelines) {
  PipelineState* state = StateOf(pipeline);
  if (!state) return;
  Lock lock(state->mutex);
  state->limit_ms = limit_ms;
  state->abandoned = false;
  if (!state->stuck) state->stuck_pipelines.swap(stuck_pipelines);
}

void AbandonStateChange(GstElement* pipeline) {
  PipelineState* state = StateOf(pipeline);
  if (!state) return;
  Lock lock(state->mutex);
  state->abandoned = true;
  state->changed.Broadcast();
}

bool EmitAfterStateChange(GstElement* element, const gchar* signal, GstPad* pad) {
  if (!current_change) return false;
  current_change->emissions.push_back({Keep(element), signal, Keep(pad)});
  return true;
}

}  // namespace rtspnode
