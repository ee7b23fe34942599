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
// Keeps the transport and activates it. False when the stream is in no pipeline, is about to leave it, or refuses.
bool ActivateTransport(GstRTSPStreamTransport* transport);
// Takes it out of the list, whatever has become of the stream; gives whether it was there. A call of its send functions
// that was under way has returned then, and there will be no other.
bool RemoveTransport(GstRTSPStreamTransport* transport);
// Before the stream leaves its pipeline: none is active any more, and ActivateTransport() activates none.
void DropTransports(GstRTSPStream* stream);
// The stream's media is going to be prepared again.
void AllowTransports(GstRTSPStream* stream);
// A transport was set up for the stream, and a session has it from then on, whether it is active or not.
void NoteSetUp(GstRTSPStream* stream);
// Whether there may be such a transport, and the stream is not about to leave its pipeline with its media.
bool IsNeeded(GstRTSPStream* stream);
// The stream's thread that sends over connections ends with its pipeline, and upstream neither starts another one nor
// forgets it: in a pipeline that is started again nothing would be sent, and its end would join the thread once more.
void NoteInterleaved(GstRTSPStream* stream);
bool HasBeenInterleaved(GstRTSPStream* stream);
// When the session's part of the media goes, so do its transports. Upstream leaves those in the list, and frees them,
// that it finds in a media whose pipeline the application has stopped, or which is not prepared any more.
void WatchTransportsOf(GstRTSPSessionMedia* media);

// What upstream leaves to the finalizer of a session's part of a media: the session has given it up, and whoever still
// knows it, as JavaScript may, would keep a media that is shared from stopping. The finalizer finds it as it was
// before.
void GiveUpSessionMedia(GObject* part);
bool IsUngivenSessionMedia(GObject* object);

}  // namespace rtspnode
