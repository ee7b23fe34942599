/* What bench/contestants/send.ts does, in C: a client without a socket plays a picture as fast as it comes, and a send
 * function touches every byte of it.
 *
 * usage: send FUNCTION LAUNCH SECONDS
 * Prints {"packets":…,"bytes":…,"seconds":…,"cpu":…} for SECONDS, after as long; cpu is in seconds. */
#include <gst/gst.h>
#include <gst/rtsp-server/rtsp-server.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define BASE "rtsp://127.0.0.1/test"

static const gchar* function;
static GstRTSPClient* client;
static gchar* session;
/* Written by the sending thread. */
static guint64 packets, bytes;
static volatile guint32 sum;

static void take(GstBuffer* buffer) {
  GstMapInfo map;
  guint32 a = 0, b = 0, c = 0, d = 0;
  if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) abort();
  const guint8* data = map.data;
  const gsize fours = map.size & ~(gsize)3;
  for (gsize i = 0; i < fours; i += 4) {
    a += data[i];
    b += data[i + 1];
    c += data[i + 2];
    d += data[i + 3];
  }
  for (gsize i = fours; i < map.size; i++) a += data[i];
  bytes += map.size;
  gst_buffer_unmap(buffer, &map);
  sum += a + b + c + d;
  __atomic_fetch_add(&packets, 1, __ATOMIC_RELAXED);
}

static void take_message(GstRTSPMessage* message) {
  GstBuffer* body = NULL;
  if (message->type == GST_RTSP_MESSAGE_DATA) {
    if (gst_rtsp_message_get_body_buffer(message, &body) != GST_RTSP_OK || body == NULL) abort();
    take(body);
    return;
  }
  if (message->type == GST_RTSP_MESSAGE_RESPONSE) {
    gchar* value;
    if (message->type_data.response.code != GST_RTSP_STS_OK) {
      fprintf(stderr, "status %d\n", message->type_data.response.code);
      exit(1);
    }
    if (gst_rtsp_message_get_header(message, GST_RTSP_HDR_SESSION, &value, 0) == GST_RTSP_OK) {
      g_free(session);
      session = g_strndup(value, strcspn(value, ";"));
    }
  }
}

static gboolean on_message(GstRTSPClient* c, GstRTSPMessage* message, gboolean close, gpointer data) {
  take_message(message);
  return TRUE;
}

static gboolean on_messages(GstRTSPClient* c, GstRTSPMessage* messages, guint count, gboolean close, gpointer data) {
  for (guint i = 0; i < count; i++) take_message(&messages[i]);
  return TRUE;
}

static gboolean on_rtp(GstBuffer* buffer, guint8 channel, gpointer data) {
  take(buffer);
  return TRUE;
}

static gboolean on_rtp_list(GstBufferList* list, guint8 channel, gpointer data) {
  const guint count = gst_buffer_list_length(list);
  for (guint i = 0; i < count; i++) take(gst_buffer_list_get(list, i));
  return TRUE;
}

static gboolean on_rtcp(GstBuffer* buffer, guint8 channel, gpointer data) { return TRUE; }

/* The library calls it when a send function has returned: the place to acknowledge what it took. The acknowledgement
 * may send more from inside. */
static void on_keepalive(gpointer transport) {
  static __thread gboolean inside, again;
  if (inside) {
    again = TRUE;
    return;
  }
  inside = TRUE;
  do {
    again = FALSE;
    gst_rtsp_stream_transport_message_sent(transport);
  } while (again);
  inside = FALSE;
}

static void on_setup(GstRTSPClient* c, GstRTSPContext* context, gpointer data) {
  GstRTSPStreamTransport* transport = context->trans;
  gst_rtsp_stream_transport_set_keepalive(transport, on_keepalive, transport, NULL);
  if (g_str_equal(function, "RTSPSendFunc")) {
    gst_rtsp_stream_transport_set_list_callbacks(transport, NULL, NULL, NULL, NULL);
    gst_rtsp_stream_transport_set_callbacks(transport, on_rtp, on_rtcp, NULL, NULL);
  } else if (g_str_equal(function, "RTSPSendListFunc")) {
    gst_rtsp_stream_transport_set_callbacks(transport, on_rtp, on_rtcp, NULL, NULL);
    gst_rtsp_stream_transport_set_list_callbacks(transport, on_rtp_list, NULL, NULL, NULL);
  }
}

static void on_play(GstRTSPClient* c, GstRTSPContext* context, gpointer data) {
  gst_rtsp_stream_set_rate_control(gst_rtsp_media_get_stream(context->media, 0), FALSE);
}

static void ask(GstRTSPMethod method, const gchar* uri, const gchar* transport) {
  static int cseq;
  GstRTSPMessage* request;
  gst_rtsp_message_new_request(&request, method, uri);
  gst_rtsp_message_take_header(request, GST_RTSP_HDR_CSEQ, g_strdup_printf("%d", ++cseq));
  if (transport != NULL) gst_rtsp_message_add_header(request, GST_RTSP_HDR_TRANSPORT, transport);
  if (session != NULL) gst_rtsp_message_add_header(request, GST_RTSP_HDR_SESSION, session);
  if (gst_rtsp_client_handle_message(client, request) != GST_RTSP_OK) exit(1);
  gst_rtsp_message_free(request);
}

static double cpu_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char** argv) {
  gst_init(&argc, &argv);
  if (argc != 4) return 2;
  function = argv[1];

  client = gst_rtsp_client_new();
  GstRTSPMediaFactory* factory = gst_rtsp_media_factory_new();
  gst_rtsp_media_factory_set_launch(factory, argv[2]);
  GstRTSPMountPoints* mounts = gst_rtsp_mount_points_new();
  gst_rtsp_mount_points_add_factory(mounts, "/test", factory);
  gst_rtsp_client_set_mount_points(client, mounts);
  gst_rtsp_client_set_session_pool(client, gst_rtsp_session_pool_new());
  GstRTSPThreadPool* threads = gst_rtsp_thread_pool_new();
  gst_rtsp_thread_pool_set_max_threads(threads, 4);
  gst_rtsp_client_set_thread_pool(client, threads);
  GSocket* socket = g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  GstRTSPConnection* connection;
  gst_rtsp_connection_create_from_socket(socket, "127.0.0.1", 4000, NULL, &connection);
  gst_rtsp_client_set_connection(client, connection);
  g_signal_connect(client, "setup-request", G_CALLBACK(on_setup), NULL);
  g_signal_connect(client, "play-request", G_CALLBACK(on_play), NULL);
  if (g_str_equal(function, "RTSPClientSendMessagesFunc")) {
    gst_rtsp_client_set_send_messages_func(client, on_messages, NULL, NULL);
  } else {
    gst_rtsp_client_set_send_func(client, on_message, NULL, NULL);
  }

  ask(GST_RTSP_DESCRIBE, BASE, NULL);
  ask(GST_RTSP_SETUP, BASE "/stream=0", "RTP/AVP/TCP;unicast;interleaved=0-1");
  ask(GST_RTSP_PLAY, BASE, NULL);

  const gulong stretch = (gulong)(atof(argv[3]) * G_USEC_PER_SEC);
  g_usleep(stretch);
  const guint64 packets_before = packets, bytes_before = bytes;
  const double cpu_before = cpu_seconds();
  const gint64 begin = g_get_monotonic_time();
  g_usleep(stretch);
  printf("{\"packets\":%" G_GUINT64_FORMAT ",\"bytes\":%" G_GUINT64_FORMAT ",\"seconds\":%f,\"cpu\":%f}\n",
         packets - packets_before, bytes - bytes_before, (g_get_monotonic_time() - begin) / 1e6,
         cpu_seconds() - cpu_before);
  fflush(stdout);
  /* The pipeline runs on: there is nothing to be learnt from its end. */
  _exit(0);
}
