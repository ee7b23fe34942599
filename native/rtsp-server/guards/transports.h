#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// A Transport header may list several alternatives. Reading it cuts it into a header for each, of which upstream looks
// at the first one only.

// Makes one header of them again. Before handle_setup_request() looks for it: make_path_from_uri() comes before that.
void JoinTransports();

// Takes the alternatives out that are for multicast and behind which there is another one, where the stream has no
// address for them: upstream would refuse the SETUP for their sake. In place, since handle_setup_request() has a
// pointer to the header's value by now.
void DropUnavailableMulticast(GstRTSPContext* context);

}  // namespace rtspnode
