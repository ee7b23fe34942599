#include "test-double/double.h"

#include <gio/gio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

namespace rtspnode {

G_DEFINE_TYPE(TestDouble, test_double, G_TYPE_OBJECT)

namespace {

enum { kAsk, kTell, kConfigure, kShow, kSignals };
guint signals[kSignals];
gint alive = 0;
gint finalizer = 0;

GQuark KeptQuark() {
  static const GQuark quark = g_quark_from_static_string("test-double-kept");
  return quark;
}

guint ThisThread() { return static_cast<guint>(syscall(SYS_gettid)); }

struct Run {
  TestDouble* self;
  guint signal;
  guint count;
};

gpointer EmitAll(gpointer data) {
  auto* run = static_cast<Run*>(data);
  TestDouble* self = run->self;
  for (guint i = 0; i < run->count; i++) {
    g_rec_mutex_lock(&self->lock);
    if (run->signal == signals[kAsk]) {
      const gint answer = test_double_ask(self, static_cast<gint>(i));
      g_mutex_lock(&self->leaf);
      self->sum += answer;
      self->answers++;
      g_mutex_unlock(&self->leaf);
    } else {
      g_signal_emit(self, run->signal, 0, static_cast<gint>(i));
    }
    g_rec_mutex_unlock(&self->lock);
  }
  g_mutex_lock(&self->leaf);
  self->threads--;
  g_cond_broadcast(&self->changed);
  g_mutex_unlock(&self->leaf);
  g_object_unref(self);
  g_free(run);
  return nullptr;
}

void StartThreads(TestDouble* self, guint signal, guint threads, guint count) {
  g_mutex_lock(&self->leaf);
  self->threads += threads;
  g_mutex_unlock(&self->leaf);
  for (guint i = 0; i < threads; i++) {
    auto* run = g_new(Run, 1);
    *run = {static_cast<TestDouble*>(g_object_ref(self)), signal, count};
    g_thread_unref(g_thread_new("test-double", EmitAll, run));
  }
}

}  // namespace

static void test_double_finalize(GObject* object) {
  auto* self = reinterpret_cast<TestDouble*>(object);
  g_rec_mutex_clear(&self->lock);
  g_mutex_clear(&self->plain);
  g_mutex_clear(&self->before);
  g_mutex_clear(&self->leaf);
  g_cond_clear(&self->changed);
  g_atomic_int_set(&finalizer, static_cast<gint>(ThisThread()));
  g_atomic_int_add(&alive, -1);
  G_OBJECT_CLASS(test_double_parent_class)->finalize(object);
}

static void test_double_class_init(TestDoubleClass* klass) {
  klass->parent_class.finalize = test_double_finalize;
  const GType type = G_TYPE_FROM_CLASS(klass);
  signals[kAsk] = g_signal_new("ask", type, G_SIGNAL_RUN_LAST, 0, nullptr, nullptr, nullptr, G_TYPE_INT, 1, G_TYPE_INT);
  signals[kTell] =
      g_signal_new("tell", type, G_SIGNAL_RUN_LAST, 0, nullptr, nullptr, nullptr, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[kShow] =
      g_signal_new("show", type, G_SIGNAL_RUN_LAST, 0, nullptr, nullptr, nullptr, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[kConfigure] =
      g_signal_new("configure", type, G_SIGNAL_RUN_LAST, 0, nullptr, nullptr, nullptr, G_TYPE_NONE, 0);
}

static void test_double_init(TestDouble* self) {
  g_rec_mutex_init(&self->lock);
  g_mutex_init(&self->plain);
  g_mutex_init(&self->before);
  g_mutex_init(&self->leaf);
  g_cond_init(&self->changed);
  g_atomic_int_inc(&alive);
}

TestDouble* test_double_new() { return static_cast<TestDouble*>(g_object_new(test_double_get_type(), nullptr)); }

void test_double_start(TestDouble* self, guint threads, guint count) {
  StartThreads(self, signals[kAsk], threads, count);
}

void test_double_flood(TestDouble* self, guint threads, guint count) {
  StartThreads(self, signals[kTell], threads, count);
}

gint64 test_double_join(TestDouble* self) {
  g_mutex_lock(&self->leaf);
  while (self->threads != 0) g_cond_wait(&self->changed, &self->leaf);
  const gint64 sum = self->sum;
  g_mutex_unlock(&self->leaf);
  return sum;
}

gint test_double_ask(TestDouble* self, gint value) {
  g_mutex_lock(&self->leaf);
  self->asker = ThisThread();
  g_mutex_unlock(&self->leaf);
  gint answer = 0;
  g_signal_emit(self, signals[kAsk], 0, value, &answer);
  return answer;
}

gint test_double_ask_here(TestDouble* self, gint value) { return test_double_ask(self, value); }

void test_double_configure(TestDouble* self) {
  g_mutex_lock(&self->plain);
  g_signal_emit(self, signals[kConfigure], 0);
  g_mutex_unlock(&self->plain);
}

void test_double_before(TestDouble* self) {
  g_mutex_lock(&self->before);
  g_mutex_unlock(&self->before);
}

gint64 test_double_locked_sum(TestDouble* self) {
  g_rec_mutex_lock(&self->lock);
  g_mutex_lock(&self->leaf);
  const gint64 sum = self->sum;
  g_mutex_unlock(&self->leaf);
  g_rec_mutex_unlock(&self->lock);
  return sum;
}

guint test_double_thread(TestDouble*) { return ThisThread(); }

guint test_double_asker(TestDouble* self) {
  g_mutex_lock(&self->leaf);
  const guint asker = self->asker;
  g_mutex_unlock(&self->leaf);
  return asker;
}

void test_double_sleep(TestDouble*, guint milliseconds) { g_usleep(gulong{milliseconds} * 1000); }

void test_double_fail(TestDouble*, GError** error) {
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "failed as it was told to");
}

void test_double_churn(TestDouble*, TestDouble* other, guint times) {
  for (guint i = 0; i < times; i++) {
    g_object_ref(other);
    g_object_unref(other);
  }
}

void test_double_keep(TestDouble* self, TestDouble* other) {
  g_object_set_qdata_full(G_OBJECT(self), KeptQuark(), g_object_ref(other), g_object_unref);
}

TestDouble* test_double_kept(TestDouble* self) {
  return static_cast<TestDouble*>(g_object_get_qdata(G_OBJECT(self), KeptQuark()));
}

void test_double_drop(TestDouble* self) { g_object_set_qdata(G_OBJECT(self), KeptQuark(), nullptr); }

void test_double_tell_and_drop(TestDouble* self, TestDouble* other) {
  test_double_drop(other);
  g_signal_emit(self, signals[kTell], 0, 0);
  g_signal_emit(test_double_kept(self), signals[kTell], 0, 1);
  test_double_drop(self);
}

TestDouble* test_double_make(TestDouble*) { return test_double_new(); }

void test_double_show(TestDouble* self) {
  self->shown = static_cast<GObject*>(g_object_new(G_TYPE_INITIALLY_UNOWNED, nullptr));
  g_signal_emit(self, signals[kShow], 0, self->shown);
}

gboolean test_double_take_shown(TestDouble* self) {
  GObject* shown = std::exchange(self->shown, nullptr);
  if (!g_object_is_floating(shown)) return FALSE;
  g_object_ref_sink(shown);
  g_object_unref(shown);
  return TRUE;
}

guint test_double_alive() { return static_cast<guint>(g_atomic_int_get(&alive)); }

guint test_double_finalizer() { return static_cast<guint>(g_atomic_int_get(&finalizer)); }

guint test_double_seed(guint seed) {
  g_random_set_seed(seed);
  return g_random_int();
}

}  // namespace rtspnode
