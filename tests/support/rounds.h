// How long random tests run, and from which seed: both can be set from outside to look further or to repeat.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace kith {

/// KITH_ROUNDS, or 20.
inline std::size_t rounds() {
  const char* text = std::getenv("KITH_ROUNDS");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 20;
}

/// KITH_SEED, or `seed`.
inline std::uint64_t seed_or(std::uint64_t seed) {
  const char* text = std::getenv("KITH_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : seed;
}

}  // namespace kith
