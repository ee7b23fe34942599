#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "stream.h"

/* A client of one stream: OPTIONS, DESCRIBE, SETUP, PLAY, as players do, and TEARDOWN when it is told to; or one that
 * repeats a single request. All that waits, waits in epoll. */

typedef enum { CONNECTING, OPTIONS, DESCRIBE, SETUP, PLAY, PLAYING, TEARDOWN, REPEATING, CLOSED } State;

typedef enum { PLAYED, FIRST_PACKET, ANSWERED, GONE } Happening;

typedef struct Client Client;

/* Something of epoll's that a client waits for. */
typedef struct {
  void (*ready)(Client* client);
  Client* client;
} Wait;

struct Client {
  State state;
  bool udp;
  /* Acknowledges at once what comes, so that the server does not wait for it. */
  bool quick;
  void (*happened)(Client* client, Happening happening);
  /* When it began to connect, when the last request went out, when PLAY was answered, when the first packet came. */
  double began, asked, answered, first;
  Stream stream;
  const char* method; /* that it repeats */

  int fd, rtp, rtcp;
  int rtp_port;
  Wait rtsp_wait, rtp_wait;
  unsigned cseq;
  char control[512], session[256];
  char* rest; /* the beginning of what has not come whole */
  size_t rest_size;
  Client* next; /* of the closed ones */
};

/* Where the server is: 127.0.0.1, this port; and what it is asked for. */
extern int server_port;
extern const char* server_path;
extern Received received;

/* method: NULL, or what to repeat. */
Client* client_open(bool udp, const char* method, void (*happened)(Client*, Happening));
void client_teardown(Client* client);
void client_repeat(Client* client);
/* Sends an RTCP receiver report, interleaved in the connection. */
void client_report(Client* client);
/* It is freed when its events can come no more. */
void client_close(Client* client);

/* Handles what has come, or waits until this time. Gives for how many seconds it worked. */
double loop_turn(double until);
void loop_open(void);
__attribute__((noreturn, format(printf, 1, 2))) void fail(const char* format, ...);
