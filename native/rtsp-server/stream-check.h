#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <unordered_set>

// What upstream takes for granted of a stream and its transports, and aborts, is critical or reads freed memory
// without. All of it may run on the JS thread: what might be a last reference goes to the reaper.
namespace rtspnode {

// Whether the stream is part of a pipeline now. An error says so.
bool IsJoined(GstRTSPStream* stream, GError** error);

// Whether gst_rtsp_stream_complete_stream() can make the elements for this transport: UDP needs sockets, which SETUP
// makes, and an IP address to send to, for which the lock of the stream would be held while a name is resolved.
bool CanCarry(GstRTSPStream* stream, const GstRTSPTransport* transport, GError** error);

// Whether the transport is one of this stream's, which can carry it now.
bool CanActivate(GstRTSPStream* stream, GstRTSPStreamTransport* transport, GError** error);

// The transports that the stream sends to now, without references. Takes stream.lock, and a while where there are many.
std::unordered_set<gpointer> ActiveTransports(GstRTSPStream* stream);

// Whether the stream sends to the transport now. The same.
bool IsActive(GstRTSPStreamTransport* transport);

// Whether upstream takes the element for an RTP payloader: by the words of its class.
bool IsPayloader(GstElement* element);

// The payloader in the bin whose packets come out of that pad of the bin, with a reference: as find_payload_element()
// chooses it. Null when there is none.
GstElement* FindPayloaderInBin(GstBin* bin, GstPad* pad);

// The element whose packets the stream sends, or that takes those it receives, with a reference; null when it cannot be
// told. Upstream has it as the stream's payloader and reads properties of it that not every element has.
GstElement* FindPayloader(GstRTSPStream* stream);

}  // namespace rtspnode
