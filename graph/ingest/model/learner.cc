#include "ingest/model/learner.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace kith::ingest {

namespace {

constexpr std::uint32_t kSlotsAtFirst = 1u << 16;
constexpr std::size_t kRowBytes = 4 + 2 + 2;  // its place in the buckets, its begin, its key
constexpr std::size_t kEntryBytes = 2;

}  // namespace

Learner::Learner() : slots_(kSlotsAtFirst), mask_(kSlotsAtFirst - 1), rows_(1) {}

void Learner::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
  for (const Slot& slot : old)
    if (slot.row != 0) slots_[find(slot.feature)] = slot;
}

void Learner::update(std::uint64_t feature, std::uint8_t label, std::int32_t change) {
  std::uint32_t at = find(feature);
  if (slots_[at].row == 0) {
    if (rows_.size() * 2 > slots_.size()) {
      grow();
      at = find(feature);
    }
    slots_[at] = {.feature = feature, .row = static_cast<std::uint32_t>(rows_.size())};
    rows_.emplace_back();
  }
  std::vector<Entry>& row = rows_[slots_[at].row];
  auto entry = std::find_if(row.begin(), row.end(), [&](const Entry& e) { return e.label == label; });
  if (entry == row.end()) {
    row.push_back({.label = label});
    entry = row.end() - 1;
  }
  entry->weight += change;
  entry->moved += static_cast<double>(change) * static_cast<double>(step_);
}

void Learner::add_averages(std::vector<Average>& out) const {
  for (const Slot& slot : slots_)
    if (slot.row != 0)
      for (const Entry& entry : rows_[slot.row])
        out.push_back({slot.feature, entry.label, entry.weight - entry.moved / static_cast<double>(step_)});
}

std::vector<WeightRow> mean_rows(std::span<const Learner> learners, std::size_t bytes_max) {
  using Average = Learner::Average;
  std::vector<Average> all;
  for (const Learner& learner : learners) learner.add_averages(all);
  std::stable_sort(all.begin(), all.end(), [](const Average& a, const Average& b) {
    return std::pair(a.feature, a.label) < std::pair(b.feature, b.label);
  });
  std::vector<Average> averages;
  for (const Average& one : all) {
    const bool same = !averages.empty() && averages.back().feature == one.feature && averages.back().label == one.label;
    if (same)
      averages.back().weight += one.weight;
    else
      averages.push_back(one);
  }
  if (averages.empty()) return {};
  double largest = 0;
  for (const Average& average : averages) largest = std::max(largest, std::abs(average.weight));
  if (largest == 0) return {};
  const auto root = [&](double weight) {
    const auto size = static_cast<int>(std::lround(127.0 * std::sqrt(std::abs(weight) / largest)));
    return static_cast<std::int8_t>(weight < 0 ? -size : size);
  };
  // Weights leave in the order of their size until the rest fits; a row with none left costs nothing.
  std::sort(averages.begin(), averages.end(), [](const Average& a, const Average& b) {
    if (std::abs(a.weight) != std::abs(b.weight)) return std::abs(a.weight) > std::abs(b.weight);
    return std::pair(a.feature, a.label) < std::pair(b.feature, b.label);
  });
  std::vector<WeightRow> out;
  std::unordered_map<std::uint64_t, std::uint32_t> row_of;  // by feature, plus one
  std::size_t bytes = 0;
  for (const Average& average : averages) {
    const std::int8_t weight = root(average.weight);
    if (weight == 0) break;
    std::uint32_t& row = row_of[average.feature];
    const std::size_t more = kEntryBytes + (row == 0 ? kRowBytes : 0);
    if (bytes + more > bytes_max) break;
    bytes += more;
    if (row == 0) {
      out.push_back({.feature = average.feature, .entries = {}});
      row = static_cast<std::uint32_t>(out.size());
    }
    out[row - 1].entries.push_back({.label = average.label, .root = weight});
  }
  for (WeightRow& row : out)
    std::sort(row.entries.begin(), row.entries.end(),
              [](const WeightEntry& a, const WeightEntry& b) { return a.label < b.label; });
  return out;
}

}  // namespace kith::ingest
