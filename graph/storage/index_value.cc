#include "storage/index_value.h"

#include <xxhash.h>

#include <cmath>
#include <limits>

#include "base/coding.h"

namespace kith::storage {

namespace {

// The bytes that begin values; their order is that of no language rule, only fixed.
constexpr std::uint8_t kListEnd = 0x01;
constexpr std::uint8_t kBooleanByte = 0x10;
constexpr std::uint8_t kNumberByte = 0x18;
constexpr std::uint8_t kTextByte = 0x20;
constexpr std::uint8_t kBytesByte = 0x28;
constexpr std::uint8_t kDateByte = 0x30;
constexpr std::uint8_t kLocalTimeByte = 0x38;
constexpr std::uint8_t kTimeByte = 0x40;
constexpr std::uint8_t kLocalDateTimeByte = 0x48;
constexpr std::uint8_t kDateTimeByte = 0x50;
constexpr std::uint8_t kDurationByte = 0x58;
constexpr std::uint8_t kPointByte = 0x60;
constexpr std::uint8_t kVectorByte = 0x68;
constexpr std::uint8_t kListByte = 0x70;
constexpr std::string_view kCutEnd{"\0\1", 2};
constexpr char kCutList = '\xFE';

void append_hash(std::string& to, std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  append_u64(to, hash.high64);
  append_u64(to, hash.low64);
}

/// The greatest double that is not above `v`.
double double_below(std::int64_t v) {
  const auto nearest = static_cast<double>(v);
  constexpr double kTooMuch = 9223372036854775808.0;
  if (nearest < kTooMuch && static_cast<std::int64_t>(nearest) <= v) return nearest;
  return std::nextafter(nearest, -std::numeric_limits<double>::infinity());
}

void append_integer(std::string& to, std::int64_t v) {
  const double below = double_below(v);
  append_u64(to, ordered_bits(below));
  append_u16(to, static_cast<std::uint16_t>(v - static_cast<std::int64_t>(below)));
}

void append_float(std::string& to, double v) {
  append_u64(to, ordered_bits(v));
  append_u16(to, 0);
}

Encoded append_text(std::string& to, std::string_view text, bool may_cut) {
  if (!may_cut || text.size() <= kTextBytesMax) {
    append_escaped(to, text);
    to.append(kEscapedEnd);
    return Encoded::kWhole;
  }
  append_escaped(to, text.substr(0, kTextBytesMax));
  to.append(kCutEnd);
  append_hash(to, text);
  return Encoded::kCut;
}

Encoded append(std::string& to, const Value& value, bool may_cut);

Encoded append_list(std::string& to, const List& list, bool may_cut) {
  const std::size_t begin = to.size();
  for (const Value& element : list) {
    if (append(to, element, false) == Encoded::kNone) {
      to.resize(begin);
      return Encoded::kNone;
    }
  }
  to.push_back(static_cast<char>(kListEnd));
  if (!may_cut || to.size() - begin <= kListBytesMax) return Encoded::kWhole;
  std::string hash;
  append_hash(hash, std::string_view(to).substr(begin));
  to.resize(begin + kListBytesMax);
  to.push_back(kCutList);
  to.append(hash);
  return Encoded::kCut;
}

Encoded append(std::string& to, const Value& value, bool may_cut) {
  const std::size_t begin = to.size();
  const auto kind = [&](std::uint8_t byte) { to.push_back(static_cast<char>(byte)); };
  switch (value.kind()) {
    case Kind::kNull:
    case Kind::kMap:
    case Kind::kNode:
    case Kind::kEdge:
    case Kind::kPath: return Encoded::kNone;
    case Kind::kBoolean:
      kind(kBooleanByte);
      to.push_back(value.as_boolean() ? 1 : 0);
      return Encoded::kWhole;
    case Kind::kInteger:
      kind(kNumberByte);
      append_integer(to, value.as_integer());
      return Encoded::kWhole;
    case Kind::kFloat:
      if (std::isnan(value.as_float())) return Encoded::kNone;
      kind(kNumberByte);
      append_float(to, value.as_float());
      return Encoded::kWhole;
    case Kind::kString: kind(kTextByte); return append_text(to, value.as_string(), may_cut);
    case Kind::kBytes: kind(kBytesByte); return append_text(to, value.as_bytes(), may_cut);
    case Kind::kDate:
      kind(kDateByte);
      append_u64(to, ordered_bits(value.as_date().days));
      return Encoded::kWhole;
    case Kind::kLocalTime:
      kind(kLocalTimeByte);
      append_u64(to, ordered_bits(value.as_local_time().nanos));
      return Encoded::kWhole;
    case Kind::kTime: {
      const Time& t = value.as_time();
      kind(kTimeByte);
      append_u64(to, ordered_bits(t.nanos - std::int64_t{t.offset_s} * 1'000'000'000));
      append_u64(to, ordered_bits(std::int64_t{t.offset_s}));
      return Encoded::kWhole;
    }
    case Kind::kLocalDateTime:
      kind(kLocalDateTimeByte);
      append_u64(to, ordered_bits(value.as_local_date_time().seconds));
      append_u32(to, static_cast<std::uint32_t>(value.as_local_date_time().nanos));
      return Encoded::kWhole;
    case Kind::kDateTime: {
      const DateTime& t = value.as_date_time();
      kind(kDateTimeByte);
      append_u64(to, ordered_bits(t.seconds));
      append_u32(to, static_cast<std::uint32_t>(t.nanos));
      append_u64(to, ordered_bits(std::int64_t{t.offset_s}));
      append_escaped(to, t.zone);
      to.append(kEscapedEnd);
      return Encoded::kWhole;
    }
    case Kind::kDuration: {
      const Duration& d = value.as_duration();
      kind(kDurationByte);
      append_u64(to, ordered_bits(d.months));
      append_u64(to, ordered_bits(d.days));
      append_u64(to, ordered_bits(d.seconds));
      append_u32(to, static_cast<std::uint32_t>(d.nanos));
      return Encoded::kWhole;
    }
    case Kind::kPoint: {
      const Point& p = value.as_point();
      kind(kPointByte);
      append_u32(to, static_cast<std::uint32_t>(p.srid));
      for (double coordinate : {p.x, p.y, p.is_3d() ? p.z : 0.0}) {
        if (std::isnan(coordinate)) {
          to.resize(begin);
          return Encoded::kNone;
        }
        append_u64(to, ordered_bits(coordinate));
      }
      return Encoded::kWhole;
    }
    case Kind::kVector: {
      kind(kVectorByte);
      const auto& coordinates = value.as_vector().coordinates;
      append_u32(to, static_cast<std::uint32_t>(coordinates.size()));
      for (float coordinate : coordinates) {
        if (std::isnan(coordinate)) {
          to.resize(begin);
          return Encoded::kNone;
        }
        append_u64(to, ordered_bits(static_cast<double>(coordinate)));
      }
      return Encoded::kWhole;
    }
    case Kind::kList: {
      kind(kListByte);
      const Encoded encoded = append_list(to, value.as_list(), may_cut);
      if (encoded == Encoded::kNone) to.resize(begin);
      return encoded;
    }
  }
  return Encoded::kNone;
}

}  // namespace

Encoded append_index_value(std::string& to, const Value& value) { return append(to, value, true); }

Encoded append_whole_value(std::string& to, const Value& value) { return append(to, value, false); }

std::uint8_t index_kind_byte(const Value& value) {
  switch (value.kind()) {
    case Kind::kBoolean: return kBooleanByte;
    case Kind::kInteger:
    case Kind::kFloat: return kNumberByte;
    case Kind::kString: return kTextByte;
    case Kind::kBytes: return kBytesByte;
    case Kind::kDate: return kDateByte;
    case Kind::kLocalTime: return kLocalTimeByte;
    case Kind::kTime: return kTimeByte;
    case Kind::kLocalDateTime: return kLocalDateTimeByte;
    case Kind::kDateTime: return kDateTimeByte;
    default: return 0;
  }
}

bool is_cut_list(std::string_view bytes) noexcept {
  return bytes.size() >= 1 + kListBytesMax + 1 + 16 && static_cast<std::uint8_t>(bytes[0]) == kListByte &&
         bytes[1 + kListBytesMax] == kCutList;
}

void append_text_prefix(std::string& to, std::string_view prefix) {
  to.push_back(static_cast<char>(kTextByte));
  append_escaped(to, prefix.substr(0, kTextBytesMax));
}

}  // namespace kith::storage
