// Plans of recent statements. A plan depends on the text, the schema, the table of procedures and on which
// parameters are there (a missing one is an error of the statement), never on the parameters' values.
//
//     std::string key = PlanCache::key_of(text, parameters, schema_version, procedures_version, rules_off);
//     if (auto plan = cache.find(key)) return plan;
//
// Bounded by number and by bytes of text; the least recently used go first. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "kith/options.h"
#include "query/plan/physical.h"

namespace kith::api {

using PlanPtr = std::shared_ptr<const plan::PhysicalPlan>;

class PlanCache {
 public:
  explicit PlanCache(std::size_t entries_max = 1024, std::size_t bytes_max = std::size_t{8} << 20)
      : entries_max_(entries_max), bytes_max_(bytes_max) {}

  static std::string key_of(std::string_view text, const Parameters& parameters, std::uint64_t schema_version,
                            std::uint64_t procedures_version, std::uint32_t rules_off);

  /// Null if it is not there.
  PlanPtr find(const std::string& key);

  /// Forgets others to make room; a key longer than an eighth of the room is not kept.
  void insert(std::string key, PlanPtr plan);

  std::size_t size() const;

 private:
  using Entries = std::list<std::pair<std::string, PlanPtr>>;  // the most recently used first

  std::size_t entries_max_;
  std::size_t bytes_max_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string_view, Entries::iterator> places_;  // views of the entries' keys
  std::size_t bytes_ = 0;
};

}  // namespace kith::api
