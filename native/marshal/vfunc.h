#pragma once
#include <array>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "marshal/bypass.h"
#include "marshal/function.h"
#include "marshal/overriding.h"
#include "marshal/vparam.h"
#include "runtime/lock.h"

// The trampoline of a virtual method, derived from the type of the member of its class structure; one line each:
//
//   VFUNC("createElement", NodeRTSPMediaFactoryClass, make_element, asks<kInConstruction>, names<"url">, floating)
//
// Besides names, as, takes, nullable, returns and answers of function.h there are these policies.
namespace rtspnode {

template <Keeps Kept, Keeps Elsewhere = Keeps{}>
struct asks {};  // C waits for the answer; what its thread keeps meanwhile, and the other kind of thread that calls it
struct tells {};
template <FixedString Rule>
struct never {};  // refused
template <size_t N>
struct inout {};        // C reads it back: an override answers [result, these ...]
struct floating {};     // the result is a floating reference
struct lent {};         // C's own result is; an override's, which has a reference, goes through `finishes`
struct may_be_null {};  // the result
struct at_once {};      // C's own implementation neither waits nor takes a lock: `super` gives its value, not a Promise
template <auto F>
struct only {};  // bool F(arguments): whether the override is called
template <auto F>
struct before {};  // void F(arguments), on C's thread, before the override
template <auto F>
struct otherwise {};  // result F(arguments), where C has no implementation
template <auto Value>
struct thrown {};  // the result when the override has thrown
template <auto Value>
struct fails {};  // the result when there is no answer that could be used, for whatever reason
// result F(result, bool own, arguments), on C's thread: makes it safe for C. `own` tells whether it is what C's own
// implementation gave.
template <auto F>
struct finishes {};
template <auto F>
struct checks {};  // const char* F(result, C's own result or null), on the JS thread: why it cannot be used, or null
struct always {};  // C's own implementation runs, unless the override refuses: after it, when it has not called it
struct regardless {};  // the same, whatever the override answers
struct newer {};       // older libraries have a zero in its place; C's own implementation is in it where C has it

namespace policy {

template <template <auto> typename Which, typename... P>
struct ValueOf {
  static constexpr bool given = false;
};
template <template <auto> typename Which, auto V, typename... P>
struct ValueOf<Which, Which<V>, P...> {
  static constexpr bool given = true;
  static constexpr auto value = V;
};
template <template <auto> typename Which, typename First, typename... P>
struct ValueOf<Which, First, P...> : ValueOf<Which, P...> {};

template <typename... P>
struct KindOf;
template <Keeps K, Keeps E, typename... P>
struct KindOf<asks<K, E>, P...> {
  static constexpr auto kind = VFuncEntry::Kind::Asks;
  static constexpr Keeps keeps = K;
  static constexpr Keeps elsewhere = E;
  static constexpr const char* refusal = nullptr;
};
template <typename... P>
struct KindOf<tells, P...> {
  static constexpr auto kind = VFuncEntry::Kind::Tells;
  static constexpr Keeps keeps{};
  static constexpr Keeps elsewhere{};
  static constexpr const char* refusal = nullptr;
};
template <FixedString Rule, typename... P>
struct KindOf<never<Rule>, P...> {
  static constexpr auto kind = VFuncEntry::Kind::Refused;
  static constexpr Keeps keeps{};
  static constexpr Keeps elsewhere{};
  static constexpr const char* refusal = Rule.text;
};
template <typename First, typename... P>
struct KindOf<First, P...> : KindOf<P...> {};

}  // namespace policy

template <auto Member, typename... P>
struct VFunc;

template <typename Class, typename R, typename Self, typename... A, R (*Class::*Member)(Self*, A...), typename... P>
struct VFunc<Member, P...> {
  using End = Overriding::End;
  static constexpr bool kIsVoid = std::is_void_v<R>;
  static constexpr bool kFloating = policy::has<floating, P...>;
  using Result = std::conditional_t<kIsVoid, std::monostate, R>;
  using ResultConv = Convert<typename policy::Answer<R, P...>::type>;
  using Indices = std::index_sequence_for<A...>;
  using Kind = policy::KindOf<P...>;

  // Parameters count from 0 here, and from 1 in the policies: the object is 0 there, as in C.
  template <size_t N>
  using CType = std::tuple_element_t<N, std::tuple<A...>>;
  template <size_t N>
  using Tagged = typename policy::Tag<N + 1, CType<N>, P...>::type;
  template <size_t N>
  static constexpr bool kIsInOut = policy::has<inout<N + 1>, P...>;

  template <size_t N, bool = kIsInOut<N>>
  struct Traits : Param<Tagged<N>> {
    using Conv = Param<Tagged<N>>;
    using Value = std::monostate;
  };
  template <size_t N>
  struct Traits<N, true> : InOut<Tagged<N>> {
    using Conv = InOut<Tagged<N>>;
    using Kept = typename Conv::Value;
    using Given = typename Conv::Value;
  };
  template <typename Sequence>
  struct Tuples;
  template <size_t... N>
  struct Tuples<std::index_sequence<N...>> {
    using Kept = std::tuple<typename Traits<N>::Kept...>;
    using Given = std::tuple<typename Traits<N>::Given...>;
    using Values = std::tuple<typename Traits<N>::Value...>;
    static constexpr size_t inouts = (size_t{0} + ... + size_t{kIsInOut<N>});
  };
  using Of = Tuples<Indices>;

  template <typename F>
  static void ForEach(F&& f) {
    [&]<size_t... N>(std::index_sequence<N...>) { (f.template operator()<N>(), ...); }
    (Indices());
  }

  // C's implementation: that of the first class above whose member is not this trampoline.
  static auto ParentSlot(Self* self) {
    auto* klass = reinterpret_cast<Class*>(G_OBJECT_GET_CLASS(self));
    while (klass->*Member == Trampoline) klass = static_cast<Class*>(g_type_class_peek_parent(klass));
    return klass->*Member;
  }

  static R CallParent(Self* self, A... a) {
    const auto slot = ParentSlot(self);
    if (slot != nullptr) return slot(self, a...);
    using Missing = policy::ValueOf<otherwise, P...>;
    if constexpr (Missing::given) {
      return Missing::value(self, a...);
    } else if constexpr (!kIsVoid) {
      return R{};
    }
  }

  struct Answer {
    typename ResultConv::Held result{};
    typename Of::Values values{};
    bool has_values = false;
  };

  struct Chain;

  struct Call final : Overriding {
    Call(const JsClass* js, const VFuncEntry* vfunc, Self* object, A... a)
        : Overriding(js, vfunc, G_OBJECT(object), DescribeThread(object)), target(object), originals(a...) {
      ForEach([&]<size_t N>() {
        if constexpr (kIsInOut<N>) {
          Traits<N>::Take(std::get<N>(originals), &std::get<N>(kept));
        } else {
          Traits<N>::Keep(std::get<N>(originals), &std::get<N>(kept));
        }
      });
    }

    template <typename F>
    void ForEachLease(F&& f) {
      ForEach([&]<size_t N>() {
        if constexpr (std::is_same_v<typename Traits<N>::Kept, std::shared_ptr<Lease>>) {
          f(*std::get<N>(kept), std::get<N>(originals));
        }
      });
    }

    // --- JS thread
    void ArgumentsToJs(Registry& registry, std::vector<napi_value>* js) override {
      ForEach([&]<size_t N>() { js->push_back(Traits<N>::ToJs(registry, std::get<N>(kept))); });
    }

    bool Has(gconstpointer object) const override {
      bool has = false;
      ForEach([&]<size_t N>() {
        if constexpr (!kIsInOut<N>) has = has || Traits<N>::Has(std::get<N>(kept), object);
      });
      return has;
    }

    bool TellsSurroundings() override {
      bool tells = false;
      ForEachLease([&](Lease& lease, auto) { tells = tells || lease.TellsSurroundings(); });
      return tells;
    }

    void EndLeases() override {
      ForEachLease([](Lease& lease, auto) { lease.End(); });
    }

    // What JavaScript has changed of what is lent.
    bool Collect(std::string* problem) {
      try {
        ForEachLease([&](Lease& lease, auto) { lease.Collect(registry()); });
        return true;
      } catch (const JsError& error) {
        *problem = error.message();
      } catch (const JsPending&) {
        napi_value error;
        napi_get_and_clear_last_exception(registry().env(), &error);
        *problem = "what the override has changed cannot be read";
      }
      return false;
    }

    template <typename Conv, typename Held>
    bool Read(napi_value js, bool nullable, Held* held, std::string* problem) {
      if constexpr (requires { Conv::FromJs(registry(), js, nullable, held); }) {
        if (Conv::FromJs(registry(), js, nullable, held)) return true;
      } else {
        if (Conv::FromJs(registry(), js, held)) return true;
      }
      *problem = "the answer must be " + Conv::Expected() + (nullable ? " or null" : "") + ", not " +
                 Describe(registry().env(), js);
      return false;
    }

    static bool IsUndefined(napi_env env, napi_value js) {
      napi_valuetype type = napi_null;
      napi_typeof(env, js, &type);
      return type == napi_undefined;
    }
    uint32_t CountParts(napi_env env, napi_value js) {
      uint32_t count = 0;
      return napi_get_array_length(env, js, &count) == napi_ok ? count : 0;
    }
    napi_value Part(napi_env env, napi_value js, uint32_t index) {
      napi_value part;
      Check(env, napi_get_element(env, js, index, &part));
      return part;
    }

    bool ReadAnswer(napi_env env, napi_value js, Answer* read, std::string* problem) {
      constexpr bool nullable = policy::has<may_be_null, P...>;
      uint32_t part = 0;
      napi_value result = js;
      const uint32_t parts = Of::inouts != 0 ? CountParts(env, js) : 0;
      if (parts != 0) result = Part(env, js, part++);
      if constexpr (!kIsVoid) {
        // A forgotten `return` is no null.
        const bool missing = nullable && IsUndefined(env, result);
        if (missing) *problem = "the answer must be " + ResultConv::Expected() + " or null, not undefined";
        if (missing || !Read<ResultConv>(result, nullable, &read->result, problem)) return false;
        using Checked = policy::ValueOf<checks, P...>;
        if constexpr (Checked::given) {
          if (const char* why = Checked::value(ResultConv::Lend(read->result), own_result)) {
            *problem = why;
            return false;
          }
        }
      }
      // A refusal comes alone.
      read->has_values = parts == Of::inouts + 1;
      bool well = true;
      ForEach([&]<size_t N>() {
        if constexpr (kIsInOut<N>) {
          well = well && (!read->has_values ||
                          Read<InOut<Tagged<N>>>(Part(env, js, part++), false, &std::get<N>(read->values), problem));
        }
      });
      return well;
    }

    std::string Settle(napi_env env, napi_value value) override {
      std::string problem;
      auto read = std::make_unique<Answer>();
      bool well = false;
      try {
        well = ReadAnswer(env, value, read.get(), &problem) && Collect(&problem);
      } catch (const JsError& error) {
        problem = error.message();
      } catch (const JsPending&) {
        napi_value error;
        napi_get_and_clear_last_exception(env, &error);
        problem = "the answer cannot be read";
      }
      parked()->Settle([&] {
        end_ = well ? End::Answered : End::Threw;
        if (!well) return;
        if constexpr (!kIsVoid) ResultConv::Own(read->result);
        answer = std::move(read);
      });
      EndLeases();
      return problem;
    }

    std::shared_ptr<PromisedCall> MakeChain(const std::shared_ptr<Overriding>& shared,
                                            const std::vector<napi_value>& js) override {
      auto made = std::make_shared<Chain>(std::static_pointer_cast<Call>(shared));
      napi_env env = registry().env();
      ForEach([&]<size_t N>() {
        napi_value argument = N < js.size() ? js[N] : Undefined(env);
        bool fits;
        if constexpr (kIsInOut<N>) {
          fits = Traits<N>::FromJs(registry(), argument, &std::get<N>(made->given));
        } else {
          fits = Traits<N>::FromJs(registry(), argument, std::get<N>(kept), &std::get<N>(made->given));
        }
        if (fits) return;
        constexpr auto list = policy::Names<P...>::list;
        throw JsError("super." + std::string(entry().method) +
                          "(): " + (N < list.size() ? list[N] : "argument " + std::to_string(N + 1)) + " must be " +
                          Traits<N>::Expected() + ", not " + Describe(env, argument),
                      JsError::Type::TypeError);
      });
      std::string problem;
      if (!Collect(&problem)) throw JsError(problem);
      return made;
    }

    // --- C's thread, when it waits no more
    R Conclude() {
      return [&]<size_t... N>(std::index_sequence<N...>) { return ConcludeWith(std::get<N>(originals)...); }
      (Indices());
    }

    R ConcludeWith(A... a) {
      const auto own = std::exchange(chain, nullptr);
      const bool answered = end_ == End::Answered && answer != nullptr;
      Result result{};
      if (answered) {
        if constexpr (!kIsVoid) result = ResultConv::Give(answer->result);
        if (answer->has_values) Apply(answer->values);
        ForEachLease([](Lease& lease, auto original) { lease.WriteBack(original); });
        answer = nullptr;
        if (own == nullptr && MustRun(result)) return CallParent(target, a...);
      } else if (Fails()) {
        // Before C's own result: an override may have failed behind it.
        if constexpr (policy::ValueOf<fails, P...>::given) {
          result = policy::ValueOf<fails, P...>::value;
        } else if constexpr (policy::ValueOf<thrown, P...>::given) {
          result = policy::ValueOf<thrown, P...>::value;
        }
      } else if (own != nullptr) {
        if constexpr (!kIsVoid) result = Owned<R>::Copy(own->result);
        Apply(own->given);
      } else {
        return CallParent(target, a...);
      }
      if constexpr (kFloating) {
        if (result != nullptr) g_object_force_floating(G_OBJECT(result));
      }
      using Finish = policy::ValueOf<finishes, P...>;
      if constexpr (Finish::given) {
        return Finish::value(result, own != nullptr && own->result == result, target, a...);
      } else if constexpr (!kIsVoid) {
        return result;
      }
    }

    bool Fails() const {
      return policy::ValueOf<fails, P...>::given || (policy::ValueOf<thrown, P...>::given && end_ == End::Threw);
    }

    static bool MustRun(const Result& result) {
      if constexpr (policy::has<always, P...> && !kIsVoid) return result != R{};
      return policy::has<regardless, P...> || policy::has<always, P...>;
    }

    template <typename Values>
    void Apply(Values& values) {
      ForEach([&]<size_t N>() {
        if constexpr (kIsInOut<N>) Traits<N>::Apply(std::get<N>(values), std::get<N>(originals));
      });
    }

    Self* const target;
    std::tuple<A...> originals;  // valid while C waits
    typename Of::Kept kept{};
    std::unique_ptr<Answer> answer;
    gconstpointer own_result = nullptr;  // to compare with; JS thread only
    std::shared_ptr<Chain> chain;        // C's own implementation has run; C's thread only
  };

  // A call of C's own implementation, on the thread that waits for the override.
  struct Chain final : PromisedCall, std::enable_shared_from_this<Chain> {
    explicit Chain(std::shared_ptr<Call> of) : call(std::move(of)) {}
    ~Chain() override {
      if constexpr (!kIsVoid) {
        if (ran) Owned<R>::Discard(result);
      }
    }

    void Invoke() override {
      call->ForEachLease([](Lease& lease, auto original) { lease.WriteBack(original); });
      [&]<size_t... N>(std::index_sequence<N...>) {
        if constexpr (kIsVoid) {
          CallParent(call->target, Pass<N>()...);
        } else {
          result = CallParent(call->target, Pass<N>()...);
        }
      }
      (Indices());
      if constexpr (kFloating) {
        if (result != nullptr && g_object_is_floating(result)) g_object_ref_sink(result);
      } else if constexpr (policy::has<lent, P...>) {
        result = Owned<R>::Copy(result);
      }
      ran = true;
      if (call->entry().at_once) return;
      call->ForEachLease([&](Lease& lease, auto original) { retaken.push_back(lease.Retake(original)); });
      call->chain = this->shared_from_this();
    }

    template <size_t N>
    CType<N> Pass() {
      if constexpr (kIsInOut<N>) {
        return Traits<N>::Pass(std::get<N>(given));
      } else {
        return Traits<N>::Lend(std::get<N>(given), std::get<N>(call->originals));
      }
    }

    bool failed() const override { return false; }
    napi_value ErrorToJs() override { return nullptr; }
    const void* Lane() const override { return this; }

    napi_value ToJs() override {
      Registry& registry = *registry_of;
      napi_env env = registry.env();
      for (const auto& retake : retaken) {
        if (retake) retake();
      }
      napi_value js = Undefined(env);
      if constexpr (!kIsVoid) js = ResultConv::ToJs(registry, result, Transfer::None);
      if constexpr (std::is_pointer_v<Result>) call->own_result = result;
      if constexpr (Of::inouts != 0) {
        napi_value array;
        Check(env, napi_create_array(env, &array));
        uint32_t part = 0;
        Check(env, napi_set_element(env, array, part++, js));
        ForEach([&]<size_t N>() {
          if constexpr (kIsInOut<N>) {
            Check(env, napi_set_element(env, array, part++, Traits<N>::ToJs(registry, std::get<N>(given))));
          }
        });
        js = array;
      }
      return js;
    }

    std::shared_ptr<Call> call;
    Registry* const registry_of = &call->registry();
    typename Of::Given given{};
    Result result{};
    std::vector<std::function<void()>> retaken;
    bool ran = false;
  };

  static R Trampoline(Self* self, A... a) {
    if (Bypass::IsFor(self, &vfunc_id<Member>)) return CallParent(self, a...);
    const JsClass* js = JsClass::Of(G_OBJECT_TYPE(self));
    const VFuncEntry* entry = js != nullptr ? js->Find(&vfunc_id<Member>) : nullptr;
    if (entry == nullptr) return CallParent(self, a...);
    using Only = policy::ValueOf<only, P...>;
    if constexpr (Only::given) {
      if (!Only::value(self, a...)) return CallParent(self, a...);
    }
    using Before = policy::ValueOf<before, P...>;
    if constexpr (Before::given) Before::value(self, a...);
    if constexpr (Kind::kind == VFuncEntry::Kind::Tells) {
      // First, since C's own part may end what is told about.
      const auto call = std::make_shared<Call>(js, entry, self, a...);
      if constexpr (kIsVoid) {
        CallParent(self, a...);
        Overriding::Tell(call);
      } else {
        const R result = CallParent(self, a...);
        Overriding::Tell(call);
        return result;
      }
    } else {
      const auto call = std::make_shared<Call>(js, entry, self, a...);
      Overriding::AskFor(call);
      return call->Conclude();
    }
  }

  // Nullable, of an argument: C may have none. Of the result: C takes null.
  template <size_t N>
  static constexpr ArgumentEntry DescribeArgument() {
    return {KindOf<Tagged<N>>, kIsInOut<N>, policy::has<nullable<N + 1>, P...>, policy::has<takes<N + 1, full>, P...>};
  }
  static constexpr bool kRefused = Kind::kind == VFuncEntry::Kind::Refused;
  static constexpr auto kArguments = []<size_t... N>(std::index_sequence<N...>) {
    return std::array<ArgumentEntry, sizeof...(N)>{DescribeArgument<N>()...};
  }
  (std::make_index_sequence<kRefused ? 0 : sizeof...(A)>());
  static constexpr ArgumentEntry DescribeResult() {
    if constexpr (Kind::kind != VFuncEntry::Kind::Asks) {
      return {KindOf<void>, true, false, false};
    } else {
      return {KindOf<typename policy::Answer<R, P...>::type>, true, policy::has<may_be_null, P...>,
              policy::has<returns<full>, P...>};
    }
  }

  static bool IsThere(gpointer klass) { return static_cast<Class*>(klass)->*Member != nullptr; }

  static constexpr VFuncEntry Entry(const char* method) {
    return {&vfunc_id<Member>,
            method,
            Kind::kind,
            Kind::refusal,
            Kind::keeps,
            Kind::elsewhere,
            policy::has<at_once, P...>,
            kArguments,
            DescribeResult(),
            [](gpointer klass) {
              if constexpr (!kRefused) {
                static_cast<Class*>(klass)->*Member = Trampoline;
              }
            },
            policy::has<newer, P...> ? IsThere : nullptr};
  }
};

#define VFUNC(method, klass, member, ...) ::rtspnode::VFunc<&klass::member __VA_OPT__(, ) __VA_ARGS__>::Entry(method)

}  // namespace rtspnode
