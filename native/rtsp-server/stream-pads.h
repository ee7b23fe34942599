#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// The pads of rtpbin between which a stream's packets pass, each with a reference; null before the media is prepared,
// and for a stream that is received. None of them takes a lock of the library, nor relies on the payloader, from whose
// pad an application may have unlinked what follows.

// Where the payloader's packets enter: the pad that gst_rtsp_stream_get_rates() asks.
GstPad* FindEntryPad(GstRTSPMedia* media, GstRTSPStream* stream);

// Where they leave: the pad that is blocked until somebody plays, and that gst_rtsp_stream_complete_stream() links to
// the transports.
GstPad* FindExitPad(GstRTSPMedia* media, GstRTSPStream* stream);

}  // namespace rtspnode
