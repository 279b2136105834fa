// What stands behind Scan<Id>: a place in a range of keys, or ids that were found already.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "storage/reader.h"
#include "storage/rows.h"

namespace kith::storage {

template <class Id>
struct Scan<Id>::Source {
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;
  virtual Result<bool> next(std::vector<Id>& page, std::size_t ids_max) = 0;
};

/// Where a row of a scanned range holds its id.
enum class IdPlace : std::uint8_t {
  kWholeKey,  ///< keys of eight bytes; longer keys are passed over
  kKeyEnd,
  kValue,
};

/// The ids of a range of rows, in key order.
template <class Id>
class RangeSource final : public Scan<Id>::Source {
 public:
  RangeSource(ViewPtr view, const Overlay* overlay, Family family, std::string low, std::string high, IdPlace place)
      : view_(std::move(view)),
        rows_(*view_, overlay),
        family_(family),
        low_(std::move(low)),
        high_(std::move(high)),
        place_(place) {}

  Result<bool> next(std::vector<Id>& page, std::size_t ids_max) override {
    page.clear();
    if (is_done_ || ids_max == 0) return false;
    bool is_damaged = false;
    KITH_DO(rows_.scan(family_, low_, high_, [&](std::string_view key, std::string_view value) {
      const std::string_view holder = place_ == IdPlace::kValue ? value : key;
      if (holder.size() < 8) {
        is_damaged = true;
        return false;
      }
      if (place_ == IdPlace::kWholeKey && key.size() != 8) return true;
      page.push_back(Id{last_id(holder)});
      if (page.size() < ids_max) return true;
      low_.assign(key);
      low_.push_back('\0');
      return false;
    }));
    if (is_damaged)
      return Error{.code = ErrorCode::kCorruption, .message = "a key or value is too short for its id", .detail = "Key"};
    is_done_ = page.size() < ids_max;
    return !page.empty();
  }

 private:
  ViewPtr view_;
  Rows rows_;
  Family family_;
  std::string low_;
  std::string high_;
  IdPlace place_;
  bool is_done_ = false;
};

/// Ids that are known already.
template <class Id>
class ListSource final : public Scan<Id>::Source {
 public:
  explicit ListSource(std::vector<Id> ids) : ids_(std::move(ids)) {}

  Result<bool> next(std::vector<Id>& page, std::size_t ids_max) override {
    const std::size_t end = std::min(ids_.size(), at_ + ids_max);
    page.assign(ids_.begin() + static_cast<std::ptrdiff_t>(at_), ids_.begin() + static_cast<std::ptrdiff_t>(end));
    at_ = end;
    return !page.empty();
  }

 private:
  std::vector<Id> ids_;
  std::size_t at_ = 0;
};

/// An error found before the first page, for functions that give a Scan and cannot fail themselves.
template <class Id>
class FailedSource final : public Scan<Id>::Source {
 public:
  explicit FailedSource(Error error) : error_(std::move(error)) {}

  Result<bool> next(std::vector<Id>& page, std::size_t) override {
    page.clear();
    return error_;
  }

 private:
  Error error_;
};

}  // namespace kith::storage
