#include "rtsp-server/guards/range.h"

#include <glib.h>
#include <string.h>

namespace rtspnode {

namespace {

class Scanner {
 public:
  explicit Scanner(const char* text) : at_(text) {}

  bool AtEnd() {
    while (g_ascii_isspace(*at_)) at_++;
    return *at_ == '\0';
  }

  bool Skip(const char* literal) {
    const size_t length = strlen(literal);
    if (strncmp(at_, literal, length) != 0) return false;
    at_ += length;
    return true;
  }

  // From `min_digits` to `max_digits` digits.
  bool Integer(int min_digits, int max_digits, int* value) {
    int digits = 0;
    *value = 0;
    for (; digits < max_digits && g_ascii_isdigit(*at_); digits++) *value = *value * 10 + (*at_++ - '0');
    return digits >= min_digits;
  }

  // An optional ".digits".
  void Fraction(double* value) {
    if (*at_ != '.') return;
    at_++;
    for (double unit = 0.1; g_ascii_isdigit(*at_); unit /= 10) *value += unit * (*at_++ - '0');
  }

 private:
  const char* at_;
};

bool ScanClockFace(Scanner& scanner, int max_hour_digits, int* seconds) {
  int hours;
  int minutes;
  int rest;
  if (!scanner.Integer(1, max_hour_digits, &hours) || !scanner.Skip(":") || !scanner.Integer(1, 2, &minutes) ||
      !scanner.Skip(":") || !scanner.Integer(1, 2, &rest) || minutes > 59 || rest > 59) {
    return false;
  }
  *seconds = (hours * 60 + minutes) * 60 + rest;
  return true;
}

// A time of one of the units; negative for "now".
using ScanTime = bool (*)(Scanner& scanner, double* seconds);

bool ScanNpt(Scanner& scanner, double* seconds) {
  if (scanner.Skip("now")) {
    *seconds = -1;
    return true;
  }
  Scanner ahead = scanner;
  int whole;
  if (ScanClockFace(ahead, 2, &whole)) {
    scanner = ahead;
  } else if (!scanner.Integer(1, 9, &whole)) {
    return false;
  }
  *seconds = whole;
  scanner.Fraction(seconds);
  return true;
}

bool ScanSmpte(Scanner& scanner, double* seconds) {
  int whole;
  int frames;
  if (!ScanClockFace(scanner, 2, &whole)) return false;
  *seconds = whole;
  if (!scanner.Skip(":")) return true;
  // Finer fractions of a frame overflow in get_frames().
  if (!scanner.Integer(1, 2, &frames) || frames > 29) return false;
  int hundredths = 0;
  if (scanner.Skip(".") && !scanner.Integer(1, 2, &hundredths)) return false;
  *seconds += (frames + hundredths / 100.0) / 30;
  return true;
}

bool ScanUtc(Scanner& scanner, double* seconds) {
  int year;
  int month;
  int day;
  int hours;
  int minutes;
  int rest;
  if (!scanner.Integer(4, 4, &year) || !scanner.Integer(2, 2, &month) || !scanner.Integer(2, 2, &day) ||
      !scanner.Skip("T") || !scanner.Integer(2, 2, &hours) || !scanner.Integer(2, 2, &minutes) ||
      !scanner.Integer(2, 2, &rest)) {
    return false;
  }
  double fraction = 0;
  scanner.Fraction(&fraction);
  // Upstream counts from 1900 and takes what lies before for the distant future.
  if (!scanner.Skip("Z") || year < 1900 || hours > 23 || minutes > 59 || rest > 60 ||
      !g_date_valid_dmy(day, static_cast<GDateMonth>(month), year)) {
    return false;
  }
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, day, static_cast<GDateMonth>(month), year);
  *seconds = g_date_get_julian(&date) * 86400.0 + (hours * 60 + minutes) * 60 + rest + fraction;
  return true;
}

struct Unit {
  const char* name;
  ScanTime scan;
  bool may_begin_empty;
};

constexpr Unit kUnits[] = {{"npt=", ScanNpt, true},
                           {"smpte=", ScanSmpte, false},
                           {"smpte-30-drop=", ScanSmpte, false},
                           {"smpte-25=", ScanSmpte, false},
                           {"clock=", ScanUtc, false}};

bool ScanRange(Scanner& scanner, const Unit& unit, bool backwards) {
  double begin = -1;
  double end = -1;
  const bool without_begin = unit.may_begin_empty && scanner.Skip("-");
  if (!without_begin && (!unit.scan(scanner, &begin) || !scanner.Skip("-"))) return false;
  if (scanner.AtEnd()) return !without_begin && !backwards;
  if (!unit.scan(scanner, &end) || !scanner.AtEnd()) return false;
  if (backwards) return end >= 0 && begin > end;
  return begin < 0 || end < 0 || begin < end;
}

}  // namespace

bool IsSaneRange(const char* text, bool backwards) {
  for (const Unit& unit : kUnits) {
    Scanner scanner(text);
    if (scanner.Skip(unit.name)) return ScanRange(scanner, unit, backwards);
  }
  return false;
}

bool ParseDecimal(const char* text, double* value) {
  Scanner scanner(text);
  const bool negative = scanner.Skip("-");
  if (!negative) scanner.Skip("+");
  int whole;
  if (!scanner.Integer(1, 9, &whole)) return false;
  *value = whole;
  scanner.Fraction(value);
  if (negative) *value = -*value;
  return scanner.AtEnd();
}

}  // namespace rtspnode
