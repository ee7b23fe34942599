#pragma once
#include <gst/gst.h>

namespace rtspnode {

// handle_new_sample() tells the thread that sends of each sample, and send_tcp_message() takes it from the stream's
// appsink, with stream.lock, and by gst_app_sink_pull_sample(), which waits without limit for one that is not there any
// more: all that needs this lock would wait until the next sample comes, and the next sample may need it itself, for
// caps that change or a pipeline that starts. Two things take a sample away that the thread has been told of:
//
// - A flush of the pipeline. The appsinks keep what they hold: one packet (or one list of them) from before a seek may
//   still be sent, with the sequence number that it had.
// - A pipeline that is stopped and started again, with the same appsinks (suspend mode RESET) or with new ones (a media
//   that is used again). Each of them is at the end of its stream from its start on, so far as those are concerned who
//   pull: they get nothing where there is nothing.

// For a pipeline into which streams are going to put their appsinks; more than once does no harm.
void KeepSamples(GstElement* pipeline);

// For a pipeline that is stopped and is going to be started again.
void StartSinks(GstElement* pipeline);

}  // namespace rtspnode
