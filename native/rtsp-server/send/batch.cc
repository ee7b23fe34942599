#include "rtsp-server/send/batch.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

// Below it, copying costs less than an ArrayBuffer on memory that Node has not allocated.
constexpr gsize kCopied = 16 * 1024;

}  // namespace

gsize SendCall::bytes() const {
  gsize bytes = 0;
  for (const Packet& packet : packets) bytes += packet.size();
  return bytes;
}

SendCall SendCall::TakeFirst(gsize count) {
  SendCall taken = {.slot = slot, .channel = channel, .close = close, .each = each, .packets = packets.first(count)};
  packets = packets.subspan(count);
  return taken;
}

Batch::Batch(SendCall call) { Add(std::move(call)); }

bool Batch::Takes(gsize packets, gsize bytes) const {
  if (records_.empty()) return true;
  if (records_.size() + MAX(packets, 1) > kPackets) return false;
  return bytes <= (slab_ != nullptr ? slab_->size() - used_ : kBytes);
}

void Batch::Add(SendCall call) {
  if (call.message != nullptr) {
    records_.push_back({.slot = static_cast<guint32>(call.slot),
                        .channel = call.channel,
                        .call = calls_++,
                        .place = static_cast<guint32>(messages_.size()),
                        .kind = kMessage | (call.close ? kClose : 0)});
    messages_.push_back(std::move(call.message));
    return;
  }
  if (slab_ == nullptr) {
    slab_ = std::make_unique<Slab>(call.bytes());
    used_ = 0;
  }
  for (const Packet& packet : call.packets) {
    AddPacket(call, packet);
    if (call.each) calls_++;
  }
  if (!call.each) calls_++;
}

void Batch::AddPacket(const SendCall& call, const Packet& packet) {
  Record record = {.slot = static_cast<guint32>(call.slot),
                   .channel = call.channel,
                   .call = calls_,
                   .place = static_cast<guint32>(used_),
                   .kind = kPacket | (call.close ? kClose : 0),
                   .pts = GST_CLOCK_TIME_NONE,
                   .dts = GST_CLOCK_TIME_NONE,
                   .duration = GST_CLOCK_TIME_NONE,
                   .offset = GST_BUFFER_OFFSET_NONE};
  guint8* to = slab_->data() + used_;
  gsize size = packet.bytes.size();
  if (packet.buffer != nullptr) {
    size = gst_buffer_extract(packet.buffer, 0, to, slab_->size() - used_);
    record.flags = GST_BUFFER_FLAGS(packet.buffer);
    record.pts = GST_BUFFER_PTS(packet.buffer);
    record.dts = GST_BUFFER_DTS(packet.buffer);
    record.duration = GST_BUFFER_DURATION(packet.buffer);
    record.offset = GST_BUFFER_OFFSET(packet.buffer);
  } else {
    std::copy(packet.bytes.begin(), packet.bytes.end(), to);
  }
  record.length = static_cast<guint32>(size);
  records_.push_back(record);
  used_ += size;
  packets_++;
}

void Batch::AddTell(Slot slot) {
  records_.push_back({.slot = static_cast<guint32>(slot), .call = calls_++});
  tells_++;
}

void Batch::SetLate() { records_.front().kind |= kLate; }

// All packets of the call that the record is of; gives how many.
guint Batch::DropCall(gsize record) {
  const auto is_of_call = [&, call = records_[record].call](gsize other) { return records_[other].call == call; };
  while (record > 0 && is_of_call(record - 1)) record--;
  guint dropped = 0;
  for (; record < records_.size() && is_of_call(record); record++, dropped++) records_[record].kind |= kDropped;
  packets_ -= dropped;
  if (packets_ == 0) slab_.reset();
  return dropped;
}

guint Batch::DropOldest(guint packets) {
  guint dropped = 0;
  for (; dropped < packets && packets_ != 0; oldest_++) {
    if ((records_[oldest_].kind & (kPacket | kDropped)) == kPacket) dropped += DropCall(oldest_);
  }
  return dropped;
}

guint Batch::DropNewest(guint packets) {
  guint dropped = 0;
  for (gsize record = records_.size(); dropped < packets && packets_ != 0;) {
    record--;
    if ((records_[record].kind & (kPacket | kDropped)) == kPacket) dropped += DropCall(record);
  }
  return dropped;
}

void Batch::ToJs(Registry& registry, napi_value* result) {
  napi_env env = registry.env();
  std::erase_if(records_, [](const Record& record) { return (record.kind & kDropped) != 0; });
  const gsize records = records_.size() * sizeof(Record);
  const gsize bytes = slab_ != nullptr ? used_ : 0;
  napi_value lent = bytes > kCopied ? LendSlab(env, slab_, bytes) : nullptr;
  void* memory;
  Check(env, napi_create_arraybuffer(env, records + (lent == nullptr ? bytes : 0), &memory, &result[0]));
  result[1] = lent != nullptr ? lent : result[0];
  if (lent == nullptr && bytes != 0) {
    for (Record& record : records_) record.place += (record.kind & kPacket) != 0 ? records : 0;
    std::memcpy(static_cast<guint8*>(memory) + records, slab_->data(), bytes);
  }
  std::memcpy(memory, records_.data(), records);
  slab_.reset();
  result[2] = Primitive<guint>::ToJs(env, static_cast<guint>(records_.size()));
  result[3] = Null(env);
  if (messages_.empty()) return;
  Check(env, napi_create_array_with_length(env, messages_.size(), &result[3]));
  for (guint i = 0; i < messages_.size(); i++) {
    Check(env, napi_set_element(env, result[3], i, MessageToJs(registry, *messages_[i])));
  }
}

}  // namespace rtspnode
