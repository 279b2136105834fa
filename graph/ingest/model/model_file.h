// The bytes of a model file.
//
//     "KITHMODL" | u32 format | u32 sections | u64 checksum
//     { u64 begin, u64 size }[sections]     names, tags, trees, about
//     sections, each beginning at a multiple of 8, in that order
//
// All numbers are little-endian. The checksum is XXH64 of everything behind it. A section of weights is laid out in
// weights.h; `about` is UTF-8 text: sources, attribution, licence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "kith/status.h"

namespace kith::ingest {

/// Raised when a section, a label or a feature changes its meaning: files made before are then refused.
inline constexpr std::uint32_t kModelFormat = 2;

struct ModelParts {
  std::span<const std::byte> names;
  std::span<const std::byte> tags;
  std::span<const std::byte> trees;
  std::string_view about;
  std::uint64_t checksum = 0;
};

/// Views into `bytes`. Errors: kCorruption, kUnsupported.
Result<ModelParts> read_model(std::span<const std::byte> bytes);

std::string write_model(std::string_view names, std::string_view tags, std::string_view trees, std::string_view about);

}  // namespace kith::ingest
