// How Cypher compares values. There are three relations, and mixing them up is the classic mistake:
//
//     compare(a, b)     `=`, `<` and the like: null is unknown, kinds that do not compare are unknown
//     order(a, b)       ORDER BY, min, max: total over all values (openCypher 9, "Orderability")
//     equivalent(a, b)  DISTINCT, grouping, UNION: null is null, NaN is NaN, 1 is 1.0 ("Equivalence")
//
//     to_value(equals(List{1, Value::null()}, List{1, 2}))   // null
//     order(Value("a"), Value(1)) < 0                        // strings before numbers
//
// Integers and floats are compared by their exact values, never through a rounding conversion. Nodes and
// edges are compared by id, whether references or full.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

#include "kith/value.h"

namespace kith {

/// A truth value of three-valued logic.
enum class Ternary : std::uint8_t { kFalse = 0, kTrue = 1, kUnknown = 2 };

constexpr Ternary ternary(bool truth) noexcept { return truth ? Ternary::kTrue : Ternary::kFalse; }

/// true, false or null.
Value to_value(Ternary truth) noexcept;

constexpr Ternary logical_not(Ternary a) noexcept {
  return a == Ternary::kUnknown ? a : ternary(a == Ternary::kFalse);
}

/// What is known of two values beside each other.
enum class Comparison : std::uint8_t {
  kLess,
  kEqual,
  kGreater,
  kDifferent,   ///< `=` is false; `<` and `>` mean nothing for them and are null: 1 and 'a', two nodes
  kUnordered,   ///< NaN beside a number: all of `=`, `<`, `>` are false
  kSameness,    ///< `=` is true; `<` and `<=` mean nothing: a node beside itself
  kUnknown,     ///< null is involved where it decides
};

/// Compares by value, without building anything. Cost: linear in lists, maps, paths and texts.
Comparison compare(const Value& a, const Value& b);

/// Cypher's `=`. NaN equals nothing.
Ternary equals(const Value& a, const Value& b);

/// Cypher's `<` and `<=`; swap the arguments for `>` and `>=`.
Ternary less(const Value& a, const Value& b);
Ternary less_or_equal(const Value& a, const Value& b);

/// The ascending order of ORDER BY: map, node, relationship, list, path, point, vector, bytes, temporal
/// values, string, boolean, number, NaN, null. Equivalent values are equal in it.
std::weak_ordering order(const Value& a, const Value& b);

bool equivalent(const Value& a, const Value& b);

/// Equal for equivalent values. Stable within a process, not on disk.
std::size_t hash_of(const Value& value);

/// For unordered containers keyed by equivalence.
struct EquivalenceHash {
  std::size_t operator()(const Value& value) const { return hash_of(value); }
};

struct Equivalence {
  bool operator()(const Value& a, const Value& b) const { return equivalent(a, b); }
};

/// An integer beside a float, exactly. Unordered if `b` is NaN.
std::partial_ordering compare_numbers(std::int64_t a, double b) noexcept;

}  // namespace kith
