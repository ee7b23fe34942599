#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// A shared media ends when its last viewer leaves. Until it has, gst_rtsp_media_factory_construct() gives it to who
// comes then, and gst_rtsp_media_prepare() fails for him: 503. So he waits while a media of the factory ends, and from
// then on none ends until he has got his.
namespace rtspnode {

// A thread is about to ask the factory for a media. When it does so for a request, EndArrivals() follows.
void BeginArrival(GstRTSPMediaFactory* factory);
// The same thread, when it has got its media, or has been refused one. What has lived on for it alone ends here.
void EndArrivals();

// Nobody uses the media any more, and its state_lock is held. False when somebody arrives: it is prepared once more
// then, until he has done so himself, and is not to end.
bool BeginEnding(GstRTSPMediaFactory* factory, GstRTSPMedia* media);
// With state_lock still held. Whoever has brought the media to an end has done so by its state, and will unprepare it
// like one that plays on: what it was prepared for once more is his own part.
void LeaveToSession(GstRTSPMedia* media);
void FinishEnding(GstRTSPMediaFactory* factory);

}  // namespace rtspnode
