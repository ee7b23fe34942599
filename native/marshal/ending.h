#pragma once
#include <glib-object.h>

namespace rtspnode {

// What an object needs done when the environment whose JavaScript has it ends, besides giving up its reference. On the
// JS thread, which nobody may keep waiting; not when the process ends.
using Ending = void (*)(GObject* object);

// For the type and those derived from it.
void SetEnding(GType type, Ending ending);
// Null when there is nothing to do.
Ending EndingOf(GType type);

}  // namespace rtspnode
