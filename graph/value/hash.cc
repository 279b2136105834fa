// The hash that belongs to equivalence: numbers of one value hash alike whatever their kind.
#include <xxhash.h>

#include <bit>
#include <cmath>

#include "kith/element.h"
#include "value/compare.h"

namespace kith {

namespace {

std::uint64_t mixed(std::uint64_t x) noexcept {  // the finaliser of MurmurHash3
  x = (x ^ (x >> 33U)) * 0xFF51AFD7ED558CCDULL;
  x = (x ^ (x >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
  return x ^ (x >> 33U);
}

/// An order-dependent hash of several words.
class Hasher {
 public:
  explicit Hasher(Kind kind) : state_(static_cast<std::uint64_t>(kind) + 1) {}

  Hasher& add(std::uint64_t word) noexcept {
    state_ = mixed(state_ * 0x9E3779B97F4A7C15ULL + word);
    return *this;
  }

  Hasher& add(std::int64_t word) noexcept { return add(static_cast<std::uint64_t>(word)); }

  Hasher& add(std::string_view text) noexcept { return add(std::uint64_t{XXH3_64bits(text.data(), text.size())}); }

  Hasher& add(double number) noexcept {
    if (std::isnan(number)) return add(std::uint64_t{0x7FF8});
    return add(std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number));
  }

  std::size_t done() const noexcept { return state_; }

 private:
  std::uint64_t state_;
};

std::size_t hash_float(double number) noexcept {
  constexpr double kLimit = 9'223'372'036'854'775'808.0;
  if (number >= -kLimit && number < kLimit && std::trunc(number) == number)
    return Hasher(Kind::kInteger).add(static_cast<std::int64_t>(number)).done();
  return Hasher(Kind::kFloat).add(number).done();
}

template <class Elements>
void add_ids(Hasher& hasher, const Elements& elements) noexcept {
  for (const auto& element : elements) hasher.add(static_cast<std::uint64_t>(element.id));
}

}  // namespace

std::size_t hash_of(const Value& value) {
  Hasher hasher(value.kind());
  switch (value.kind()) {
    case Kind::kNull: break;
    case Kind::kBoolean: hasher.add(std::uint64_t{value.as_boolean()}); break;
    case Kind::kInteger: hasher.add(value.as_integer()); break;
    case Kind::kFloat: return hash_float(value.as_float());
    case Kind::kString:
    case Kind::kBytes: hasher.add(value.as_string()); break;
    case Kind::kList:
      for (const Value& element : value.as_list()) hasher.add(std::uint64_t{hash_of(element)});
      break;
    case Kind::kMap:
      for (const auto& [key, element] : value.as_map()) hasher.add(key).add(std::uint64_t{hash_of(element)});
      break;
    case Kind::kNode: hasher.add(static_cast<std::uint64_t>(value.node_id())); break;
    case Kind::kEdge: hasher.add(static_cast<std::uint64_t>(value.edge_id())); break;
    case Kind::kPath:
      add_ids(hasher, value.as_path().nodes);
      add_ids(hasher, value.as_path().edges);
      break;
    case Kind::kDate: hasher.add(value.as_date().days); break;
    case Kind::kLocalTime: hasher.add(value.as_local_time().nanos); break;
    case Kind::kTime: hasher.add(value.as_time().nanos).add(std::int64_t{value.as_time().offset_s}); break;
    case Kind::kLocalDateTime:
      hasher.add(value.as_local_date_time().seconds).add(std::int64_t{value.as_local_date_time().nanos});
      break;
    case Kind::kDateTime: {
      const DateTime& t = value.as_date_time();
      hasher.add(t.seconds).add(std::int64_t{t.nanos}).add(std::int64_t{t.offset_s}).add(t.zone);
      break;
    }
    case Kind::kDuration: {
      const Duration& d = value.as_duration();
      hasher.add(d.months).add(d.days).add(d.seconds).add(std::int64_t{d.nanos});
      break;
    }
    case Kind::kPoint: {
      const Point& p = value.as_point();
      hasher.add(std::int64_t{p.srid}).add(p.x).add(p.y);
      if (p.is_3d()) hasher.add(p.z);
      break;
    }
    case Kind::kVector:
      for (const float coordinate : value.as_vector().coordinates) hasher.add(static_cast<double>(coordinate));
      break;
  }
  return hasher.done();
}

}  // namespace kith
