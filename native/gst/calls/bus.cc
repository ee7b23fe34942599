#include "gst/calls/bus.h"

#include <gio/gio.h>

#include "gst/last-reference.h"
#include "runtime/loop-thread.h"

namespace rtspnode {

namespace {

GQuark WatchKey() { return g_quark_from_static_string("gst-rtsp-server-node-watch"); }
GQuark EmissionKey() { return g_quark_from_static_string("gst-rtsp-server-node-emission"); }

void EndWatch(gpointer source) {
  g_source_destroy(static_cast<GSource*>(source));
  g_source_unref(static_cast<GSource*>(source));
}

}  // namespace

void KeepBusEmpty(GstPipeline* pipeline, bool on) {
  GstBus* bus = gst_pipeline_get_bus(pipeline);
  // Without one the bus is that of somebody who took it away.
  if (bus == nullptr) return;
  if (!on) {
    g_object_set_qdata(G_OBJECT(pipeline), WatchKey(), nullptr);
  } else if (g_object_get_qdata(G_OBJECT(pipeline), WatchKey()) == nullptr) {
    // Null where there is another watch.
    if (GSource* source = gst_bus_create_watch(bus)) {
      g_source_set_callback(source, G_SOURCE_FUNC(gst_bus_async_signal_func), nullptr, nullptr);
      g_source_attach(source, DefaultContextThread().context());
      // Not the bus's own: the source holds the bus, and both would stay when the pipeline goes without being stopped.
      g_object_set_qdata_full(G_OBJECT(pipeline), WatchKey(), source, EndWatch);
    }
  }
  gst_object_unref(bus);
}

GstBus* node_pipeline_get_bus(GstPipeline* pipeline) {
  GstBus* bus = gst_pipeline_get_bus(pipeline);
  if (bus != nullptr) SetGstContainer(G_OBJECT(bus), G_OBJECT(pipeline));
  return bus;
}

void node_bus_enable_sync_message_emission(GstBus* bus) {
  GST_OBJECT_LOCK(bus);
  const gint count = GPOINTER_TO_INT(g_object_get_qdata(G_OBJECT(bus), EmissionKey()));
  g_object_set_qdata(G_OBJECT(bus), EmissionKey(), GINT_TO_POINTER(count + 1));
  GST_OBJECT_UNLOCK(bus);
  gst_bus_enable_sync_message_emission(bus);
}

void node_bus_disable_sync_message_emission(GstBus* bus, GError** error) {
  GST_OBJECT_LOCK(bus);
  const gint count = GPOINTER_TO_INT(g_object_get_qdata(G_OBJECT(bus), EmissionKey()));
  if (count > 0) g_object_set_qdata(G_OBJECT(bus), EmissionKey(), GINT_TO_POINTER(count - 1));
  GST_OBJECT_UNLOCK(bus);
  if (count == 0) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the emission is not enabled");
    return;
  }
  gst_bus_disable_sync_message_emission(bus);
}

}  // namespace rtspnode
