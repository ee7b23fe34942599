/* The load of the benchmarks of whole servers: clients of an RTSP server on 127.0.0.1, all on one thread.
 *
 * usage: load MODE PORT PATH PID [NAME=NUMBER]...
 * PID is the server's process. Prints one line of JSON; times are in seconds, memory is in bytes.
 *
 *   stay    clients=N at=K seconds=S   N clients join, K at a time, and stay; then measures for S seconds, with watch=1
 *                                      also how late packets come, to clients that send reports=R of RTCP a second
 *   churn   watchers=W cycles=N at=K   W clients join and stay; then N more come, K at a time or rate=R a second, each
 *                                      goes when its first packet has come
 *   ask     clients=K seconds=S        K connections, each with one request in flight: OPTIONS, or with describe=1
 *                                      DESCRIBE
 *
 * udp=1: the packets come over UDP. gate=1: before it measures it says "ready", and waits for SIGUSR1; the same with
 * "done" after it. quick=1: whose packets are watched acknowledge at once what comes over TCP. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "client.h"
#include "observed.h"

/* Nothing takes longer than this, in seconds. */
#define DEADLINE 240
/* What the joins have set going comes to rest in this time. */
#define SETTLE 0.3
#define MOST_WATCHERS 256

static struct {
  double clients, watchers, cycles, at, rate, seconds, udp, describe, gate, watch, quick, reports;
} option = {.at = 1};

static pid_t server;
/* Clients that are on their way, that play, that have gone. */
static int joining, playing, gone;
static unsigned long answers;
static Series play_times, first_times, request_times;
/* How long the load itself worked at a stretch. */
static Series turns;
static bool measuring;
static double worked, deadline;

static void turn_until(double until) {
  const double took = loop_turn(until);
  if (measuring) {
    worked += took;
    if (took > 0) series_add(&turns, took);
  }
  if (now() > deadline)
    fail("not done in %d seconds: %d joining, %d playing, %d gone", DEADLINE, joining, playing, gone);
}

static void run_for(double seconds) {
  const double end = now() + seconds;
  while (now() < end) turn_until(end);
}

static sigset_t gate_signals;

static void gate(const char* word) {
  int signal;
  if (!option.gate) return;
  fprintf(stderr, "%s\n", word);
  sigwait(&gate_signals, &signal);
}

static void on_stay(Client* client, Happening happening) {
  if (happening == FIRST_PACKET) {
    series_add(&first_times, client->first - client->began);
  } else {
    series_add(&play_times, client->answered - client->began);
    joining--;
    playing++;
  }
}

static void on_cycle(Client* client, Happening happening) {
  if (happening == GONE) {
    client_close(client);
    joining--;
    gone++;
  } else if (happening == FIRST_PACKET) {
    series_add(&play_times, client->answered - client->began);
    series_add(&first_times, client->first - client->began);
    client_teardown(client);
  }
}

static void on_answer(Client* client, Happening happening) {
  if (measuring) series_add(&request_times, now() - client->asked);
  answers++;
  client_repeat(client);
}

static void join_all(int count, void (*opened_one)(Client*)) {
  for (int opened = 0; playing < count;) {
    while (opened < count && joining < option.at) {
      Client* client = client_open(option.udp != 0, NULL, on_stay);
      if (opened_one != NULL) opened_one(client);
      joining++;
      opened++;
    }
    turn_until(now() + 0.1);
  }
}

static double own_cpu(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void print_series(const char* name, Series* series) {
  printf("\"%s\":{\"count\":%zu,\"p50\":%.9f,\"p99\":%.9f,\"most\":%.9f},", name, series->count,
         series_quantile(series, 0.5), series_quantile(series, 0.99), series_quantile(series, 1));
}

/* Of one stretch of time: what the server used, and what came. */
static Observed before;
static Received received_before;
static double own_before;

static void begin_stretch(void) {
  observe(server, &before);
  received_before = received;
  own_before = own_cpu();
  worked = 0;
  turns.count = 0;
  measuring = true;
}

static void print_stretch(const char* name) {
  const double own = own_cpu() - own_before;
  static Observed after;
  long switches, forced;
  observe(server, &after);
  observed_switches(&before, &after, &switches, &forced);
  const double seconds = after.time - before.time;
  measuring = false;
  printf(
      "\"%s\":{\"seconds\":%.6f,\"cpu\":%.6f,\"switches\":%ld,\"switchesForced\":%ld,\"packets\":%llu,\"bytes\":%llu,"
      "\"lost\":%llu,\"loadCpu\":%.6f,\"loadWorked\":%.6f,\"residentBefore\":%.0f,\"residentAfter\":%.0f},",
      name, seconds, after.cpu - before.cpu, switches, forced,
      (unsigned long long)(received.packets - received_before.packets),
      (unsigned long long)(received.bytes - received_before.bytes),
      (unsigned long long)(received.lost - received_before.lost), own, worked, before.resident, after.resident);
}

static Client* watching[MOST_WATCHERS];
static Series* offsets[MOST_WATCHERS];
static int watchers;

static void watch_packets(Client* client) {
  Series* all = calloc(1, sizeof *all);
  if (all == NULL || watchers == MOST_WATCHERS) abort();
  watching[watchers] = client;
  offsets[watchers++] = all;
  client->quick = option.quick != 0;
  client->stream.offsets = all;
}

static void forget_offsets(void) {
  for (int i = 0; i < watchers; i++) offsets[i]->count = 0;
}

static void print_late(void) {
  Series late = {0};
  for (int i = 0; i < watchers; i++) {
    /* The one that came soonest tells when all of them were due. */
    const double least = series_quantile(offsets[i], 0);
    for (size_t j = 0; j < offsets[i]->count; j++) series_add(&late, offsets[i]->values[j] - least);
  }
  print_series("late", &late);
}

/* Those whose packets are watched report by turns. */
static void report_for(double seconds) {
  const double begin = now();
  const double rate = option.reports * watchers;
  const double interval = rate > 0 ? 1 / rate : seconds;
  for (int sent = 0; now() < begin + seconds; sent++) {
    if (sent > 0) client_report(watching[sent % watchers]);
    run_for(begin + (sent + 1) * interval - now());
  }
}

static void stay(void) {
  begin_stretch();
  join_all((int)option.clients, option.watch ? watch_packets : NULL);
  print_stretch("joins");
  run_for(SETTLE);
  forget_offsets();
  gate("ready");
  begin_stretch();
  report_for(option.seconds);
  print_stretch("measured");
  gate("done");
  print_late();
}

/* One more comes when there is room, or when it is time. */
static void churn_until(int cycles) {
  const double begin = now();
  const int base = gone + joining;
  int opened = base;
  while (gone < cycles) {
    double until = now() + 0.1;
    while (opened < cycles) {
      if (option.rate > 0) {
        const double due = begin + (opened - base) / option.rate;
        if (due > now()) {
          if (due < until) until = due;
          break;
        }
      } else if (joining >= option.at) {
        break;
      }
      client_open(option.udp != 0, NULL, on_cycle);
      joining++;
      opened++;
    }
    turn_until(until);
  }
}

static void churn(void) {
  join_all((int)option.watchers, watch_packets);
  run_for(SETTLE);
  play_times.count = first_times.count = 0;
  forget_offsets();
  gate("ready");
  begin_stretch();
  churn_until((int)option.cycles / 2);
  print_stretch("firstHalf");
  begin_stretch();
  churn_until((int)option.cycles);
  print_stretch("measured");
  gate("done");
  print_late();
}

static void ask(void) {
  for (int i = 0; i < option.clients; i++) client_open(false, option.describe ? "DESCRIBE" : "OPTIONS", on_answer);
  while (answers < 20 * option.clients) turn_until(now() + 0.1);
  gate("ready");
  begin_stretch();
  run_for(option.seconds);
  print_stretch("measured");
  gate("done");
}

static void read_option(const char* text) {
  static const struct {
    const char* name;
    double* value;
  } known[] = {
      {"clients", &option.clients}, {"watchers", &option.watchers}, {"cycles", &option.cycles},
      {"at", &option.at},           {"rate", &option.rate},         {"seconds", &option.seconds},
      {"udp", &option.udp},         {"describe", &option.describe}, {"gate", &option.gate},
      {"watch", &option.watch},     {"quick", &option.quick},       {"reports", &option.reports},
  };
  const char* equals = strchr(text, '=');
  for (size_t i = 0; equals != NULL && i < sizeof known / sizeof *known; i++) {
    if (strlen(known[i].name) != (size_t)(equals - text) || strncmp(known[i].name, text, equals - text) != 0) continue;
    *known[i].value = atof(equals + 1);
    return;
  }
  fail("no option: %s", text);
}

int main(int argc, char** argv) {
  if (argc < 5) fail("usage: load MODE PORT PATH PID [NAME=NUMBER]...");
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  /* It may come before it is waited for. */
  sigemptyset(&gate_signals);
  sigaddset(&gate_signals, SIGUSR1);
  sigprocmask(SIG_BLOCK, &gate_signals, NULL);
  server_port = atoi(argv[2]);
  server_path = argv[3];
  server = atoi(argv[4]);
  if (server_port <= 0 || server <= 0) fail("no port, or no process");
  for (int i = 5; i < argc; i++) read_option(argv[i]);
  deadline = now() + DEADLINE;
  loop_open();
  printf("{");
  if (strcmp(argv[1], "stay") == 0) {
    stay();
  } else if (strcmp(argv[1], "churn") == 0) {
    churn();
  } else if (strcmp(argv[1], "ask") == 0) {
    ask();
  } else {
    fail("no mode: %s", argv[1]);
  }
  print_series("play", &play_times);
  print_series("first", &first_times);
  print_series("requests", &request_times);
  print_series("turns", &turns);
  printf("\"deadline\":%d}\n", DEADLINE);
  return 0;
}
