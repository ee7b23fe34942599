#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>

#include "rtsp-server/types/node-pipeline.h"

namespace rtspnode {

class MediaGate;
struct MediaState;

// GstRTSPMedia and GstRTSPOnvifMedia that give up a preroll that takes too long, and that end when their pipeline
// fails.
//
// - Preroll: upstream waits 20 s (gst_rtsp_media_get_status()) and then answers without a reason. This class posts an
//   ERROR message on the pipeline's bus earlier, which says where the data stopped. A pipeline whose elements block
//   before there is any data does so itself (see node-pipeline.h).
// - An ERROR message of the pipeline is passed on as `media-error` of the factory that made the media: the first one
//   of each preparation, since others only follow from it.
// - A pipeline that fails while clients watch: upstream leaves them connected and silent, and a shared media answers
//   503 to everybody until the last of them has left. Here the connections of all its viewers are closed, so that the
//   next viewer gets a new media. EOS is no error.
template <typename Parent>
struct NodeMediaOf {
  Parent parent;
  MediaState* state;
};

template <typename ParentClass>
struct NodeMediaClassOf {
  ParentClass parent_class;
};

using NodeRTSPMedia = NodeMediaOf<GstRTSPMedia>;
using NodeRTSPMediaClass = NodeMediaClassOf<GstRTSPMediaClass>;
using NodeRTSPOnvifMedia = NodeMediaOf<GstRTSPOnvifMedia>;
using NodeRTSPOnvifMediaClass = NodeMediaClassOf<GstRTSPOnvifMediaClass>;

GType node_rtsp_media_get_type();
GType node_rtsp_onvif_media_get_type();

// For the factory that constructs the media; null where JavaScript does. Of a media of another type, nothing is kept.
void AdoptMedia(GstRTSPMedia* media, GstRTSPMediaFactory* factory, guint prepare_timeout_ms,
                StuckPipelines stuck_pipelines);

// Whether nobody has collected the streams of the media yet; from then on somebody has. A factory does so itself.
bool BeginCollecting(GstRTSPMedia* media);

// Whether it may be prepared again once it is unprepared: not after a stream of it has sent over a connection.
bool MayBeReused(GstRTSPMedia* media);

// Whoever keeps a media from being prepared. Upstream leaves it PREPARING then, without an rtpbin: the next client
// waits in vain, and taking it apart is critical. Here it is prepared as far as it takes to be taken apart, nothing of
// it is started, and it fails: gst_rtsp_media_prepare() gives FALSE, and the factory forgets it. In the place of the
// virtual method prepare(): its result, FALSE only where even that much has failed.
gboolean RefuseToPrepare(GstRTSPMedia* media, GstRTSPThread* thread);
// While C's own implementation of prepare() runs.
void RefuseToBePrepared(GstRTSPMedia* media);
// Whether that has been, in this preparation.
bool IsRefused(GstRTSPMedia* media);

// Around the part of PLAY that may preroll again, for a seek or after a suspend: it has the same time as the first
// preroll.
void BeginPreroll(GstRTSPMedia* media);
void EndPreroll(GstRTSPMedia* media);

// Makes a start or preroll that somebody waits for fail, of one of PrerollsOf(). No `media-error` tells of it.
void AbandonPreroll(GstRTSPMedia* media);

// Notes that the client holds the media, from DESCRIBE on (`setup` is null then); a client that comes after the failure
// is closed as well.
void AddViewer(GstRTSPMedia* media, GstRTSPClient* client, GstRTSPContext* setup);
// Before a TEARDOWN: the end of the media is not that of the client's connection any more, on whatever thread it comes.
void ForgetViewer(GstRTSPMedia* media, GstRTSPClient* client, GstRTSPSession* session);

// A reference to what contains the media's element; null when there is none yet.
GstElement* RefPipeline(GstRTSPMedia* media);

// Null of a media of another type.
std::shared_ptr<MediaGate> GateOf(GstRTSPMedia* media);

// Whether it could seek when it had been prepared, before anybody played it. Of a media of another type: false.
bool CouldSeek(GstRTSPMedia* media);

// Whether it is suspended with its pipeline stopped, and must be started anew, whatever its mode is now. Of a media of
// another type: false.
bool IsReset(GstRTSPMedia* media);

// Whether its pipeline has failed since it was prepared. Of a media of another type: false.
bool HasFailed(GstRTSPMedia* media);

}  // namespace rtspnode
