#pragma once
#include <string>

#include "marshal/convert.h"

namespace rtspnode {

// What the lines of an SDP are made of. Upstream writes what it is given: with a line break in it, another line.
bool IsSdpLine(const std::string& text);
bool IsSdpWord(const std::string& text);
bool IsSdpName(const std::string& text);

struct SdpLine;  // const gchar* without line breaks
struct SdpWord;  // const gchar* without white space, and not empty
struct SdpName;  // the same, without a colon

template <bool (*Fits)(const std::string&)>
struct ConvertSdpText : Convert<const gchar*> {
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out) {
    return Convert<const gchar*>::FromJs(registry, js, nullable, out) && (out->null || Fits(out->text));
  }
};

template <>
struct Convert<SdpLine> : ConvertSdpText<IsSdpLine> {
  static std::string Expected() { return "a string without line breaks and NUL characters"; }
};
template <>
struct Convert<SdpWord> : ConvertSdpText<IsSdpWord> {
  static std::string Expected() { return "a word: a string without white space, and not empty"; }
};
template <>
struct Convert<SdpName> : ConvertSdpText<IsSdpName> {
  static std::string Expected() { return "a name: a string without white space and colons, and not empty"; }
};

}  // namespace rtspnode
