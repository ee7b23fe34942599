#include "gst/pad-request.h"

#include <gio/gio.h>

#include <set>
#include <utility>

#include "runtime/lock.h"

namespace rtspnode {

namespace {

Mutex& NamesMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

// With the mutex locked.
std::set<std::pair<GstElement*, std::string>>& NamesWanted() {
  static auto* names = new std::set<std::pair<GstElement*, std::string>>;
  return *names;
}

}  // namespace

bool HasPad(GstElement* element, const gchar* name) {
  GstPad* pad = gst_element_get_static_pad(element, name);
  if (!pad) return false;
  gst_object_unref(pad);
  return true;
}

PadRequest::PadRequest(GstElement* element, std::vector<std::string> names)
    : element_(GST_ELEMENT(gst_object_ref(element))) {
  Lock lock(NamesMutex());
  for (std::string& name : names) {
    if (name.empty() || name.find('%') != std::string::npos) continue;
    if (HasPad(element, name.c_str()) || !NamesWanted().emplace(element, name).second) {
      taken_ = std::move(name);
      return;
    }
    names_.push_back(std::move(name));
  }
}

PadRequest::~PadRequest() {
  {
    Lock lock(NamesMutex());
    for (std::string& name : names_) NamesWanted().erase({element_, std::move(name)});
  }
  gst_object_unref(element_);
}

bool PadRequest::Allowed(GError** error) const {
  if (taken_.empty()) return true;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "the element %s has a pad %s already", GST_ELEMENT_NAME(element_),
              taken_.c_str());
  return false;
}

}  // namespace rtspnode
