#include "glib/tables.h"

#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry main_context_functions[] = {
    FUNCTION(node_main_context_new, constructs),
    FUNCTION(node_main_context_default),
};
constexpr Table main_context{"MainContext", "g_main_context_", "NodeMainContext", main_context_functions, {}};

constexpr FunctionEntry source_functions[] = {
    FUNCTION(node_source_attach, nullable<1>, names<"context">),
    FUNCTION(node_source_destroy),
    FUNCTION(node_source_is_destroyed, answers<Boolean>),
};
constexpr Table source{"Source", "g_source_", "NodeSource", source_functions, {}};

constexpr const Table* tables[] = {&main_context, &source};

}  // namespace

std::span<const Table* const> GlibTables() { return tables; }

}  // namespace rtspnode
