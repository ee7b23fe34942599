#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observed.h"

#define EVENTS 256
#define BUFFER (1 << 18)
#define DATAGRAMS 64
#define DATAGRAM 2048

int server_port;
const char* server_path;
Received received;

static int epoll;
static Client* closed;
/* When epoll gave what is handled now. */
static double turn;

void fail(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("load: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

void loop_open(void) {
  epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) fail("epoll: %s", strerror(errno));
}

static void watch(int operation, int fd, unsigned events, Wait* wait) {
  struct epoll_event event = {.events = events, .data.ptr = wait};
  if (epoll_ctl(epoll, operation, fd, &event) != 0) fail("epoll: %s", strerror(errno));
}

static struct sockaddr_in local(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static void send_request(Client* client, const char* method, const char* uri, const char* headers) {
  char text[2048];
  const int size =
      snprintf(text, sizeof text, "%s %s RTSP/1.0\r\nCSeq: %u\r\n%s%s%s%s\r\n", method, uri, ++client->cseq,
               client->session[0] ? "Session: " : "", client->session, client->session[0] ? "\r\n" : "", headers);
  client->asked = now();
  if (send(client->fd, text, size, MSG_NOSIGNAL) != size) fail("%s was not sent: %s", method, strerror(errno));
}

static void ask(Client* client, State state) {
  static const char* const methods[] = {
      [OPTIONS] = "OPTIONS", [DESCRIBE] = "DESCRIBE", [SETUP] = "SETUP", [PLAY] = "PLAY", [TEARDOWN] = "TEARDOWN"};
  char uri[1024];
  char headers[256] = "";
  snprintf(uri, sizeof uri, "rtsp://127.0.0.1:%d%s", server_port, server_path);
  if (state == DESCRIBE) strcpy(headers, "Accept: application/sdp\r\n");
  if (state == SETUP) {
    if (strncmp(client->control, "rtsp://", 7) == 0) {
      snprintf(uri, sizeof uri, "%s", client->control);
    } else {
      snprintf(uri, sizeof uri, "rtsp://127.0.0.1:%d%s/%s", server_port, server_path, client->control);
    }
    if (client->udp) {
      snprintf(headers, sizeof headers, "Transport: RTP/AVP;unicast;client_port=%d-%d\r\n", client->rtp_port,
               client->rtp_port + 1);
    } else {
      strcpy(headers, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
    }
  }
  client->state = state;
  send_request(client, methods[state], uri, headers);
}

void client_teardown(Client* client) { ask(client, TEARDOWN); }

void client_repeat(Client* client) {
  char uri[1024];
  snprintf(uri, sizeof uri, "rtsp://127.0.0.1:%d%s", server_port, server_path);
  send_request(client, client->method, uri, "");
}

void client_report(Client* client) {
  /* Channel 1, eight bytes: of somebody who reports of no source. */
  static const uint8_t report[] = {'$', 1, 0, 8, 0x80, 201, 0, 1, 0, 0, 0, 1};
  if (send(client->fd, report, sizeof report, MSG_NOSIGNAL) != sizeof report) fail("no report: %s", strerror(errno));
}

/* The value of a header; up to its first semicolon, or whole. */
static bool find_header(const char* head, const char* name, bool whole, char* value, size_t room) {
  const size_t length = strlen(name);
  for (const char* line = strstr(head, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
    line += 2;
    if (strncasecmp(line, name, length) != 0 || line[length] != ':') continue;
    const char* begin = line + length + 1 + strspn(line + length + 1, " ");
    snprintf(value, room, "%.*s", (int)strcspn(begin, whole ? "\r\n" : ";\r\n"), begin);
    return true;
  }
  return false;
}

/* Of the first stream: its control and its clock. */
static void read_description(Client* client, const char* sdp) {
  const char* media = strstr(sdp, "m=");
  const char* control = media == NULL ? NULL : strstr(media, "a=control:");
  const char* map = media == NULL ? NULL : strstr(media, "a=rtpmap:");
  if (control == NULL) fail("no stream in\n%s", sdp);
  control += strlen("a=control:");
  snprintf(client->control, sizeof client->control, "%.*s", (int)strcspn(control, "\r\n"), control);
  const char* slash = map == NULL ? NULL : strchr(map, '/');
  if (slash != NULL) client->stream.rate = atof(slash + 1);
}

/* Nobody else's packets are counted. */
static void hear_server_only(Client* client, const char* head) {
  char transport[512];
  const char* ports = NULL;
  if (find_header(head, "Transport", true, transport, sizeof transport)) ports = strstr(transport, "server_port=");
  if (ports == NULL) fail("no server_port in\n%s", head);
  const struct sockaddr_in server = local(atoi(ports + strlen("server_port=")));
  if (connect(client->rtp, (const struct sockaddr*)&server, sizeof server) != 0) fail("connect: %s", strerror(errno));
}

static void take_answer(Client* client, const char* head, const char* body) {
  const int status = atoi(head + strcspn(head, " "));
  if (status != 200) fail("%.*s in state %d", (int)strcspn(head, "\r\n"), head, client->state);
  switch (client->state) {
    case OPTIONS:
      ask(client, DESCRIBE);
      break;
    case DESCRIBE:
      read_description(client, body);
      ask(client, SETUP);
      break;
    case SETUP:
      if (!find_header(head, "Session", false, client->session, sizeof client->session))
        fail("no session in\n%s", head);
      if (client->udp) hear_server_only(client, head);
      ask(client, PLAY);
      break;
    case PLAY:
      client->answered = turn;
      client->state = PLAYING;
      client->happened(client, PLAYED);
      /* It may come before the answer. */
      if (client->first != 0) client->happened(client, FIRST_PACKET);
      break;
    case TEARDOWN:
      client->state = CLOSED;
      client->happened(client, GONE);
      break;
    case REPEATING:
      client->happened(client, ANSWERED);
      break;
    default:
      fail("an answer that nobody asked for:\n%s", head);
  }
}

static void take_packet(Client* client, const uint8_t* packet, size_t size) {
  stream_take(&client->stream, &received, packet, size, turn);
  if (client->first == 0) {
    client->first = turn;
    if (client->state == PLAYING) client->happened(client, FIRST_PACKET);
  }
}

/* Takes what is whole; gives how much that was. */
static size_t take(Client* client, char* data, size_t size) {
  size_t at = 0;
  while (at < size && client->state != CLOSED) {
    uint8_t* frame = (uint8_t*)data + at;
    const size_t left = size - at;
    if (frame[0] == '$') {
      if (left < 4) break;
      const size_t whole = 4 + ((size_t)frame[2] << 8 | frame[3]);
      if (left < whole) break;
      if (frame[1] == 0) take_packet(client, frame + 4, whole - 4);
      at += whole;
      continue;
    }
    char* head = data + at;
    char* end = memmem(head, left, "\r\n\r\n", 4);
    char text[32];
    if (end == NULL) break;
    end[2] = '\0';
    const size_t body = find_header(head, "Content-Length", true, text, sizeof text) ? strtoul(text, NULL, 10) : 0;
    const size_t whole = end + 4 - head + body;
    if (left < whole) {
      end[2] = '\r';
      break;
    }
    char* after = end + 4 + body;
    const char kept = *after;
    *after = '\0';
    take_answer(client, head, end + 4);
    *after = kept;
    at += whole;
  }
  return at;
}

static void on_rtsp(Client* client) {
  static char buffer[BUFFER + 1];
  const int on = 1;
  if (client->state == CLOSED) return;
  if (client->state == CONNECTING) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(client->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) fail("connect: %s", strerror(error));
    watch(EPOLL_CTL_MOD, client->fd, EPOLLIN, &client->rtsp_wait);
    if (client->method == NULL) {
      ask(client, OPTIONS);
    } else {
      client->state = REPEATING;
      client_repeat(client);
    }
    return;
  }
  memcpy(buffer, client->rest, client->rest_size);
  const ssize_t got = recv(client->fd, buffer + client->rest_size, BUFFER - client->rest_size, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) fail("the server closed a connection in state %d", client->state);
  if (client->quick) setsockopt(client->fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
  const size_t size = client->rest_size + got;
  const size_t taken = take(client, buffer, size);
  client->rest_size = size - taken;
  if (client->rest_size > 0) {
    client->rest = realloc(client->rest, client->rest_size);
    if (client->rest == NULL) abort();
    memcpy(client->rest, buffer + taken, client->rest_size);
  }
}

static void on_rtp(Client* client) {
  static uint8_t packets[DATAGRAMS][DATAGRAM];
  static struct iovec parts[DATAGRAMS];
  static struct mmsghdr messages[DATAGRAMS];
  if (client->state == CLOSED) return;
  for (int i = 0; i < DATAGRAMS; i++) {
    parts[i] = (struct iovec){packets[i], DATAGRAM};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
  }
  const int count = recvmmsg(client->rtp, messages, DATAGRAMS, MSG_DONTWAIT, NULL);
  for (int i = 0; i < count && client->state != CLOSED; i++) take_packet(client, packets[i], messages[i].msg_len);
}

/* Two ports in a row, the first one even. */
static void bind_pair(Client* client) {
  static int next;
  const int room = 1 << 20;
  /* Below those that the system gives to whoever wants any. */
  if (next == 0) next = 20000 + getpid() % 6000 * 2;
  for (int tries = 0; tries < 6000; tries++) {
    const int port = next;
    next = next >= 31998 ? 20000 : next + 2;
    client->rtp = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    client->rtcp = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (client->rtp < 0 || client->rtcp < 0) fail("socket: %s", strerror(errno));
    const struct sockaddr_in first = local(port), second = local(port + 1);
    if (bind(client->rtp, (const struct sockaddr*)&first, sizeof first) == 0 &&
        bind(client->rtcp, (const struct sockaddr*)&second, sizeof second) == 0) {
      setsockopt(client->rtp, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
      client->rtp_port = port;
      return;
    }
    close(client->rtp);
    close(client->rtcp);
  }
  fail("no free pair of ports");
}

Client* client_open(bool udp, const char* method, void (*happened)(Client*, Happening)) {
  Client* client = calloc(1, sizeof *client);
  const int on = 1;
  if (client == NULL) abort();
  client->udp = udp;
  client->method = method;
  client->happened = happened;
  client->rtp = client->rtcp = -1;
  client->rtsp_wait = (Wait){on_rtsp, client};
  client->rtp_wait = (Wait){on_rtp, client};
  if (udp) {
    bind_pair(client);
    watch(EPOLL_CTL_ADD, client->rtp, EPOLLIN, &client->rtp_wait);
  }
  client->began = now();
  client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (client->fd < 0) fail("socket: %s", strerror(errno));
  setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const struct sockaddr_in address = local(server_port);
  if (connect(client->fd, (const struct sockaddr*)&address, sizeof address) != 0 && errno != EINPROGRESS) {
    fail("connect: %s", strerror(errno));
  }
  watch(EPOLL_CTL_ADD, client->fd, EPOLLOUT, &client->rtsp_wait);
  return client;
}

void client_close(Client* client) {
  client->state = CLOSED;
  close(client->fd);
  if (client->udp) {
    close(client->rtp);
    close(client->rtcp);
  }
  client->next = closed;
  closed = client;
}

double loop_turn(double until) {
  struct epoll_event events[EVENTS];
  const double wait = until - now();
  const int count = epoll_wait(epoll, events, EVENTS, wait <= 0 ? 0 : (int)(wait * 1000) + 1);
  turn = now();
  for (int i = 0; i < count; i++) {
    Wait* wait_for = events[i].data.ptr;
    wait_for->ready(wait_for->client);
  }
  while (closed != NULL) {
    Client* client = closed;
    closed = client->next;
    free(client->rest);
    free(client);
  }
  return count > 0 ? now() - turn : 0;
}
