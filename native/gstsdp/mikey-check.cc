#include "gstsdp/mikey-check.h"

#include <gst/sdp/gstmikey.h>

namespace rtspnode {

namespace {

constexpr guint kMaxKeyLength = 64;
constexpr guint kIntervalLengths = 2;

// Reads a message from its beginning; what does not fit any more is a failure that stays.
class Reader {
 public:
  Reader(const guint8* data, gsize size) : at_(data), left_(size) {}

  bool failed() const { return failed_; }
  bool AtEnd() const { return !failed_ && left_ == 0; }

  guint Byte() {
    const guint8* bytes = Take(1);
    return bytes ? bytes[0] : 0;
  }
  guint Short() {
    const guint8* bytes = Take(2);
    return bytes ? static_cast<guint16>(bytes[0] << 8 | bytes[1]) : 0;
  }
  bool Skip(gsize size) { return Take(size) != nullptr; }
  Reader Part(gsize size) {
    const guint8* bytes = Take(size);
    Reader part(bytes, bytes ? size : 0);
    part.failed_ = failed_;
    return part;
  }

 private:
  const guint8* Take(gsize size) {
    if (failed_ || size > left_) {
      failed_ = true;
      return nullptr;
    }
    const guint8* bytes = at_;
    at_ += size;
    left_ -= size;
    return bytes;
  }

  const guint8* at_;
  gsize left_;
  bool failed_ = false;
};

// The key validity fields; upstream is critical of empty ones.
bool SkipValidity(Reader& reader, guint type) {
  guint fields = 0;
  if (type == GST_MIKEY_KV_SPI) {
    fields = 1;
  } else if (type == GST_MIKEY_KV_INTERVAL) {
    fields = kIntervalLengths;
  } else if (type != GST_MIKEY_KV_NULL) {
    return false;
  }
  for (guint i = 0; i < fields; i++) {
    const guint length = reader.Byte();
    if (length == 0 || !reader.Skip(length)) return false;
  }
  return true;
}

bool CheckKeys(Reader reader) {
  guint next = GST_MIKEY_PT_KEY_DATA;
  while (next == GST_MIKEY_PT_KEY_DATA) {
    next = reader.Byte();
    const guint kinds = reader.Byte();
    const guint key_length = reader.Short();
    if (key_length == 0 || key_length > kMaxKeyLength || !reader.Skip(key_length)) return false;
    const bool has_salt = (kinds >> 4) & 1;
    if (has_salt && !reader.Skip(reader.Short())) return false;
    if (!SkipValidity(reader, kinds & 0xf)) return false;
  }
  return next == GST_MIKEY_PT_LAST && reader.AtEnd();
}

bool CheckKemac(Reader& reader) {
  if (reader.Byte() != GST_MIKEY_ENC_NULL) return false;
  if (!CheckKeys(reader.Part(reader.Short()))) return false;
  return reader.Byte() == GST_MIKEY_MAC_NULL && !reader.failed();
}

bool CheckTimestamp(Reader& reader) {
  switch (reader.Byte()) {
    case GST_MIKEY_TS_TYPE_NTP_UTC:
    case GST_MIKEY_TS_TYPE_NTP:
      return reader.Skip(8);
    case GST_MIKEY_TS_TYPE_COUNTER:
      return reader.Skip(4);
    default:
      return false;
  }
}

bool CheckPolicy(Reader& reader) {
  reader.Byte();  // the policy's number
  if (reader.Byte() != GST_MIKEY_SEC_PROTO_SRTP) return false;
  Reader parameters = reader.Part(reader.Short());
  while (!parameters.failed() && !parameters.AtEnd()) {
    parameters.Byte();  // the parameter's type
    const guint length = parameters.Byte();
    if (length == 0 || !parameters.Skip(length)) return false;
  }
  return !parameters.failed();
}

bool CheckRand(Reader& reader) {
  const guint length = reader.Byte();
  return length > 0 && reader.Skip(length);
}

bool CheckPayload(Reader& reader, guint type) {
  switch (type) {
    case GST_MIKEY_PT_KEMAC:
      return CheckKemac(reader);
    case GST_MIKEY_PT_T:
      return CheckTimestamp(reader);
    case GST_MIKEY_PT_SP:
      return CheckPolicy(reader);
    case GST_MIKEY_PT_RAND:
      return CheckRand(reader);
    default:
      return false;
  }
}

}  // namespace

bool IsSaneMikey(const guint8* data, gsize size) {
  Reader reader(data, size);
  if (reader.Byte() != GST_MIKEY_VERSION || reader.Byte() != GST_MIKEY_TYPE_PSK_INIT) return false;
  guint next = reader.Byte();
  reader.Skip(1);  // verification flag, PRF
  reader.Skip(4);  // CSB ID
  const guint sessions = reader.Byte();
  if (sessions == 0 || reader.Byte() != GST_MIKEY_MAP_TYPE_SRTP || !reader.Skip(sessions * 9)) return false;

  bool has_key = false;
  while (next != GST_MIKEY_PT_LAST) {
    const guint type = next;
    next = reader.Byte();
    if (!CheckPayload(reader, type)) return false;
    has_key |= type == GST_MIKEY_PT_KEMAC;
  }
  return has_key && reader.AtEnd();
}

}  // namespace rtspnode
