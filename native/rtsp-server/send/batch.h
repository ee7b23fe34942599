#pragma once
#include <gst/gst.h>
#include <node_api.h>

#include <memory>
#include <span>
#include <vector>

#include "gstrtsp/message.h"
#include "marshal/registry.h"
#include "rtsp-server/send/slab.h"

namespace rtspnode {

// Which of an object's callbacks; in the order of the facade's `Slot`.
enum class Slot : guint {
  Send,
  SendMessages,
  Rtp,
  Rtcp,
  RtpList,
  RtcpList,
  KeepAlive,
  MessageSent,
  MessageSentFull,
  kCount
};

// Borrowed of C: a buffer, or where there is none, bytes.
struct Packet {
  GstBuffer* buffer = nullptr;
  std::span<const guint8> bytes = {};

  gsize size() const { return buffer != nullptr ? gst_buffer_get_size(buffer) : bytes.size(); }
};

// One call of C's of a send function: packets, or a message.
struct SendCall {
  Slot slot;
  guint channel = 0;
  bool close = false;
  bool each = false;                                // the packets are calls of their own, one after the other
  std::span<const Packet> packets = {};             // for as long as C's call lasts
  std::unique_ptr<MessageParts> message = nullptr;  // a request or a response: never dropped

  gsize bytes() const;
  // Of packets that are calls of their own: cuts the first ones off.
  SendCall TakeFirst(gsize count);
};

// Calls on their way to JavaScript, in the order in which they were added, with a copy of all that is in them: C's
// buffers go back to their pools at once, on the thread that sends.
class Batch {
 public:
  // A batch keeps the other sockets and timers of the application waiting, and its memory as long as one packet of it
  // is kept.
  static constexpr guint kPackets = 128;
  static constexpr gsize kBytes = Slab::kSize;

  Batch() = default;
  explicit Batch(SendCall call);

  // Whether there is room for one more call. One that is larger than any batch has one to itself.
  bool Takes(gsize packets, gsize bytes) const;
  void Add(SendCall call);
  void AddTell(Slot slot);
  // The thread that asked has not waited so long.
  void SetLate();

  guint packets() const { return packets_; }
  guint tells() const { return tells_; }
  bool IsEmpty() const { return packets_ == 0 && tells_ == 0 && messages_.empty(); }
  // Drops calls with packets, the oldest or the newest ones, until so many packets or more are gone; gives how many.
  guint DropOldest(guint packets);
  guint DropNewest(guint packets);

  // JS thread. As JavaScript gets it, five values:
  //   an ArrayBuffer with a record for each packet, message or tell
  //   an ArrayBuffer with the packets' bytes: the same one, or one of their own
  //   the number of records
  //   the requests and responses; null when there is none
  // A record is 64 bytes in the machine's order: eight uint32 (slot, channel, number of the call, place, length, buffer
  // flags, kind, 0), four uint64 (pts, dts, duration, offset). The place is a byte offset in the bytes, or the index
  // among the messages.
  void ToJs(Registry& registry, napi_value* result);

 private:
  // The kinds of a record; of these the facade's reader knows the first three.
  static constexpr guint32 kMessage = 1, kClose = 2, kLate = 4, kPacket = 8, kDropped = 16;

  struct Record {
    guint32 slot = 0;
    guint32 channel = 0;
    guint32 call = 0;
    guint32 place = 0;
    guint32 length = 0;
    guint32 flags = 0;
    guint32 kind = 0;
    guint32 unused = 0;
    guint64 pts = 0;
    guint64 dts = 0;
    guint64 duration = 0;
    guint64 offset = 0;
  };
  static_assert(sizeof(Record) == 64);

  void AddPacket(const SendCall& call, const Packet& packet);
  guint DropCall(gsize record);

  std::vector<Record> records_;
  std::vector<std::unique_ptr<MessageParts>> messages_;
  std::unique_ptr<Slab> slab_;  // while there are packets
  gsize used_ = 0;              // of the slab
  guint calls_ = 0;
  guint packets_ = 0;
  guint tells_ = 0;
  gsize oldest_ = 0;  // no packet before this record is left
};

}  // namespace rtspnode
