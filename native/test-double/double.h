#pragma once
#include <glib-object.h>

// A library that behaves as badly as libgstrtspserver may: it asks its application from threads of its own, with locks
// held that its functions need. For the tests of the runtime and marshal layers.
namespace rtspnode {

struct TestDouble {
  GObject parent;
  GRecMutex lock;  // held during every emission on a thread of the double's own
  GMutex plain;    // held during each `configure`
  GMutex before;   // one that threads may hold while they wait for `plain`
  GMutex leaf;     // protects what follows; never held during an emission
  gint64 sum;      // of the answers
  guint answers;
  guint threads;  // running
  GCond changed;
  guint asker;  // kernel's number of the thread that asked last
  GObject* shown;
};

struct TestDoubleClass {
  GObjectClass parent_class;
};

GType test_double_get_type();

TestDouble* test_double_new();

// Starts threads; each emits `ask` with 0, 1, … while it holds the lock.
void test_double_start(TestDouble* self, guint threads, guint count);
// The same with `tell`.
void test_double_flood(TestDouble* self, guint threads, guint count);
// Waits until all threads have finished; gives the sum of their answers.
gint64 test_double_join(TestDouble* self);
// Emits `ask` on the calling thread.
gint test_double_ask(TestDouble* self, gint value);
// The same, for the JS thread.
gint test_double_ask_here(TestDouble* self, gint value);
// Emits `configure` on the calling thread, with `plain` held.
void test_double_configure(TestDouble* self);
// Takes the lock, as a function does that must not be called by the JS thread itself.
gint64 test_double_locked_sum(TestDouble* self);
// Takes `before`.
void test_double_before(TestDouble* self);
// The number of the thread that it runs on.
guint test_double_thread(TestDouble* self);
guint test_double_asker(TestDouble* self);
// Waits so many milliseconds on the thread that it runs on.
void test_double_sleep(TestDouble* self, guint milliseconds);
void test_double_fail(TestDouble* self, GError** error);
// A reference to another object, taken and dropped again by a thread, so many times.
void test_double_churn(TestDouble* self, TestDouble* other, guint times);
// Keeps an object: it lives until `drop` or the double's own end.
void test_double_keep(TestDouble* self, TestDouble* other);
TestDouble* test_double_kept(TestDouble* self);
void test_double_drop(TestDouble* self);
// Drops what another double keeps; then the double emits `tell`, then the object that it keeps, which is dropped.
void test_double_tell_and_drop(TestDouble* self, TestDouble* other);
// A new one for each call, of which nobody else knows.
TestDouble* test_double_make(TestDouble* self);
// Emits `show` with an object that has a floating reference only: the double's, which says so later.
void test_double_show(TestDouble* self);
// The double takes that reference, as who adds a new element to a bin, and gives it up. False when it was taken before.
gboolean test_double_take_shown(TestDouble* self);
guint test_double_alive();
// Kernel's number of the thread that gave up the last reference to a double last.
guint test_double_finalizer();

// Has GLib's random numbers begin anew; gives the first one.
guint test_double_seed(guint seed);

}  // namespace rtspnode
