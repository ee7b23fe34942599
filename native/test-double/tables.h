#pragma once
#include <span>

#include "marshal/table.h"

namespace rtspnode {

std::span<const Table* const> TestDoubleTables();
void LearnTestDoubleWaits();

}  // namespace rtspnode
