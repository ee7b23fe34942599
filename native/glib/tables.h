#pragma once
#include <glib-object.h>

#include <span>

#include "glib/main-context.h"
#include "glib/source.h"
#include "marshal/convert.h"
#include "marshal/table.h"

namespace rtspnode {

RTSPNODE_BOXED(NodeMainContext, node_main_context_get_type);
RTSPNODE_BOXED(NodeSource, node_source_get_type);

std::span<const Table* const> GlibTables();

}  // namespace rtspnode
