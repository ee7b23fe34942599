#include "rtsp-server/living-clients.h"

#include <algorithm>

#include "rtsp-server/kept-transports.h"
#include "rtsp-server/send/transport-send.h"
#include "runtime/reaper.h"

namespace rtspnode {

LivingClients::LivingClients(GPtrArray* transports) {
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (!transport || !IsInterleaved(transport)) continue;
    transports_.push_back(static_cast<GstRTSPStreamTransport*>(g_object_ref(transport)));
    if (GstRTSPClient* client = RefTransportClient(transport)) clients_.push_back(client);
  }
}

LivingClients::~LivingClients() {
  for (GstRTSPStreamTransport* transport : transports_) Reaper::Instance().Unref(transport);
  for (GstRTSPClient* client : clients_) Reaper::Instance().Unref(client);
}

bool LivingClients::HaveEnded() const { return std::any_of(transports_.begin(), transports_.end(), HasEnded); }

void LivingClients::RemoveEnded() {
  for (GstRTSPStreamTransport* transport : transports_) {
    if (HasEnded(transport)) RemoveTransport(transport);
  }
}

}  // namespace rtspnode
