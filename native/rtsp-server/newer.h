#pragma once
#include <gst/rtsp-server/rtsp-onvif-server.h>
#include <gst/rtsp-server/rtsp-server.h>

#include <cstddef>

namespace rtspnode {

// A function of libgstrtspserver that came after 1.22; null where the library is older. Never linked.
void* FindNewer(const char* name);

template <typename F>
F FindNewer(const char* name) {
  return reinterpret_cast<F>(FindNewer(name));
}

// What GstRTSPOnvifMediaFactoryClass begins with since 1.26; before, the last member is a reserved place, which is
// zero.
struct NewerOnvifMediaFactoryClass {
  GstRTSPMediaFactoryClass parent;
  gboolean (*has_backchannel_support)(GstRTSPOnvifMediaFactory* factory);
  gboolean (*create_backchannel_stream)(GstRTSPOnvifMediaFactory* factory, GstRTSPOnvifMedia* media,
                                        GstRTSPContext* context);
};
static_assert(offsetof(NewerOnvifMediaFactoryClass, has_backchannel_support) ==
              offsetof(GstRTSPOnvifMediaFactoryClass, has_backchannel_support));
static_assert(sizeof(NewerOnvifMediaFactoryClass) <= sizeof(GstRTSPOnvifMediaFactoryClass));

}  // namespace rtspnode
