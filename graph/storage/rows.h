// Rows of a view with the rows of an overlay laid over them: the one place where the two are merged.
//
// Without an overlay, or where it holds nothing of a family, reads go straight to the view. What a
// serialisable transaction reads is noted here, too.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/function_ref.h"
#include "kith/status.h"
#include "record/record.h"
#include "storage/overlay.h"
#include "storage/view.h"

namespace kith::storage {

/// One thread at a time. Copying copies two pointers; both outlive it. Visitors must not read.
class Rows {
 public:
  Rows(const View& view, const Overlay* overlay) noexcept : view_(&view), overlay_(overlay) {}

  const View& view() const noexcept { return *view_; }

  const Overlay* overlay() const noexcept { return overlay_; }

  const Catalog& catalog() const noexcept {
    return overlay_ != nullptr && overlay_->catalog != nullptr ? *overlay_->catalog : *view_->catalog;
  }

  Result<bool> get(Family family, std::string_view key, std::string& value) const;
  Result<bool> exists(Family family, std::string_view key) const;

  /// `keys` ascending and different.
  Status get_many(Family family, std::span<const std::string_view> keys,
                  FunctionRef<void(std::size_t i, std::string_view value)> found) const;

  Status scan(Family family, std::string_view low, std::string_view high, RowVisitor visit) const;

  /// Ranges ascending and apart.
  Status scan_many(Family family, std::span<const RowRange> ranges,
                   FunctionRef<void(std::size_t i, std::string_view key)> visit) const;

  /// Says that the answer depends on every row of [low, high), though they were not read.
  void note(Family family, std::string_view low, std::string_view high) const {
    if (ReadSet* set = reads()) set->range(family, low, high);
  }

  /// Says that the answer depends on nobody's making the name.
  void note_unknown(Dictionary dictionary, std::string_view name) const {
    if (ReadSet* set = reads()) set->unknown(dictionary, name);
  }

  /// The property's value, read from the family big if it lies there.
  Result<Value> resolve(std::uint64_t owner, record::Property&& property) const;

 private:
  ReadSet* reads() const noexcept { return overlay_ == nullptr ? nullptr : overlay_->reads.get(); }

  Status merge(Family family, std::string_view low, std::string_view high, RowVisitor visit) const;

  bool is_plain(Family family) const noexcept { return overlay_ == nullptr || overlay_->table(family).empty(); }

  const View* view_;
  const Overlay* overlay_;
};

/// kNotFound with detail "DeletedEntityAccess".
Error missing(NodeId node);
Error missing(EdgeId edge);

}  // namespace kith::storage
