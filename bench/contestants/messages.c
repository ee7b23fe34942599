/* What bench/contestants/messages.ts and messages.py do, in C: a client without a socket is asked for its OPTIONS, and
 * the send function reads the answer's status and its three headers.
 *
 * usage: messages SECONDS
 * Prints {"answers":…,"seconds":…,"cpu":…,"length":…}; cpu is in seconds, length is of all headers of an answer. */
#include <gst/gst.h>
#include <gst/rtsp-server/rtsp-server.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static guint64 answers, length;

static gboolean on_message(GstRTSPClient* client, GstRTSPMessage* message, gboolean close, gpointer data) {
  static const GstRTSPHeaderField fields[] = {GST_RTSP_HDR_CSEQ, GST_RTSP_HDR_PUBLIC, GST_RTSP_HDR_SERVER};
  GstRTSPStatusCode status;
  gst_rtsp_message_parse_response(message, &status, NULL, NULL);
  if (status != GST_RTSP_STS_OK) abort();
  for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
    gchar* value;
    if (gst_rtsp_message_get_header(message, fields[i], &value, 0) != GST_RTSP_OK) abort();
    length += strlen(value);
  }
  answers++;
  return TRUE;
}

static double cpu_seconds(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char** argv) {
  gst_init(&argc, &argv);
  if (argc != 2) return 2;
  GstRTSPClient* client = gst_rtsp_client_new();
  gst_rtsp_client_set_mount_points(client, gst_rtsp_mount_points_new());
  gst_rtsp_client_set_session_pool(client, gst_rtsp_session_pool_new());
  gst_rtsp_client_set_thread_pool(client, gst_rtsp_thread_pool_new());
  gst_rtsp_client_set_send_func(client, on_message, NULL, NULL);
  const gint64 warm = g_get_monotonic_time() + G_USEC_PER_SEC / 5;
  const gint64 stretch = (gint64)(atof(argv[1]) * G_USEC_PER_SEC);
  guint64 answers_before = 0;
  double cpu_before = 0;
  gint64 begin = 0;
  for (guint sequence = 1;; sequence++) {
    const gint64 time = g_get_monotonic_time();
    if (begin == 0 && time >= warm) {
      begin = time;
      answers_before = answers;
      cpu_before = cpu_seconds();
    }
    if (begin != 0 && time >= begin + stretch) break;
    GstRTSPMessage* request;
    gst_rtsp_message_new_request(&request, GST_RTSP_OPTIONS, "rtsp://127.0.0.1/test");
    gst_rtsp_message_take_header(request, GST_RTSP_HDR_CSEQ, g_strdup_printf("%u", sequence));
    if (gst_rtsp_client_handle_message(client, request) != GST_RTSP_OK) return 1;
    gst_rtsp_message_free(request);
  }
  printf("{\"answers\":%" G_GUINT64_FORMAT ",\"seconds\":%f,\"cpu\":%f,\"length\":%f}\n", answers - answers_before,
         (g_get_monotonic_time() - begin) / 1e6, cpu_seconds() - cpu_before, (double)length / answers);
  return 0;
}
