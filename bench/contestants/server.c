/* A server of one mount, /test, on a free port of 127.0.0.1: what bench/contestants/server.ts and server.py are, in C.
 *
 * usage: server THREADS SHARED NODELAY HANDLERS LAUNCH
 * THREADS: for clients. SHARED, NODELAY (TCP_NODELAY on their connections): 1 or 0. HANDLERS: names of signals with a
 * comma between them, or "none"; each handler counts. Prints "listening PORT". */
#include <gst/gst.h>
#include <gst/rtsp-server/rtsp-server.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gchar** handlers;
static gint handled;

static gboolean wanted(const gchar* signal) { return g_strv_contains((const gchar* const*)handlers, signal); }

static void on_closed(GstRTSPClient* client, gpointer data) { g_atomic_int_inc(&handled); }

static void on_session(GstRTSPClient* client, GstRTSPSession* session, gpointer data) { g_atomic_int_inc(&handled); }

static GstRTSPStatusCode on_request(GstRTSPClient* client, GstRTSPContext* context, gpointer data) {
  g_atomic_int_inc(&handled);
  return GST_RTSP_STS_OK;
}

static void on_media(GstRTSPMediaFactory* factory, GstRTSPMedia* media, gpointer data) { g_atomic_int_inc(&handled); }

static void on_client(GstRTSPServer* server, GstRTSPClient* client, gpointer data) {
  g_atomic_int_inc(&handled);
  if (wanted("closed")) g_signal_connect(client, "closed", G_CALLBACK(on_closed), NULL);
  if (wanted("new-session")) g_signal_connect(client, "new-session", G_CALLBACK(on_session), NULL);
  if (wanted("pre-options-request")) g_signal_connect(client, "pre-options-request", G_CALLBACK(on_request), NULL);
  if (wanted("pre-play-request")) g_signal_connect(client, "pre-play-request", G_CALLBACK(on_request), NULL);
}

static void set_no_delay(GstRTSPServer* server, GstRTSPClient* client, gpointer data) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  g_socket_set_option(gst_rtsp_connection_get_read_socket(connection), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

static gboolean on_time(gpointer pool) {
  gst_rtsp_session_pool_cleanup(pool);
  return G_SOURCE_CONTINUE;
}

int main(int argc, char** argv) {
  gst_init(&argc, &argv);
  if (argc != 6) return 2;
  handlers = g_strsplit(argv[4], ",", -1);

  GstRTSPServer* server = gst_rtsp_server_new();
  gst_rtsp_server_set_address(server, "127.0.0.1");
  gst_rtsp_server_set_service(server, "0");
  gst_rtsp_server_set_backlog(server, 128);
  GstRTSPThreadPool* threads = gst_rtsp_server_get_thread_pool(server);
  gst_rtsp_thread_pool_set_max_threads(threads, atoi(argv[1]));
  g_object_unref(threads);
  GstRTSPMediaFactory* factory = gst_rtsp_media_factory_new();
  gst_rtsp_media_factory_set_launch(factory, argv[5]);
  gst_rtsp_media_factory_set_shared(factory, atoi(argv[2]));
  if (wanted("media-configure")) g_signal_connect(factory, "media-configure", G_CALLBACK(on_media), NULL);
  GstRTSPMountPoints* mounts = gst_rtsp_server_get_mount_points(server);
  gst_rtsp_mount_points_add_factory(mounts, "/test", factory);
  g_object_unref(mounts);
  if (atoi(argv[3])) g_signal_connect(server, "client-connected", G_CALLBACK(set_no_delay), NULL);
  if (!wanted("none")) g_signal_connect(server, "client-connected", G_CALLBACK(on_client), NULL);
  /* Expired sessions stay otherwise. */
  g_timeout_add_seconds(2, on_time, gst_rtsp_server_get_session_pool(server));
  if (gst_rtsp_server_attach(server, NULL) == 0) return 1;
  printf("listening %d\n", gst_rtsp_server_get_bound_port(server));
  fflush(stdout);
  g_main_loop_run(g_main_loop_new(NULL, FALSE));
  return 0;
}
