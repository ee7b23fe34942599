#pragma once
#include <gst/gst.h>

namespace rtspnode {

// What waits for a client that does not read its connection is measured by the times of its packets:
// gst_rtsp_stream_transport_backlog_push() takes the DTS, or else the PTS, of each buffer, and of the first one in each
// list, and asserts that there is one and that it is not before that of the oldest one that waits. So the process ended
// when an application sought back, or an appsrc was given buffers without a time or with an earlier one, while one
// client did not read. Where no packet has a time, nothing was measured, and the packets waited without limit.
//
// Samples whose times are not so leave the appsink with another DTS; where time goes on as it should nothing is
// changed. Packets have their own time in their header, and what the sink itself does by the buffer's time (it waits
// for it, and tells it as its position and in `last-sample`) is done before.

// For an appsink that a stream has just put into its pipeline.
void MendTimes(GstElement* appsink);

}  // namespace rtspnode
