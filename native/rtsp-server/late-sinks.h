#pragma once
#include <gst/gst.h>

namespace rtspnode {

// Who plays over UDP what others get over a connection, or the other way round, is given a sink of his own behind the
// stream's tee. Added while the pipeline is on its way to PLAYING it held up everybody for ever: the pipeline goes on
// when each of its sinks has data, the first one keeps what it has until then, and with it the thread that would bring
// data to the new one. So a sink that comes when the pipeline is to play does not make it wait.

// For a pipeline to which streams are going to add their sinks; more than once does no harm.
void LetSinksJoin(GstElement* pipeline);

// Before a seek that flushes the pipeline: it is over when each of its sinks has data again, those that came late, too.
// What PLAY tells of the packets to come is that of a sink which may be one of them.
void AwaitLateSinks(GstBin* pipeline);

}  // namespace rtspnode
