#include "rtsp-server/types/node-media-factory.h"

#include <utility>

#include "rtsp-server/any-request.h"
#include "rtsp-server/arrivals.h"
#include "rtsp-server/descriptors.h"
#include "rtsp-server/media-element.h"
#include "rtsp-server/newer.h"
#include "rtsp-server/types/node-media.h"
#include "rtsp-server/types/node-pipeline.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPMediaFactory, node_rtsp_media_factory, GST_TYPE_RTSP_MEDIA_FACTORY)
G_DEFINE_TYPE(NodeRTSPMediaFactoryURI, node_rtsp_media_factory_uri, GST_TYPE_RTSP_MEDIA_FACTORY_URI)
G_DEFINE_TYPE(NodeRTSPOnvifMediaFactory, node_rtsp_onvif_media_factory, GST_TYPE_RTSP_ONVIF_MEDIA_FACTORY)

namespace {

constexpr gint kDefaultPrepareTimeout = 10000;
constexpr guint kPrepareTimeoutId = 1;
constexpr const gchar* kMediaError = "media-error";
// Each of them holds a thread. With fewer, one that hangs would keep others of the factory from starting, made of other
// URLs perhaps.
constexpr int kMostStuckPipelines = 8;

// Between Construct() and the vfuncs that default_construct() calls from inside it, on one thread.
struct Construction {
  GstElement* element = nullptr;  // made and checked already, floating
  bool reported = false;
  bool without_pipeline = false;
};

thread_local Construction* current_construction = nullptr;

void Report(GstRTSPMediaFactory* factory, GError* error, const gchar* debug = nullptr) {
  if (current_construction) current_construction->reported = true;
  EmitMediaError(factory, nullptr, error, debug);
  g_error_free(error);
}

void DropFloating(GstElement* element) {
  gst_object_ref_sink(element);
  gst_object_unref(element);
}

GQuark StuckPipelinesQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-stuck-pipelines");
  return quark;
}

StuckPipelines StuckPipelinesOf(gpointer factory) {
  return *static_cast<StuckPipelines*>(g_object_get_qdata(G_OBJECT(factory), StuckPipelinesQuark()));
}

// As upstream's create_pipeline().
GstElement* MakeLimitedPipeline(GstRTSPMedia* media) {
  GstElement* pipeline = NewMediaPipeline();
  gst_rtsp_media_take_pipeline(media, GST_PIPELINE(pipeline));
  return pipeline;
}

// What is the same for all classes, each with its own parent.
template <typename Instance, typename Class>
struct Methods {
  static inline GstRTSPMediaFactoryClass* parent = nullptr;
  // Whether upstream's construct() can make a media of the element.
  static inline bool (*check)(GstRTSPMediaFactory* factory, GstElement* element, GError** error) =
      [](GstRTSPMediaFactory*, GstElement* element, GError** error) { return CheckElement(element, error); };

  static Class* ClassOf(GstRTSPMediaFactory* factory) { return reinterpret_cast<Class*>(G_OBJECT_GET_CLASS(factory)); }

  // The first thing that gst_rtsp_media_factory_construct() asks for, without a lock.
  static gchar* GenKey(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
    if (gst_rtsp_media_factory_is_shared(factory)) BeginArrival(factory);
    return ClassOf(factory)->make_key(factory, url);
  }

  static gchar* MakeKey(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) { return parent->gen_key(factory, url); }

  static GstElement* CreateElement(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
    if (current_construction && current_construction->element) {
      return std::exchange(current_construction->element, nullptr);
    }
    return ClassOf(factory)->make_element(factory, url);
  }

  // default_construct() is critical of a missing pipeline, so it gets one even when it is thrown away afterwards.
  static GstElement* CreatePipeline(GstRTSPMediaFactory* factory, GstRTSPMedia* media) {
    GstElement* pipeline = ClassOf(factory)->make_pipeline(factory, media);
    if (pipeline) return pipeline;
    if (current_construction) current_construction->without_pipeline = true;
    return MakeLimitedPipeline(media);
  }

  static GstElement* MakePipeline(GstRTSPMediaFactory*, GstRTSPMedia* media) { return MakeLimitedPipeline(media); }

  static GstRTSPMedia* Construct(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
    Construction construction;
    Construction* outer = std::exchange(current_construction, &construction);
    GstRTSPMedia* media = ConstructChecked(factory, url, construction);
    current_construction = outer;
    return media;
  }

  static GstRTSPMedia* ConstructChecked(GstRTSPMediaFactory* factory, const GstRTSPUrl* url,
                                        Construction& construction) {
    GError* error = nullptr;
    if (!HasSpareDescriptors()) {
      Report(factory, g_error_new(G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES, "The process has too many open files"));
      return nullptr;
    }
    // Upstream finds it missing when the media is prepared, and leaves it PREPARING for ever.
    if (!IsInstalled("rtpbin", &error)) {
      Report(factory, error);
      return nullptr;
    }
    const StuckPipelines stuck_pipelines = StuckPipelinesOf(factory);
    if (*stuck_pipelines >= kMostStuckPipelines) {
      Report(factory, g_error_new(GST_CORE_ERROR, GST_CORE_ERROR_STATE_CHANGE,
                                  "%d pipelines of the factory are blocked", stuck_pipelines->load()));
      return nullptr;
    }
    GstElement* element = gst_rtsp_media_factory_create_element(factory, url);
    if (!element) {
      if (!construction.reported) {
        Report(factory, g_error_new(GST_CORE_ERROR, GST_CORE_ERROR_FAILED, "The factory made no element"));
      }
      return nullptr;
    }
    if (!check(factory, element, &error)) {
      DropFloating(element);
      Report(factory, error);
      return nullptr;
    }
    construction.element = element;
    GstRTSPMedia* media = parent->construct(factory, url);
    if (construction.element) DropFloating(construction.element);
    if (!media) return nullptr;
    if (construction.without_pipeline) {
      g_object_unref(media);
      Report(factory, g_error_new(GST_CORE_ERROR, GST_CORE_ERROR_FAILED, "The factory made no pipeline"));
      return nullptr;
    }
    GuardDynamicStreams(GST_BIN(element));
    AdoptMedia(media, factory, GetPrepareTimeout(factory), stuck_pipelines);
    return media;
  }

  static gint* PrepareTimeout(gpointer factory) { return &static_cast<Instance*>(factory)->prepare_timeout; }

  static guint GetPrepareTimeout(gpointer factory) { return g_atomic_int_get(PrepareTimeout(factory)); }

  static void SetProperty(GObject* object, guint id, const GValue* value, GParamSpec* spec) {
    if (id != kPrepareTimeoutId) {
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
      return;
    }
    g_atomic_int_set(PrepareTimeout(object), g_value_get_uint(value));
  }

  static void GetProperty(GObject* object, guint id, GValue* value, GParamSpec* spec) {
    if (id != kPrepareTimeoutId) {
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
      return;
    }
    g_value_set_uint(value, GetPrepareTimeout(object));
  }

  static void InitClass(Class* klass, gpointer parent_class) {
    parent = GST_RTSP_MEDIA_FACTORY_CLASS(parent_class);
    auto* object_class = G_OBJECT_CLASS(klass);
    object_class->set_property = SetProperty;
    object_class->get_property = GetProperty;
    g_object_class_install_property(
        object_class, kPrepareTimeoutId,
        g_param_spec_uint("prepare-timeout", "Prepare timeout",
                          "Milliseconds that a media of this factory may take to preroll, 0 for upstream's 20 seconds",
                          0, G_MAXINT, kDefaultPrepareTimeout,
                          static_cast<GParamFlags>(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)));
    g_signal_new(kMediaError, G_TYPE_FROM_CLASS(klass), G_SIGNAL_RUN_LAST, 0, nullptr, nullptr, nullptr, G_TYPE_NONE, 3,
                 GST_TYPE_RTSP_MEDIA, G_TYPE_ERROR, G_TYPE_STRING);

    auto* factory_class = GST_RTSP_MEDIA_FACTORY_CLASS(klass);
    factory_class->gen_key = GenKey;
    factory_class->create_element = CreateElement;
    factory_class->create_pipeline = CreatePipeline;
    factory_class->construct = Construct;
    klass->make_key = MakeKey;
    klass->make_pipeline = MakePipeline;
  }

  // After the application's handlers. gst_rtsp_media_factory_construct() would keep a reusable media for the viewers to
  // come, and upstream's streams can be used once only: over TCP they send nothing the second time (see
  // NoteInterleaved()), over UDP they have no sockets (until 1.22.11). It makes a new one instead.
  static void AfterConfigure(GstRTSPMediaFactory*, GstRTSPMedia* media, gpointer) {
    gst_rtsp_media_set_reusable(media, FALSE);
  }

  static void InitInstance(Instance* self, GType media) {
    g_signal_connect_after(self, "media-configure", G_CALLBACK(AfterConfigure), nullptr);
    self->prepare_timeout = kDefaultPrepareTimeout;
    g_object_set_qdata_full(G_OBJECT(self), StuckPipelinesQuark(),
                            new StuckPipelines(std::make_shared<std::atomic<int>>(0)),
                            [](gpointer data) { delete static_cast<StuckPipelines*>(data); });
    gst_rtsp_media_factory_set_media_gtype(GST_RTSP_MEDIA_FACTORY(self), media);
  }
};

using LaunchMethods = Methods<NodeRTSPMediaFactory, NodeRTSPMediaFactoryClass>;
using UriMethods = Methods<NodeRTSPMediaFactoryURI, NodeRTSPMediaFactoryURIClass>;
using OnvifMethods = Methods<NodeRTSPOnvifMediaFactory, NodeRTSPOnvifMediaFactoryClass>;

GstElement* MakeLaunchElement(GstRTSPMediaFactory* factory, const GstRTSPUrl*) {
  gchar* launch = gst_rtsp_media_factory_get_launch(factory);
  GError* error = nullptr;
  GstElement* element = ParseLaunch(launch, false, &error);
  if (!element) Report(factory, error, launch);
  g_free(launch);
  return element;
}

bool CheckUri(const gchar* uri, GError** error) {
  // Upstream's rtsp_media_factory_uri_create_element() is critical of its absence.
  if (!IsInstalled("uridecodebin", error)) return false;
  if (!uri) {
    g_set_error(error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI, "The factory has no URI");
    return false;
  }
  if (!gst_uri_is_valid(uri)) {
    g_set_error(error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI, "'%s' is not a URI", uri);
    return false;
  }
  gchar* protocol = gst_uri_get_protocol(uri);
  const bool supported = gst_uri_protocol_is_supported(GST_URI_SRC, protocol);
  if (!supported) {
    g_set_error(error, GST_URI_ERROR, GST_URI_ERROR_UNSUPPORTED_PROTOCOL, "No element is installed that reads %s: URIs",
                protocol);
  }
  g_free(protocol);
  return supported;
}

GstElement* MakeUriElement(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
  gchar* uri = gst_rtsp_media_factory_uri_get_uri(GST_RTSP_MEDIA_FACTORY_URI(factory));
  GError* error = nullptr;
  const bool usable = CheckUri(uri, &error);
  g_free(uri);
  if (usable) return UriMethods::parent->create_element(factory, url);
  Report(factory, error);
  return nullptr;
}

bool RequiresBackchannel(GstRTSPMediaFactory* factory) {
  return node_rtsp_onvif_media_factory_requires_backchannel(GST_RTSP_ONVIF_MEDIA_FACTORY(factory));
}

gchar* MakeOnvifKey(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
  const AnyRequest request;
  return OnvifMethods::parent->gen_key(factory, url);
}

GstElement* MakeOnvifElement(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
  GstElement* element = MakeLaunchElement(factory, url);
  if (!element || !GST_IS_BIN(element) || !RequiresBackchannel(factory)) return element;
  gchar* launch = gst_rtsp_onvif_media_factory_get_backchannel_launch(GST_RTSP_ONVIF_MEDIA_FACTORY(factory));
  GError* error = nullptr;
  if (AddBackchannel(GST_BIN(element), launch, &error)) {
    g_free(launch);
    return element;
  }
  DropFloating(element);
  Report(factory, error, launch);
  g_free(launch);
  return nullptr;
}

// Null before 1.26.
decltype(NewerOnvifMediaFactoryClass::create_backchannel_stream) create_backchannel_stream;

gboolean CreateBackchannelStream(GstRTSPOnvifMediaFactory* factory, GstRTSPOnvifMedia* media, GstRTSPContext* context) {
  GstElement* element = gst_rtsp_media_get_element(GST_RTSP_MEDIA(media));
  // An override may have collected it by itself. Upstream would take it out of its bin once more.
  gboolean created = HasCollectedBackchannel(element);
  if (!created) {
    created = create_backchannel_stream(factory, media, context);
    if (HasCollectedBackchannel(element)) MendBackchannel(element);
  }
  gst_object_unref(element);
  return created;
}

bool OverridesStream(GstRTSPMediaFactory* factory) {
  const auto* klass = reinterpret_cast<const NewerOnvifMediaFactoryClass*>(G_OBJECT_GET_CLASS(factory));
  return create_backchannel_stream && klass->create_backchannel_stream != CreateBackchannelStream;
}

// Upstream's gives null without a word for what is refused here.
bool CheckOnvifElement(GstRTSPMediaFactory* factory, GstElement* element, GError** error) {
  if (gst_rtsp_media_factory_get_transport_mode(factory) != GST_RTSP_TRANSPORT_MODE_PLAY) {
    g_set_error_literal(error, GST_CORE_ERROR, GST_CORE_ERROR_FAILED,
                        "An RTSPOnvifMediaFactory only serves media that are played: its transport mode must be PLAY");
    return false;
  }
  // An override of create_backchannel_stream() may make it later.
  const bool required = !OverridesStream(factory) && RequiresBackchannel(factory);
  return CheckElement(element, error) && CheckBackchannel(GST_BIN(element), required, error);
}

GstRTSPMedia* ConstructOnvif(GstRTSPMediaFactory* factory, const GstRTSPUrl* url) {
  const AnyRequest request;
  GstRTSPMedia* media = OnvifMethods::Construct(factory, url);
  if (!media || create_backchannel_stream) return media;
  GstElement* element = gst_rtsp_media_get_element(media);
  MendBackchannel(element);
  gst_object_unref(element);
  return media;
}

}  // namespace

void ReportMissingBackchannel(GstRTSPMediaFactory* factory) {
  Report(factory, g_error_new(GST_CORE_ERROR, GST_CORE_ERROR_FAILED, "No stream was made of the backchannel"));
}

void EmitMediaError(GstRTSPMediaFactory* factory, GstRTSPMedia* media, const GError* error, const gchar* debug) {
  g_signal_emit_by_name(factory, kMediaError, media, error, debug);
}

static void node_rtsp_media_factory_class_init(NodeRTSPMediaFactoryClass* klass) {
  LaunchMethods::InitClass(klass, node_rtsp_media_factory_parent_class);
  klass->make_element = MakeLaunchElement;
}

static void node_rtsp_media_factory_init(NodeRTSPMediaFactory* self) {
  LaunchMethods::InitInstance(self, node_rtsp_media_get_type());
}

static void node_rtsp_media_factory_uri_class_init(NodeRTSPMediaFactoryURIClass* klass) {
  UriMethods::InitClass(klass, node_rtsp_media_factory_uri_parent_class);
  klass->make_element = MakeUriElement;
}

static void node_rtsp_media_factory_uri_init(NodeRTSPMediaFactoryURI* self) {
  UriMethods::InitInstance(self, node_rtsp_media_get_type());
}

static void node_rtsp_onvif_media_factory_class_init(NodeRTSPOnvifMediaFactoryClass* klass) {
  OnvifMethods::InitClass(klass, node_rtsp_onvif_media_factory_parent_class);
  OnvifMethods::check = CheckOnvifElement;
  klass->make_key = MakeOnvifKey;
  klass->make_element = MakeOnvifElement;
  GST_RTSP_MEDIA_FACTORY_CLASS(klass)->construct = ConstructOnvif;
  auto* onvif_class = reinterpret_cast<NewerOnvifMediaFactoryClass*>(klass);
  create_backchannel_stream = onvif_class->create_backchannel_stream;
  if (create_backchannel_stream) onvif_class->create_backchannel_stream = CreateBackchannelStream;
}

static void node_rtsp_onvif_media_factory_init(NodeRTSPOnvifMediaFactory* self) {
  OnvifMethods::InitInstance(self, node_rtsp_onvif_media_get_type());
}

}  // namespace rtspnode
