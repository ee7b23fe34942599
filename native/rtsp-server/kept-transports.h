#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// A stream's list of active transports holds no references, and gst_rtsp_stream_leave_bin() gives up half-way while
// there is one in it: the elements of a pipeline that stops are left playing. Upstream's own callers see to both; these
// functions do so for what an application activates. Any thread but JavaScript's; they take stream.lock.
namespace rtspnode {

// Before a transport is activated: it stays until it is let go, or the stream's media stops.
void KeepTransport(GstRTSPStreamTransport* transport);
// After it was taken out of the list.
void LetTransportGo(GstRTSPStreamTransport* transport);
// Before the stream leaves its pipeline: none is active any more.
void DropTransports(GstRTSPStream* stream);

}  // namespace rtspnode
