#pragma once

namespace rtspnode {

// Whether the value of a Range header has one of the forms of RFC 2326, 3.5 to 3.7, with numbers that mean something:
// npt, smpte, smpte-25, smpte-30-drop or clock, with a beginning or an end, neither backwards nor empty. Of a media
// that runs backwards it has both, and begins at the later one.
bool IsSaneRange(const char* text, bool backwards);

// A decimal number: digits with an optional sign and fraction, without exponent; neither "inf" nor "nan".
bool ParseDecimal(const char* text, double* value);

}  // namespace rtspnode
