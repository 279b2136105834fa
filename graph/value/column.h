// A column: one slot of a batch, typed where its values are of one kind.
//
// Kernels ask kind() once, then run over plain arrays:
//
//     Reads<std::int64_t> a = left.integers(), b = right.integers();
//     for (std::size_t row = 0; row < rows; ++row) out[row] = a[row] + b[row];
//
// A column of mixed kinds, or of a kind that has no typed form, is kAny. A constant column holds one
// element that stands for every row; Reads hides the difference. Invariant: validity is either absent
// (no null) or has a byte an element. Texts point into memory that the column keeps alive.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "kith/value.h"

namespace kith {

/// What an operator needs to know of an edge without reading its record.
struct EdgeRef {
  EdgeId id = {};
  NodeId from = {};
  NodeId to = {};
  TypeId type = {};
  friend bool operator==(const EdgeRef& a, const EdgeRef& b) { return a.id == b.id; }
};

/// A row that is none: gathering it gives null.
inline constexpr std::uint32_t kNoRow = ~std::uint32_t{0};

enum class ColumnKind : std::uint8_t { kBoolean, kInteger, kFloat, kString, kDate, kNode, kEdge, kAny };

/// Array access that treats a constant as if it were repeated.
template <class T>
struct Reads {
  const T* data;
  std::size_t stride;  // 0 for a constant
  const T& operator[](std::size_t row) const { return data[row * stride]; }
};

/// Typed values of one slot, row by row. Value type; copying copies the arrays (batches share columns
/// by pointer instead). Const members are safe from many threads.
class Column {
 public:
  Column() : Column(ColumnKind::kAny, 0) {}

  /// `rows` elements of the kind's zero, all valid (kAny: all null values).
  Column(ColumnKind kind, std::size_t rows);

  /// One value standing for `rows` rows, in the typed form of its kind.
  static Column constant(const Value& value, std::size_t rows);

  /// Takes values over, in typed form if all that are not null are of one kind that has one.
  static Column from_values(std::vector<Value> values);

  ColumnKind kind() const noexcept { return static_cast<ColumnKind>(data_.index()); }

  std::size_t size() const noexcept { return rows_; }

  bool is_constant() const noexcept { return constant_; }

  bool is_null(std::size_t row) const noexcept {
    if (kind() == ColumnKind::kAny) return std::get<7>(data_)[at(row)].is_null();
    return !valid_.empty() && valid_[at(row)] == 0;
  }

  /// False only if no element is null (may be true although none is).
  bool may_have_nulls() const noexcept { return kind() == ColumnKind::kAny || !valid_.empty(); }

  /// The element as a Value (nodes and edges as references). Costs an allocation for texts.
  Value value(std::size_t row) const;

  Reads<std::uint8_t> booleans() const { return reads<0, std::uint8_t>(); }

  Reads<std::int64_t> integers() const { return reads<1, std::int64_t>(); }

  Reads<double> floats() const { return reads<2, double>(); }

  Reads<std::string_view> strings() const { return reads<3, std::string_view>(); }

  Reads<std::int64_t> dates() const { return reads<4, std::int64_t>(); }  ///< days since 1970-01-01

  Reads<NodeId> nodes() const { return reads<5, NodeId>(); }

  Reads<EdgeRef> edges() const { return reads<6, EdgeRef>(); }

  Reads<Value> values() const { return reads<7, Value>(); }

  // Writing, while a column is being made; never on a constant.
  std::vector<std::uint8_t>& mutable_booleans() { return std::get<0>(data_); }

  std::vector<std::int64_t>& mutable_integers() { return std::get<1>(data_); }

  std::vector<double>& mutable_floats() { return std::get<2>(data_); }

  std::vector<std::string_view>& mutable_strings() { return std::get<3>(data_); }

  std::vector<std::int64_t>& mutable_dates() { return std::get<4>(data_); }

  std::vector<NodeId>& mutable_nodes() { return std::get<5>(data_); }

  std::vector<EdgeRef>& mutable_edges() { return std::get<6>(data_); }

  std::vector<Value>& mutable_values() { return std::get<7>(data_); }

  /// Marks `row` null.
  void set_null(std::size_t row);

  /// Copies `text` into memory the column owns and returns the copy: for set or appended texts.
  std::string_view keep(std::string_view text);

  /// Keeps `owner` alive as long as this column and those gathered from it: for texts that point into it.
  void keep_alive(std::shared_ptr<const void> owner);

  /// Appends one value; a value of another kind turns the column into kAny first.
  void append(const Value& value);

  /// Appends rows [begin, end) of `other`, staying typed if the kinds agree. Texts keep other's owners.
  void append(const Column& other, std::size_t begin, std::size_t end);

  /// The rows named, in that order; rows may repeat, and kNoRow gives null.
  Column gather(std::span<const std::uint32_t> rows) const;

  /// The same values without the constant form and as kAny.
  Column as_any() const;

  /// Approximate memory held.
  std::size_t size_bytes() const noexcept;

 private:
  using Data = std::variant<std::vector<std::uint8_t>, std::vector<std::int64_t>, std::vector<double>,
                            std::vector<std::string_view>, std::vector<std::int64_t>, std::vector<NodeId>,
                            std::vector<EdgeRef>, std::vector<Value>>;

  std::size_t at(std::size_t row) const noexcept { return constant_ ? 0 : row; }

  template <std::size_t I, class T>
  Reads<T> reads() const {
    return {std::get<I>(data_).data(), constant_ ? 0u : 1u};
  }

  void become_any();

  std::size_t rows_ = 0;
  bool constant_ = false;
  Data data_;
  std::vector<std::uint8_t> valid_;
  std::vector<std::shared_ptr<const void>> owners_;
  std::shared_ptr<class TextArena> texts_;
};

using ColumnPtr = std::shared_ptr<const Column>;

}  // namespace kith
