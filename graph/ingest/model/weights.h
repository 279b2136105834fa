// The weights of a linear classifier over hashed features, as they lie in the model file.
//
//     weights.add(feature, scores);   // scores[label] += weight, for the labels that the feature speaks of
//
// Layout of a section (little-endian, see WeightsBuilder):
//
//     u32 labels | u32 buckets | u32 features | u32 entries
//     u32 bucket_begin[buckets + 1]     features of a bucket lie side by side
//     u32 entry_begin[features + 1]     entries of a feature lie side by side
//     u16 key[features]                 16 bits of the hash that the bucket does not tell
//     { u8 label, i8 root }[entries]   the weight is root * |root|
//
// A feature that speaks of many labels has a full row instead: i8 root[row_bytes(labels)] in the place of half as many
// entries, which is more than any other feature has. Rows are added eight labels at a time.
//
// A feature never seen in training is taken for another one once in some 15,000 times: less than the tagger's own
// noise. Read in place: Weights is a view and owns nothing. Any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "kith/status.h"

namespace kith::ingest {

class Weights {
 public:
  /// The bytes of a full row, and the labels that scores have to have room for; behind the last they mean nothing.
  static constexpr std::size_t row_bytes(std::size_t labels) noexcept { return (labels + 7) / 8 * 8; }

  /// A feature with so many entries has a full row.
  static constexpr std::size_t full_from(std::size_t labels) noexcept { return std::min<std::size_t>(row_bytes(labels) / 2, 16); }

  Weights() = default;

  /// Checks every offset and label, so that add() need not. `name` is for the message.
  /// Errors: kCorruption.
  static Result<Weights> view(std::span<const std::byte> section, std::uint32_t labels, const std::string& name);

  void add(std::uint64_t feature, std::int32_t* scores) const noexcept {
    if (features_ == 0) return;
    const std::uint32_t bucket = bucket_of(feature, buckets_);
    const std::uint16_t key = key_of(feature);
    const std::uint32_t end = u32(bucket_begin_, bucket + 1);
    for (std::uint32_t f = u32(bucket_begin_, bucket); f < end; ++f) {
      if (u16(keys_, f) != key) continue;
      add_entries(u32(entry_begin_, f), u32(entry_begin_, f + 1), scores);
      return;
    }
  }

  /// The same for all of a FeatureList. Each is looked up in steps, and a step is taken for all before the next is: the
  /// tables are larger than the caches, and their lines come in together.
  template <class Features>
  void add_all(const Features& features, std::int32_t* scores) const noexcept {
    if (features_ == 0) return;
    struct Place {
      std::uint32_t begin;
      std::uint32_t end;
    };
    std::array<Place, Features::kMax> places;
    std::size_t i = 0;
    for (const std::uint64_t feature : features) {
      places[i].begin = bucket_of(feature, buckets_);
      __builtin_prefetch(bucket_begin_ + std::size_t{4} * places[i++].begin);
    }
    for (i = 0; i < features.size(); ++i) {
      const std::uint32_t bucket = places[i].begin;
      places[i] = {u32(bucket_begin_, bucket), u32(bucket_begin_, bucket + 1)};
      __builtin_prefetch(keys_ + std::size_t{2} * places[i].begin);
      __builtin_prefetch(entry_begin_ + std::size_t{4} * places[i].begin);
    }
    i = 0;
    for (const std::uint64_t feature : features) {
      Place& place = places[i++];
      const std::uint16_t key = key_of(feature);
      std::uint32_t f = place.begin;
      while (f < place.end && u16(keys_, f) != key) ++f;
      place = f < place.end ? Place{u32(entry_begin_, f), u32(entry_begin_, f + 1)} : Place{0, 0};
      __builtin_prefetch(entries_ + std::size_t{2} * place.begin);
    }
    for (i = 0; i < features.size(); ++i) add_entries(places[i].begin, places[i].end, scores);
  }

  std::uint32_t features() const noexcept { return features_; }

  /// Weights are kept as signed roots: small ones in fine steps, large ones in coarse steps.
  static constexpr std::int32_t weight_of(std::int8_t root) noexcept {
    return std::int32_t{root} * (root < 0 ? -root : root);
  }

  static std::uint32_t bucket_of(std::uint64_t feature, std::uint32_t buckets) noexcept {
    return static_cast<std::uint32_t>(((feature >> 32) * buckets) >> 32);
  }

  static std::uint16_t key_of(std::uint64_t feature) noexcept { return static_cast<std::uint16_t>(feature); }

 private:
  using Roots = std::int8_t __attribute__((vector_size(8)));
  using Wide = std::int16_t __attribute__((vector_size(16)));
  using Scores = std::int32_t __attribute__((vector_size(32)));

  void add_entries(std::uint32_t begin, std::uint32_t end, std::int32_t* scores) const noexcept {
    if (end - begin == row_bytes_ / 2) {
      add_row(entries_ + std::size_t{2} * begin, scores);
      return;
    }
    for (std::uint32_t e = begin; e < end; ++e)
      scores[static_cast<std::uint8_t>(entries_[2 * e])] += weight_of(static_cast<std::int8_t>(entries_[2 * e + 1]));
  }

  void add_row(const std::byte* row, std::int32_t* scores) const noexcept {
    for (std::uint32_t label = 0; label < row_bytes_; label += 8) {
      Roots roots;
      Scores sums;
      std::memcpy(&roots, row + label, sizeof roots);
      std::memcpy(&sums, scores + label, sizeof sums);
      const Wide wide = __builtin_convertvector(roots, Wide);
      sums += __builtin_convertvector(wide * (wide < 0 ? -wide : wide), Scores);
      std::memcpy(scores + label, &sums, sizeof sums);
    }
  }

  static std::uint32_t u32(const std::byte* at, std::uint32_t i) noexcept {
    std::uint32_t value;
    std::memcpy(&value, at + std::size_t{4} * i, 4);
    return value;
  }

  static std::uint16_t u16(const std::byte* at, std::uint32_t i) noexcept {
    std::uint16_t value;
    std::memcpy(&value, at + std::size_t{2} * i, 2);
    return value;
  }

  std::uint32_t row_bytes_ = 0;
  std::uint32_t buckets_ = 0;
  std::uint32_t features_ = 0;
  const std::byte* bucket_begin_ = nullptr;
  const std::byte* entry_begin_ = nullptr;
  const std::byte* keys_ = nullptr;
  const std::byte* entries_ = nullptr;
};

/// One weight of a feature for a label.
struct WeightEntry {
  std::uint8_t label = 0;
  std::int8_t root = 0;  ///< of the weight, see Weights::weight_of()
};

struct WeightRow {
  std::uint64_t feature = 0;
  std::vector<WeightEntry> entries;
};

/// The bytes of a section; the same rows in any order give the same bytes.
std::string build_weights(std::vector<WeightRow> rows, std::uint32_t labels);

}  // namespace kith::ingest
