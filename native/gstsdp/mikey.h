#pragma once
#include <gst/sdp/gstmikey.h>

#include <memory>
#include <string>

#include "gio/bytes.h"
#include "marshal/convert.h"

namespace rtspnode {

RTSPNODE_BOXED(GstMIKEYMessage, gst_mikey_message_get_type);

struct FreeMikeyPayload {
  void operator()(GstMIKEYPayload* payload) const { gst_mikey_payload_unref(payload); }
};
using OwnMikeyPayload = std::unique_ptr<GstMIKEYPayload, FreeMikeyPayload>;

// Payloads are objects in JavaScript, and so are crypto sessions. A message's payloads are its own: upstream frees what
// is in one that it copies.
RTSPNODE_NAME(GstMIKEYPayload*, "GstMIKEYPayload");
RTSPNODE_NAME(GstMIKEYMapSRTP*, "GstMIKEYMapSRTP");
template <>
struct Convert<GstMIKEYPayload*> {
  using Held = OwnMikeyPayload;
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "a MIKEYPayload"; }
  static void Own(Held&) {}
  static GstMIKEYPayload* Lend(Held& held) { return held.get(); }
  static GstMIKEYPayload* Give(Held& held) { return held.release(); }
};
template <>
struct Convert<const GstMIKEYPayload*> {
  static napi_value ToJs(Registry& registry, const GstMIKEYPayload* payload, Transfer);
};

template <>
struct Convert<const GstMIKEYMapSRTP*> : ConvertPlain<GstMIKEYMapSRTP> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, GstMIKEYMapSRTP* out);
  static std::string Expected() { return "a MIKEYMapSRTP"; }
  static const GstMIKEYMapSRTP* Lend(GstMIKEYMapSRTP& held) { return &held; }
  static napi_value ToJs(Registry& registry, const GstMIKEYMapSRTP* map, Transfer);
};

// Null bytes give an empty message. Null and an error for what is no message that can be used.
GstMIKEYMessage* node_mikey_message_new(GBytes* bytes, GError** error);
GstMIKEYMessage* node_mikey_message_new_from_caps(GstCaps* caps, GError** error);
GBytes* node_mikey_message_to_bytes(GstMIKEYMessage* message);
GstCaps* node_mikey_message_to_caps(GstMIKEYMessage* message, GstCaps* caps, GError** error);
guint node_mikey_message_get_version(const GstMIKEYMessage* message);
gint node_mikey_message_get_type(const GstMIKEYMessage* message);
gboolean node_mikey_message_get_v(const GstMIKEYMessage* message);
gint node_mikey_message_get_prf_func(const GstMIKEYMessage* message);
guint node_mikey_message_get_csb_id(const GstMIKEYMessage* message);
gint node_mikey_message_get_map_type(const GstMIKEYMessage* message);
void node_mikey_message_set_info(GstMIKEYMessage* message, gint type, gboolean v, guint csb_id);
// Null where there is none.
const GstMIKEYPayload* node_mikey_message_find_payload(const GstMIKEYMessage* message, guint type, guint nth);
// An error for more than a message can have.
void node_mikey_message_add_cs_srtp(GstMIKEYMessage* message, guint8 policy, guint ssrc, guint roc, GError** error);
void node_mikey_message_insert_cs_srtp(GstMIKEYMessage* message, gint index, const GstMIKEYMapSRTP* map,
                                       GError** error);

}  // namespace rtspnode
