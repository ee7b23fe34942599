#include "rtsp-server/prerolls.h"

#include <algorithm>

#include "gst/weak.h"
#include "rtsp-server/client-context.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

struct Preroll {
  Preroll(GstRTSPMedia* what, GstRTSPServer* who) : media(what), weak(what), server(who) {}
  const GstRTSPMedia* media;  // as a key; it takes itself out before it ends
  const WeakRef<GstRTSPMedia> weak;
  const GstRTSPServer* server;  // as a key: its clients keep it
};

using List = std::vector<std::unique_ptr<Preroll>>;

struct Registry {
  Mutex mutex;
  List list;
};

Registry& All() {
  static auto* registry = new Registry;
  return *registry;
}

}  // namespace

void NotePreroll(GstRTSPMedia* media) {
  const GstRTSPContext* request = gst_rtsp_context_get_current();
  GstRTSPServer* server = request && request->client ? RefServer(request->client) : nullptr;
  if (!server) return;
  auto preroll = std::make_unique<Preroll>(media, server);
  g_object_unref(server);
  Registry& all = All();
  Lock lock(all.mutex);
  all.list.push_back(std::move(preroll));
}

void ForgetPreroll(GstRTSPMedia* media) {
  Registry& all = All();
  List forgotten;
  Lock lock(all.mutex);
  const auto first = std::partition(all.list.begin(), all.list.end(),
                                    [media](const auto& preroll) { return preroll->media != media; });
  std::move(first, all.list.end(), std::back_inserter(forgotten));
  all.list.erase(first, all.list.end());
  lock.Release();
}

std::vector<std::shared_ptr<GstRTSPMedia>> PrerollsOf(GstRTSPServer* server) {
  std::vector<std::shared_ptr<GstRTSPMedia>> found;
  Registry& all = All();
  Lock lock(all.mutex);
  for (const auto& preroll : all.list) {
    if (preroll->server != server) continue;
    if (auto media = preroll->weak.Get()) found.push_back(std::move(media));
  }
  return found;
}

}  // namespace rtspnode
