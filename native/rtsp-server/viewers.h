#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <vector>

#include "runtime/lock.h"

namespace rtspnode {

struct Viewer;

// The clients that hold a media. When its pipeline fails their connections are closed, so that the next one gets a new
// media.
class Viewers {
 public:
  Viewers();
  ~Viewers();
  Viewers(const Viewers&) = delete;
  Viewers& operator=(const Viewers&) = delete;

  // The media is prepared: it has not failed yet.
  void Begin();
  // From DESCRIBE on; `setup` is null then.
  void Add(GstRTSPClient* client, GstRTSPContext* setup);
  // The client gives up what it holds in this session, and what it has had described; its connection goes on.
  void Forget(GstRTSPClient* client, GstRTSPSession* session);
  // From now on nobody can watch it. Whether that is new.
  bool Fail();
  bool failed();
  void EndAll();
  // Those over TCP, when the streams leave their pipeline.
  void EndInterleaved();

 private:
  using List = std::vector<std::unique_ptr<Viewer>>;

  void Add(std::unique_ptr<Viewer> viewer);
  List TakeAll();
  List TakeIfMany();

  Mutex mutex_;  // a leaf: nothing is called with it
  bool failed_ = false;
  List viewers_;
  size_t prune_at_ = 16;  // their number at which those that have gone are dropped
};

}  // namespace rtspnode
