#pragma once
#include <gst/gst.h>

namespace rtspnode {

// What a stream sends over connections, and over UDP, goes through a sink of its own, behind the stream's tee. A second
// sink joins when somebody plays who wants the other one. Upstream relinks the tee for that in a probe of type IDLE, on
// the pad that leads to the first sink (create_and_plug_queue_to_linked_stream()). While a packet is on its way through
// that pad, and in a sink it waits for its time there, the probe waits: until the packet has gone on, on its thread.
// Two things come to grief before that is done:
//
// - A seek. It goes to all sinks, and one that is not linked yet has nobody to give it to: the seek has failed, and the
//   media with it.
// - A flush. GstPad runs the probe when the last one leaves the pad, and a flush does not wait for one that is running,
//   as packets do: the thread that flushed ran it once more, and upstream asserts then, which ends the process.

// For a pipeline into which streams are going to put their tees; more than once does no harm.
void LetFlushesPass(GstElement* pipeline);

// Before a seek that flushes the pipeline, on its thread: no sink is still to join then.
void FinishJoins(GstBin* pipeline);

}  // namespace rtspnode
