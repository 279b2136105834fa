#include "value/compare.h"

#include <algorithm>
#include <cmath>

#include "kith/element.h"

namespace kith {

namespace {

Comparison from_ordering(std::partial_ordering ordering) noexcept {
  if (ordering < 0) return Comparison::kLess;
  if (ordering > 0) return Comparison::kGreater;
  return ordering == 0 ? Comparison::kEqual : Comparison::kUnordered;
}

Comparison same_or_different(bool same) noexcept { return same ? Comparison::kSameness : Comparison::kDifferent; }

std::partial_ordering number_ordering(const Value& a, const Value& b) noexcept {
  if (a.kind() == Kind::kInteger) {
    if (b.kind() == Kind::kInteger) return a.as_integer() <=> b.as_integer();
    return compare_numbers(a.as_integer(), b.as_float());
  }
  if (b.kind() == Kind::kFloat) return a.as_float() <=> b.as_float();
  return 0 <=> compare_numbers(b.as_integer(), a.as_float());
}

/// Where a time of day with an offset lies on the clock of UTC; may be before 0 or after midnight.
std::int64_t utc_nanos(const Time& time) noexcept { return time.nanos - std::int64_t{time.offset_s} * 1'000'000'000; }

std::weak_ordering time_order(const Time& a, const Time& b) noexcept {
  if (const auto o = utc_nanos(a) <=> utc_nanos(b); o != 0) return o;
  return a.offset_s <=> b.offset_s;
}

std::weak_ordering date_time_order(const DateTime& a, const DateTime& b) noexcept {
  if (const auto o = a.seconds <=> b.seconds; o != 0) return o;
  if (const auto o = a.nanos <=> b.nanos; o != 0) return o;
  if (const auto o = a.offset_s <=> b.offset_s; o != 0) return o;
  return a.zone <=> b.zone;
}

template <class Element>
std::weak_ordering id_order(const Element& a, const Element& b) noexcept {
  return a.id <=> b.id;
}

/// Node, edge, node, ... of both; the shorter first if it begins the longer.
std::weak_ordering path_order(const Path& a, const Path& b) noexcept {
  const std::size_t nodes = std::min(a.nodes.size(), b.nodes.size());
  for (std::size_t i = 0; i < nodes; ++i) {
    if (const auto o = id_order(a.nodes[i], b.nodes[i]); o != 0) return o;
    if (i >= a.edges.size() || i >= b.edges.size()) break;
    if (const auto o = id_order(a.edges[i], b.edges[i]); o != 0) return o;
  }
  return a.nodes.size() <=> b.nodes.size();
}

// ---- comparability ----

/// Lists compare by their first elements that are not equal; a list that begins another is less.
Comparison compare_lists(const List& a, const List& b) {
  const std::size_t common = std::min(a.size(), b.size());
  // Not equal for certain if the lengths differ, or any pair does: `=` may be decided where `<` is not.
  bool certainly_different = a.size() != b.size();
  Comparison first = Comparison::kEqual;
  bool only_same = false;
  for (std::size_t i = 0; i < common; ++i) {
    const Comparison c = compare(a[i], b[i]);
    if (c == Comparison::kEqual) continue;
    if (c == Comparison::kSameness) {
      only_same = true;
      continue;
    }
    if (first == Comparison::kEqual) first = c;
    if (c != Comparison::kUnknown) {
      certainly_different = true;
      break;
    }
  }
  switch (first) {
    case Comparison::kEqual:
      if (a.size() == b.size()) return only_same ? Comparison::kSameness : Comparison::kEqual;
      return a.size() < b.size() ? Comparison::kLess : Comparison::kGreater;
    case Comparison::kUnknown: return certainly_different ? Comparison::kDifferent : Comparison::kUnknown;
    default: return first;
  }
}

/// Maps are only equal or not (openCypher 9): same keys, and equal values.
Comparison compare_maps(const Map& a, const Map& b) {
  if (a.size() != b.size()) return Comparison::kDifferent;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (x->first != y->first) return Comparison::kDifferent;
  Ternary all = Ternary::kTrue;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y) {
    const Ternary same = equals(x->second, y->second);
    if (same == Ternary::kFalse) return Comparison::kDifferent;
    if (same == Ternary::kUnknown) all = Ternary::kUnknown;
  }
  return all == Ternary::kTrue ? Comparison::kSameness : Comparison::kUnknown;
}

bool same_coordinates(const Point& a, const Point& b) noexcept {
  return a.srid == b.srid && a.x == b.x && a.y == b.y && (!a.is_3d() || a.z == b.z);
}

// ---- orderability ----

int rank(const Value& value) noexcept {
  switch (value.kind()) {
    case Kind::kMap: return 0;
    case Kind::kNode: return 1;
    case Kind::kEdge: return 2;
    case Kind::kList: return 3;
    case Kind::kPath: return 4;
    case Kind::kPoint: return 5;
    case Kind::kVector: return 6;
    case Kind::kBytes: return 7;
    case Kind::kDateTime: return 8;
    case Kind::kLocalDateTime: return 9;
    case Kind::kDate: return 10;
    case Kind::kTime: return 11;
    case Kind::kLocalTime: return 12;
    case Kind::kDuration: return 13;
    case Kind::kString: return 14;
    case Kind::kBoolean: return 15;
    case Kind::kInteger:
    case Kind::kFloat: return 16;
    case Kind::kNull: return 17;
  }
  return 18;
}

/// Floats in a total order: NaN after all, -0.0 with 0.0.
template <class Float>
std::weak_ordering float_order(Float a, Float b) noexcept {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) <=> std::isnan(b);
  return a < b ? std::weak_ordering::less : a > b ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

std::weak_ordering number_order(const Value& a, const Value& b) noexcept {
  const std::partial_ordering o = number_ordering(a, b);
  if (o == std::partial_ordering::unordered) {
    const auto is_nan = [](const Value& v) { return v.kind() == Kind::kFloat && std::isnan(v.as_float()); };
    return is_nan(a) <=> is_nan(b);
  }
  return o < 0 ? std::weak_ordering::less : o > 0 ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

std::weak_ordering list_order(const List& a, const List& b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i)
    if (const auto o = order(a[i], b[i]); o != 0) return o;
  return a.size() <=> b.size();
}

std::weak_ordering map_order(const Map& a, const Map& b) {
  if (const auto o = a.size() <=> b.size(); o != 0) return o;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (const auto o = x->first <=> y->first; o != 0) return o;
  for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
    if (const auto o = order(x->second, y->second); o != 0) return o;
  return std::weak_ordering::equivalent;
}

/// By length, taking a month for 30.436875 days (a 4800th of 400 years) and a day for 24 hours.
std::weak_ordering duration_order(const Duration& a, const Duration& b) noexcept {
  constexpr long double kSecondsPerMonth = 2'629'746;
  const auto length = [](const Duration& d) {
    return static_cast<long double>(d.months) * kSecondsPerMonth + static_cast<long double>(d.days) * 86'400 +
           static_cast<long double>(d.seconds);
  };
  if (const auto o = float_order(length(a), length(b)); o != 0) return o;
  if (const auto o = a.nanos <=> b.nanos; o != 0) return o;
  if (const auto o = a.months <=> b.months; o != 0) return o;
  if (const auto o = a.days <=> b.days; o != 0) return o;
  return a.seconds <=> b.seconds;
}

std::weak_ordering point_order(const Point& a, const Point& b) noexcept {
  if (const auto o = a.srid <=> b.srid; o != 0) return o;
  if (const auto o = float_order(a.x, b.x); o != 0) return o;
  if (const auto o = float_order(a.y, b.y); o != 0) return o;
  return a.is_3d() ? float_order(a.z, b.z) : std::weak_ordering::equivalent;
}

std::weak_ordering vector_order(const Vector& a, const Vector& b) noexcept {
  const std::size_t common = std::min(a.coordinates.size(), b.coordinates.size());
  for (std::size_t i = 0; i < common; ++i)
    if (const auto o = float_order(a.coordinates[i], b.coordinates[i]); o != 0) return o;
  return a.coordinates.size() <=> b.coordinates.size();
}

}  // namespace

Value to_value(Ternary truth) noexcept { return truth == Ternary::kUnknown ? Value() : Value(truth == Ternary::kTrue); }

std::partial_ordering compare_numbers(std::int64_t a, double b) noexcept {
  constexpr double kLimit = 9'223'372'036'854'775'808.0;  // 2^63
  if (std::isnan(b)) return std::partial_ordering::unordered;
  if (b >= kLimit) return std::partial_ordering::less;
  if (b < -kLimit) return std::partial_ordering::greater;
  const auto whole = static_cast<std::int64_t>(b);
  if (a != whole) return a <=> whole;
  return 0.0 <=> b - static_cast<double>(whole);  // exact: a float with a fraction is below 2^53
}

Comparison compare(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null()) return Comparison::kUnknown;
  if (a.is_number() && b.is_number()) return from_ordering(number_ordering(a, b));
  if (a.kind() != b.kind()) return Comparison::kDifferent;
  switch (a.kind()) {
    case Kind::kNull:
    case Kind::kInteger:
    case Kind::kFloat: break;  // above
    case Kind::kBoolean: return from_ordering(a.as_boolean() <=> b.as_boolean());
    case Kind::kString: return from_ordering(a.as_string() <=> b.as_string());
    case Kind::kBytes: return from_ordering(a.as_bytes() <=> b.as_bytes());
    case Kind::kDate: return from_ordering(a.as_date() <=> b.as_date());
    case Kind::kLocalTime: return from_ordering(a.as_local_time() <=> b.as_local_time());
    case Kind::kLocalDateTime: return from_ordering(a.as_local_date_time() <=> b.as_local_date_time());
    case Kind::kTime: return from_ordering(time_order(a.as_time(), b.as_time()));
    case Kind::kDateTime: return from_ordering(date_time_order(a.as_date_time(), b.as_date_time()));
    case Kind::kList: return compare_lists(a.as_list(), b.as_list());
    case Kind::kMap: return compare_maps(a.as_map(), b.as_map());
    case Kind::kNode: return same_or_different(a.node_id() == b.node_id());
    case Kind::kEdge: return same_or_different(a.edge_id() == b.edge_id());
    case Kind::kPath: return same_or_different(path_order(a.as_path(), b.as_path()) == 0);
    case Kind::kDuration: return same_or_different(a.as_duration() == b.as_duration());
    case Kind::kPoint: return same_or_different(same_coordinates(a.as_point(), b.as_point()));
    case Kind::kVector: return same_or_different(a.as_vector() == b.as_vector());
  }
  return Comparison::kUnknown;
}

Ternary equals(const Value& a, const Value& b) {
  const Comparison c = compare(a, b);
  if (c == Comparison::kUnknown) return Ternary::kUnknown;
  return ternary(c == Comparison::kEqual || c == Comparison::kSameness);
}

Ternary less(const Value& a, const Value& b) {
  switch (compare(a, b)) {
    case Comparison::kLess: return Ternary::kTrue;
    case Comparison::kEqual:
    case Comparison::kGreater:
    case Comparison::kUnordered: return Ternary::kFalse;
    case Comparison::kDifferent:
    case Comparison::kSameness:
    case Comparison::kUnknown: return Ternary::kUnknown;
  }
  return Ternary::kUnknown;
}

Ternary less_or_equal(const Value& a, const Value& b) {
  return compare(a, b) == Comparison::kEqual ? Ternary::kTrue : less(a, b);
}

std::weak_ordering order(const Value& a, const Value& b) {
  if (const int x = rank(a), y = rank(b); x != y) return x <=> y;
  switch (a.kind()) {
    case Kind::kNull: return std::weak_ordering::equivalent;
    case Kind::kInteger:
    case Kind::kFloat: return number_order(a, b);
    case Kind::kBoolean: return a.as_boolean() <=> b.as_boolean();
    case Kind::kString: return a.as_string() <=> b.as_string();
    case Kind::kBytes: return a.as_bytes() <=> b.as_bytes();
    case Kind::kList: return list_order(a.as_list(), b.as_list());
    case Kind::kMap: return map_order(a.as_map(), b.as_map());
    case Kind::kNode: return a.node_id() <=> b.node_id();
    case Kind::kEdge: return a.edge_id() <=> b.edge_id();
    case Kind::kPath: return path_order(a.as_path(), b.as_path());
    case Kind::kDate: return a.as_date() <=> b.as_date();
    case Kind::kLocalTime: return a.as_local_time() <=> b.as_local_time();
    case Kind::kTime: return time_order(a.as_time(), b.as_time());
    case Kind::kLocalDateTime: return a.as_local_date_time() <=> b.as_local_date_time();
    case Kind::kDateTime: return date_time_order(a.as_date_time(), b.as_date_time());
    case Kind::kDuration: return duration_order(a.as_duration(), b.as_duration());
    case Kind::kPoint: return point_order(a.as_point(), b.as_point());
    case Kind::kVector: return vector_order(a.as_vector(), b.as_vector());
  }
  return std::weak_ordering::equivalent;
}

bool equivalent(const Value& a, const Value& b) { return order(a, b) == 0; }

}  // namespace kith
