// A map that forgets: what was not asked for the longest goes when the rest needs the room.
//
//     LruMap<PlanPtr> plans(1024, 32 << 20);
//     plans.insert("RETURN 1", plan, 4096);
//     if (PlanPtr found = plans.find("RETURN 1")) run(found);
//
// Bounded by number and by the bytes that whoever inserts says an entry weighs. `T` is a pointer. Any thread.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kith::api {

template <class T>
class LruMap {
 public:
  LruMap(std::size_t entries_max, std::size_t bytes_max) : entries_max_(entries_max), bytes_max_(bytes_max) {}

  /// Null if it is not there.
  T find(std::string_view key) {
    std::lock_guard lock(mutex_);
    const auto place = places_.find(key);
    if (place == places_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, place->second);
    return place->second->value;
  }

  /// Forgets others to make room; what weighs more than an eighth of the room is not kept. Does nothing if the
  /// key is there.
  void insert(std::string key, T value, std::size_t bytes) {
    if (bytes > bytes_max_ / 8) return;
    std::lock_guard lock(mutex_);
    if (places_.count(key) != 0) return;  // another thread was first
    bytes_ += bytes;
    entries_.push_front({std::move(key), std::move(value), bytes});
    places_.emplace(entries_.front().key, entries_.begin());
    while (entries_.size() > entries_max_ || bytes_ > bytes_max_) {
      bytes_ -= entries_.back().bytes;
      places_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return entries_.size();
  }

  std::size_t size_bytes() const {
    std::lock_guard lock(mutex_);
    return bytes_;
  }

 private:
  struct Entry {
    std::string key;
    T value;
    std::size_t bytes;
  };

  using Entries = std::list<Entry>;  // the one last asked for first

  std::size_t entries_max_;
  std::size_t bytes_max_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string_view, typename Entries::iterator> places_;  // views of the entries' keys
  std::size_t bytes_ = 0;
};

}  // namespace kith::api
