#include "record/property.h"

#include <algorithm>
#include <utility>

#include "record/message.h"
#include "value/calendar.h"
#include "value/zone.h"

namespace kith::record {

namespace {

constexpr int kListDepthMax = 32;

/// Words of a struct of the schema.
template <class T>
constexpr std::size_t struct_words() {
  return T::_capnpPrivate::dataWordSize + T::_capnpPrivate::pointerCount;
}

/// How a list is stored: the kinds that have a list of their own, else one struct an element.
Kind common_kind(const List& list) {
  if (list.empty()) return Kind::kNull;
  const Kind kind = list.front().kind();
  if (kind != Kind::kInteger && kind != Kind::kFloat && kind != Kind::kString) return Kind::kNull;
  for (const Value& element : list)
    if (element.kind() != kind) return Kind::kNull;
  return kind;
}

/// Words that a value needs beside its Property struct.
std::size_t words_behind(const Value& value) {
  switch (value.kind()) {
    case Kind::kString: return words_for(value.as_string().size());
    case Kind::kBytes: return words_for(value.as_bytes().size());
    case Kind::kList: {
      const List& list = value.as_list();
      const Kind common = common_kind(list);
      if (common == Kind::kInteger || common == Kind::kFloat) return list.size();
      std::size_t words = common == Kind::kString ? list.size() : 1 + list.size() * struct_words<schema::Property>();
      for (const Value& element : list) words += words_behind(element);
      return words;
    }
    case Kind::kTime: return struct_words<schema::Time>();
    case Kind::kLocalDateTime: return struct_words<schema::LocalDateTime>();
    case Kind::kDateTime: return struct_words<schema::DateTime>() + words_for(value.as_date_time().zone.size());
    case Kind::kDuration: return struct_words<schema::Duration>();
    case Kind::kPoint: return struct_words<schema::Point>();
    case Kind::kVector: return words_for(value.as_vector().coordinates.size() * sizeof(float));
    case Kind::kNull:
    case Kind::kBoolean:
    case Kind::kInteger:
    case Kind::kFloat:
    case Kind::kDate:
    case Kind::kLocalTime:
    case Kind::kMap:
    case Kind::kNode:
    case Kind::kEdge:
    case Kind::kPath: return 0;
  }
  return 0;
}

void write_value(const Value& value, schema::Property::Builder to);

void write_list(const List& list, schema::Property::Builder to) {
  const auto size = static_cast<unsigned>(list.size());
  switch (common_kind(list)) {
    case Kind::kInteger: {
      auto out = to.initIntegers(size);
      for (unsigned i = 0; i < size; ++i) out.set(i, list[i].as_integer());
      return;
    }
    case Kind::kFloat: {
      auto out = to.initFloats(size);
      for (unsigned i = 0; i < size; ++i) out.set(i, list[i].as_float());
      return;
    }
    case Kind::kString: {
      auto out = to.initTexts(size);
      for (unsigned i = 0; i < size; ++i) out.set(i, data_of(list[i].as_string()));
      return;
    }
    default: {
      auto out = to.initList(size);
      for (unsigned i = 0; i < size; ++i) write_value(list[i], out[i]);
      return;
    }
  }
}

void write_value(const Value& value, schema::Property::Builder to) {
  switch (value.kind()) {
    case Kind::kBoolean: to.setBoolean(value.as_boolean()); return;
    case Kind::kInteger: to.setInteger(value.as_integer()); return;
    case Kind::kFloat: to.setFloat(value.as_float()); return;
    case Kind::kString: to.setText(data_of(value.as_string())); return;
    case Kind::kBytes: to.setBytes(data_of(value.as_bytes())); return;
    case Kind::kList: write_list(value.as_list(), to); return;
    case Kind::kDate: to.setDate(value.as_date().days); return;
    case Kind::kLocalTime: to.setLocalTime(value.as_local_time().nanos); return;
    case Kind::kTime: {
      auto out = to.initTime();
      out.setNanos(value.as_time().nanos);
      out.setOffsetSeconds(value.as_time().offset_s);
      return;
    }
    case Kind::kLocalDateTime: {
      auto out = to.initLocalDateTime();
      out.setSeconds(value.as_local_date_time().seconds);
      out.setNanos(value.as_local_date_time().nanos);
      return;
    }
    case Kind::kDateTime: {
      const DateTime& in = value.as_date_time();
      auto out = to.initDateTime();
      out.setSeconds(in.seconds);
      out.setNanos(in.nanos);
      out.setOffsetSeconds(in.offset_s);
      if (!in.zone.empty()) out.setZone(data_of(in.zone));
      return;
    }
    case Kind::kDuration: {
      const Duration& in = value.as_duration();
      auto out = to.initDuration();
      out.setMonths(in.months);
      out.setDays(in.days);
      out.setSeconds(in.seconds);
      out.setNanos(in.nanos);
      return;
    }
    case Kind::kPoint: {
      const Point& in = value.as_point();
      auto out = to.initPoint();
      out.setSrid(in.srid);
      out.setX(in.x);
      out.setY(in.y);
      out.setZ(in.z);
      return;
    }
    case Kind::kVector: {
      const auto& in = value.as_vector().coordinates;
      auto out = to.initVector(static_cast<unsigned>(in.size()));
      for (unsigned i = 0; i < in.size(); ++i) out.set(i, in[i]);
      return;
    }
    case Kind::kNull:
    case Kind::kMap:
    case Kind::kNode:
    case Kind::kEdge:
    case Kind::kPath: to.setNull(); return;
  }
}

Status read_value(schema::Property::Reader in, Property& out) {
  using Which = schema::Property::Which;
  switch (in.which()) {
    case Which::NULL_: out.value = Value::null(); return ok();
    case Which::BOOLEAN: out.value = in.getBoolean(); return ok();
    case Which::INTEGER: out.value = in.getInteger(); return ok();
    case Which::FLOAT: out.value = in.getFloat(); return ok();
    case Which::TEXT: out.value = Value(view_of(in.getText())); return ok();
    case Which::BYTES: out.value = Value::bytes(std::string(view_of(in.getBytes()))); return ok();
    case Which::LIST: {
      List list;
      auto elements = in.getList();
      list.reserve(elements.size());
      for (auto element : elements) {
        Property item;
        KITH_DO(read_value(element, item));
        if (item.big) return corrupt("a list refers to a long value of its own");
        list.push_back(std::move(item.value));
      }
      out.value = Value(std::move(list));
      return ok();
    }
    case Which::INTEGERS: {
      List list;
      auto elements = in.getIntegers();
      list.reserve(elements.size());
      for (std::int64_t element : elements) list.emplace_back(element);
      out.value = Value(std::move(list));
      return ok();
    }
    case Which::FLOATS: {
      List list;
      auto elements = in.getFloats();
      list.reserve(elements.size());
      for (double element : elements) list.emplace_back(element);
      out.value = Value(std::move(list));
      return ok();
    }
    case Which::TEXTS: {
      List list;
      auto elements = in.getTexts();
      list.reserve(elements.size());
      for (auto element : elements) list.emplace_back(view_of(element));
      out.value = Value(std::move(list));
      return ok();
    }
    case Which::DATE: out.value = Date{in.getDate()}; return ok();
    case Which::LOCAL_TIME: out.value = LocalTime{in.getLocalTime()}; return ok();
    case Which::TIME: out.value = Time{in.getTime().getNanos(), in.getTime().getOffsetSeconds()}; return ok();
    case Which::LOCAL_DATE_TIME: {
      auto t = in.getLocalDateTime();
      out.value = LocalDateTime{t.getSeconds(), t.getNanos()};
      return ok();
    }
    case Which::DATE_TIME: {
      auto t = in.getDateTime();
      out.value = DateTime{t.getSeconds(), t.getNanos(), t.getOffsetSeconds(), std::string(view_of(t.getZone()))};
      return ok();
    }
    case Which::DURATION: {
      auto d = in.getDuration();
      out.value = Duration{d.getMonths(), d.getDays(), d.getSeconds(), d.getNanos()};
      return ok();
    }
    case Which::POINT: {
      auto p = in.getPoint();
      out.value = Point{p.getSrid(), p.getX(), p.getY(), p.getZ()};
      return ok();
    }
    case Which::VECTOR: {
      Vector vector;
      auto coordinates = in.getVector();
      vector.coordinates.reserve(coordinates.size());
      for (float x : coordinates) vector.coordinates.push_back(x);
      out.value = Value(std::move(vector));
      return ok();
    }
    case Which::BIG_TEXT: out.big = BigReference{in.getBigText().getSerial(), in.getBigText().getSizeBytes(), true}; return ok();
    case Which::BIG_BYTES:
      out.big = BigReference{in.getBigBytes().getSerial(), in.getBigBytes().getSizeBytes(), false};
      return ok();
  }
  return corrupt("a property is of the unknown kind " + std::to_string(static_cast<int>(in.which())));
}

bool is_time_of_day(std::int64_t nanos) { return nanos >= 0 && nanos < kNanosPerDay; }

bool is_fraction(std::int32_t nanos) { return nanos >= 0 && nanos < kNanosPerSecond; }

bool is_offset(std::int32_t seconds) { return seconds >= -kOffsetMax && seconds <= kOffsetMax; }

/// `beyond` days outside of the calendar are allowed.
bool is_moment(std::int64_t seconds, std::int64_t beyond) {
  const std::int64_t day = floor_div(seconds, kSecondsPerDay);
  return day >= kDateMin.days - beyond && day <= kDateMax.days + beyond;
}

/// Whether a temporal value is one that the functions on it are made for; true for all others.
bool is_in_range(const Value& value) {
  switch (value.kind()) {
    case Kind::kDate: return value.as_date() >= kDateMin && value.as_date() <= kDateMax;
    case Kind::kLocalTime: return is_time_of_day(value.as_local_time().nanos);
    case Kind::kTime: return is_time_of_day(value.as_time().nanos) && is_offset(value.as_time().offset_s);
    case Kind::kLocalDateTime:
      return is_moment(value.as_local_date_time().seconds, 0) && is_fraction(value.as_local_date_time().nanos);
    case Kind::kDateTime: {
      const DateTime& t = value.as_date_time();
      return is_moment(t.seconds, 1) && is_fraction(t.nanos) && is_offset(t.offset_s);
    }
    case Kind::kDuration: return is_fraction(value.as_duration().nanos);
    default: return true;
  }
}

Status check_storable(const Value& value, int depth) {
  switch (value.kind()) {
    case Kind::kMap:
    case Kind::kNode:
    case Kind::kEdge:
    case Kind::kPath:
      return Error{.code = ErrorCode::kType,
                   .message = std::string("a property cannot hold a value of type ") + kind_name(value.kind()),
                   .detail = "InvalidPropertyType"};
    case Kind::kList:
      if (depth == kListDepthMax)
        return Error{.code = ErrorCode::kType,
                     .message = "a property cannot hold lists nested deeper than " + std::to_string(kListDepthMax),
                     .detail = "InvalidPropertyType"};
      for (const Value& element : value.as_list()) KITH_DO(check_storable(element, depth + 1));
      return ok();
    default:
      if (!is_in_range(value))
        return Error{.code = ErrorCode::kArgument,
                     .message = std::string("a property cannot hold a value of type ") + kind_name(value.kind()) +
                                " that is outside of the calendar or the clock",
                     .detail = "InvalidPropertyValue"};
      return ok();
  }
}

/// What decodes is what could have been stored.
Status check_read(const Property& p) {
  if (p.big) return ok();
  if (p.value.is_null()) return corrupt("a property is null");
  if (!check_storable(p.value, 0).is_ok()) return corrupt("a property holds what no property can");
  return ok();
}

}  // namespace

Status check_storable(const Value& value) { return check_storable(value, 0); }

std::size_t words_of(const std::vector<Property>& properties) {
  if (properties.empty()) return 0;
  std::size_t words = 1 + properties.size() * struct_words<schema::Property>();
  for (const Property& p : properties) words += p.big ? struct_words<schema::BigReference>() : words_behind(p.value);
  return words;
}

void write(const std::vector<Property>& properties, PropertyListBuilder builder) {
  for (unsigned i = 0; i < builder.size(); ++i) {
    const Property& p = properties[i];
    auto to = builder[i];
    to.setKey(raw(p.key));
    if (p.big) {
      auto big = p.big->is_text ? to.initBigText() : to.initBigBytes();
      big.setSerial(p.big->serial);
      big.setSizeBytes(p.big->size_bytes);
    } else {
      write_value(p.value, to);
    }
  }
}

Status read(PropertyListReader reader, std::vector<Property>& out) {
  out.clear();
  out.reserve(reader.size());
  for (auto in : reader) {
    Property& p = out.emplace_back();
    p.key = KeyId{in.getKey()};
    if (out.size() > 1 && raw(out[out.size() - 2].key) >= raw(p.key)) return corrupt("properties are out of order");
    KITH_DO(read_value(in, p));
    KITH_DO(check_read(p));
  }
  return ok();
}

Result<Property> find(PropertyListReader reader, KeyId key) {
  Property found{.key = key};
  unsigned low = 0;
  unsigned high = reader.size();
  while (low < high) {
    const unsigned middle = low + (high - low) / 2;
    const std::uint32_t at = reader[middle].getKey();
    if (at == raw(key)) {
      KITH_DO(read_value(reader[middle], found));
      KITH_DO(check_read(found));
      return found;
    }
    if (at < raw(key))
      low = middle + 1;
    else
      high = middle;
  }
  return found;
}

}  // namespace kith::record
