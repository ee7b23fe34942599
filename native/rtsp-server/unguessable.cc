#include "rtsp-server/unguessable.h"

#include <errno.h>
#include <sys/random.h>

namespace rtspnode {

namespace {

// 24 characters of 6 bits.
constexpr int kLength = 24;
constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

gboolean FillWithRandom(guint8* bytes, gsize size) {
  while (size > 0) {
    const gssize got = getrandom(bytes, size, 0);
    if (got < 0 && errno != EINTR) return FALSE;
    if (got > 0) {
      bytes += got;
      size -= got;
    }
  }
  return TRUE;
}

}  // namespace

gchar* MakeUnguessable(const gchar* what) {
  guint8 bytes[kLength];
  if (!FillWithRandom(bytes, sizeof bytes)) {
    g_warning("The system gives no random bytes for %s: %s", what, g_strerror(errno));
    return nullptr;
  }
  gchar* text = static_cast<gchar*>(g_malloc(kLength + 1));
  for (int i = 0; i < kLength; i++) text[i] = kAlphabet[bytes[i] & 63];
  text[kLength] = '\0';
  return text;
}

}  // namespace rtspnode
