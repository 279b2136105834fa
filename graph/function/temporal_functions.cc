// Temporal functions: date(…), date.truncate(…), datetime.fromEpoch(…), duration(…), duration.between(…)
// and their like for every kind. The clock is the statement's: .transaction, .statement and .realtime agree.
#include <cmath>

#include "function/builtin.h"
#include "function/scalar.h"
#include "value/duration.h"
#include "value/temporal.h"

namespace kith::function {
namespace {

using Values = std::span<const Value>;

struct Named {
  Kind kind;
  TypeKind type;
  const char* name;
};

constexpr Named kDate = {Kind::kDate, TypeKind::kDate, "date"};
constexpr Named kLocalTime = {Kind::kLocalTime, TypeKind::kLocalTime, "localtime"};
constexpr Named kTime = {Kind::kTime, TypeKind::kTime, "time"};
constexpr Named kLocalDateTime = {Kind::kLocalDateTime, TypeKind::kLocalDateTime, "localdatetime"};
constexpr Named kDateTime = {Kind::kDateTime, TypeKind::kDateTime, "datetime"};

/// date() is now; date('2015-07-21'), date({year: 2015}) and date(other) are what they say.
template <const Named& kOf>
Result<Value> construct(CallContext& context, Values arguments) {
  if (arguments.empty()) return current_temporal(kOf.kind, context.now);
  const Value& from = arguments[0];
  if (from.kind() == Kind::kString) return parse_temporal(kOf.kind, from.as_string());
  if (from.kind() == Kind::kMap) return make_temporal(kOf.kind, from.as_map(), context.now);
  if (is_instant(from.kind())) return convert_temporal(kOf.kind, from);
  return wrong_argument(kOf.name, from);
}

template <const Named& kOf>
Result<Value> current(CallContext& context, Values arguments) {
  if (arguments.empty()) return current_temporal(kOf.kind, context.now);
  if (arguments[0].kind() != Kind::kString) return wrong_argument(kOf.name, arguments[0]);
  KITH_TRY(const Zone zone, zone_of(arguments[0].as_string()));
  return current_temporal(kOf.kind, context.now, zone);
}

template <const Named& kOf>
Result<Value> truncate(CallContext& context, Values arguments) {
  if (arguments[0].kind() != Kind::kString) return wrong_argument("truncate", arguments[0]);
  if (arguments.size() > 2 && arguments[2].kind() != Kind::kMap) return wrong_argument("truncate", arguments[2]);
  const Value value = arguments.size() > 1 ? arguments[1] : Value(context.now);
  if (!is_instant(value.kind())) return wrong_argument("truncate", value);
  return truncate_temporal(kOf.kind, arguments[0].as_string(), value,
                           arguments.size() > 2 ? arguments[2].as_map() : Map());
}

/// A number of whole units: a float loses its fraction, as Neo4j has it.
Result<std::int64_t> whole_units(const char* function, const Value& value) {
  if (value.kind() == Kind::kInteger) return value.as_integer();
  if (value.kind() != Kind::kFloat) return wrong_argument(function, value);
  const double number = value.as_float();
  if (!(std::fabs(number) < 9e18)) return out_of_range(std::string(function) + "() takes a number of 64 bits");
  return static_cast<std::int64_t>(number);
}

/// datetime.fromEpoch(seconds, nanoseconds)
Result<Value> from_epoch(CallContext& context, Values arguments) {
  KITH_TRY(const std::int64_t seconds, whole_units("datetime.fromEpoch", arguments[0]));
  KITH_TRY(const std::int64_t nanos, whole_units("datetime.fromEpoch", arguments[1]));
  KITH_TRY(const Duration d, duration_of_seconds(seconds, nanos));
  return make_temporal(Kind::kDateTime, Map{{"epochSeconds", d.seconds}, {"nanosecond", std::int64_t{d.nanos}}},
                       context.now);
}

Result<Value> from_epoch_millis(CallContext& context, Values arguments) {
  KITH_TRY(const std::int64_t millis, whole_units("datetime.fromEpochMillis", arguments[0]));
  return make_temporal(Kind::kDateTime, Map{{"epochMillis", millis}}, context.now);
}

/// timestamp(): milliseconds since the epoch.
Result<Value> timestamp(CallContext& context, Values) {
  return temporal_component(Value(context.now), "epochMillis");
}

Result<Value> wrapped(Result<Duration> result) {
  KITH_TRY(const Duration duration, std::move(result));
  return Value(duration);
}

Result<Value> duration(CallContext&, Values arguments) {
  const Value& from = arguments[0];
  if (from.kind() == Kind::kString) return wrapped(parse_duration(from.as_string()));
  if (from.kind() == Kind::kMap) return wrapped(make_duration(from.as_map()));
  if (from.kind() == Kind::kDuration) return from;
  return wrong_argument("duration", from);
}

using Between = Result<Duration> (*)(const Value&, const Value&);

template <Between kBetween>
Result<Value> between(CallContext&, Values arguments) {
  for (const Value& argument : arguments)
    if (!is_instant(argument.kind())) return wrong_argument("duration.between", argument);
  return wrapped(kBetween(arguments[0], arguments[1]));
}

Function optional_from(Function function, std::size_t arguments_min) {
  function.arguments_min = arguments_min;
  return function;
}

template <const Named& kOf>
void add_kind(FunctionTable& functions) {
  const std::string name = kOf.name;
  const Type type{kOf.type};
  const Parameter any{"value", {}};
  const Parameter zone{"timezone", {TypeKind::kString}};
  functions.add(optional_from(scalar(name.c_str(), {any}, type, by_row(construct<kOf>)), 0));
  for (const char* clock : {".transaction", ".statement", ".realtime"})
    functions.add(optional_from(scalar((name + clock).c_str(), {zone}, type, by_row(current<kOf>)), 0));
  functions.add(optional_from(scalar((name + ".truncate").c_str(),
                                     {{"unit", {TypeKind::kString}}, any, {"fields", {TypeKind::kMap}}}, type,
                                     by_row(truncate<kOf>)),
                              1));
}

}  // namespace

void add_temporal_functions(FunctionTable& functions) {
  add_kind<kDate>(functions);
  add_kind<kLocalTime>(functions);
  add_kind<kTime>(functions);
  add_kind<kLocalDateTime>(functions);
  add_kind<kDateTime>(functions);
  const Parameter number{"number", {TypeKind::kNumber}};
  functions.add(scalar("datetime.fromEpoch", {number, number}, {TypeKind::kDateTime}, by_row(from_epoch)));
  functions.add(scalar("datetime.fromEpochMillis", {number}, {TypeKind::kDateTime}, by_row(from_epoch_millis)));
  functions.add(scalar("timestamp", {}, {TypeKind::kInteger}, by_row(timestamp)));
  const Type length{TypeKind::kDuration};
  const Parameter from{"from", {}};
  const Parameter to{"to", {}};
  functions.add(scalar("duration", {{"value", {}}}, length, by_row(duration)));
  functions.add(scalar("duration.between", {from, to}, length, by_row(between<duration_between>)));
  functions.add(scalar("duration.inMonths", {from, to}, length, by_row(between<months_between>)));
  functions.add(scalar("duration.inDays", {from, to}, length, by_row(between<days_between>)));
  functions.add(scalar("duration.inSeconds", {from, to}, length, by_row(between<seconds_between>)));
}

}  // namespace kith::function
