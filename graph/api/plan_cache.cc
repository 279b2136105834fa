#include "api/plan_cache.h"

namespace kith::api {

std::string PlanCache::key_of(std::string_view text, const Parameters& parameters, std::uint64_t schema_version,
                              std::uint64_t procedures_version, std::uint32_t rules_off) {
  std::string key = std::to_string(schema_version);
  key += ' ';
  key += std::to_string(procedures_version);
  key += ' ';
  key += std::to_string(rules_off);
  key += ' ';
  // Lengths first: neither names nor text can then be taken for the other.
  for (const auto& [name, value] : parameters) {
    key += std::to_string(name.size());
    key += ':';
    key += name;
  }
  key += ' ';
  key += text;
  return key;
}

PlanPtr PlanCache::find(const std::string& key) {
  std::lock_guard lock(mutex_);
  auto place = places_.find(key);
  if (place == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, place->second);
  return place->second->second;
}

void PlanCache::insert(std::string key, PlanPtr plan) {
  if (key.size() > bytes_max_ / 8) return;
  std::lock_guard lock(mutex_);
  if (places_.count(key) != 0) return;  // another thread was first
  bytes_ += key.size();
  entries_.emplace_front(std::move(key), std::move(plan));
  places_.emplace(entries_.front().first, entries_.begin());
  while (entries_.size() > entries_max_ || bytes_ > bytes_max_) {
    bytes_ -= entries_.back().first.size();
    places_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

std::size_t PlanCache::size() const {
  std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace kith::api
