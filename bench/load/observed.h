#pragma once
#include <sys/types.h>

#define MOST_THREADS 512

/* What a process, another or this one, has used up to now. */
typedef struct {
  double time;     /* when, in seconds */
  double cpu;      /* of all its threads, in seconds */
  double resident; /* bytes */
  int threads;
  struct {
    int id;
    long switches, forced; /* to another thread: since it waits, since its time was over */
  } thread[MOST_THREADS];
} Observed;

double now(void);
void observe(pid_t pid, Observed* observed);
/* How often threads were switched from that are there both times. */
void observed_switches(const Observed* before, const Observed* after, long* switches, long* forced);
