#include "storage/read_set.h"

#include <algorithm>
#include <utility>

#include "base/coding.h"
#include "storage/overlay.h"

namespace kith::storage {

namespace {

constexpr std::size_t kListedMax = 1'000'000;  // of one family; beyond, all of it counts as read

}  // namespace

void ReadSet::point(Family family, std::string_view key) {
  if (key.size() != 8) {
    std::string above(key);
    above.push_back('\0');
    return range(family, key, above);
  }
  OfFamily& of = families_[static_cast<std::size_t>(family)];
  if (of.has_all) return;
  const std::uint64_t id = load_u64(key.data());
  if (!of.ids.empty() && of.ids.back() == id) return;
  of.ids.push_back(id);
  if (of.ids.size() <= kListedMax) return;
  seal(of);
  of.has_all = of.ids.size() > kListedMax / 2;
}

void ReadSet::range(Family family, std::string_view low, std::string_view high) {
  OfFamily& of = families_[static_cast<std::size_t>(family)];
  if (of.has_all || low >= high) return;
  if (!of.ranges.empty()) {
    Range& last = of.ranges.back();
    if (last.low <= low && high <= last.high) return;
    if (last.high == low) {  // the next page of a scan
      last.high.assign(high);
      return;
    }
  }
  of.ranges.push_back({std::string(low), std::string(high)});
  if (of.ranges.size() <= kListedMax) return;
  seal(of);
  of.has_all = of.ranges.size() > kListedMax / 2;
}

void ReadSet::unknown(Dictionary dictionary, std::string_view name) {
  switch (dictionary) {
    case Dictionary::kLabels:
      unknown_labels_.emplace(name);
      break;
    case Dictionary::kTypes:
      unknown_types_.emplace(name);
      break;
    case Dictionary::kKeys:
      unknown_keys_.emplace(name);
      break;
    case Dictionary::kExtractors:
      break;  // not asked for by name
  }
}

void ReadSet::learn(const Catalog& newest) {
  bool has_learnt = false;
  const auto learn_range = [&](Family family, std::string_view low, std::string_view high) {
    range(family, low, high);
    has_learnt = true;
  };
  const auto learn_prefix = [&](const Key& prefix) { learn_range(Family::kIndex, prefix, prefix.end()); };
  for (const std::string& name : unknown_labels_)
    if (const auto label = newest.labels.find(name)) learn_prefix(label_prefix(*label));
  for (const std::string& name : unknown_types_)
    if (const auto type = newest.types.find(name)) learn_prefix(type_prefix(*type));
  const bool has_key = std::any_of(unknown_keys_.begin(), unknown_keys_.end(),
                                   [&](const std::string& name) { return newest.keys.find(name).has_value(); });
  if (has_key) {
    const Key above = Key().u64(~std::uint64_t{0});
    learn_range(Family::kNode, {}, above);
    learn_range(Family::kEdge, {}, above);
  }
  if (has_learnt) seal();
}

void ReadSet::seal() {
  for (OfFamily& family : families_) seal(family);
}

void ReadSet::seal(OfFamily& family) {
  std::sort(family.ids.begin(), family.ids.end());
  family.ids.erase(std::unique(family.ids.begin(), family.ids.end()), family.ids.end());
  std::sort(family.ranges.begin(), family.ranges.end(), [](const Range& a, const Range& b) { return a.low < b.low; });
  std::vector<Range> apart;
  for (Range& range : family.ranges) {
    if (apart.empty() || apart.back().high < range.low)
      apart.push_back(std::move(range));
    else if (apart.back().high < range.high)
      apart.back().high = std::move(range.high);
  }
  family.ranges = std::move(apart);
}

bool ReadSet::contains(Family family, std::string_view key) const {
  const OfFamily& of = families_[static_cast<std::size_t>(family)];
  if (of.has_all) return true;
  if (key.size() == 8 && std::binary_search(of.ids.begin(), of.ids.end(), load_u64(key.data()))) return true;
  const auto above = std::upper_bound(of.ranges.begin(), of.ranges.end(), key,
                                      [](std::string_view k, const Range& range) { return k < range.low; });
  return above != of.ranges.begin() && key < std::prev(above)->high;
}

// ---- what others wrote ----

void WriteLog::enter(std::uint64_t commit, const Overlay& written) {
  Entered entered{.commit = commit, .rows = {}, .keys = {}};
  for (std::size_t i = 0; i < kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    for (const auto& [key, row] : written.table(family)) {
      entered.rows.push_back({family, static_cast<std::uint32_t>(key.size())});
      entered.keys.append(key);
    }
  }
  const std::size_t bytes = entered.bytes();
  commits_.push_back(std::move(entered));
  bytes_ += bytes;
  while (bytes_ > bytes_max_) {
    floor_ = commits_.front().commit;
    forget_oldest();
  }
}

bool WriteLog::meets(const ReadSet& reads, std::uint64_t since) const {
  if (since < floor_) return true;
  const auto first = std::partition_point(commits_.begin(), commits_.end(),
                                          [&](const Entered& entered) { return entered.commit <= since; });
  return std::any_of(first, commits_.end(), [&](const Entered& entered) {
    std::string_view rest = entered.keys;
    for (const Row& row : entered.rows) {
      if (reads.contains(row.family, rest.substr(0, row.size))) return true;
      rest.remove_prefix(row.size);
    }
    return false;
  });
}

void WriteLog::forget_until(std::uint64_t commit) {
  while (!commits_.empty() && commits_.front().commit <= commit) forget_oldest();
}

void WriteLog::forget_oldest() {
  bytes_ -= commits_.front().bytes();
  commits_.pop_front();
}

}  // namespace kith::storage
