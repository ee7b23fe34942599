#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// What a PLAY request may ask for. Called in `pre-play-request`, where upstream has not looked at the headers yet and
// has not changed anything: a PLAY that fails later leaves its transports in the streams and counts them out twice.
//
// 200, or the status to refuse the request with: a media that has failed, Scale and Speed that are not sane numbers, a
// Range that is not well formed or leads nowhere, ONVIF's Frames and Rate-Control that say nothing.
// gst_rtsp_range_get_times() is critical of negative numbers and of dates that don't exist, gst_rtsp_media_get_rates()
// aborts on rates that don't equal themselves. Removes the headers that would seek a live media, or (unless
// `may_seek_shared`) a shared one that plays outside of this session.
GstRTSPStatusCode CheckPlay(GstRTSPContext* context, bool may_seek_shared, bool may_run_backwards);

// Whether the pipeline can tell its rates, or will be started anew: an application may have stopped that of a media
// which is PREPARED. A pad that is not active bears no segment, and gst_rtsp_media_get_rates() aborts without one.
bool IsRunning(GstRTSPMedia* media);

// The rate that the request seeks with; 1 when the media cannot seek.
double SeekRate(GstRTSPContext* context);

// When nobody objects to the request any more: pauses a session that plays, if the request seeks. As a flush takes the
// sample away that send_tcp_message() was told of, that function waits for the next one with the stream's lock, which
// the next one needs (caps_notify()). A paused media has such a sample only if its connection is full: kept-samples.h.
void PauseToSeek(GstRTSPContext* context);

// Upstream counts a session's transports once more when PLAY activates them that are active already, and PAUSE and
// TEARDOWN would leave the pipeline running for them. It puts them into their streams, without a count, before it makes
// the response: so they are noted when nobody objects to the request any more, kept when it has been answered, unless
// the application has paused them meanwhile, and counted out once when they are active again. All on one thread.
void NoteActive(GstRTSPContext* context);
void KeepActive(bool starts);
void CountOnce(GstRTSPContext* context);

}  // namespace rtspnode
