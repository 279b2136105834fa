// Features as 64-bit numbers: what was seen, where it was seen, mixed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kith::ingest {

constexpr std::uint64_t mix(std::uint64_t h) noexcept {
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93ULL;
  h ^= h >> 29;
  return h;
}

/// FNV-1a with a final mix; the same on every machine.
constexpr std::uint64_t hash_text(std::string_view text, std::uint64_t seed = 0xcbf29ce484222325ULL) noexcept {
  for (const char c : text) {
    seed ^= static_cast<unsigned char>(c);
    seed *= 0x100000001b3ULL;
  }
  return mix(seed);
}

/// The features of one decision: a fixed array, so that hot loops allocate nothing.
class FeatureList {
 public:
  static constexpr std::size_t kMax = 160;

  void clear() noexcept { size_ = 0; }

  /// Adds the value `a` of the feature of number `kind`.
  void add(std::uint32_t kind, std::uint64_t a) noexcept { push(mix(a ^ (kind * 0x9e3779b97f4a7c15ULL))); }

  void add(std::uint32_t kind, std::uint64_t a, std::uint64_t b) noexcept {
    push(mix((a * 0xa0761d6478bd642fULL) ^ (b + kind * 0x9e3779b97f4a7c15ULL)));
  }

  void add(std::uint32_t kind, std::uint64_t a, std::uint64_t b, std::uint64_t c) noexcept {
    push(mix((mix(a * 0xa0761d6478bd642fULL ^ b) * 0xe7037ed1a0b428dbULL) ^ (c + kind * 0x9e3779b97f4a7c15ULL)));
  }

  const std::uint64_t* begin() const noexcept { return values_.data(); }
  const std::uint64_t* end() const noexcept { return values_.data() + size_; }
  std::size_t size() const noexcept { return size_; }

 private:
  void push(std::uint64_t value) noexcept {
    if (size_ < kMax) values_[size_++] = value;
  }

  std::array<std::uint64_t, kMax> values_;
  std::size_t size_ = 0;
};

}  // namespace kith::ingest
