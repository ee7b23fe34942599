#pragma once
#include <gst/sdp/sdp.h>

#include <memory>

namespace rtspnode {

struct FreeSdp {
  void operator()(GstSDPMessage* sdp) const { gst_sdp_message_free(sdp); }
};
using OwnSdp = std::unique_ptr<GstSDPMessage, FreeSdp>;
OwnSdp CopySdp(const GstSDPMessage* sdp);

struct FreeSdpMedia {
  void operator()(GstSDPMedia* media) const { gst_sdp_media_free(media); }
};
using OwnSdpMedia = std::unique_ptr<GstSDPMedia, FreeSdpMedia>;
OwnSdpMedia CopySdpMedia(const GstSDPMedia* media);

// GstSDPMedia has no GType of its own.
GType node_sdp_media_get_type();

// Upstream leaves out the end of the line when it writes a medium's information: what goes to C to be written has it in
// the information itself, and loses it when it comes back.
void EndInformation(GstSDPMessage* sdp);
void TrimInformation(GstSDPMessage* sdp);

// False where a key-mgmt attribute has what upstream's parser of MIKEY messages may not survive: it never ends for
// payloads that it does not know.
bool HasSaneKeyManagement(const GstSDPMessage* sdp);

// Whether a medium can be described by these caps: upstream trusts the types of their fields.
bool CanDescribe(const GstCaps* caps);

// --- messages
// Empty for null; null and an error for what is no SDP.
GstSDPMessage* node_sdp_message_new(const gchar* text, GError** error);
GstSDPMessage* node_sdp_message_parse_uri(const gchar* uri, GError** error);
gchar* node_sdp_message_as_text(const GstSDPMessage* sdp);
gchar* node_sdp_message_as_uri(const gchar* scheme, const GstSDPMessage* sdp, GError** error);
// Its contents become a copy of the other's.
void node_sdp_message_assign(GstSDPMessage* sdp, const GstSDPMessage* other);
void node_sdp_message_add_time(GstSDPMessage* sdp, GstSDPTime* time);
GstCaps* node_sdp_message_attributes_to_caps(const GstSDPMessage* sdp, GstCaps* caps, GError** error);
GstMIKEYMessage* node_sdp_message_parse_keymgmt(const GstSDPMessage* sdp);
// The medium is copied. An error for one without a type or a protocol.
void node_sdp_message_add_media(GstSDPMessage* sdp, const GstSDPMedia* media, GError** error);
void node_sdp_message_replace_media(GstSDPMessage* sdp, guint index, const GstSDPMedia* media, GError** error);
void node_sdp_message_remove_media(GstSDPMessage* sdp, guint index);

// --- media
GstSDPMedia* node_sdp_media_new();
gchar* node_sdp_media_as_text(const GstSDPMedia* media, GError** error);
// Null where C cannot tell: a dynamic payload type without rtpmap, or a static one that is unknown.
GstCaps* node_sdp_media_get_caps_from_media(const GstSDPMedia* media, gint pt, GError** error);
void node_sdp_media_set_media_from_caps(GstSDPMedia* media, const GstCaps* caps, GError** error);
GstCaps* node_sdp_media_attributes_to_caps(const GstSDPMedia* media, GstCaps* caps, GError** error);
GstMIKEYMessage* node_sdp_media_parse_keymgmt(const GstSDPMedia* media);

}  // namespace rtspnode
