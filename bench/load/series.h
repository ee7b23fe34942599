#pragma once
#include <stddef.h>

/* Numbers, as many as come. */
typedef struct {
  double* values;
  size_t count, room;
} Series;

void series_add(Series* series, double value);
/* The value below which lies this part of all; 0 of none. Sorts them. */
double series_quantile(Series* series, double part);
