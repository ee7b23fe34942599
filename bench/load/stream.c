#include "stream.h"

#include <arpa/inet.h>
#include <string.h>

void stream_take(Stream* stream, Received* received, const uint8_t* packet, size_t size, double arrival) {
  uint16_t sequence;
  uint32_t timestamp;
  if (size < 12) return;
  memcpy(&sequence, packet + 2, sizeof sequence);
  memcpy(&timestamp, packet + 4, sizeof timestamp);
  sequence = ntohs(sequence);
  timestamp = ntohl(timestamp);
  received->packets++;
  received->bytes += size;
  if (stream->begun) {
    received->lost += (uint16_t)(sequence - stream->sequence - 1);
    stream->elapsed += (int32_t)(timestamp - stream->timestamp);
  }
  stream->begun = true;
  stream->sequence = sequence;
  stream->timestamp = timestamp;
  if (stream->offsets != NULL && stream->rate > 0) {
    series_add(stream->offsets, arrival - stream->elapsed / stream->rate);
  }
}
