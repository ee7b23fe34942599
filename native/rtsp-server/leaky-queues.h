#pragma once
#include <gst/gst.h>

namespace rtspnode {

// A stream that is sent over connections and over UDP has a tee, with a queue before each sink. Whatever holds up the
// appsink of the connections holds up the others, too, since its queue takes one packet only and then waits:
//
// - A client that does not read, and is the only one over a connection: send_tcp_message() takes no sample then.
// - The last one over a connection that leaves while packets of RTP and of RTCP are ready. send_func() handles one of
//   them and waits for somebody to tell that it was sent, which nobody does any more: nobody gets anything, for ever.
//
// The queues before appsinks drop their oldest packets instead, when far more than usual wait. A stream that is sent
// over connections only has no such queue, and is held back as before.

// For a pipeline into which streams are going to put their queues; more than once does no harm.
void LetQueuesLeak(GstElement* pipeline);

}  // namespace rtspnode
