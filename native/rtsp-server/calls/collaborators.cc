#include "rtsp-server/calls/collaborators.h"

#include "rtsp-server/calls/auth.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/listener.h"
#include "rtsp-server/own-server.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

void Release(gpointer former) { Reaper::Instance().Unref(former); }

void GiveUp(GstRTSPServer* server, gpointer former) {
  Listener* listener = former != nullptr ? Listener::Find(server) : nullptr;
  if (listener != nullptr) {
    const bool posted = listener->loop().Invoke([former] { Release(former); });
    // Perhaps the last one, which joins the thread.
    Reaper::Instance().Post(listener, [](gpointer found) { static_cast<Listener*>(found)->Unref(); });
    if (posted) return;
  }
  if (former != nullptr) Release(former);
}

void GiveUp(GstRTSPClient* client, gpointer former) {
  if (former == nullptr || InvokeOnClient(client, [former] { Release(former); })) return;
  Release(former);
}

// `get` gives a reference, or null.
template <typename Owner, typename Thing>
void Replace(Owner* owner, Thing* (*get)(Owner*), void (*set)(Owner*, Thing*), Thing* thing) {
  Thing* former = get(owner);
  set(owner, thing);
  GiveUp(owner, former);
}

}  // namespace

void node_rtsp_server_set_session_pool(GstRTSPServer* server, GstRTSPSessionPool* pool) {
  Replace(server, gst_rtsp_server_get_session_pool, gst_rtsp_server_set_session_pool, pool);
  if (pool != nullptr) SetOwnServer(pool, server);
}

void node_rtsp_server_set_mount_points(GstRTSPServer* server, GstRTSPMountPoints* mounts) {
  Replace(server, gst_rtsp_server_get_mount_points, gst_rtsp_server_set_mount_points, mounts);
}

void node_rtsp_server_set_auth(GstRTSPServer* server, GstRTSPAuth* auth) {
  UseAuth(auth);
  if (auth != nullptr) SetOwnServer(auth, server);
  Replace(server, gst_rtsp_server_get_auth, gst_rtsp_server_set_auth, auth);
}

void node_rtsp_server_set_thread_pool(GstRTSPServer* server, GstRTSPThreadPool* pool) {
  Replace(server, gst_rtsp_server_get_thread_pool, gst_rtsp_server_set_thread_pool, pool);
}

void node_rtsp_client_set_mount_points(GstRTSPClient* client, GstRTSPMountPoints* mounts) {
  if (mounts != nullptr) {
    Replace(client, gst_rtsp_client_get_mount_points, gst_rtsp_client_set_mount_points, mounts);
    return;
  }
  GstRTSPMountPoints* none = gst_rtsp_mount_points_new();
  Replace(client, gst_rtsp_client_get_mount_points, gst_rtsp_client_set_mount_points, none);
  g_object_unref(none);
}

void node_rtsp_client_set_auth(GstRTSPClient* client, GstRTSPAuth* auth) {
  UseAuth(auth);
  Replace(client, gst_rtsp_client_get_auth, gst_rtsp_client_set_auth, auth);
}

void node_rtsp_client_set_thread_pool(GstRTSPClient* client, GstRTSPThreadPool* pool) {
  Replace(client, gst_rtsp_client_get_thread_pool, gst_rtsp_client_set_thread_pool, pool);
}

}  // namespace rtspnode
