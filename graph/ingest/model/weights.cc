#include "ingest/model/weights.h"

#include <algorithm>
#include <bit>

namespace kith::ingest {

static_assert(std::endian::native == std::endian::little, "model files are read in place");

namespace {

constexpr std::size_t kHeadBytes = 16;

void append_u32(std::string& out, std::uint32_t value) { out.append(reinterpret_cast<const char*>(&value), 4); }
void append_u16(std::string& out, std::uint16_t value) { out.append(reinterpret_cast<const char*>(&value), 2); }

}  // namespace

Result<Weights> Weights::view(std::span<const std::byte> section, std::uint32_t labels, const std::string& name) {
  const auto damaged = [&](const char* what) {
    return Error{.code = ErrorCode::kCorruption, .message = "the weights of the " + name + " " + what};
  };
  if (section.size() < kHeadBytes) return damaged("are cut short");
  Weights weights;
  weights.row_bytes_ = static_cast<std::uint32_t>(row_bytes(labels));
  weights.buckets_ = u32(section.data(), 1);
  weights.features_ = u32(section.data(), 2);
  const std::uint64_t entries = u32(section.data(), 3);
  if (u32(section.data(), 0) != labels) return damaged("are for other labels");
  const std::uint64_t begins = kHeadBytes + 4 * (std::uint64_t{weights.buckets_} + 1);
  const std::uint64_t keys = begins + 4 * (std::uint64_t{weights.features_} + 1);
  const std::uint64_t values = keys + 2 * std::uint64_t{weights.features_};
  if (values + 2 * entries != section.size()) return damaged("do not fill their section");
  if (weights.features_ > 0 && weights.buckets_ == 0) return damaged("have no buckets");
  weights.bucket_begin_ = section.data() + kHeadBytes;
  weights.entry_begin_ = section.data() + begins;
  weights.keys_ = section.data() + keys;
  weights.entries_ = section.data() + values;
  const auto rises = [](const std::byte* at, std::uint32_t count, std::uint64_t last) {
    std::uint32_t before = 0;
    for (std::uint32_t i = 0; i <= count; ++i) {
      const std::uint32_t now = u32(at, i);
      if (now < before || (i == 0 && now != 0)) return false;
      before = now;
    }
    return before == last;
  };
  if (!rises(weights.bucket_begin_, weights.buckets_, weights.features_)) return damaged("have buckets out of order");
  if (!rises(weights.entry_begin_, weights.features_, entries)) return damaged("have features out of order");
  for (std::uint32_t f = 0; f < weights.features_; ++f) {
    const std::uint32_t begin = u32(weights.entry_begin_, f);
    const std::uint32_t end = u32(weights.entry_begin_, f + 1);
    if (end - begin == row_bytes(labels) / 2) continue;
    if (end - begin >= full_from(labels)) return damaged("have a row of another length");
    for (std::uint32_t e = begin; e < end; ++e)
      if (static_cast<std::uint32_t>(weights.entries_[2 * e]) >= labels) return damaged("name a label that is none");
  }
  return weights;
}

std::string build_weights(std::vector<WeightRow> rows, std::uint32_t labels) {
  const auto buckets = static_cast<std::uint32_t>(std::max<std::size_t>(1, rows.size() / 3));
  const auto place = [&](const WeightRow& row) {
    return std::pair(Weights::bucket_of(row.feature, buckets), Weights::key_of(row.feature));
  };
  std::sort(rows.begin(), rows.end(), [&](const WeightRow& a, const WeightRow& b) {
    return std::pair(place(a), a.feature) < std::pair(place(b), b.feature);
  });
  // Of two features in one place the first is found, so that the second would only take room.
  rows.erase(std::unique(rows.begin(), rows.end(),
                         [&](const WeightRow& a, const WeightRow& b) { return place(a) == place(b); }),
             rows.end());
  const auto is_full = [&](const WeightRow& row) { return row.entries.size() >= Weights::full_from(labels); };
  const std::size_t row_bytes = Weights::row_bytes(labels);
  const auto size_of = [&](const WeightRow& row) { return is_full(row) ? row_bytes / 2 : row.entries.size(); };
  std::size_t entries = 0;
  for (const WeightRow& row : rows) entries += size_of(row);
  std::string out;
  append_u32(out, labels);
  append_u32(out, buckets);
  append_u32(out, static_cast<std::uint32_t>(rows.size()));
  append_u32(out, static_cast<std::uint32_t>(entries));
  std::size_t at = 0;
  for (std::uint32_t bucket = 0; bucket <= buckets; ++bucket) {
    while (at < rows.size() && place(rows[at]).first < bucket) ++at;
    append_u32(out, static_cast<std::uint32_t>(at));
  }
  std::uint32_t entry = 0;
  for (const WeightRow& row : rows) {
    append_u32(out, entry);
    entry += static_cast<std::uint32_t>(size_of(row));
  }
  append_u32(out, entry);
  for (const WeightRow& row : rows) append_u16(out, Weights::key_of(row.feature));
  for (const WeightRow& row : rows) {
    if (is_full(row)) {
      const std::size_t begin = out.size();
      out.resize(begin + row_bytes);
      for (const WeightEntry& e : row.entries) out[begin + e.label] = static_cast<char>(e.root);
      continue;
    }
    for (const WeightEntry& e : row.entries) {
      out += static_cast<char>(e.label);
      out += static_cast<char>(e.root);
    }
  }
  return out;
}

}  // namespace kith::ingest
