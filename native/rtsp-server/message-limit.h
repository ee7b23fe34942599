#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPConnection limits the length of a header line and of a body, not how many lines a message may have, and tells
// nobody of one before it is complete: a peer could fill the memory with a single request. So what has been read from
// each connection since its last message is looked at from outside, and one that has sent far more than a message may
// be long is ended.
//
// Frames of data are messages that nobody tells of, either. Reports of those who play are few, for which there is an
// allowance by time. Who sends media is only kept from sending for ever without giving his thread back, which happens
// after each frame.

// As soon as the client has its connection.
void LimitMessages(GstRTSPClient* client);

// A message of the client is complete. On the client's own thread, while that message is handled.
void NoteMessage(GstRTSPClient* client);

// Frames of the stream may come over the client's connection from now on. As above.
void ExpectFrames(GstRTSPClient* client, GstRTSPStream* stream);

}  // namespace rtspnode
