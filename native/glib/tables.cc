#include "glib/tables.h"

#include "glib/source.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry source_functions[] = {
    FUNCTION(node_source_attach),
    FUNCTION(node_source_destroy),
    FUNCTION(node_source_is_destroyed, answers<Boolean>),
};
constexpr Table source{"Source", "g_source_", "GSource", source_functions, {}};

constexpr const Table* tables[] = {&source};

}  // namespace

std::span<const Table* const> GlibTables() { return tables; }

}  // namespace rtspnode
