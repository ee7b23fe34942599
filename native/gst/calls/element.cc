#include "gst/calls/element.h"

#include <gio/gio.h>

#include <utility>

#include "gst/calls/bus.h"
#include "gst/pad-request.h"

namespace rtspnode {

namespace {

void Fail(GError** error, gint code, const gchar* text) { g_set_error_literal(error, G_IO_ERROR, code, text); }

// Under the lock of the object whose list it is.
GList* RefAll(GstObject* owner, GList* const* list) {
  GST_OBJECT_LOCK(owner);
  GList* copy = g_list_copy_deep(
      *list, [](gconstpointer object, gpointer) { return g_object_ref(const_cast<gpointer>(object)); }, nullptr);
  GST_OBJECT_UNLOCK(owner);
  return copy;
}

bool HasName(GstObject* owner, GList* const* list, GstObject* object) {
  gchar* name = gst_object_get_name(object);
  GST_OBJECT_LOCK(owner);
  const bool unique = gst_object_check_uniqueness(*list, name);
  GST_OBJECT_UNLOCK(owner);
  g_free(name);
  return !unique;
}

GstObject* RefRoot(GstObject* object) {
  auto* root = GST_OBJECT(gst_object_ref(object));
  while (GstObject* parent = gst_object_get_parent(root)) {
    gst_object_unref(root);
    root = parent;
  }
  return root;
}

bool ShareAncestor(GstElement* element, GstElement* other, GError** error) {
  GstObject* root = RefRoot(GST_OBJECT(element));
  GstObject* other_root = RefRoot(GST_OBJECT(other));
  const bool shared = root == other_root && GST_IS_BIN(root);
  gst_object_unref(root);
  gst_object_unref(other_root);
  if (!shared) Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "the elements to be linked must be in one bin");
  return shared;
}

bool IsIn(GstObject* object, GstObject* parent) {
  GstObject* own = gst_object_get_parent(object);
  if (own != nullptr) gst_object_unref(own);
  return own == parent;
}

bool HasParent(GstObject* object) { return !IsIn(object, nullptr); }

// Other elements have the pads that their code knows: a funnel that goes takes each for one of its own, and a transform
// goes on to use the one that was taken away.
bool MayChangePads(GstElement* element, GError** error) {
  if (GST_IS_BIN(element)) return true;
  Fail(error, G_IO_ERROR_NOT_SUPPORTED, "only a bin is given pads, and has them taken away");
  return false;
}

GList* CollectElements(GstIterator* iterator) {
  GList* list = nullptr;
  const auto add = [](const GValue* item, GValue* result, gpointer) -> gboolean {
    auto* so_far = static_cast<GList*>(g_value_get_pointer(result));
    g_value_set_pointer(result, g_list_prepend(so_far, g_value_dup_object(item)));
    return TRUE;
  };
  GstIteratorResult done = GST_ITERATOR_RESYNC;
  while (done == GST_ITERATOR_RESYNC) {
    GValue result = G_VALUE_INIT;
    g_value_init(&result, G_TYPE_POINTER);
    done = gst_iterator_fold(iterator, add, &result, nullptr);
    list = static_cast<GList*>(g_value_get_pointer(&result));
    if (done != GST_ITERATOR_RESYNC) break;
    // The bin has changed meanwhile. None of them is the last reference but by chance, and this is not for JavaScript's
    // thread to find out.
    g_list_free_full(list, gst_object_unref);
    list = nullptr;
    gst_iterator_resync(iterator);
  }
  gst_iterator_free(iterator);
  return g_list_reverse(list);
}

// A source converts between formats by the data that it makes: before it has settled what these are, one of raw video
// is critical of that.
bool IsUnsettled(GstElement* source) {
  GList* pads = RefAll(GST_OBJECT(source), &source->srcpads);
  bool found = false;
  for (GList* at = pads; at != nullptr && !found; at = at->next) {
    GstCaps* possible = gst_pad_get_pad_template_caps(GST_PAD(at->data));
    found = gst_pad_is_linked(GST_PAD(at->data)) && !gst_caps_is_any(possible) &&
            !gst_pad_has_current_caps(GST_PAD(at->data));
    gst_caps_unref(possible);
  }
  g_list_free_full(pads, gst_object_unref);
  return found;
}

// Whether a question in that format, which may go to each element of the pipeline, can be asked yet.
bool MayAsk(GstElement* element, GstFormat format) {
  if (format == GST_FORMAT_TIME) return true;
  GstObject* root = RefRoot(GST_OBJECT(element));
  GList* elements = GST_IS_BIN(root) ? CollectElements(gst_bin_iterate_recurse(GST_BIN(root)))
                                     : g_list_prepend(nullptr, gst_object_ref(root));
  gst_object_unref(root);
  bool settled = true;
  for (GList* at = elements; at != nullptr && settled; at = at->next) {
    settled = !GST_OBJECT_FLAG_IS_SET(at->data, GST_ELEMENT_FLAG_SOURCE) || GST_IS_BIN(at->data) ||
              !IsUnsettled(GST_ELEMENT(at->data));
  }
  g_list_free_full(elements, gst_object_unref);
  return settled;
}

bool HasFreePad(GstElement* element, GstPadDirection direction) {
  GST_OBJECT_LOCK(element);
  bool found = false;
  for (GList* at = element->pads; at != nullptr && !found; at = at->next) {
    found = GST_PAD_DIRECTION(at->data) == direction && !gst_pad_is_linked(GST_PAD(at->data));
  }
  GST_OBJECT_UNLOCK(element);
  return found;
}

// Of two elements' templates, a pair of which both give pads to whoever asks, and which go together whatever the data.
std::pair<GstPadTemplate*, GstPadTemplate*> FindRequestable(GstElement* element, GstElement* other) {
  const auto is = [](GstPadTemplate* made_of, GstPadDirection direction) {
    return GST_PAD_TEMPLATE_PRESENCE(made_of) == GST_PAD_REQUEST && GST_PAD_TEMPLATE_DIRECTION(made_of) == direction;
  };
  for (GList* at = gst_element_get_pad_template_list(element); at != nullptr; at = at->next) {
    auto* from = GST_PAD_TEMPLATE(at->data);
    if (!is(from, GST_PAD_SRC)) continue;
    for (GList* next = gst_element_get_pad_template_list(other); next != nullptr; next = next->next) {
      auto* to = GST_PAD_TEMPLATE(next->data);
      if (is(to, GST_PAD_SINK) &&
          gst_caps_is_always_compatible(GST_PAD_TEMPLATE_CAPS(from), GST_PAD_TEMPLATE_CAPS(to))) {
        return {from, to};
      }
    }
  }
  return {nullptr, nullptr};
}

// gst_element_link_pads() requests both pads by the names of their templates where neither element has a pad to link.
// Some elements then call the pad just so, and GStreamer is critical of the second one of that name.
gboolean LinkRequested(GstElement* element, GstPadTemplate* from, GstElement* other, GstPadTemplate* to) {
  GstPad* pad = gst_element_request_pad(element, from, nullptr, nullptr);
  GstPad* sink = gst_element_request_pad(other, to, nullptr, nullptr);
  const gboolean linked = pad != nullptr && sink != nullptr &&
                          gst_element_link_pads(element, GST_OBJECT_NAME(pad), other, GST_OBJECT_NAME(sink));
  for (const auto& [owner, requested] : {std::pair(element, pad), std::pair(other, sink)}) {
    if (requested == nullptr) continue;
    if (!linked) gst_element_release_request_pad(owner, requested);
    gst_object_unref(requested);
  }
  return linked;
}

bool AreSourceAndSink(GstPad* pad, GstPad* sink) { return GST_PAD_IS_SRC(pad) && GST_PAD_IS_SINK(sink); }

}  // namespace

GstElement* node_element_factory_make(const gchar* factory, const gchar* name, GError** error) {
  GstElement* element = gst_element_factory_make(factory, name);
  if (element == nullptr) {
    g_set_error(error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT, "no element \"%s\"", factory);
  }
  return element;
}

GstStateChangeReturn node_element_set_state(GstElement* element, GstState state, GError** error) {
  if (GST_IS_PIPELINE(element)) KeepBusEmpty(GST_PIPELINE(element), state != GST_STATE_NULL);
  const GstStateChangeReturn result = gst_element_set_state(element, state);
  if (result == GST_STATE_CHANGE_FAILURE) {
    gchar* path = gst_object_get_path_string(GST_OBJECT(element));
    g_set_error(error, GST_CORE_ERROR, GST_CORE_ERROR_STATE_CHANGE, "%s cannot change its state to %s", path,
                gst_element_state_get_name(state));
    g_free(path);
  }
  return result;
}

gboolean node_element_query_position(GstElement* element, GstFormat format, gint64* position) {
  return MayAsk(element, format) && gst_element_query_position(element, format, position);
}

gboolean node_element_query_duration(GstElement* element, GstFormat format, gint64* duration) {
  return MayAsk(element, format) && gst_element_query_duration(element, format, duration);
}

GList* node_element_get_pads(GstElement* element) { return RefAll(GST_OBJECT(element), &element->pads); }
GList* node_bin_iterate_elements(GstBin* bin) { return RefAll(GST_OBJECT(bin), &bin->children); }
GList* node_bin_iterate_recurse(GstBin* bin) { return CollectElements(gst_bin_iterate_recurse(bin)); }

gboolean node_element_link_pads(GstElement* element, const gchar* pad, GstElement* other, const gchar* other_pad,
                                GError** error) {
  if (!ShareAncestor(element, other, error)) return FALSE;
  const bool both = pad == nullptr && other_pad == nullptr;
  if (both && !HasFreePad(element, GST_PAD_SRC) && !HasFreePad(other, GST_PAD_SINK)) {
    const auto [from, to] = FindRequestable(element, other);
    if (from != nullptr) return LinkRequested(element, from, other, to);
  }
  return gst_element_link_pads(element, pad, other, other_pad);
}

gboolean node_element_link_filtered(GstElement* element, GstElement* other, GstCaps* caps, GError** error) {
  if (!ShareAncestor(element, other, error)) return FALSE;
  // The capsfilter goes into the bin that the element is in.
  if (caps != nullptr && !HasParent(GST_OBJECT(element))) {
    Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "the element to be linked is in no bin");
    return FALSE;
  }
  return gst_element_link_filtered(element, other, caps);
}

void node_element_unlink(GstElement* element, GstElement* other) { gst_element_unlink(element, other); }

GstPad* node_element_request_pad(GstElement* element, const gchar* name, GError** error) {
  const PadRequest request(element, {name});
  return request.Allowed(error) ? gst_element_request_pad_simple(element, name) : nullptr;
}

void node_element_release_request_pad(GstElement* element, GstPad* pad, GError** error) {
  GstPadTemplate* made_of = gst_pad_get_pad_template(pad);
  const bool requested = made_of != nullptr && GST_PAD_TEMPLATE_PRESENCE(made_of) == GST_PAD_REQUEST;
  if (made_of != nullptr) gst_object_unref(made_of);
  if (!requested || !IsIn(GST_OBJECT(pad), GST_OBJECT(element))) {
    Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "that is no pad which was requested of this element");
    return;
  }
  gst_element_release_request_pad(element, pad);
}

void node_element_add_pad(GstElement* element, GstPad* pad, GError** error) {
  if (!MayChangePads(element, error)) return;
  // What another element had, which has gone, calls that element's functions.
  if (!GST_IS_GHOST_PAD(pad)) {
    Fail(error, G_IO_ERROR_NOT_SUPPORTED, "only a ghost pad can be added");
    return;
  }
  if (HasParent(GST_OBJECT(pad)) || HasName(GST_OBJECT(element), &element->pads, GST_OBJECT(pad))) {
    Fail(error, G_IO_ERROR_EXISTS, "the pad belongs to an element already, or the element has a pad of that name");
    return;
  }
  gst_element_add_pad(element, pad);
}

void node_element_remove_pad(GstElement* element, GstPad* pad, GError** error) {
  if (!IsIn(GST_OBJECT(pad), GST_OBJECT(element))) {
    Fail(error, G_IO_ERROR_NOT_FOUND, "the pad is not of this element");
    return;
  }
  if (!MayChangePads(element, error)) return;
  gst_element_remove_pad(element, pad);
}

gboolean node_element_seek(GstElement* element, gdouble rate, GstFormat format, GstSeekFlags flags, gint64 start,
                           gint64 stop, GError** error) {
  if (!(rate != 0 && rate - rate == 0)) {
    Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "the rate must be a number, and not 0");
    return FALSE;
  }
  if (start < -1 || stop < -1 || (stop >= 0 && start > stop)) {
    Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "a seek goes from 0 or more to where it stops, and -1 stands for neither");
    return FALSE;
  }
  if ((flags & GST_SEEK_FLAG_INSTANT_RATE_CHANGE) && (start >= 0 || stop >= 0 || (flags & GST_SEEK_FLAG_FLUSH))) {
    Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "an instant rate change neither goes anywhere nor flushes");
    return FALSE;
  }
  const GstSeekType from = start < 0 ? GST_SEEK_TYPE_NONE : GST_SEEK_TYPE_SET;
  const GstSeekType to = stop < 0 ? GST_SEEK_TYPE_NONE : GST_SEEK_TYPE_SET;
  return gst_element_seek(element, rate, format, flags, from, start, to, stop);
}

GstEvent* node_event_new_custom(gboolean upstream, GstStructure* structure) {
  return gst_event_new_custom(upstream ? GST_EVENT_CUSTOM_UPSTREAM : GST_EVENT_CUSTOM_DOWNSTREAM, structure);
}

const gchar* node_event_get_type_name(GstEvent* event) { return GST_EVENT_TYPE_NAME(event); }

void node_bin_add(GstBin* bin, GstElement* element, GError** error) {
  if (HasParent(GST_OBJECT(element))) {
    Fail(error, G_IO_ERROR_EXISTS, "the element is in a bin already");
  } else if (GST_OBJECT(element) == GST_OBJECT(bin) ||
             gst_object_has_as_ancestor(GST_OBJECT(bin), GST_OBJECT(element))) {
    Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "a bin cannot contain itself");
  } else if (HasName(GST_OBJECT(bin), &bin->children, GST_OBJECT(element))) {
    Fail(error, G_IO_ERROR_EXISTS, "the bin has an element of that name already");
  } else if (!gst_bin_add(bin, element)) {
    Fail(error, G_IO_ERROR_FAILED, "the bin does not take the element");
  }
}

void node_bin_remove(GstBin* bin, GstElement* element, GError** error) {
  if (!IsIn(GST_OBJECT(element), GST_OBJECT(bin))) {
    Fail(error, G_IO_ERROR_NOT_FOUND, "the element is not in this bin");
  } else if (!gst_bin_remove(bin, element)) {
    Fail(error, G_IO_ERROR_FAILED, "the bin does not give the element away");
  }
}

GstPad* node_ghost_pad_new(const gchar* name, GstPad* target, GError** error) {
  // gst_ghost_pad_new() is critical of a pad that is linked, and another thread may link it at any time.
  GstPad* pad = gst_ghost_pad_new_no_target(name, GST_PAD_DIRECTION(target));
  if (gst_ghost_pad_set_target(GST_GHOST_PAD(pad), target)) return pad;
  gst_object_unref(pad);
  Fail(error, G_IO_ERROR_INVALID_ARGUMENT, "a ghost pad stands for a pad that is not linked");
  return nullptr;
}

GstPad* node_ghost_pad_get_target(GstPad* pad) {
  return GST_IS_GHOST_PAD(pad) ? gst_ghost_pad_get_target(GST_GHOST_PAD(pad)) : nullptr;
}

GstPadLinkReturn node_pad_link(GstPad* pad, GstPad* sink) {
  return AreSourceAndSink(pad, sink) ? gst_pad_link(pad, sink) : GST_PAD_LINK_WRONG_DIRECTION;
}

gboolean node_pad_unlink(GstPad* pad, GstPad* sink) { return AreSourceAndSink(pad, sink) && gst_pad_unlink(pad, sink); }

gboolean node_pad_can_link(GstPad* pad, GstPad* sink) {
  return AreSourceAndSink(pad, sink) && gst_pad_can_link(pad, sink);
}

}  // namespace rtspnode
