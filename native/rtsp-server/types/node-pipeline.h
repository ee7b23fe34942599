#pragma once
#include <gst/gst.h>

#include <atomic>
#include <memory>

namespace rtspnode {

struct PipelineState;

// The GstPipeline that a media gets from its factory. An element may block in its change of state for as long as it
// likes: a host that does not answer, a FIFO that nobody writes to, when it opens that and when it stops reading.
// Upstream makes the change on the media's thread with state_lock, or on the client's, which waits for that lock next,
// and with it all the clients that share that thread.
//
// Here such a change is made on a thread of its own. The one that asked for it waits for a limited time, posts an ERROR
// message that names the element, and goes on: upwards the change has failed. What is blocked is left alone when the
// pipeline is taken apart, and stopped when it comes back.
struct NodePipeline {
  GstPipeline parent;
  PipelineState* state;
};

struct NodePipelineClass {
  GstPipelineClass parent_class;
};

GType node_pipeline_get_type();

// How many pipelines of a factory are blocked.
using StuckPipelines = std::shared_ptr<std::atomic<int>>;

// Floating.
GstElement* NewMediaPipeline();

// How long one change upwards to READY or PAUSED may take from now on, in milliseconds, and where it is counted when it
// takes longer. Until then no change has a limit. A pipeline of another type, made by the application, never has one.
void LimitStateChanges(GstElement* pipeline, guint limit_ms, StuckPipelines stuck_pipelines);

// The change upwards that somebody waits for, and those that would follow, have taken too long.
void AbandonStateChange(GstElement* pipeline);

// On the thread that makes such a change: the signal of the element, whose only argument if any is the pad, is emitted
// when the change has been made, on the thread that waits for it. Upstream's handlers of it take state_lock, which that
// one has. False on any other thread.
bool EmitAfterStateChange(GstElement* element, const gchar* signal, GstPad* pad);

}  // namespace rtspnode
