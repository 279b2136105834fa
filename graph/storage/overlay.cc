#include "storage/overlay.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace kith::storage {

void* CountingResource::do_allocate(std::size_t bytes, std::size_t alignment) {
  void* p = std::pmr::new_delete_resource()->allocate(bytes, alignment);
  bytes_ += bytes;
  return p;
}

void CountingResource::do_deallocate(void* p, std::size_t bytes, std::size_t alignment) {
  bytes_ -= bytes;
  std::pmr::new_delete_resource()->deallocate(p, bytes, alignment);
}

Overlay::Overlay()
    : arena_(&counting_),
      tables_{Table(&arena_), Table(&arena_), Table(&arena_), Table(&arena_),
              Table(&arena_), Table(&arena_), Table(&arena_), Table(&arena_)} {}

void Overlay::put(Family family, std::string_view key, std::string_view value) {
  // One byte more, so that an empty value is not the null pointer that means deleted.
  char* copy = static_cast<char*>(arena_.allocate(value.size() + 1, 1));
  std::copy_n(value.data(), value.size(), copy);  // an empty view may have no data at all
  write(family, key, {copy, static_cast<std::uint32_t>(value.size())});
}

void Overlay::erase(Family family, std::string_view key) { write(family, key, {nullptr, 0}); }

void Overlay::write(Family family, std::string_view key, Row row) {
  Table& rows = table(family);
  // New entities have the greatest ids, so most keys belong at the end.
  auto at = rows.empty() || rows.rbegin()->first < key ? rows.end() : rows.lower_bound(key);
  const bool existed = at != rows.end() && at->first == key;
  Row before = {nullptr, 0};
  if (existed) {
    before = std::exchange(at->second, row);
  } else {
    char* copy = static_cast<char*>(arena_.allocate(key.size() + 1, 1));
    std::memcpy(copy, key.data(), key.size());
    at = rows.emplace_hint(at, std::string_view(copy, key.size()), row);
  }
  if (!savepoints_.empty()) log_.push_back({family, existed, at, before});
}

const Overlay::Row* Overlay::find(Family family, std::string_view key) const {
  const Table& rows = table(family);
  if (rows.empty()) return nullptr;
  const auto at = rows.find(key);
  return at == rows.end() ? nullptr : &at->second;
}

bool Overlay::is_empty() const noexcept {
  for (const Table& rows : tables_)
    if (!rows.empty()) return false;
  return true;
}

std::size_t Overlay::savepoint() {
  savepoints_.push_back({log_.size(), counts, claims.mark(), unverified});
  return savepoints_.size() - 1;
}

void Overlay::roll_back_to(std::size_t savepoint) {
  if (savepoint >= savepoints_.size()) return;
  Savepoint& to = savepoints_[savepoint];
  while (log_.size() > to.log_size) {
    const Undo& undo = log_.back();
    if (undo.existed)
      undo.at->second = undo.before;
    else
      table(undo.family).erase(undo.at);
    log_.pop_back();
  }
  counts = std::move(to.counts);
  claims.roll_back_to(to.claims);
  unverified = std::move(to.unverified);
  savepoints_.resize(savepoint);
}

}  // namespace kith::storage
