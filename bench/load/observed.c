#include "observed.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double seconds(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) return 0;
  return time.tv_sec + time.tv_nsec / 1e9;
}

double now(void) { return seconds(CLOCK_MONOTONIC); }

static void add_thread(const char* status, int id, Observed* observed) {
  char line[256];
  FILE* file = fopen(status, "r");
  /* It may have ended after it was listed. */
  if (file == NULL || observed->threads == MOST_THREADS) return;
  const int i = observed->threads++;
  observed->thread[i].id = id;
  while (fgets(line, sizeof line, file) != NULL) {
    long count;
    if (sscanf(line, "voluntary_ctxt_switches: %ld", &count) == 1) observed->thread[i].switches = count;
    if (sscanf(line, "nonvoluntary_ctxt_switches: %ld", &count) == 1) observed->thread[i].forced = count;
  }
  fclose(file);
}

void observe(pid_t pid, Observed* observed) {
  clockid_t clock;
  char path[320];
  memset(observed, 0, sizeof *observed);
  observed->time = now();
  if (clock_getcpuclockid(pid, &clock) == 0) observed->cpu = seconds(clock);
  snprintf(path, sizeof path, "/proc/%d/statm", pid);
  FILE* statm = fopen(path, "r");
  long total, resident;
  if (statm != NULL) {
    if (fscanf(statm, "%ld %ld", &total, &resident) == 2) {
      observed->resident = (double)resident * sysconf(_SC_PAGESIZE);
    }
    fclose(statm);
  }
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR* tasks = opendir(path);
  struct dirent* entry;
  while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
    if (entry->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "/proc/%d/task/%.20s/status", pid, entry->d_name);
    add_thread(path, atoi(entry->d_name), observed);
  }
  if (tasks != NULL) closedir(tasks);
}

void observed_switches(const Observed* before, const Observed* after, long* switches, long* forced) {
  *switches = *forced = 0;
  for (int i = 0; i < after->threads; i++) {
    for (int j = 0; j < before->threads; j++) {
      if (before->thread[j].id != after->thread[i].id) continue;
      *switches += after->thread[i].switches - before->thread[j].switches;
      *forced += after->thread[i].forced - before->thread[j].forced;
    }
  }
}
