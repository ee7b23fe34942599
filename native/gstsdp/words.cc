#include "gstsdp/words.h"

#include <algorithm>

namespace rtspnode {

bool IsSdpLine(const std::string& text) { return text.find_first_of(std::string("\r\n\0", 3)) == std::string::npos; }

bool IsSdpWord(const std::string& text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) { return g_ascii_isspace(c) || g_ascii_iscntrl(c); });
}

bool IsSdpName(const std::string& text) { return IsSdpWord(text) && text.find(':') == std::string::npos; }

}  // namespace rtspnode
