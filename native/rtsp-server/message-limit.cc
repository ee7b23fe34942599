#include "rtsp-server/message-limit.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "gst/keep.h"
#include "gst/weak.h"
#include "rtsp-server/client-context.h"
#include "runtime/lock.h"
#include "runtime/loop-thread.h"

namespace rtspnode {

namespace {

constexpr guint kSeconds = 1;
// For all that is not the body: TLS reads ahead, too.
constexpr guint64 kHeaders = 64 * 1024;
constexpr guint64 kReportsPerSecond = 4096;

enum class Frames { None, Reports, Media };

// How much may be read before a message is complete.
guint64 LimitOf(GstRTSPClient* client) {
  // A body in a tunnel is in Base64.
  const guint64 body = gst_rtsp_client_get_content_length_limit(client);
  return kHeaders + body + body / 2;
}

// The system's own name of a socket; a descriptor's number is soon another's. 0 when it does not tell.
guint64 CookieOf(int fd) {
  guint64 cookie = 0;
  socklen_t size = sizeof cookie;
  return getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) == 0 ? cookie : 0;
}

struct Meter {
  Meter(GstRTSPClient* client, GSocket* of)
      : socket(of), cookie(CookieOf(g_socket_get_fd(of))), reader(client), reader_is(client), limit(LimitOf(client)) {}

  const WeakRef<GSocket> socket;
  const guint64 cookie;
  // Of a tunnel's two clients the one that goes on.
  WeakRef<GstRTSPClient> reader;
  std::atomic<gconstpointer> reader_is;  // to compare with
  guint64 limit;
  Frames frames = Frames::None;
  std::atomic<guint64> messages = 0;  // that were complete
  guint64 seen = 0;                   // of them, when it was looked at
  guint64 read = 0;                   // then, if there was another message or, of media, its thread was asked
  gint64 since = g_get_monotonic_time();
  bool is_asked = false;
};

struct All {
  Mutex mutex;
  std::list<std::shared_ptr<Meter>> meters;
  bool is_walked = false;
};

All& Everybody() {
  static auto* all = new All;
  return *all;
}

// Of the socket.
GQuark MeterQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-meter");
  return quark;
}

// Of the client, on its own thread: a tunnel gets another socket when it has lost one.
GQuark FramesQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-frames");
  return quark;
}

Frames FramesOf(GstRTSPClient* client) {
  return static_cast<Frames>(GPOINTER_TO_INT(g_object_get_qdata(G_OBJECT(client), FramesQuark())));
}

// How many bytes have ever been read from the socket; none when it does not tell.
std::optional<guint64> BytesRead(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  // In this order: what comes in between is not taken for read.
  if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return std::nullopt;
  int unread = 0;
  if (ioctl(fd, SIOCINQ, &unread) != 0) return std::nullopt;
  return info.tcpi_bytes_received > static_cast<guint64>(unread) ? info.tcpi_bytes_received - unread : 0;
}

// With a reset: after shutdown() its thread, which may read without a pause, would have to take in first what has come,
// and the peer would learn nothing before the client's last reference has gone.
bool End(int fd) {
  const sockaddr nowhere = {.sa_family = AF_UNSPEC, .sa_data = {}};
  return connect(fd, &nowhere, sizeof nowhere) == 0;
}

std::shared_ptr<Meter> MeterOf(GstRTSPClient* client) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  // A handler may have closed the connection: it has no address then, and is critical of the question for its socket.
  if (!connection || !gst_rtsp_connection_get_ip(connection)) return nullptr;
  GSocket* socket = gst_rtsp_connection_get_read_socket(connection);
  auto* meter = static_cast<std::shared_ptr<Meter>*>(g_object_get_qdata(G_OBJECT(socket), MeterQuark()));
  return meter ? *meter : nullptr;
}

// A thread that reads a message takes no other task until nothing has come for a moment, or the message is complete.
void AskReader(const std::shared_ptr<Meter>& meter, GstRTSPClient* reader) {
  const bool asked = InvokeOnClient(
      reader,
      [meter] {
        Lock lock(Everybody().mutex);
        meter->is_asked = false;
      },
      G_PRIORITY_HIGH);
  Lock lock(Everybody().mutex);
  if (!asked) meter->is_asked = false;
}

// The last reference to a client may be this one, and its end waits for its pipeline.
std::shared_ptr<GstRTSPClient> ReaderOf(const Meter& meter) {
  const auto reader = meter.reader.Get();
  return reader ? Reaped(GST_RTSP_CLIENT(g_object_ref(reader.get()))) : nullptr;
}

// False when there is nothing more to look at.
bool Look(const std::shared_ptr<Meter>& meter, int fd) {
  if (CookieOf(fd) != meter->cookie) return false;
  const std::optional<guint64> read = BytesRead(fd);
  if (!read) return false;
  const auto reader = ReaderOf(*meter);
  const guint64 now_limit = reader ? LimitOf(reader.get()) : 0;
  Lock lock(Everybody().mutex);
  if (reader) meter->limit = now_limit;
  const guint64 messages = meter->messages;
  if (messages != meter->seen) {
    meter->seen = messages;
    meter->since = g_get_monotonic_time();
    meter->read = *read;
  }
  guint64 limit = meter->limit;
  if (meter->frames == Frames::Reports) {
    limit += kReportsPerSecond * (g_get_monotonic_time() - meter->since) / G_TIME_SPAN_SECOND;
  }
  const bool asks = meter->frames == Frames::Media && !meter->is_asked && reader;
  if (asks) {
    meter->is_asked = true;
    meter->read = *read;
  }
  const bool ends = *read > meter->read && *read - meter->read > limit;
  lock.Release();
  if (asks) AskReader(meter, reader.get());
  return !ends || !End(fd);
}

// On a descriptor of its own: the client's thread may close the socket's at any time.
bool Look(const std::shared_ptr<Meter>& meter) {
  const auto socket = meter->socket.Get();
  if (!socket || g_socket_is_closed(socket.get())) return false;
  const int fd = fcntl(g_socket_get_fd(socket.get()), F_DUPFD_CLOEXEC, 0);
  if (fd < 0) return errno == EMFILE;
  const bool goes_on = Look(meter, fd);
  close(fd);
  return goes_on;
}

gboolean LookAtAll(gpointer) {
  All& all = Everybody();
  Lock lock(all.mutex);
  const std::list<std::shared_ptr<Meter>> meters = all.meters;
  lock.Release();
  std::set<std::shared_ptr<Meter>> done;
  for (const auto& meter : meters) {
    if (!Look(meter)) done.insert(meter);
  }
  lock.Acquire();
  all.meters.remove_if([&done](const auto& meter) { return done.count(meter) != 0; });
  all.is_walked = !all.meters.empty();
  return all.is_walked;
}

// On a thread that reads from no client: the server's own does where its pool has no threads.
void Walk() {
  GSource* timer = g_timeout_source_new_seconds(kSeconds);
  g_source_set_callback(timer, LookAtAll, nullptr, nullptr);
  g_source_attach(timer, DefaultContextThread().context());
  g_source_unref(timer);
}

}  // namespace

void LimitMessages(GstRTSPClient* client) {
  GSocket* socket = gst_rtsp_connection_get_read_socket(gst_rtsp_client_get_connection(client));
  const auto meter = std::make_shared<Meter>(client, socket);
  // An HTTP server may have had the connection before.
  meter->read = BytesRead(g_socket_get_fd(socket)).value_or(0);
  g_object_set_qdata_full(G_OBJECT(socket), MeterQuark(), new std::shared_ptr<Meter>(meter),
                          [](gpointer data) { delete static_cast<std::shared_ptr<Meter>*>(data); });
  All& all = Everybody();
  Lock lock(all.mutex);
  all.meters.push_back(meter);
  if (!std::exchange(all.is_walked, true)) Walk();
}

void NoteMessage(GstRTSPClient* client) {
  const auto meter = MeterOf(client);
  if (!meter) return;
  meter->messages++;
  if (meter->reader_is.exchange(client) == client) return;
  Lock lock(Everybody().mutex);
  meter->frames = FramesOf(client);
  meter->reader.Set(client);
}

void ExpectFrames(GstRTSPClient* client, GstRTSPStream* stream) {
  const Frames frames = gst_rtsp_stream_is_receiver(stream) ? Frames::Media : Frames::Reports;
  if (frames <= FramesOf(client)) return;
  g_object_set_qdata(G_OBJECT(client), FramesQuark(), GINT_TO_POINTER(static_cast<gint>(frames)));
  const auto meter = MeterOf(client);
  if (!meter) return;
  Lock lock(Everybody().mutex);
  meter->frames = frames;
}

}  // namespace rtspnode
