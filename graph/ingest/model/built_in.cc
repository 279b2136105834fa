// The model file as part of the program: assembled into read-only data, used in place.
#include <cstddef>

#include "ingest/model/model.h"

// KITH_MODEL_FILE is its path, from the build.
__asm__(
    ".pushsection .rodata\n"
    ".balign 64\n"
    ".globl kith_ingest_model_begin\n"
    ".hidden kith_ingest_model_begin\n"
    "kith_ingest_model_begin:\n"
    ".incbin \"" KITH_MODEL_FILE
    "\"\n"
    ".globl kith_ingest_model_end\n"
    ".hidden kith_ingest_model_end\n"
    "kith_ingest_model_end:\n"
    ".popsection\n");

extern "C" {
[[gnu::visibility("hidden")]] extern const std::byte kith_ingest_model_begin[];
[[gnu::visibility("hidden")]] extern const std::byte kith_ingest_model_end[];
}

namespace kith::ingest {

Result<const Model*> Model::built_in() {
  static const Result<Model> model = view(
      {kith_ingest_model_begin, static_cast<std::size_t>(kith_ingest_model_end - kith_ingest_model_begin)});
  if (!model) return model.error();
  return &*model;
}

}  // namespace kith::ingest
