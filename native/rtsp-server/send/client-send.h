#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// The two send functions of a client. C's slot is set here once; which handler it reaches, and how, is its delivery's
// affair (delivery.h). Both use the one for several messages: the data of a list then comes in one call, also that for
// a function which gets one message after the other. They take client.send_lock.
//
// A client that is attached has a function of the library's own, which writes to the connection: it is replaced, and
// there is no way back to it. Of these two only one may be set: the library asserts it.
void node_rtsp_client_set_send_func(GstRTSPClient* client, gboolean on, GError** error);
void node_rtsp_client_set_send_messages_func(GstRTSPClient* client, gboolean on, GError** error);

// What C does with a client whose send function answers false for data: the channel's transport is removed from its
// stream, and the connection closed. C's own way takes the client without a reference to an idle callback.
void node_rtsp_client_refuse_data(GstRTSPClient* client, guint channel);

}  // namespace rtspnode
