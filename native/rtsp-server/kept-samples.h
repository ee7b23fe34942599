#pragma once
#include <gst/gst.h>

namespace rtspnode {

// A flush of the pipeline leaves the streams' appsinks the sample that they hold. handle_new_sample() has told the
// thread that sends of it, and send_tcp_message() takes it with gst_app_sink_pull_sample(), which waits without limit
// and with stream.lock when it is not there any more: all that needs this lock would wait until the next sample comes,
// and the next sample may need it itself, for caps that change or a pipeline that starts. So one packet (or one list of
// them) from before a seek may still be sent, with the sequence number that it had.
//
// For a pipeline into which streams are going to put their appsinks; more than once does no harm.
void KeepSamples(GstElement* pipeline);

}  // namespace rtspnode
