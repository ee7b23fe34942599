#pragma once
#include <string_view>

namespace rtspnode {

// Whether GStreamer can read this as caps, or as one structure, without being critical of it: of ranges that are empty
// or out of step, of types that hold no values, of fractions too large, of whatever is nested too deep.
bool IsSaneCapsText(std::string_view text);
bool IsSaneStructureText(std::string_view text);

}  // namespace rtspnode
