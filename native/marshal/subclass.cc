#include "marshal/subclass.h"

#include <map>
#include <utility>
#include <vector>

#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/primitive.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

thread_local GType constructing = 0;

GQuark ClassQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-class");
  return quark;
}

std::map<std::string, const Subclassing*>& Subclassable() {
  static auto* subclassable = new std::map<std::string, const Subclassing*>;
  return *subclassable;
}

struct Classes {
  Mutex mutex;
  std::vector<const JsClass*> list;  // a number is an index and one
};

Classes& All() {
  static auto* classes = new Classes;
  return *classes;
}

const VFuncEntry* FindVFunc(const Subclassing* base, const std::string& method) {
  for (; base != nullptr; base = base->parent) {
    for (const VFuncEntry& entry : base->vfuncs) {
      if (method == entry.method && IsThere(*base, entry)) return &entry;
    }
  }
  return nullptr;
}

void InitClass(gpointer klass, gpointer data) {
  const auto* js = static_cast<const JsClass*>(data);
  for (const VFuncEntry* entry : js->overridden) entry->install(klass);
  for (const Subclassing* base = js->base; base != nullptr; base = base->parent) {
    if (base->init_class != nullptr) base->init_class(klass);
  }
}

// Of letters and digits only, and like no other: two classes, or the same one in two environments, may share a name.
std::string TypeNameFor(const std::string& class_name, size_t number) {
  std::string name = "Js";
  for (char c : class_name) {
    if (g_ascii_isalnum(c)) name += c;
  }
  return name + "-" + std::to_string(number);
}

void Register(JsClass* js, size_t number) {
  GTypeQuery parent;
  g_type_query(js->base->get_type(), &parent);
  GTypeInfo info{};
  info.class_size = static_cast<guint16>(parent.class_size);
  info.instance_size = static_cast<guint16>(parent.instance_size);
  info.class_init = InitClass;
  info.class_data = js;
  js->type = g_type_register_static(parent.type, TypeNameFor(js->name, number).c_str(), &info, GTypeFlags{});
  g_type_set_qdata(js->type, ClassQuark(), js);
}

std::vector<std::string> StringsFromJs(napi_env env, napi_value js) {
  std::vector<std::string> strings;
  uint32_t length = 0;
  Check(env, napi_get_array_length(env, js, &length));
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    std::string text;
    Check(env, napi_get_element(env, js, i, &element));
    if (StringFromJs(env, element, &text)) strings.push_back(text);
  }
  return strings;
}

// defineSubclass(typeName, constructor, name, methods, always): its number; 0 when C has no virtual methods there, or
// the class overrides none and needs no type of its own for another reason. `typeName` is that of the library's class
// above, `methods` are the names of what the class and those between have.
napi_value DefineSubclass(Registry& registry, napi_env env, std::span<napi_value> js) {
  std::string type_name;
  std::string name;
  napi_valuetype kind = napi_undefined;
  Check(env, napi_typeof(env, js[1], &kind));
  if (!StringFromJs(env, js[0], &type_name) || kind != napi_function || !StringFromJs(env, js[2], &name)) {
    throw JsError("defineSubclass(typeName, constructor, name, methods, always)", JsError::Type::TypeError);
  }
  auto found = Subclassable().find(type_name);
  if (found == Subclassable().end()) return Primitive<guint>::ToJs(env, 0);
  auto made = std::make_unique<JsClass>();
  made->registry = &registry;
  made->bridge = registry.bridge();
  made->base = found->second;
  made->name = name;
  for (const std::string& method : StringsFromJs(env, js[3])) {
    const VFuncEntry* entry = FindVFunc(made->base, method);
    if (entry == nullptr) continue;
    if (entry->kind == VFuncEntry::Kind::Refused) {
      std::string text = name;
      text.append(".").append(method).append("() cannot be overridden: ").append(entry->refusal);
      throw JsError(text, JsError::Type::TypeError);
    }
    made->overridden.insert(entry);
  }
  bool always = false;
  napi_get_value_bool(env, js[4], &always);
  if (made->overridden.empty() && !always) return Primitive<guint>::ToJs(env, 0);
  Prepare();
  size_t number;
  JsClass* js_class = made.release();  // the type has it, and that lives as long as the process
  {
    Lock lock(All().mutex);
    All().list.push_back(js_class);
    number = All().list.size();
    Register(js_class, number);
  }
  registry.RegisterClass(g_type_name(js_class->type), js[1]);
  return Primitive<guint>::ToJs(env, static_cast<guint>(number));
}

napi_value UseSubclass(Registry& registry, napi_env env, std::span<napi_value> js) {
  guint number = 0;
  Primitive<guint>::FromJs(env, js[0], &number);
  const JsClass* subclass = FindJsClass(number);
  registry.UseSubtype(subclass != nullptr ? subclass->type : 0);
  return Undefined(env);
}

}  // namespace

bool IsThere(const Subclassing& base, const VFuncEntry& entry) {
  if (entry.is_there == nullptr) return true;
  gpointer klass = g_type_class_ref(base.get_type());
  const bool is_there = entry.is_there(klass);
  g_type_class_unref(klass);
  return is_there;
}

const VFuncEntry* JsClass::Find(const void* vfunc) const {
  for (const VFuncEntry* entry : overridden) {
    if (entry->id == vfunc) return entry;
  }
  return nullptr;
}

const JsClass* JsClass::Of(GType type) { return static_cast<const JsClass*>(g_type_get_qdata(type, ClassQuark())); }

GType SubtypeOf(GType base) { return constructing != 0 && g_type_is_a(constructing, base) ? constructing : base; }

ConstructingAs::ConstructingAs(GType type) : outer_(std::exchange(constructing, type)) {}

ConstructingAs::~ConstructingAs() { constructing = outer_; }

const JsClass* FindJsClass(guint number) {
  Lock lock(All().mutex);
  return number == 0 || number > All().list.size() ? nullptr : All().list[number - 1];
}

void LearnSubclasses(std::span<const Table* const> tables) {
  for (const Table* table : tables) {
    if (table->subclassing != nullptr) Subclassable()[table->type_name] = table->subclassing;
  }
}

void ExportSubclasses(Registry& registry, napi_value exports) {
  Export<DefineSubclass, 5>(registry, exports, "defineSubclass");
  Export<UseSubclass, 1>(registry, exports, "useSubclass");
}

}  // namespace rtspnode
