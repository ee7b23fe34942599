#include "test-double/slow-tees.h"

#include <pthread.h>

#include <cstring>

#include "gst/children.h"

namespace rtspnode {

namespace {

// GstTask names its thread after the pad, for example "queue0:src".
bool IsStreamingThread() {
  char name[16];
  return pthread_getname_np(pthread_self(), name, sizeof name) == 0 && std::strchr(name, ':');
}

void HoldUp(GstPad*, GstPad*, gpointer milliseconds) {
  const gulong microseconds = gulong{GPOINTER_TO_UINT(milliseconds)} * 1000;
  g_usleep(IsStreamingThread() ? microseconds : microseconds / 10);
}

}  // namespace

void test_double_slow_tees(GstBin* bin, const gchar* signal, guint milliseconds) {
  for (const auto& child : ChildrenOf(bin)) {
    if (!IsMadeBy(child.get(), "tee")) continue;
    for (GList* walk = child->srcpads; walk; walk = walk->next) {
      g_signal_connect(walk->data, signal, G_CALLBACK(HoldUp), GUINT_TO_POINTER(milliseconds));
    }
  }
}

}  // namespace rtspnode
