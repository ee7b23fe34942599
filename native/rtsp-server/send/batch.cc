#include "rtsp-server/send/batch.h"

#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

namespace {

// In the order of the facade's reader.
enum Kind : guint32 { kMessage = 1, kClose = 2, kLate = 4 };

struct Record {
  guint32 slot;
  guint32 channel;
  guint32 call;
  guint32 place;
  guint32 length;
  guint32 flags;
  guint32 kind;
  guint32 unused;
  guint64 pts;
  guint64 dts;
  guint64 duration;
  guint64 offset;
};
static_assert(sizeof(Record) == 64);

template <typename Visit>
void EachPacket(const SendCall& call, Visit&& visit) {
  if (call.buffer != nullptr) visit(call.buffer);
  if (call.list == nullptr) return;
  for (guint i = 0; i < call.count; i++) visit(gst_buffer_list_get(call.list, call.first + i));
}

guint RecordsOf(const SendCall& call) { return MAX(call.count, 1); }

}  // namespace

void MakeBatch(Registry& registry, const std::vector<SendCall>& calls, napi_value* result) {
  napi_env env = registry.env();
  guint32 records = 0;
  gsize bytes = 0;
  for (const SendCall& call : calls) {
    records += RecordsOf(call);
    EachPacket(call, [&](GstBuffer* buffer) { bytes += gst_buffer_get_size(buffer); });
  }
  bytes += records * sizeof(Record);
  void* memory;
  Check(env, napi_create_arraybuffer(env, bytes, &memory, &result[0]));
  auto* record = static_cast<Record*>(memory);
  auto place = static_cast<guint32>(records * sizeof(Record));
  guint32 number = 0;
  napi_value messages = nullptr;
  guint32 message_count = 0;
  for (const SendCall& call : calls) {
    guint32 kind = 0;
    if (call.close) kind |= kClose;
    if (call.late) kind |= kLate;
    const auto slot = static_cast<guint32>(call.slot);
    if (call.count == 0) {
      *record = {slot, call.channel, number++, message_count, 0, 0, kind, 0, 0, 0, 0, 0};
      if (call.message != nullptr) {
        record->kind |= kMessage;
        if (messages == nullptr) Check(env, napi_create_array(env, &messages));
        Check(env, napi_set_element(env, messages, message_count++, MessageToJs(registry, *call.message)));
      }
      record++;
      continue;
    }
    EachPacket(call, [&](GstBuffer* buffer) {
      const gsize size = gst_buffer_extract(buffer, 0, static_cast<guint8*>(memory) + place, bytes - place);
      *record = {slot,
                 call.channel,
                 number,
                 place,
                 static_cast<guint32>(size),
                 GST_BUFFER_FLAGS(buffer),
                 kind,
                 0,
                 GST_BUFFER_PTS(buffer),
                 GST_BUFFER_DTS(buffer),
                 GST_BUFFER_DURATION(buffer),
                 GST_BUFFER_OFFSET(buffer)};
      place += static_cast<guint32>(size);
      record++;
      kind &= ~static_cast<guint32>(kLate);
      if (call.each) number++;
    });
    if (!call.each) number++;
  }
  result[1] = Primitive<guint>::ToJs(env, records);
  result[2] = messages != nullptr ? messages : Null(env);
}

}  // namespace rtspnode
