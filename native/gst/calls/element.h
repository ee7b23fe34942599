#pragma once
#include <gst/gst.h>

namespace rtspnode {

// What GStreamer would be critical of, or warn about, is an error here.

GstElement* node_element_factory_make(const gchar* factory, const gchar* name, GError** error);
GstStateChangeReturn node_element_set_state(GstElement* element, GstState state, GError** error);
gboolean node_element_query_position(GstElement* element, GstFormat format, gint64* position);
gboolean node_element_query_duration(GstElement* element, GstFormat format, gint64* duration);
// New lists with references.
GList* node_element_get_pads(GstElement* element);
GList* node_bin_iterate_elements(GstBin* bin);
GList* node_bin_iterate_recurse(GstBin* bin);

gboolean node_element_link_pads(GstElement* element, const gchar* pad, GstElement* other, const gchar* other_pad,
                                GError** error);
gboolean node_element_link_filtered(GstElement* element, GstElement* other, GstCaps* caps, GError** error);
void node_element_unlink(GstElement* element, GstElement* other);
// An error where the element has no such pad, or has a pad of that name already.
GstPad* node_element_request_pad(GstElement* element, const gchar* name, GError** error);
void node_element_release_request_pad(GstElement* element, GstPad* pad, GError** error);
void node_element_add_pad(GstElement* element, GstPad* pad, GError** error);
void node_element_remove_pad(GstElement* element, GstPad* pad, GError** error);

gboolean node_element_seek(GstElement* element, gdouble rate, GstFormat format, GstSeekFlags flags, gint64 start,
                           gint64 stop, GError** error);

// GST_EVENT_CUSTOM_UPSTREAM, or GST_EVENT_CUSTOM_DOWNSTREAM.
GstEvent* node_event_new_custom(gboolean upstream, GstStructure* structure);
const gchar* node_event_get_type_name(GstEvent* event);

void node_bin_add(GstBin* bin, GstElement* element, GError** error);
void node_bin_remove(GstBin* bin, GstElement* element, GError** error);

GstPad* node_ghost_pad_new(const gchar* name, GstPad* target, GError** error);
GstPadLinkReturn node_pad_link(GstPad* pad, GstPad* sink);
gboolean node_pad_unlink(GstPad* pad, GstPad* sink);
gboolean node_pad_can_link(GstPad* pad, GstPad* sink);
// Lends a reference.
GstPad* node_ghost_pad_get_target(GstPad* pad);

}  // namespace rtspnode
