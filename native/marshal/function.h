#pragma once
#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "marshal/bypass.h"
#include "marshal/call.h"
#include "marshal/convert.h"
#include "marshal/kind.h"
#include "marshal/subclass.h"
#include "marshal/table.h"

// The glue of one C function, derived from its signature. What the signature does not say stands in policies:
//
//   FUNCTION(gst_rtsp_mount_points_add_factory, names<"path", "factory">, as<1, MountPath>, takes<2, full>)
//
// Parameters count from 0 as in C, the object itself included. A trailing GError** becomes an exception by itself.
namespace rtspnode {

inline constexpr Transfer full = Transfer::Full;

template <size_t N>
struct FixedString {
  char text[N];
  consteval FixedString(const char (&literal)[N]) { std::copy_n(literal, N, text); }  // NOLINT: a literal is meant
};

// --- policies
template <FixedString... Names>
struct names {
  static constexpr std::array<const char*, sizeof...(Names)> list = {Names.text...};
};
template <size_t N, Transfer>
struct takes {};  // the C function takes the argument over
template <size_t N>
struct nullable {};
template <size_t N>
struct out {};  // becomes part of the result
template <size_t N, typename Tag>
struct as {};  // see the tags in convert.h
// An index that what this function gives for the object is above: else a RangeError. Not of promised functions.
template <size_t N, auto Length>
struct below {};
template <size_t N, auto Length>
struct place {};  // the same, or -1 for the end
template <Transfer>
struct returns {};
template <typename Tag>
struct answers {};   // the result, by a tag
struct promised {};  // may wait: runs on the executor, or on the thread that is parked in the calling handler
struct apart {};     // promised, and may take long: other calls on the object do not wait for it
struct aside {};     // promised, and on the executor even in a handler
struct hurries {};   // aside, and it may wait for the handler's thread: its caller has cut the handler's time short
struct constructs {
};  // JavaScript's first argument is the object under construction, which comes to stand for the result
template <auto Member>
struct invokes {};  // it calls this virtual method: JavaScript's override is what has called it, or there is none
// What a promised function takes and waits for, also in what it calls: it is refused in a handler whose thread keeps
// any of it. Each promised function has one of the first, though it be empty.
template <WaitMask... Locks>
struct locks {};
template <WaitMask... Threads>
struct joins {};

namespace policy {

template <typename Wanted, typename... P>
inline constexpr bool has = (std::is_same_v<Wanted, P> || ...);

template <size_t N, typename Otherwise, typename... P>
struct Tag {
  using type = Otherwise;
};
template <size_t N, typename Otherwise, typename T, typename... P>
struct Tag<N, Otherwise, as<N, T>, P...> {
  using type = T;
};
template <size_t N, typename Otherwise, typename First, typename... P>
struct Tag<N, Otherwise, First, P...> : Tag<N, Otherwise, P...> {};

template <typename Otherwise, typename... P>
struct Answer {
  using type = Otherwise;
};
template <typename Otherwise, typename T, typename... P>
struct Answer<Otherwise, answers<T>, P...> {
  using type = T;
};
template <typename Otherwise, typename First, typename... P>
struct Answer<Otherwise, First, P...> : Answer<Otherwise, P...> {};

template <typename... P>
struct Names {
  static constexpr std::span<const char* const> list{};
};
template <FixedString... N, typename... P>
struct Names<names<N...>, P...> {
  static constexpr std::span<const char* const> list{names<N...>::list};
};
template <typename First, typename... P>
struct Names<First, P...> : Names<P...> {};

template <typename P>
struct Invoked {
  static constexpr const void* id = nullptr;
};
template <auto Member>
struct Invoked<invokes<Member>> {
  static constexpr const void* id = &vfunc_id<Member>;
};
template <typename... P>
constexpr const void* InvokedBy() {
  const void* found = nullptr;
  ((found = Invoked<P>::id != nullptr ? Invoked<P>::id : found), ...);
  return found;
}

template <typename P>
struct WaitsOf {
  static constexpr WaitMask mask = 0;
  static constexpr bool stated = false;
};
template <WaitMask... M>
struct WaitsOf<locks<M...>> {
  static constexpr WaitMask mask = (WaitMask{0} | ... | M);
  static constexpr bool stated = true;
};
template <WaitMask... M>
struct WaitsOf<joins<M...>> : WaitsOf<locks<M...>> {
  static constexpr bool stated = false;
};

// In place of what a call has to know only where it concerns its function.
struct Unconcerned {
  template <typename... T>
  explicit Unconcerned(T&&...) {}
};

}  // namespace policy

template <auto F, typename... P>
struct Function;

template <typename R, typename... A, R (*F)(A...), typename... P>
struct Function<F, P...> {
  static constexpr size_t kCount = sizeof...(A);
  static constexpr bool kConstructs = policy::has<constructs, P...>;
  static constexpr const void* kInvoked = policy::InvokedBy<P...>();
  using ResultConv = Convert<typename policy::Answer<R, P...>::type>;
  // An object that is only lent may go before JavaScript gets it, when the call runs on another thread.
  static constexpr bool kBorrows = policy::has<promised, P...> && !policy::has<returns<full>, P...> && requires {
    requires ResultConv::is_object;
  };
  static constexpr Transfer kReturns =
      policy::has<returns<full>, P...> || kConstructs || kBorrows ? full : Transfer::None;

  // One more than there are, so that functions without parameters can be asked about their first one.
  template <size_t N>
  using CType = std::tuple_element_t<N, std::tuple<A..., std::monostate>>;
  template <size_t N>
  static constexpr bool kIsError = std::is_same_v<CType<N>, GError**>;
  template <size_t N>
  static constexpr bool kIsOut = policy::has<out<N>, P...>;
  template <size_t N>
  static constexpr bool kIsIn = !kIsError<N> && !kIsOut<N>;
  template <size_t N>
  using Conv = Convert<typename policy::Tag<N, CType<N>, P...>::type>;

  template <size_t N, bool In = kIsIn<N>>
  struct Slot {
    typename Conv<N>::Held value{};
    auto Pass() {
      if constexpr (policy::has<takes<N, full>, P...>) {
        return Conv<N>::Give(value);
      } else {
        return Conv<N>::Lend(value);
      }
    }
  };
  template <size_t N>
  struct Slot<N, false> {
    std::remove_pointer_t<CType<N>> value{};
    CType<N> Pass() { return &value; }
  };

  template <typename Sequence>
  struct SlotsOf;
  template <size_t... N>
  struct SlotsOf<std::index_sequence<N...>> {
    using type = std::tuple<Slot<N>...>;
  };
  using Indices = std::index_sequence_for<A...>;
  using Slots = typename SlotsOf<Indices>::type;
  using Result = std::conditional_t<std::is_void_v<R>, std::monostate, R>;

  // The position among JavaScript's arguments.
  template <size_t N>
  static constexpr size_t JsIndex() {
    return []<size_t... I>(std::index_sequence<I...>) { return (size_t{kConstructs} + ... + size_t{kIsIn<I>}); }
    (std::make_index_sequence<N>());
  }
  static constexpr size_t kJsCount = std::max<size_t>(JsIndex<kCount>(), 1);
  // What JavaScript gets: the result, and what the function writes to.
  static constexpr size_t kResults = []<size_t... I>(std::index_sequence<I...>) {
    return (size_t{!std::is_void_v<R>} + ... + size_t{kIsOut<I>});
  }
  (Indices());

  // One call: arguments, result, error.
  struct Call final : PromisedCall {
    explicit Call(const Binding& binding) : binding(binding) {}
    ~Call() override {
      if constexpr (!std::is_void_v<R> && kReturns == full) {
        if (ran && !taken) ResultConv::Discard(result);
      }
      if (error != nullptr) g_error_free(error);
    }

    template <size_t N>
    void Read(napi_value js) {
      if constexpr (kIsIn<N>) {
        constexpr bool may_be_null = policy::has<nullable<N>, P...>;
        if (!Conv<N>::FromJs(*binding.registry, js, may_be_null, &std::get<N>(slots).value)) {
          FailArgument(binding, JsIndex<N>(), Conv<N>::Expected() + (may_be_null ? " or null" : ""), js);
        }
      }
    }
    void ReadAll(const napi_value* js) {
      [&]<size_t... N>(std::index_sequence<N...>) { (Read<N>(js[JsIndex<N>()]), ...); }
      (Indices());
    }
    void CheckIndexes() { (CheckIndex(P{}), ...); }
    template <typename Policy>
    void CheckIndex(Policy) {}
    template <size_t N, auto Length>
    void CheckIndex(below<N, Length>) {
      CheckIndex<N>(Length(Conv<0>::Lend(std::get<0>(slots).value)), 0);
    }
    template <size_t N, auto Length>
    void CheckIndex(place<N, Length>) {
      CheckIndex<N>(Length(Conv<0>::Lend(std::get<0>(slots).value)), -1);
    }
    template <size_t N>
    void CheckIndex(guint length, gint least) {
      const gint64 index = std::get<N>(slots).value;
      if (index < least || index >= length) FailIndex(binding, JsIndex<N>(), least, length, index);
    }
    void OwnAll() {
      [&]<size_t... N>(std::index_sequence<N...>) { (OwnOne<N>(), ...); }
      (Indices());
    }
    template <size_t N>
    void OwnOne() {
      if constexpr (kIsIn<N>) Conv<N>::Own(std::get<N>(slots).value);
    }

    void Invoke() override {
      [[maybe_unused]] const std::conditional_t<kConstructs, ConstructingAs, policy::Unconcerned> constructing(subtype);
      [[maybe_unused]] const std::conditional_t<kInvoked != nullptr, Bypass, policy::Unconcerned> bypass(Lane(),
                                                                                                         kInvoked);
      [&]<size_t... N>(std::index_sequence<N...>) {
        if constexpr (std::is_void_v<R>) {
          F(std::get<N>(slots).Pass()...);
        } else {
          result = F(std::get<N>(slots).Pass()...);
        }
      }
      (Indices());
      if constexpr (kBorrows) {
        if (result != nullptr) g_object_ref(result);
      }
      ran = true;
      constexpr size_t last = kCount == 0 ? 0 : kCount - 1;
      if constexpr (kIsError<last>) error = std::exchange(std::get<last>(slots).value, nullptr);
    }

    bool failed() const override { return error != nullptr; }
    napi_value ErrorToJs() override { return MakeGError(*binding.registry, std::exchange(error, nullptr)); }

    napi_value ToJs() override {
      napi_env env = binding.registry->env();
      napi_value values[kResults + 1];
      uint32_t count = 0;
      if constexpr (!std::is_void_v<R>) {
        taken = true;
        values[count++] = ResultConv::ToJs(*binding.registry, result, kReturns);
      }
      const auto add_out = [&]<size_t N>(std::integral_constant<size_t, N>) {
        if constexpr (kIsOut<N>) {
          using Value = std::remove_pointer_t<CType<N>>;
          values[count++] = Convert<typename policy::Tag<N, Value, P...>::type>::ToJs(
              *binding.registry, std::get<N>(slots).value, policy::has<takes<N, full>, P...> ? full : Transfer::None);
        }
      };
      [&]<size_t... N>(std::index_sequence<N...>) { (add_out(std::integral_constant<size_t, N>()), ...); }
      (Indices());
      if constexpr (kResults == 0) {
        return Undefined(env);
      } else if constexpr (kResults == 1) {
        return values[0];
      } else {
        napi_value array;
        Check(env, napi_create_array_with_length(env, kResults, &array));
        for (uint32_t i = 0; i < kResults; i++) Check(env, napi_set_element(env, array, i, values[i]));
        return array;
      }
    }

    // The calls of one object keep their order.
    const void* Lane() const override {
      if constexpr (requires { Conv<0>::is_object; } && !policy::has<apart, P...>) {
        return std::get<0>(slots).value.thing;
      } else {
        return this;
      }
    }

    const Binding& binding;
    Slots slots{};
    Result result{};
    GError* error = nullptr;
    GType subtype = 0;
    bool ran = false;
    bool taken = false;
  };

  static napi_value Direct(napi_env env, napi_callback_info info) {
    return Guarded(env, [&]() -> napi_value {
      size_t count = kJsCount;
      napi_value js[kJsCount];
      void* data;
      Check(env, napi_get_cb_info(env, info, &count, js, nullptr, &data));
      const auto& binding = *static_cast<const Binding*>(data);
      Prepare();
      Call call(binding);
      if constexpr (kConstructs) call.subtype = binding.registry->TakeSubtype();
      call.ReadAll(js);
      call.CheckIndexes();
      const auto name = [&] { return CallName(*binding.table, *binding.function); };
      RunDirect(*binding.registry, binding.table->direct_locks, name, [&] { call.Invoke(); });
      if (call.failed()) {
        napi_throw(env, call.ErrorToJs());
        return nullptr;
      }
      if constexpr (kConstructs) {
        if (call.result == nullptr) throw JsError(std::string(binding.function->name) + " made nothing");
        call.taken = true;
        using Made = std::remove_pointer_t<R>;
        if constexpr (TypeOf<Made>::is_object) {
          binding.registry->AdoptObject(js[0], reinterpret_cast<GObject*>(call.result));
        } else {
          binding.registry->AdoptBoxed(js[0], TypeOf<Made>::Get(), call.result);
        }
        return Undefined(env);
      } else {
        return call.ToJs();
      }
    });
  }

  static napi_value Promised(napi_env env, napi_callback_info info) {
    return Guarded(env, [&]() -> napi_value {
      size_t count = kJsCount;
      napi_value js[kJsCount];
      void* data;
      Check(env, napi_get_cb_info(env, info, &count, js, nullptr, &data));
      const auto& binding = *static_cast<const Binding*>(data);
      Prepare();
      auto call = std::make_shared<Call>(binding);
      return StartPromised(binding, js[0], call, [&] {
        call->ReadAll(js);
        call->OwnAll();
      });
    });
  }

  template <size_t N>
  static constexpr ArgumentEntry Describe() {
    constexpr bool full_transfer = policy::has<takes<N, full>, P...>;
    if constexpr (kIsOut<N>) {
      using Value = std::remove_pointer_t<CType<N>>;
      return {KindOf<typename policy::Tag<N, Value, P...>::type>, true, false, full_transfer};
    } else if constexpr (kIsError<N>) {
      return {KindOf<void>, false, false, false};
    } else {
      return {KindOf<typename policy::Tag<N, CType<N>, P...>::type>, false, policy::has<nullable<N>, P...>,
              full_transfer};
    }
  }
  static constexpr auto kArguments = []<size_t... N>(std::index_sequence<N...>) {
    return std::array<ArgumentEntry, kCount>{Describe<N>()...};
  }
  (Indices());
  static constexpr size_t kDescribed = kCount - (kCount > 0 && kIsError<(kCount > 0 ? kCount - 1 : 0)> ? 1 : 0);

  static constexpr FunctionEntry Entry(const char* name) {
    constexpr bool is_promised = policy::has<promised, P...>;
    constexpr bool is_method = kConstructs || requires { Conv<0>::is_object; };
    return {
        name,
        is_promised ? Promised : Direct,
        is_promised,
        is_method,
        policy::Names<P...>::list,
        (WaitMask{0} | ... | policy::WaitsOf<P>::mask),
        (policy::WaitsOf<P>::stated || ...),
        policy::has<aside, P...> || policy::has<hurries, P...>,
        policy::has<hurries, P...>,
        std::span(kArguments).first(kDescribed),
        {KindOf<typename policy::Answer<R, P...>::type>, true, false, policy::has<returns<full>, P...> || kConstructs}};
  }
};

#define FUNCTION(c_name, ...) ::rtspnode::Function<c_name __VA_OPT__(, ) __VA_ARGS__>::Entry(#c_name)

}  // namespace rtspnode
