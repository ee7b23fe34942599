#pragma once
#include <glib-object.h>

#include <span>

#include "marshal/convert.h"
#include "marshal/table.h"

namespace rtspnode {

RTSPNODE_BOXED(GSource, g_source_get_type);

std::span<const Table* const> GlibTables();

}  // namespace rtspnode
