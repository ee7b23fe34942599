#pragma once
#include <glib.h>
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// The KeyMgmt header of SETUP. Upstream parses its MIKEY message on every SETUP, for streams without encryption too,
// and a peer's bytes can make it dereference null (handle_mikey_data(): no key; mikey_apply_policy(): an empty
// parameter), be critical (an empty key, an empty validity period) or never end (payloads_from_bytes(): every payload
// type that it does not know).

// 200, or the status to refuse the SETUP with. Removes the header when the stream has no secure profile.
GstRTSPStatusCode CheckKeyManagement(GstRTSPMessage* request, GstRTSPStream* stream);

// Whether all MIKEY messages in the value of a KeyMgmt header are so.
bool IsSaneKeyManagement(const gchar* header);

}  // namespace rtspnode
