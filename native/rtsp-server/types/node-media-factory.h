#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPMediaFactory, GstRTSPMediaFactoryURI and GstRTSPOnvifMediaFactory that say what is wrong when they can't make
// a media. Upstream is critical of a bad launch line (default_create_element(), default_construct()); here the client
// gets 503 and the application the signal
//
//   media-error (GstRTSPMedia* or null when there is none yet, GError*, gchar* debug text or null)
//
// It is emitted when no element or none with streams could be made, when the pipeline of one of the factory's media
// posts an ERROR message, and when a preroll takes longer than the property `prepare-timeout` (guint, milliseconds,
// 10000 by default, 0 for none but upstream's own 20 s). Emitted with the factory's medias_lock held in the first
// case, on the client's thread; with the media's state_lock held in the others, on the media's thread: a handler
// passes it on and waits for nothing.
//
// Media are of the type NodeRTSPMedia, of an ONVIF factory NodeRTSPOnvifMedia, unless media-gtype says otherwise.
template <typename Parent>
struct NodeFactoryOf {
  Parent parent;
  gint prepare_timeout;  // atomic
};

// A subclass that makes its own elements or pipelines overrides make_element() and make_pipeline() of these classes,
// not create_element() and create_pipeline(): upstream calls those from inside default_construct(), where no error can
// be handled any more. And one that makes its own keys overrides make_key(), not gen_key(), which waits for a media
// that is ending.
template <typename ParentClass>
struct NodeFactoryClassOf {
  ParentClass parent_class;
  gchar* (*make_key)(GstRTSPMediaFactory* factory, const GstRTSPUrl* url);
  GstElement* (*make_element)(GstRTSPMediaFactory* factory, const GstRTSPUrl* url);
  GstElement* (*make_pipeline)(GstRTSPMediaFactory* factory, GstRTSPMedia* media);
};

using NodeRTSPMediaFactory = NodeFactoryOf<GstRTSPMediaFactory>;
using NodeRTSPMediaFactoryClass = NodeFactoryClassOf<GstRTSPMediaFactoryClass>;
using NodeRTSPMediaFactoryURI = NodeFactoryOf<GstRTSPMediaFactoryURI>;
using NodeRTSPMediaFactoryURIClass = NodeFactoryClassOf<GstRTSPMediaFactoryURIClass>;
using NodeRTSPOnvifMediaFactory = NodeFactoryOf<GstRTSPOnvifMediaFactory>;
using NodeRTSPOnvifMediaFactoryClass = NodeFactoryClassOf<GstRTSPOnvifMediaFactoryClass>;

GType node_rtsp_media_factory_get_type();
GType node_rtsp_media_factory_uri_get_type();
GType node_rtsp_onvif_media_factory_get_type();

// Emits `media-error`: create_backchannel_stream() has given FALSE, of which upstream makes no media.
void ReportMissingBackchannel(GstRTSPMediaFactory* factory);
// Emits `media-error`.
void EmitMediaError(GstRTSPMediaFactory* factory, GstRTSPMedia* media, const GError* error, const gchar* debug);

}  // namespace rtspnode
