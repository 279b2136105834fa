#include "storage/rows.h"

namespace kith::storage {

Error missing(NodeId node) {
  return Error{.code = ErrorCode::kNotFound,
               .message = "the node " + std::to_string(raw(node)) + " does not exist or was deleted",
               .detail = "DeletedEntityAccess"};
}

Error missing(EdgeId edge) {
  return Error{.code = ErrorCode::kNotFound,
               .message = "the relationship " + std::to_string(raw(edge)) + " does not exist or was deleted",
               .detail = "DeletedEntityAccess"};
}

Result<bool> Rows::get(Family family, std::string_view key, std::string& value) const {
  if (ReadSet* set = reads()) set->point(family, key);
  if (!is_plain(family)) {
    if (const Overlay::Row* row = overlay_->find(family, key)) {
      if (row->is_deleted()) return false;
      value.assign(row->text());
      return true;
    }
  }
  return view_->kv->get(*view_->rows, family, key, value);
}

Result<bool> Rows::exists(Family family, std::string_view key) const {
  std::string value;
  return get(family, key, value);
}

Status Rows::get_many(Family family, std::span<const std::string_view> keys,
                      FunctionRef<void(std::size_t, std::string_view)> found) const {
  if (ReadSet* set = reads())
    for (const std::string_view key : keys) set->point(family, key);
  if (is_plain(family)) return view_->kv->get_many(*view_->rows, family, keys, found);
  std::vector<std::string_view> below;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (const Overlay::Row* row = overlay_->find(family, keys[i])) {
      if (!row->is_deleted()) found(i, row->text());
    } else {
      below.push_back(keys[i]);
      places.push_back(i);
    }
  }
  return view_->kv->get_many(*view_->rows, family, below,
                             [&](std::size_t i, std::string_view value) { found(places[i], value); });
}

Status Rows::scan(Family family, std::string_view low, std::string_view high, RowVisitor visit) const {
  if (low >= high) return ok();
  ReadSet* set = reads();
  if (set == nullptr) return merge(family, low, high, visit);
  std::string end(high);  // what lies behind the last row visited was not read
  KITH_DO(merge(family, low, high, [&](std::string_view key, std::string_view value) {
    if (visit(key, value)) return true;
    end.assign(key);
    end.push_back('\0');
    return false;
  }));
  set->range(family, low, end);
  return ok();
}

Status Rows::merge(Family family, std::string_view low, std::string_view high, RowVisitor visit) const {
  if (is_plain(family)) return view_->kv->scan(*view_->rows, family, low, high, visit);
  const Overlay::Table& table = overlay_->table(family);
  auto own = table.lower_bound(low);
  const auto end = table.lower_bound(high);
  if (own == end) return view_->kv->scan(*view_->rows, family, low, high, visit);
  bool more = true;
  KITH_DO(view_->kv->scan(*view_->rows, family, low, high, [&](std::string_view key, std::string_view value) {
    for (; own != end && own->first < key; ++own) {
      if (own->second.is_deleted()) continue;
      more = visit(own->first, own->second.text());
      if (!more) return false;
    }
    if (own != end && own->first == key) {
      const Overlay::Row& row = own->second;
      ++own;
      if (row.is_deleted()) return true;
      more = visit(key, row.text());
    } else {
      more = visit(key, value);
    }
    return more;
  }));
  for (; more && own != end; ++own)
    if (!own->second.is_deleted()) more = visit(own->first, own->second.text());
  return ok();
}

Status Rows::scan_many(Family family, std::span<const RowRange> ranges,
                       FunctionRef<void(std::size_t, std::string_view)> visit) const {
  if (is_plain(family)) {
    for (const RowRange& range : ranges) note(family, range.low, range.high);
    return view_->kv->scan_many(*view_->rows, family, ranges, visit);
  }
  for (std::size_t i = 0; i < ranges.size(); ++i)
    KITH_DO(scan(family, ranges[i].low, ranges[i].high, [&](std::string_view key, std::string_view) {
      visit(i, key);
      return true;
    }));
  return ok();
}

Result<Value> Rows::resolve(std::uint64_t owner, record::Property&& property) const {
  if (!property.big) return std::move(property.value);
  std::string bytes;
  KITH_TRY(const bool found, get(Family::kBig, big_key(owner, property.key, property.big->serial), bytes));
  if (!found || bytes.size() != property.big->size_bytes)
    return Error{.code = ErrorCode::kCorruption,
                 .message = "the long value of a property is missing or of another length",
                 .detail = "Big"};
  return property.big->is_text ? Value(std::move(bytes)) : Value::bytes(std::move(bytes));
}

}  // namespace kith::storage
