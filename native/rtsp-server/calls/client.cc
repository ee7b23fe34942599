#include "rtsp-server/calls/client.h"

#include <memory>

#include "rtsp-server/client-context.h"
#include "runtime/lock.h"
#include "runtime/parked.h"

namespace rtspnode {

namespace {

// A client's thread may be parked in a handler for as long as its deadline.
constexpr gint64 kPatience = 10 * G_TIME_SPAN_SECOND;

struct Done {
  Mutex mutex;
  Cond changed;
  bool yes = false;
};

}  // namespace

void node_rtsp_client_close(GstRTSPClient* client) {
  if (CloseWhenAttached(client)) return;
  if (Parked::IsServing()) {
    CloseOnClientThread(client, nullptr);
    return;
  }
  auto done = std::make_shared<Done>();
  CloseOnClientThread(client, [done] {
    Lock lock(done->mutex);
    done->yes = true;
    done->changed.Broadcast();
  });
  const gint64 deadline = g_get_monotonic_time() + kPatience;
  Lock lock(done->mutex);
  while (!done->yes && done->changed.WaitUntil(lock, deadline)) {
  }
}

gchar* node_rtsp_client_get_remote_address(GstRTSPClient* client) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  return connection != nullptr ? g_strdup(gst_rtsp_connection_get_ip(connection)) : nullptr;
}

}  // namespace rtspnode
