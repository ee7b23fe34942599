#include "series.h"

#include <stdlib.h>

void series_add(Series* series, double value) {
  if (series->count == series->room) {
    series->room = series->room == 0 ? 1024 : 2 * series->room;
    series->values = realloc(series->values, series->room * sizeof(double));
    if (series->values == NULL) abort();
  }
  series->values[series->count++] = value;
}

static int compare(const void* a, const void* b) {
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

double series_quantile(Series* series, double part) {
  if (series->count == 0) return 0;
  qsort(series->values, series->count, sizeof(double), compare);
  const size_t at = (size_t)(series->count * part);
  return series->values[at < series->count ? at : series->count - 1];
}
