#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <map>
#include <optional>
#include <string>

#include "runtime/lock.h"

namespace rtspnode {

// Digest authentication as GstRTSPAuth has it, with nonces of the system's random generator. Upstream prints two
// outputs of GLib's global one, a Mersenne twister: after 312 challenges a client knows its state, and with it all that
// comes out of it in this process before and after, nonces as well as the keys that srtpenc makes for others. A nonce
// of ours cannot get into upstream's table of them, and seeds of g_random_set_seed() have 32 bits, which would weaken
// those keys; so what upstream does by nonces is done here.
class Digest {
 public:
  void AddUser(const gchar* user, const gchar* password, GstRTSPToken* token);
  // False, and nobody is added, if it cannot be read or a line in it is not as it should be.
  bool AddFile(const gchar* path, GstRTSPToken* token);
  void RemoveUser(const gchar* user);

  // For the header of a 401. Null where the system has no random bytes: nobody is let in by a nonce that can be
  // guessed.
  gchar* MakeNonce(const GstRTSPContext* context);
  // The token of the user who has given the right answer, which is not a reference; or null. What a file has of another
  // realm than `own_realm` counts for nothing.
  GstRTSPToken* Check(const GstRTSPContext* context, GstRTSPAuthParam** params, const gchar* own_realm);

 private:
  struct Secret {
    std::string text;
    GstRTSPToken* token;
  };
  // Both are by the same name.
  struct User {
    std::optional<Secret> password;
    // The MD5 of user, realm and password, as a file has it, by the realm.
    std::map<std::string, Secret> hashes;
  };
  struct Nonce {
    std::string address;
    gint64 made;
  };

  void ForgetOld(gint64 now);
  bool MayUse(const GstRTSPContext* context, const gchar* nonce);

  Mutex mutex_;
  // The tokens are kept by whoever adds users, for as long as there is the auth.
  std::map<std::string, User> users_;
  // Those that no client has answered yet.
  std::map<std::string, Nonce> nonces_;
  gint64 forgotten_at_ = 0;
};

}  // namespace rtspnode
