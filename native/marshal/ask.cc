#include "marshal/ask.h"

#include "marshal/registry.h"

namespace rtspnode {

namespace {

Surroundings surroundings_of_thread = nullptr;

}  // namespace

void SetSurroundings(Surroundings of_thread) { surroundings_of_thread = of_thread; }

void Ask::NoteSurroundings() {
  if (surroundings_of_thread != nullptr) surroundings_ = surroundings_of_thread();
}

void Ask::EndSurroundings() {
  if (surroundings_ != nullptr) surroundings_->End();
}

}  // namespace rtspnode
