#include "rtsp-server/newer.h"

#include <dlfcn.h>
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

void* FindNewer(const char* name) {
  // The library is no global one of the process: an addon's dependencies are the addon's own.
  Dl_info info;
  if (dladdr(reinterpret_cast<const void*>(gst_rtsp_media_get_type), &info) == 0) return nullptr;
  void* library = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  if (library == nullptr) return nullptr;
  void* function = dlsym(library, name);
  dlclose(library);  // it stays: the addon needs it
  return function;
}

}  // namespace rtspnode
