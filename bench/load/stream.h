#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "series.h"

/* The RTP packets that one client gets. */
typedef struct {
  double rate; /* of its clock, in Hz */
  bool begun;
  uint16_t sequence;
  uint32_t timestamp;
  int64_t elapsed; /* in units of its clock */
  /* How much later each packet came than its timestamp says, in seconds after an unknown beginning. */
  Series* offsets;
} Stream;

/* Of all streams. */
typedef struct {
  uint64_t packets, bytes;
  uint64_t lost; /* sequence numbers that did not come, or not in their order */
} Received;

void stream_take(Stream* stream, Received* received, const uint8_t* packet, size_t size, double arrival);
