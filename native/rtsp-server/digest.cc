#include "rtsp-server/digest.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "rtsp-server/unguessable.h"

namespace rtspnode {

namespace {

// A nonce that no client has answered is good for that long, and until another one is made.
constexpr gint64 kPatience = 30 * G_USEC_PER_SEC;
// Of one client. Players use the newest one; upstream keeps all of them, for a client that asks for ever more.
constexpr std::size_t kMostAnswered = 16;
// Of one client, too, that it has not answered.
constexpr std::size_t kMostMade = 16;
constexpr gsize kMd5Length = 32;

using Nonces = std::deque<std::string>;

Nonces& NoncesOf(GstRTSPClient* client, GQuark quark) {
  auto* nonces = static_cast<Nonces*>(g_object_get_qdata(G_OBJECT(client), quark));
  if (!nonces) {
    nonces = new Nonces;
    g_object_set_qdata_full(G_OBJECT(client), quark, nonces, [](gpointer data) { delete static_cast<Nonces*>(data); });
  }
  return *nonces;
}

// Those that the client has answered, which are nobody else's from then on.
Nonces& AnsweredBy(GstRTSPClient* client) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-answered-nonces");
  return NoncesOf(client, quark);
}

// Those that were made for the client.
Nonces& MadeFor(GstRTSPClient* client) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-made-nonces");
  return NoncesOf(client, quark);
}

const gchar* AddressOf(const GstRTSPContext* context) {
  const gchar* address = context->conn ? gst_rtsp_connection_get_ip(context->conn) : nullptr;
  return address ? address : "";
}

// The first one counts.
const gchar* Find(GstRTSPAuthParam** params, const gchar* name) {
  for (; *params; params++) {
    if (g_str_equal((*params)->name, name) && (*params)->value) return (*params)->value;
  }
  return nullptr;
}

}  // namespace

void Digest::AddUser(const gchar* user, const gchar* password, GstRTSPToken* token) {
  Lock lock(mutex_);
  users_[user] = {Secret{password, token}, {}};
}

bool Digest::AddFile(const gchar* path, GstRTSPToken* token) {
  gchar* contents = nullptr;
  if (!g_file_get_contents(path, &contents, nullptr, nullptr)) return false;
  std::map<std::pair<std::string, std::string>, Secret> found;
  bool good = true;
  gchar** lines = g_strsplit(contents, "\n", -1);
  // The last one ends with the file's last line.
  for (gchar** line = lines; good && *line && (**line || line[1]); line++) {
    gchar** fields = g_strsplit(*line, ":", -1);
    good = g_strv_length(fields) == 3 && std::string(fields[2]).size() == kMd5Length;
    if (good) found[{fields[0], fields[1]}] = {fields[2], token};
    g_strfreev(fields);
  }
  g_strfreev(lines);
  g_free(contents);
  if (!good) return false;
  Lock lock(mutex_);
  for (const auto& [who, hash] : found) users_[who.first].hashes[who.second] = hash;
  return true;
}

void Digest::RemoveUser(const gchar* user) {
  Lock lock(mutex_);
  users_.erase(user);
}

gchar* Digest::MakeNonce(const GstRTSPContext* context) {
  if (!context->client) return nullptr;
  gchar* nonce = MakeUnguessable("a nonce");
  if (!nonce) return nullptr;
  const gint64 now = g_get_monotonic_time();
  Lock lock(mutex_);
  ForgetOld(now);
  nonces_[nonce] = {AddressOf(context), now};
  // A stranger may ask for one after the other.
  Nonces& made = MadeFor(context->client);
  made.emplace_back(nonce);
  if (made.size() > kMostMade) {
    nonces_.erase(made.front());
    made.pop_front();
  }
  return nonce;
}

void Digest::ForgetOld(gint64 now) {
  if (now - forgotten_at_ < kPatience) return;
  forgotten_at_ = now;
  for (auto it = nonces_.begin(); it != nonces_.end();) {
    it = now - it->second.made < kPatience ? std::next(it) : nonces_.erase(it);
  }
}

bool Digest::MayUse(const GstRTSPContext* context, const gchar* nonce) {
  Nonces& answered = AnsweredBy(context->client);
  if (std::find(answered.begin(), answered.end(), nonce) != answered.end()) return true;
  const auto made = nonces_.find(nonce);
  if (made == nonces_.end() || made->second.address != AddressOf(context)) return false;
  nonces_.erase(made);
  answered.emplace_back(nonce);
  if (answered.size() > kMostAnswered) answered.pop_front();
  return true;
}

GstRTSPToken* Digest::Check(const GstRTSPContext* context, GstRTSPAuthParam** params, const gchar* own_realm) {
  if (!params || !context->client) return nullptr;
  const gchar* realm = Find(params, "realm");
  const gchar* name = Find(params, "username");
  const gchar* nonce = Find(params, "nonce");
  const gchar* response = Find(params, "response");
  const gchar* uri = Find(params, "uri");
  if (!realm || !name || !nonce || !response || !uri) return nullptr;
  const gchar* method = gst_rtsp_method_as_text(context->method);

  Lock lock(mutex_);
  const auto found = users_.find(name);
  if (found == users_.end() || !MayUse(context, nonce)) return nullptr;
  const User& user = found->second;
  const auto is_right = [&](gchar* expected) {
    const bool same = g_strcmp0(expected, response) == 0;
    g_free(expected);
    return same;
  };
  const auto hash = user.hashes.find(realm);
  if (hash != user.hashes.end() && g_strcmp0(realm, own_realm) == 0 &&
      is_right(
          gst_rtsp_generate_digest_auth_response_from_md5(nullptr, method, hash->second.text.c_str(), uri, nonce))) {
    return hash->second.token;
  }
  if (user.password && is_right(gst_rtsp_generate_digest_auth_response(nullptr, method, realm, name,
                                                                       user.password->text.c_str(), uri, nonce))) {
    return user.password->token;
  }
  return nullptr;
}

}  // namespace rtspnode
