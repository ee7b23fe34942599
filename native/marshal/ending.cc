#include "marshal/ending.h"

namespace rtspnode {

namespace {

GQuark EndingQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-ending");
  return quark;
}

}  // namespace

void SetEnding(GType type, Ending ending) { g_type_set_qdata(type, EndingQuark(), reinterpret_cast<gpointer>(ending)); }

Ending EndingOf(GType type) {
  for (; type != 0; type = g_type_parent(type)) {
    if (gpointer ending = g_type_get_qdata(type, EndingQuark())) return reinterpret_cast<Ending>(ending);
  }
  return nullptr;
}

}  // namespace rtspnode
