#include "value/column.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include "kith/element.h"

namespace kith {

/// Texts of one column, in chunks that never move.
class TextArena {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (text.size() > left_) {
      std::size_t chunk = std::max(text.size(), next_chunk_);
      next_chunk_ = std::min<std::size_t>(next_chunk_ * 2, 1 << 20);
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk));
      place_ = chunks_.back().get();
      left_ = chunk;
      held_bytes_ += chunk;
    }
    char* copy = place_;
    std::copy_n(text.data(), text.size(), copy);
    place_ += text.size();
    left_ -= text.size();
    return {copy, text.size()};
  }

  std::size_t held_bytes() const noexcept { return held_bytes_; }

 private:
  std::vector<std::unique_ptr<char[]>> chunks_;
  char* place_ = nullptr;
  std::size_t left_ = 0;
  std::size_t next_chunk_ = 256;
  std::size_t held_bytes_ = 0;
};

namespace {

/// The typed form that holds `value` without loss, or kAny. An edge reference knows no ends, so it has none.
ColumnKind typed_kind(const Value& value) {
  switch (value.kind()) {
    case Kind::kBoolean:
      return ColumnKind::kBoolean;
    case Kind::kInteger:
      return ColumnKind::kInteger;
    case Kind::kFloat:
      return ColumnKind::kFloat;
    case Kind::kString:
      return ColumnKind::kString;
    case Kind::kDate:
      return ColumnKind::kDate;
    case Kind::kNode:
      return value.is_reference() ? ColumnKind::kNode : ColumnKind::kAny;
    default:
      return ColumnKind::kAny;
  }
}

/// Memory behind a value beside its 16 bytes; shared parts are counted each time they are met.
std::size_t heap_bytes(const Value& value, int depth = 0) {
  constexpr int kDepthMax = 8;  // an estimate need not walk a deep value to its end
  constexpr std::size_t kBox = 48;
  switch (value.kind()) {
    case Kind::kString:
      return kBox + value.as_string().size();
    case Kind::kBytes:
      return kBox + value.as_bytes().size();
    case Kind::kList: {
      std::size_t bytes = kBox + value.as_list().size() * sizeof(Value);
      if (depth < kDepthMax)
        for (const Value& element : value.as_list()) bytes += heap_bytes(element, depth + 1);
      return bytes;
    }
    case Kind::kMap: {
      std::size_t bytes = kBox + value.as_map().size() * sizeof(Map::Entry);
      if (depth < kDepthMax)
        for (const auto& [key, element] : value.as_map()) bytes += heap_bytes(element, depth + 1);
      return bytes;
    }
    case Kind::kPath:
      return kBox + value.as_path().nodes.size() * sizeof(Node) + value.as_path().edges.size() * sizeof(Edge);
    case Kind::kNode:
      return value.is_reference() ? 0 : kBox + sizeof(Node);
    case Kind::kEdge:
      return value.is_reference() ? 0 : kBox + sizeof(Edge);
    case Kind::kVector:
      return kBox + value.as_vector().coordinates.size() * sizeof(float);
    case Kind::kNull:
    case Kind::kBoolean:
    case Kind::kInteger:
    case Kind::kFloat:
    case Kind::kDate:
    case Kind::kLocalTime:
      return 0;
    default:
      return kBox;
  }
}

/// Calls `f` with the alternative's number as a constant: two alternatives share a type, so std::visit
/// cannot tell integers from dates.
template <class F>
void with_alternative(std::size_t index, F f) {
  switch (index) {
    case 0:
      f(std::integral_constant<std::size_t, 0>{});
      break;
    case 1:
      f(std::integral_constant<std::size_t, 1>{});
      break;
    case 2:
      f(std::integral_constant<std::size_t, 2>{});
      break;
    case 3:
      f(std::integral_constant<std::size_t, 3>{});
      break;
    case 4:
      f(std::integral_constant<std::size_t, 4>{});
      break;
    case 5:
      f(std::integral_constant<std::size_t, 5>{});
      break;
    case 6:
      f(std::integral_constant<std::size_t, 6>{});
      break;
    default:
      f(std::integral_constant<std::size_t, 7>{});
      break;
  }
}

}  // namespace

Column::Column(ColumnKind kind, std::size_t rows) : rows_(rows) {
  switch (kind) {
    case ColumnKind::kBoolean:
      data_.emplace<0>(rows);
      break;
    case ColumnKind::kInteger:
      data_.emplace<1>(rows);
      break;
    case ColumnKind::kFloat:
      data_.emplace<2>(rows);
      break;
    case ColumnKind::kString:
      data_.emplace<3>(rows);
      break;
    case ColumnKind::kDate:
      data_.emplace<4>(rows);
      break;
    case ColumnKind::kNode:
      data_.emplace<5>(rows);
      break;
    case ColumnKind::kEdge:
      data_.emplace<6>(rows);
      break;
    case ColumnKind::kAny:
      data_.emplace<7>(rows);
      break;
  }
}

Column Column::constant(const Value& value, std::size_t rows) {
  Column one(typed_kind(value), 0);
  one.append(value);
  one.constant_ = true;
  one.rows_ = rows;
  return one;
}

Column Column::from_values(std::vector<Value> values) {
  auto kind = ColumnKind::kAny;
  bool first = true;
  for (const Value& value : values) {
    if (value.is_null()) continue;
    ColumnKind wanted = typed_kind(value);
    if (!first && wanted != kind) wanted = ColumnKind::kAny;
    kind = wanted;
    first = false;
    if (kind == ColumnKind::kAny) break;
  }
  if (kind == ColumnKind::kAny) {
    Column any(ColumnKind::kAny, 0);
    any.rows_ = values.size();
    any.data_.emplace<7>(std::move(values));
    return any;
  }
  Column typed(kind, 0);
  for (const Value& value : values) typed.append(value);
  return typed;
}

Value Column::value(std::size_t row) const {
  std::size_t i = at(row);
  if (is_null(row)) return Value::null();
  switch (kind()) {
    case ColumnKind::kBoolean:
      return Value(std::get<0>(data_)[i] != 0);
    case ColumnKind::kInteger:
      return Value(std::get<1>(data_)[i]);
    case ColumnKind::kFloat:
      return Value(std::get<2>(data_)[i]);
    case ColumnKind::kString:
      return Value(std::get<3>(data_)[i]);
    case ColumnKind::kDate:
      return Value(Date{std::get<4>(data_)[i]});
    case ColumnKind::kNode:
      return Value::node_ref(std::get<5>(data_)[i]);
    case ColumnKind::kEdge:
      return Value::edge_ref(std::get<6>(data_)[i].id);
    case ColumnKind::kAny:
      return std::get<7>(data_)[i];
  }
  return Value::null();
}

void Column::set_null(std::size_t row) {
  if (kind() == ColumnKind::kAny) {
    std::get<7>(data_)[row] = Value::null();
    return;
  }
  if (valid_.empty()) valid_.assign(rows_, 1);
  valid_[row] = 0;
}

std::string_view Column::keep(std::string_view text) {
  // A copy of this column may share the arena; its texts stay with it and new ones go elsewhere.
  if (texts_ == nullptr) {
    texts_ = std::make_shared<TextArena>();
  } else if (texts_.use_count() > 1) {
    keep_alive(texts_);
    texts_ = std::make_shared<TextArena>();
  }
  return texts_->keep(text);
}

void Column::keep_alive(std::shared_ptr<const void> owner) {
  if (owner == nullptr || (!owners_.empty() && owners_.back() == owner)) return;
  owners_.push_back(std::move(owner));
}

void Column::append(const Value& value) {
  if (kind() == ColumnKind::kAny) {
    std::get<7>(data_).push_back(value);
    ++rows_;
    return;
  }
  if (!value.is_null() && typed_kind(value) != kind()) {
    become_any();
    append(value);
    return;
  }
  if (value.is_null()) {
    std::visit([](auto& array) { array.emplace_back(); }, data_);
    if (valid_.empty()) valid_.assign(rows_, 1);
    valid_.push_back(0);
    ++rows_;
    return;
  }
  switch (kind()) {
    case ColumnKind::kBoolean:
      std::get<0>(data_).push_back(value.as_boolean() ? 1 : 0);
      break;
    case ColumnKind::kInteger:
      std::get<1>(data_).push_back(value.as_integer());
      break;
    case ColumnKind::kFloat:
      std::get<2>(data_).push_back(value.as_float());
      break;
    case ColumnKind::kString: {
      std::string_view kept = keep(value.as_string());
      std::get<3>(data_).push_back(kept);
      break;
    }
    case ColumnKind::kDate:
      std::get<4>(data_).push_back(value.as_date().days);
      break;
    case ColumnKind::kNode:
      std::get<5>(data_).push_back(value.node_id());
      break;
    case ColumnKind::kEdge:  // no value becomes a typed edge
    case ColumnKind::kAny:
      break;
  }
  if (!valid_.empty()) valid_.push_back(1);
  ++rows_;
}

void Column::append(const Column& other, std::size_t begin, std::size_t end) {
  if (begin >= end) return;
  if (kind() != other.kind()) {
    if (other.kind() == ColumnKind::kEdge) become_any();  // its values could not become typed edges again
    for (std::size_t row = begin; row < end; ++row) append(other.value(row));
    return;
  }
  const bool nullable = !valid_.empty() || !other.valid_.empty();  // asked now: an empty column's validity is empty too
  if (nullable && valid_.empty()) valid_.assign(rows_, 1);
  with_alternative(data_.index(), [&](auto index) {
    auto& into = std::get<index>(data_);
    const auto& from = std::get<index>(other.data_);
    if (other.constant_) {
      into.insert(into.end(), end - begin, from[0]);
    } else {
      into.insert(into.end(), from.begin() + static_cast<std::ptrdiff_t>(begin),
                  from.begin() + static_cast<std::ptrdiff_t>(end));
    }
  });
  if (nullable) {
    for (std::size_t row = begin; row < end; ++row) valid_.push_back(other.is_null(row) ? 0 : 1);
  }
  rows_ += end - begin;
  if (kind() == ColumnKind::kString) {
    for (const auto& owner : other.owners_) keep_alive(owner);
    if (other.texts_ != texts_) keep_alive(other.texts_);
  }
}

Column Column::gather(std::span<const std::uint32_t> rows) const {
  bool adds_nulls = std::find(rows.begin(), rows.end(), kNoRow) != rows.end();
  if (constant_) {
    Column same = *this;
    same.rows_ = rows.size();
    if (!adds_nulls) return same;
    Column mixed(kind(), 0);
    for (std::uint32_t row : rows) {
      if (row == kNoRow)
        mixed.append(Value::null());
      else
        mixed.append(same, 0, 1);
    }
    return mixed;
  }
  Column out;
  out.rows_ = rows.size();
  with_alternative(data_.index(), [&](auto index) {
    const auto& from = std::get<index>(data_);
    auto& into = out.data_.emplace<index>();
    into.reserve(rows.size());
    if (!adds_nulls) {
      for (std::uint32_t row : rows) into.push_back(from[row]);
    } else {
      for (std::uint32_t row : rows) {
        if (row == kNoRow)
          into.emplace_back();
        else
          into.push_back(from[row]);
      }
    }
  });
  if (kind() != ColumnKind::kAny && (adds_nulls || !valid_.empty())) {
    out.valid_.reserve(rows.size());
    for (std::uint32_t row : rows) out.valid_.push_back(row != kNoRow && !is_null(row) ? 1 : 0);
  }
  if (kind() == ColumnKind::kString) {
    out.owners_ = owners_;
    out.keep_alive(texts_);
  }
  return out;
}

Column Column::as_any() const {
  Column any = *this;
  if (constant_) {
    any = Column(kind(), 0);
    any.append(*this, 0, rows_);
  }
  any.become_any();
  return any;
}

void Column::become_any() {
  if (kind() == ColumnKind::kAny) return;
  std::vector<Value> values;
  values.reserve(rows_);
  for (std::size_t row = 0; row < rows_; ++row) values.push_back(value(row));
  data_.emplace<7>(std::move(values));
  valid_.clear();
  owners_.clear();
  texts_.reset();
}

std::size_t Column::size_bytes() const noexcept {
  std::size_t bytes = valid_.capacity();
  std::visit([&](const auto& array) { bytes += array.capacity() * sizeof(array[0]); }, data_);
  if (texts_ != nullptr) bytes += texts_->held_bytes();
  if (kind() == ColumnKind::kAny)
    for (const Value& value : std::get<7>(data_)) bytes += heap_bytes(value);
  return bytes;
}

}  // namespace kith
