#include "gstrtsp/transport.h"

#include <gio/gio.h>

#include <string>

#include "marshal/errors.h"
#include "marshal/js-fields.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

constexpr guint kMaxTtl = 255;
constexpr gint kMaxChannel = 255;
constexpr gint kMaxPort = 65535;

// Null stands for none, -1 in both ends.
void ReadRange(JsFields& fields, const char* name, GstRTSPRange* out, gint most) {
  napi_value js = fields.Get(name);
  if (IsNullish(fields.env(), js)) return;
  JsFields range(fields.env(), js);
  const auto end = [&](const char* which) {
    gint number = -1;
    range.Note(Primitive<gint>::FromJs(range.env(), range.Get(which), &number) && number >= -1 && number <= most);
    return number;
  };
  out->min = end("min");
  out->max = end("max");
  fields.Note(range.ok());
}

}  // namespace

OwnTransport CopyTransport(const GstRTSPTransport& transport) {
  GstRTSPTransport* copy = nullptr;
  gst_rtsp_transport_new(&copy);
  *copy = transport;
  copy->destination = g_strdup(transport.destination);
  copy->source = g_strdup(transport.source);
  return OwnTransport(copy);
}

bool Convert<GstRTSPTransport*>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  GstRTSPTransport* transport = nullptr;
  gst_rtsp_transport_new(&transport);
  out->reset(transport);
  JsFields reader(registry.env(), js);
  const guint mode = reader.Number("trans", GST_RTSP_TRANS_RDT);
  const guint profile = reader.Number("profile", GST_RTSP_PROFILE_SAVPF);
  const guint lower = reader.Number("lowerTransport", GST_RTSP_LOWER_TRANS_TLS);
  if (!reader.ok() || mode > GST_RTSP_TRANS_RDT || !IsFlagsValue(GST_TYPE_RTSP_PROFILE, profile) ||
      !IsFlagsValue(GST_TYPE_RTSP_LOWER_TRANS, lower)) {
    return false;
  }
  transport->trans = static_cast<GstRTSPTransMode>(mode);
  transport->profile = static_cast<GstRTSPProfile>(profile);
  transport->lower_transport = static_cast<GstRTSPLowerTrans>(lower);
  reader.Text("destination", &transport->destination);
  reader.Text("source", &transport->source);
  transport->layers = reader.Number("layers", G_MAXUINT);
  reader.Flag("modePlay", &transport->mode_play);
  reader.Flag("modeRecord", &transport->mode_record);
  reader.Flag("append", &transport->append);
  ReadRange(reader, "interleaved", &transport->interleaved, kMaxChannel);
  transport->ttl = reader.Number("ttl", kMaxTtl);
  ReadRange(reader, "port", &transport->port, kMaxPort);
  ReadRange(reader, "clientPort", &transport->client_port, kMaxPort);
  ReadRange(reader, "serverPort", &transport->server_port, kMaxPort);
  transport->ssrc = reader.Number("ssrc", G_MAXUINT);
  return reader.ok();
}

napi_value Convert<GstRTSPTransport*>::ToJs(Registry& registry, const GstRTSPTransport* transport, Transfer transfer) {
  napi_env env = registry.env();
  if (transport == nullptr) return Null(env);
  const OwnTransport taken(transfer == Transfer::Full ? const_cast<GstRTSPTransport*>(transport) : nullptr);
  napi_value object;
  Check(env, napi_create_object(env, &object));
  const auto set = [&](napi_value target, const char* name, napi_value value) {
    Check(env, napi_set_named_property(env, target, name, value));
  };
  const auto text = [&](const gchar* value) { return value != nullptr ? MakeString(env, value) : Null(env); };
  const auto range = [&](const GstRTSPRange& value) {
    if (value.min < 0) return Null(env);
    napi_value ends;
    Check(env, napi_create_object(env, &ends));
    set(ends, "min", Primitive<gint>::ToJs(env, value.min));
    set(ends, "max", Primitive<gint>::ToJs(env, value.max));
    return ends;
  };
  set(object, "trans", Primitive<guint>::ToJs(env, transport->trans));
  set(object, "profile", Primitive<guint>::ToJs(env, transport->profile));
  set(object, "lowerTransport", Primitive<guint>::ToJs(env, transport->lower_transport));
  set(object, "destination", text(transport->destination));
  set(object, "source", text(transport->source));
  set(object, "layers", Primitive<guint>::ToJs(env, transport->layers));
  set(object, "modePlay", BooleanToJs(env, transport->mode_play));
  set(object, "modeRecord", BooleanToJs(env, transport->mode_record));
  set(object, "append", BooleanToJs(env, transport->append));
  set(object, "interleaved", range(transport->interleaved));
  set(object, "ttl", Primitive<guint>::ToJs(env, transport->ttl));
  set(object, "port", range(transport->port));
  set(object, "clientPort", range(transport->client_port));
  set(object, "serverPort", range(transport->server_port));
  set(object, "ssrc", Primitive<guint>::ToJs(env, transport->ssrc));
  return object;
}

GstRTSPTransport* node_rtsp_transport_parse(const gchar* text, GError** error) {
  GstRTSPTransport* transport = nullptr;
  gst_rtsp_transport_new(&transport);
  if (gst_rtsp_transport_parse(text, transport) != GST_RTSP_OK) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "not an RTSP transport: %s", text);
    g_clear_pointer(&transport, gst_rtsp_transport_free);
  }
  return transport;
}

}  // namespace rtspnode
