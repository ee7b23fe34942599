#include "rtsp-server/media-element.h"

#include <memory>
#include <vector>

#include "gst/keep.h"
#include "gst/pad-request.h"
#include "gst/weak.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/latency-bin.h"
#include "rtsp-server/stream-check.h"
#include "rtsp-server/types/node-pipeline.h"

namespace rtspnode {

namespace {

void DropFloating(GstElement* element) {
  if (!element) return;
  gst_object_ref_sink(element);
  gst_object_unref(element);
}

bool HoldsPayloader(GstBin* bin) {
  GstIterator* elements = gst_bin_iterate_recurse(bin);
  GValue found = G_VALUE_INIT;
  const bool holds = gst_iterator_find_custom(
      elements,
      [](gconstpointer item, gconstpointer) {
        return IsPayloader(GST_ELEMENT(g_value_get_object(static_cast<const GValue*>(item)))) ? 0 : 1;
      },
      &found, nullptr);
  if (holds) g_value_unset(&found);
  gst_iterator_free(elements);
  return holds;
}

bool Refuse(GError** error, const gchar* format, ...) G_GNUC_PRINTF(2, 3);

bool Refuse(GError** error, const gchar* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  gchar* message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error_literal(error, GST_CORE_ERROR, GST_CORE_ERROR_NEGOTIATION, message);
  g_free(message);
  return false;
}

// gst_rtsp_media_create_stream() is critical of a missing pad, and reads the properties "pt" and "mtu" of whatever is
// called a payloader.
bool CheckPayloader(GstElement* element, const gchar* name, GError** error) {
  const gchar* type = G_OBJECT_TYPE_NAME(element);
  if (!HasPad(element, "src")) return Refuse(error, "%s is a %s, which has no pad 'src' to stream from", name, type);
  return CheckPayloads(element, error);
}

bool CheckDepayloader(GstElement* element, const gchar* name, GError** error) {
  if (HasPad(element, "sink")) return true;
  return Refuse(error, "%s is a %s, which has no pad 'sink' to record to", name, G_OBJECT_TYPE_NAME(element));
}

// Which streams it has is known when it has started.
bool CheckDynamic(GstElement* element, const gchar* name, GError** error) {
  if (GST_IS_BIN(element)) return true;
  return Refuse(error, "%s is a %s: it must be a bin that gets RTP payloaders", name, G_OBJECT_TYPE_NAME(element));
}

// Upstream's handlers of these signals take state_lock, which the thread has that waits for the change of state.
void Postpone(GstElement* element, const gchar* signal, GstPad* pad) {
  if (EmitAfterStateChange(element, signal, pad)) g_signal_stop_emission_by_name(element, signal);
}

void OnDynamicPadSoon(GstElement* element, GstPad* pad, gpointer) { Postpone(element, "pad-added", pad); }

void OnDynamicPadGone(GstElement* element, GstPad* pad, gpointer) { Postpone(element, "pad-removed", pad); }

void OnNoMorePads(GstElement* element, gpointer) { Postpone(element, "no-more-pads", nullptr); }

// Upstream makes a stream of the pad, whatever it is, and is critical when there is no payloader.
void OnDynamicPad(GstElement* element, GstPad* pad, gpointer) {
  GstElement* payloader = FindPayloaderInBin(GST_BIN(element), pad);
  if (payloader) {
    gst_object_unref(payloader);
    return;
  }
  g_signal_stop_emission_by_name(element, "pad-added");
  GST_ELEMENT_ERROR(element, CORE, NEGOTIATION,
                    ("%s has no RTP payloader for its pad %s", GST_ELEMENT_NAME(element), GST_PAD_NAME(pad)),
                    (nullptr));
}

GQuark DynamicStreamQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-dynamic-stream");
  return quark;
}

// Where upstream's handlers have the stream of a pad.
constexpr const char* kUpstreamsStream = "gst-rtsp-dynpad-stream";

// Where upstream has its handlers' numbers of an element (DynPaySignalHandlers), which it frees as a slice.
constexpr const char* kUpstreamsHandlers = "gst-rtsp-dynpay-handlers";
struct UpstreamsHandlers {
  gulong pad_added;
  gulong pad_removed;
  gulong no_more_pads;
};

// Those of a media's element whose pads upstream is told of: it holds them as well.
using Elements = std::vector<std::shared_ptr<GstElement>>;

GQuark GuardedQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-dynamic-elements");
  return quark;
}

void IgnorePad(GstElement*, GstPad*, gpointer) {}
void IgnoreEnd(GstElement*, gpointer) {}

// After upstream, whose own pointer to the stream outlives it.
void OnDynamicPadAdded(GstElement*, GstPad* pad, gpointer) {
  gpointer stream = g_object_get_data(G_OBJECT(pad), kUpstreamsStream);
  if (stream) g_object_set_qdata_full(G_OBJECT(pad), DynamicStreamQuark(), NewWeak(stream), FreeWeak);
}

// Upstream has the stream leave its pipeline, and a media that stops meanwhile takes its blocks off pads that have
// gone.
//
// One that somebody has set up stays with its media until that stops: gst_rtsp_stream_leave_bin() gives up half-way
// where it has a viewer, and every request and every end of the session after that has to do with a transport of a
// stream that is in no pipeline, which is critical.
void OnDynamicPadRemoved(GstElement*, GstPad* pad, gpointer) {
  auto* weak = static_cast<GWeakRef*>(g_object_get_qdata(G_OBJECT(pad), DynamicStreamQuark()));
  auto* stream = weak ? static_cast<GstRTSPStream*>(g_weak_ref_get(weak)) : nullptr;
  if (!stream) return;
  gst_rtsp_stream_set_blocked(stream, FALSE);
  if (IsNeeded(stream)) g_object_set_data(G_OBJECT(pad), kUpstreamsStream, nullptr);
  g_object_unref(stream);
}

struct Kind {
  const gchar* format;
  bool (*check)(GstElement* element, const gchar* name, GError** error);
};

constexpr Kind kKinds[] = {{"pay%d", CheckPayloader}, {"dynpay%d", CheckDynamic}, {"depay%d", CheckDepayloader}};

GstElement* FindNamed(GstBin* bin, const Kind& kind, int number) {
  gchar name[32];
  g_snprintf(name, sizeof name, kind.format, number);
  return gst_bin_get_by_name(bin, name);
}

// Gives whether there is an element of the name; `good` tells whether it can be used.
bool CheckNamed(GstBin* bin, const Kind& kind, int number, bool* good, GError** error) {
  GstElement* element = FindNamed(bin, kind, number);
  if (!element) return false;
  *good = kind.check(element, GST_ELEMENT_NAME(element), error);
  gst_object_unref(element);
  return true;
}

bool ReportMissing(GstParseContext* context, GError** error) {
  gchar** missing = gst_parse_context_get_missing_elements(context);
  if (!missing) return false;
  gchar* names = g_strjoinv(", ", missing);
  g_clear_error(error);
  g_set_error(error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT,
              "The launch line needs %s that %s not installed: %s", missing[1] ? "elements" : "an element",
              missing[1] ? "are" : "is", names);
  g_free(names);
  g_strfreev(missing);
  return true;
}

GstElement* ParseInBin(const gchar* launch, GstParseContext* context, GError** error) {
  return gst_parse_launch_full(launch, context, GST_PARSE_FLAG_PLACE_IN_BIN, error);
}

GstElement* ParseAsBin(const gchar* launch, GstParseContext* context, GError** error) {
  return gst_parse_bin_from_description_full(launch, FALSE, context, GST_PARSE_FLAG_NONE, error);
}

GstElement* ParseWith(GstElement* (*parse)(const gchar*, GstParseContext*, GError**), const gchar* launch, bool strict,
                      GError** error) {
  GstParseContext* context = gst_parse_context_new();
  GError* failure = nullptr;
  GstElement* element = parse(launch, context, &failure);
  if (ReportMissing(context, &failure) || (strict && failure)) {
    DropFloating(element);
    element = nullptr;
  }
  gst_parse_context_free(context);

  if (element) {
    g_clear_error(&failure);
    return element;
  }
  if (!failure) g_set_error(&failure, GST_PARSE_ERROR, GST_PARSE_ERROR_EMPTY, "The launch line makes no element");
  g_propagate_error(error, failure);
  return nullptr;
}

GQuark TakenQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-taken-element");
  return quark;
}

bool IsFree(GstElement* element, GError** error) {
  if (!GST_OBJECT_PARENT(element) && !g_object_get_qdata(G_OBJECT(element), TakenQuark())) return true;
  return Refuse(error, "The element %s is part of a pipeline already: each media needs one of its own",
                GST_ELEMENT_NAME(element));
}

constexpr const gchar* kBackchannel = "onvif-backchannel";
constexpr const gchar* kBackchannelDepayloader = "depay_backchannel";

// Of what gst_rtsp_onvif_media_setup_sdp() and gst_sdp_media_set_media_from_caps() need.
bool IsRtpFormat(const GstStructure* format) {
  gint payload;
  gint clock_rate;
  return gst_structure_has_name(format, "application/x-rtp") && gst_structure_get_string(format, "media") &&
         gst_structure_get_string(format, "encoding-name") && gst_structure_get_int(format, "payload", &payload) &&
         payload >= 0 && payload <= 127 && gst_structure_get_int(format, "clock-rate", &clock_rate);
}

// Whether all that the pad takes is RTP of which everything is said.
bool TakesRtp(GstPad* pad) {
  GstCaps* caps = gst_pad_query_caps(pad, nullptr);
  bool takes = !gst_caps_is_any(caps) && !gst_caps_is_empty(caps);
  for (guint i = 0; takes && i < gst_caps_get_size(caps); i++) {
    GstCaps* one = gst_caps_copy_nth(caps, i);
    takes = gst_caps_is_fixed(one) && IsRtpFormat(gst_caps_get_structure(one, 0));
    gst_caps_unref(one);
  }
  gst_caps_unref(caps);
  return takes;
}

// The entrance of a backchannel, with a reference.
GstPad* FindBackchannelSink(GstElement* depayloader, GError** error) {
  GstPad* sink = gst_element_get_static_pad(depayloader, "sink");
  if (sink && GST_PAD_IS_SINK(sink) && !gst_pad_is_linked(sink)) return sink;
  g_clear_pointer(&sink, gst_object_unref);
  Refuse(error, "The backchannel's %s is a %s, which has no free pad 'sink' to receive at",
         GST_ELEMENT_NAME(depayloader), G_OBJECT_TYPE_NAME(depayloader));
  return nullptr;
}

bool CheckBackchannelSink(GstElement* backchannel, GError** error) {
  GstPad* sink = FindBackchannelSink(backchannel, error);
  if (!sink) return false;
  const bool good = TakesRtp(sink);
  gst_object_unref(sink);
  return good || Refuse(error,
                        "The backchannel does not say what it receives: depay_backchannel must take RTP caps with "
                        "media, payload, clock-rate and encoding-name, for example those of a capsfilter");
}

// Floating.
GstElement* MakeBackchannel(const gchar* launch, bool strict, GError** error) {
  if (!launch) {
    g_set_error(error, GST_PARSE_ERROR, GST_PARSE_ERROR_EMPTY, "The factory has no launch line for the backchannel");
    return nullptr;
  }
  GstElement* backchannel = ParseWith(ParseAsBin, launch, strict, error);
  if (!backchannel) return nullptr;
  GstElement* depayloader = gst_bin_get_by_name(GST_BIN(backchannel), kBackchannelDepayloader);
  if (!depayloader) Refuse(error, "The backchannel has no element %s", kBackchannelDepayloader);
  GstPad* sink = depayloader ? FindBackchannelSink(depayloader, error) : nullptr;
  g_clear_pointer(&depayloader, gst_object_unref);
  if (!sink) {
    DropFloating(backchannel);
    return nullptr;
  }
  gst_object_set_name(GST_OBJECT(backchannel), kBackchannel);
  gst_element_add_pad(backchannel, gst_ghost_pad_new("sink", sink));
  gst_object_unref(sink);
  return backchannel;
}

}  // namespace

GstElement* ParseLaunch(const gchar* launch, bool strict, GError** error) {
  if (!launch) {
    g_set_error(error, GST_PARSE_ERROR, GST_PARSE_ERROR_EMPTY, "The factory has no launch line");
    return nullptr;
  }
  return ParseWith(ParseInBin, launch, strict, error);
}

bool AddBackchannel(GstBin* element, const gchar* launch, GError** error) {
  GstElement* backchannel = MakeBackchannel(launch, false, error);
  if (!backchannel) return false;
  if (gst_bin_add(element, backchannel)) return true;
  return Refuse(error, "The launch line has an element %s of its own", kBackchannel);
}

namespace {

// Which bin it is in; not a reference. Upstream puts it into one of its own when it collects it.
GstObject* BinOfBackchannel(GstElement* element) {
  GstElement* backchannel = GST_IS_BIN(element) ? gst_bin_get_by_name(GST_BIN(element), kBackchannel) : nullptr;
  if (!backchannel) return nullptr;
  GstObject* bin = GST_OBJECT_PARENT(backchannel);
  gst_object_unref(backchannel);
  return bin;
}

}  // namespace

bool HasBackchannel(GstElement* element) { return BinOfBackchannel(element) == GST_OBJECT(element); }

bool HasCollectedBackchannel(GstElement* element) {
  GstObject* bin = BinOfBackchannel(element);
  return bin && bin != GST_OBJECT(element);
}

bool CheckBackchannel(GstBin* element, bool required, GError** error) {
  GstElement* backchannel = gst_bin_get_by_name(element, kBackchannel);
  if (!backchannel) {
    return !required || Refuse(error, "The client requires a backchannel, and the element has no %s", kBackchannel);
  }
  const bool good = GST_OBJECT_PARENT(backchannel) == GST_OBJECT(element)
                        ? CheckBackchannelSink(backchannel, error)
                        : Refuse(error, "%s must be directly in the element of the media", kBackchannel);
  gst_object_unref(backchannel);
  return good;
}

void MendBackchannel(GstElement* element) {
  GstElement* backchannel = gst_bin_get_by_name(GST_BIN(element), kBackchannel);
  if (!backchannel) return;
  GstObject* bin = gst_object_get_parent(GST_OBJECT(backchannel));
  MendLatencyBin(GST_ELEMENT(bin), backchannel);
  gst_object_unref(bin);
  gst_object_unref(backchannel);
}

bool CheckBackchannelLaunch(const gchar* launch, GError** error) {
  GstElement* backchannel = MakeBackchannel(launch, true, error);
  if (!backchannel) return false;
  const bool good = CheckBackchannelSink(backchannel, error);
  DropFloating(backchannel);
  return good;
}

bool CheckPayloads(GstElement* element, GError** error) {
  const bool payloads = GST_IS_BIN(element) ? HoldsPayloader(GST_BIN(element)) : IsPayloader(element);
  return payloads || Refuse(error, "%s is a %s: it must be an RTP payloader, or a bin with one in it",
                            GST_ELEMENT_NAME(element), G_OBJECT_TYPE_NAME(element));
}

bool CheckElement(GstElement* element, GError** error) {
  return IsFree(element, error) && CheckStreams(element, error);
}

bool TakeForMedia(GstElement* element, GError** error) {
  if (!IsFree(element, error)) return false;
  if (!GST_IS_BIN(element) || GST_IS_PIPELINE(element)) {
    return Refuse(error, "The element is a %s: it must be a bin, and no pipeline", G_OBJECT_TYPE_NAME(element));
  }
  g_object_set_qdata(G_OBJECT(element), TakenQuark(), element);
  return true;
}

bool CheckStream(GstElement* media, GstElement* payloader, GstPad* pad, guint index, GError** error) {
  const bool sends = GST_PAD_IS_SRC(pad);
  if (!gst_object_has_as_ancestor(GST_OBJECT(payloader), GST_OBJECT(media)) || GST_OBJECT_PARENT(pad) == nullptr ||
      !gst_object_has_as_ancestor(GST_OBJECT_PARENT(pad), GST_OBJECT(media))) {
    return Refuse(error, "%s and its pad must be in the element of the media", GST_ELEMENT_NAME(payloader));
  }
  if (gst_pad_is_linked(pad)) return Refuse(error, "The pad %s is linked already", GST_PAD_NAME(pad));
  if (sends && !IsPayloader(payloader)) {
    return Refuse(error, "%s is a %s: it must be an RTP payloader", GST_ELEMENT_NAME(payloader),
                  G_OBJECT_TYPE_NAME(payloader));
  }
  gchar name[32];
  g_snprintf(name, sizeof name, sends ? "src_%u" : "sink_%u", index);
  return !HasPad(media, name) || Refuse(error, "The element of the media has a pad %s already", name);
}

bool CheckStreams(GstElement* element, GError** error) {
  if (!GST_IS_BIN(element)) return Refuse(error, "The element is a %s, not a bin", G_OBJECT_TYPE_NAME(element));

  // collect_streams() stops at the first number that no kind has.
  for (int number = 0;; number++) {
    bool any = false;
    for (const Kind& kind : kKinds) {
      bool good = true;
      any |= CheckNamed(GST_BIN(element), kind, number, &good, error);
      if (!good) return false;
    }
    if (any) continue;
    if (number > 0) return true;
    return Refuse(error, "There is no stream: a payloader must be named pay0 (the next ones pay1, pay2, ...)");
  }
}

void GuardDynamicStreams(GstBin* bin) {
  auto* guarded = new Elements;
  bool any = true;
  for (int number = 0; any; number++) {
    any = false;
    for (const Kind& kind : kKinds) {
      GstElement* element = FindNamed(bin, kind, number);
      if (!element) continue;
      any = true;
      if (kind.check == CheckDynamic) {
        g_signal_connect(element, "pad-added", G_CALLBACK(OnDynamicPadSoon), nullptr);
        g_signal_connect(element, "pad-removed", G_CALLBACK(OnDynamicPadGone), nullptr);
        g_signal_connect(element, "no-more-pads", G_CALLBACK(OnNoMorePads), nullptr);
        g_signal_connect(element, "pad-added", G_CALLBACK(OnDynamicPad), nullptr);
        g_signal_connect_after(element, "pad-added", G_CALLBACK(OnDynamicPadAdded), nullptr);
        g_signal_connect(element, "pad-removed", G_CALLBACK(OnDynamicPadRemoved), nullptr);
        guarded->push_back(Keep(element));
      }
      gst_object_unref(element);
    }
  }
  g_object_set_qdata_full(G_OBJECT(bin), GuardedQuark(), guarded,
                          [](gpointer data) { delete static_cast<Elements*>(data); });
}

void MakeUpHandlers(GstElement* media) {
  auto* guarded = static_cast<Elements*>(g_object_get_qdata(G_OBJECT(media), GuardedQuark()));
  if (!guarded) return;
  for (const auto& kept : *guarded) {
    GstElement* element = kept.get();
    if (g_object_get_data(G_OBJECT(element), kUpstreamsHandlers)) continue;
    auto* handlers = g_slice_new(UpstreamsHandlers);
    handlers->pad_added = g_signal_connect(element, "pad-added", G_CALLBACK(IgnorePad), nullptr);
    handlers->pad_removed = g_signal_connect(element, "pad-removed", G_CALLBACK(IgnorePad), nullptr);
    handlers->no_more_pads = g_signal_connect(element, "no-more-pads", G_CALLBACK(IgnoreEnd), nullptr);
    g_object_set_data(G_OBJECT(element), kUpstreamsHandlers, handlers);
  }
}

bool CheckLaunch(const gchar* launch, GError** error) {
  GstElement* element = ParseLaunch(launch, true, error);
  if (!element) return false;
  const bool good = CheckElement(element, error);
  DropFloating(element);
  return good;
}

bool IsInstalled(const gchar* element_name, GError** error) {
  GstElementFactory* factory = gst_element_factory_find(element_name);
  if (!factory) {
    g_set_error(error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT, "The element %s is not installed",
                element_name);
    return false;
  }
  gst_object_unref(factory);
  return true;
}

}  // namespace rtspnode
