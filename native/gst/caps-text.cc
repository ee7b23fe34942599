#include "gst/caps-text.h"

#include <gst/gst.h>

#include <cstdlib>
#include <cstring>
#include <string>

namespace rtspnode {

namespace {

constexpr size_t kMaxText = 256 * 1024;
constexpr int kMaxDepth = 16;
constexpr int kMaxDigits = 18;

bool IsWord(char c) { return g_ascii_isalnum(c) || (c != 0 && strchr("/-_.:+", c) != nullptr); }

// One end of a range, or another number: what GStreamer's own readers make of it.
struct Number {
  bool is_integer = false;
  bool is_fraction = false;
  gint64 numerator = 0;
  gint64 denominator = 1;
  double real = 0;

  bool FitsInt() const { return numerator >= -G_MAXINT && numerator <= G_MAXINT; }
  bool IsLess(const Number& other) const {
    if (is_fraction && other.is_fraction) return numerator * other.denominator < other.numerator * denominator;
    if (is_integer && other.is_integer) return numerator < other.numerator;
    return real < other.real;
  }
};

bool ReadInteger(const std::string& text, gint64* out) {
  const size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  if (text.size() == sign || text.size() > sign + kMaxDigits) return false;
  if (text.find_first_not_of("0123456789", sign) != std::string::npos) return false;
  // A leading zero makes an octal number.
  if (text.size() > sign + 1 && text[sign] == '0') return false;
  *out = g_ascii_strtoll(text.c_str(), nullptr, 10);
  return true;
}

bool ReadNumber(const std::string& text, Number* out) {
  const size_t slash = text.find('/');
  if (slash != std::string::npos) {
    out->is_fraction = true;
    if (!ReadInteger(text.substr(0, slash), &out->numerator) || !ReadInteger(text.substr(slash + 1), &out->denominator))
      return false;
    out->real = static_cast<double>(out->numerator) / static_cast<double>(out->denominator);
    return out->denominator > 0 && out->denominator <= G_MAXINT && out->FitsInt();
  }
  if (ReadInteger(text, &out->numerator)) {
    out->is_integer = true;
    out->real = static_cast<double>(out->numerator);
    return true;
  }
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != std::string::npos) return false;
  gchar* end;
  out->real = g_ascii_strtod(text.c_str(), &end);
  return *end == 0;
}

// The names that stand for the ends of an integer's range, of a real number's and of a fraction's.
bool ReadEnd(const std::string& text, const std::string& type, Number* out) {
  if (text != "max" && text != "min") return ReadNumber(text, out);
  const bool is_max = text == "max";
  if (type.empty() || type == "int" || type == "i" || type == "gint") {
    out->is_integer = true;
    out->numerator = is_max ? G_MAXINT : G_MININT;
    out->real = static_cast<double>(out->numerator);
    return true;
  }
  if (type == "fraction" || type == "GstFraction") {
    out->is_fraction = true;
    out->numerator = is_max ? G_MAXINT : -G_MAXINT;
    out->real = static_cast<double>(out->numerator);
    return true;
  }
  out->real = is_max ? G_MAXDOUBLE : -G_MAXDOUBLE;
  return type == "double" || type == "d" || type == "gdouble";
}

bool IsTextType(const std::string& type) {
  return type == "GstCaps" || type == "caps" || type == "GstStructure" || type == "structure";
}

bool IsCapsType(const std::string& type) { return type == "GstCaps" || type == "caps"; }

bool IsKnownType(const std::string& name) {
  static constexpr const char* known[] = {
      "int",       "i",        "gint",        "uint",       "u",          "guint",   "float",   "f",
      "gfloat",    "double",   "d",           "gdouble",    "boolean",    "bool",    "b",       "gboolean",
      "string",    "str",      "s",           "gchararray", "gint64",     "guint64", "bitmask", "buffer",
      "GstBuffer", "fraction", "GstFraction", "flagset",    "GstFlagSet", "date",    "GDate",   "GstBitmask"};
  for (const char* type : known) {
    if (name == type) return true;
  }
  const GType type = g_type_from_name(name.c_str());
  if (type == G_TYPE_INVALID) return false;
  return (G_TYPE_IS_ENUM(type) && type != G_TYPE_ENUM) || (G_TYPE_IS_FLAGS(type) && type != G_TYPE_FLAGS) ||
         g_type_is_a(type, GST_TYPE_FLAG_SET);
}

// The grammar of gst_structure_to_string(). What is not of it is refused, though GStreamer may take it.
class Scanner {
 public:
  Scanner(std::string_view text, int depth) : text_(text), depth_(depth) {}

  bool Caps() {
    Space();
    if (Skip("ANY") || Skip("EMPTY") || Skip("NONE")) return AtEnd();
    do {
      if (AtEnd()) return true;  // behind a last semicolon
      if (!Structure(true)) return false;
    } while (SkipChar(';'));
    return AtEnd();
  }

  bool OneStructure() {
    if (!Structure(false)) return false;
    SkipChar(';');
    return AtEnd();
  }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool AtEnd() {
    Space();
    return at_ == text_.size();
  }
  void Space() {
    while (g_ascii_isspace(Peek())) at_++;
  }
  bool SkipChar(char c) {
    Space();
    if (Peek() != c || c == 0) return false;
    at_++;
    return true;
  }
  bool Skip(const char* word) {
    if (text_.substr(at_, strlen(word)) != word ||
        IsWord(text_.size() > at_ + strlen(word) ? text_[at_ + strlen(word)] : 0))
      return false;
    at_ += strlen(word);
    return true;
  }
  std::string Word() {
    Space();
    const size_t start = at_;
    while (IsWord(Peek())) at_++;
    return std::string(text_.substr(start, at_ - start));
  }

  bool Structure(bool with_features) {
    const std::string name = Word();
    if (name.empty() || !g_ascii_isalpha(name[0])) return false;
    if (with_features && SkipChar('(') && !Features()) return false;
    while (SkipChar(',')) {
      const std::string field = Word();
      if (field.empty() || !SkipChar('=') || !Value({})) return false;
    }
    return true;
  }

  // memory:DMABuf, meta:GstVideoOverlayComposition
  bool Features() {
    Space();
    if (Skip("ANY")) return SkipChar(')');
    do {
      const std::string feature = Word();
      const size_t colon = feature.find(':');
      if (colon == 0 || colon == std::string::npos || colon + 1 == feature.size()) return false;
      for (size_t i = 0; i < feature.size(); i++) {
        const bool fits = i < colon ? g_ascii_islower(feature[i]) : i == colon || g_ascii_isalnum(feature[i]);
        if (!fits) return false;
      }
    } while (SkipChar(','));
    return SkipChar(')');
  }

  // `type`: of the list or range that the value stands in, empty where nothing is said.
  bool Value(std::string type) {
    if (++depth_ > kMaxDepth) return false;
    if (SkipChar('(')) {
      type = Word();
      if (!SkipChar(')') || (!IsKnownType(type) && !IsTextType(type))) return false;
    }
    Space();
    bool sane = false;
    if (IsTextType(type)) {
      sane = Nested(IsCapsType(type));
    } else if (SkipChar('[')) {
      sane = Range(type);
    } else if (SkipChar('{')) {
      sane = List(type, '}');
    } else if (SkipChar('<')) {
      sane = List(type, '>');
    } else if (Peek() == '"') {
      std::string unquoted;
      sane = Quoted(&unquoted) && IsSaneSimple(unquoted, type);
    } else {
      const std::string word = Word();
      sane = !word.empty() && IsSaneSimple(word, type);
    }
    depth_--;
    return sane;
  }

  bool List(const std::string& type, char end) {
    if (SkipChar(end)) return true;
    do {
      if (!Value(type)) return false;
    } while (SkipChar(','));
    return SkipChar(end);
  }

  bool Range(const std::string& type) {
    Number ends[3];
    int count = 0;
    do {
      if (count == 3 || !End(type, &ends[count++])) return false;
    } while (SkipChar(','));
    if (count < 2 || !SkipChar(']') || !ends[0].IsLess(ends[1])) return false;
    const bool is_wide = type.find("64") != std::string::npos;
    const bool all_integers = ends[0].is_integer && ends[1].is_integer;
    // Integers that are too large become real ones, or wrap around.
    const auto fits = [&](const Number& end) { return end.FitsInt() || end.numerator == G_MININT; };
    if (all_integers && !is_wide && (!fits(ends[0]) || !fits(ends[1]))) return false;
    if (type == "fraction" || type == "GstFraction") {
      if (!ends[0].FitsInt() || !ends[1].FitsInt()) return false;
    }
    if (count == 2) return true;
    const gint64 step = ends[2].numerator;
    return all_integers && ends[2].is_integer && step > 0 && (is_wide || step <= G_MAXINT) &&
           ends[0].numerator % step == 0 && ends[1].numerator % step == 0;
  }

  bool End(const std::string& range_type, Number* end) {
    std::string type = range_type;
    if (SkipChar('(')) {
      const std::string own = Word();
      if (!SkipChar(')') || (!type.empty() && own != type) || !IsKnownType(own)) return false;
      type = own;
    }
    return ReadEnd(Word(), type, end);
  }

  // Caps or a structure, in brackets or quoted.
  bool Nested(bool is_caps) {
    std::string inner;
    if (Peek() == '"') {
      if (!Quoted(&inner)) return false;
    } else if (SkipChar('[')) {
      if (!InBrackets(&inner)) return false;
    } else {
      return false;
    }
    Scanner scanner(inner, depth_);
    return is_caps ? scanner.Caps() : scanner.OneStructure();
  }

  bool InBrackets(std::string* inner) {
    const size_t start = at_;
    bool quoted = false;
    for (int open = 1; at_ < text_.size(); at_++) {
      if (Peek() == '"') quoted = !quoted;
      if (quoted && Peek() == '\\') at_++;
      if (quoted) continue;
      if (Peek() == '[') open++;
      if (Peek() == ']' && --open == 0) {
        *inner = text_.substr(start, at_++ - start);
        return true;
      }
    }
    return false;
  }

  bool Quoted(std::string* unquoted) {
    for (at_++; at_ < text_.size(); at_++) {
      char c = Peek();
      if (c == '"') {
        at_++;
        return true;
      }
      if (c == '\\') {
        at_++;
        c = Peek();
        // \ooo is a byte.
        if (c == 0 || g_ascii_isdigit(c)) return false;
      }
      unquoted->push_back(c);
    }
    return false;
  }

  static bool IsSaneSimple(const std::string& text, const std::string& type) {
    // A buffer of something else is unmapped and was not there.
    if (type == "buffer" || type == "GstBuffer") {
      return text.size() % 2 == 0 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    }
    // Every value without another type may be read as a fraction.
    const bool may_be_fraction = type.empty() || type == "fraction" || type == "GstFraction";
    if (!may_be_fraction || text.find_first_not_of("0123456789+-/ \t\n\r\v\f") != std::string::npos) return true;
    Number number;
    return ReadNumber(text, &number) && (number.FitsInt() || type.empty());
  }

  const std::string_view text_;
  int depth_;
  size_t at_ = 0;
};

}  // namespace

bool IsSaneCapsText(std::string_view text) { return text.size() <= kMaxText && Scanner(text, 0).Caps(); }
bool IsSaneStructureText(std::string_view text) { return text.size() <= kMaxText && Scanner(text, 0).OneStructure(); }

}  // namespace rtspnode
