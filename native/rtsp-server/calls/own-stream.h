#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// Streams that JavaScript makes and puts into a pipeline of its own, without a media. Errors refuse the streams of a
// media, which does all of this itself.
namespace rtspnode {

// An error for a pad without a direction, and for a payloader that is none.
GstRTSPStream* node_rtsp_stream_new(guint index, GstElement* payloader, GstPad* pad, GError** error);

// Once in the stream's life: upstream leaves the thread that sends, and the elements that encrypt, as pointers to what
// is gone. The stream, the bin and rtpbin stay while it is joined.
gboolean node_rtsp_stream_join_bin(GstRTSPStream* stream, GstBin* bin, GstElement* rtpbin, GstState state,
                                   GError** error);
// True also when it is in no bin. An error for another bin, and while the stream has transports.
gboolean node_rtsp_stream_leave_bin(GstRTSPStream* stream, GstBin* bin, GstElement* rtpbin, GError** error);

// For a stream of a media, too.
gboolean node_rtsp_stream_allocate_udp_sockets(GstRTSPStream* stream, GSocketFamily family, GstRTSPTransport* transport,
                                               gboolean use_client_settings, GError** error);

// Once for each stream, which keeps what it has made. An error where the element is not installed.
GstElement* node_rtsp_stream_request_aux_sender(GstRTSPStream* stream, guint session, GError** error);
GstElement* node_rtsp_stream_request_aux_receiver(GstRTSPStream* stream, guint session, GError** error);
GstElement* node_rtsp_stream_request_ulpfec_decoder(GstRTSPStream* stream, GstElement* rtpbin, guint session,
                                                    GError** error);
GstElement* node_rtsp_stream_request_ulpfec_encoder(GstRTSPStream* stream, guint session, GError** error);

}  // namespace rtspnode
