// Functions of lists, and those that take texts and lists alike: size, reverse.
#include <algorithm>

#include "base/utf8.h"
#include "function/builtin.h"
#include "function/integer_range.h"
#include "function/scalar.h"

namespace kith::function {
namespace {

using Arguments = std::span<const Column* const>;

/// The first that is not null. The executor does not call it: it evaluates one argument after the other.
Status coalesce(CallContext&, Arguments arguments, std::size_t rows, Column& out) {
  std::vector<Value> results(rows);
  for (std::size_t row = 0; row < rows; ++row)
    for (const Column* argument : arguments)
      if (!argument->is_null(row)) {
        results[row] = argument->value(row);
        break;
      }
  out = Column::from_values(std::move(results));
  return ok();
}

/// exists(n.key): whether the property is there.
Result<Value> exists(CallContext&, std::span<const Value> arguments) { return Value(!arguments[0].is_null()); }

Result<Value> is_empty(CallContext&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind()) {
    case Kind::kString: return Value(value.as_string().empty());
    case Kind::kList: return Value(value.as_list().empty());
    case Kind::kMap: return Value(value.as_map().empty());
    default: return wrong_argument("isEmpty", value);
  }
}

Result<Value> size_of(CallContext&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind()) {
    case Kind::kString: return Value(static_cast<std::int64_t>(utf8::count(value.as_string())));
    case Kind::kList: return Value(static_cast<std::int64_t>(value.as_list().size()));
    case Kind::kMap: return Value(static_cast<std::int64_t>(value.as_map().size()));
    case Kind::kBytes: return Value(static_cast<std::int64_t>(value.as_bytes().size()));
    case Kind::kVector: return Value(static_cast<std::int64_t>(value.as_vector().coordinates.size()));
    default: return wrong_argument("size", value);
  }
}

Result<Value> head(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kList) return wrong_argument("head", arguments[0]);
  const List& list = arguments[0].as_list();
  return list.empty() ? Value::null() : list.front();
}

Result<Value> last(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kList) return wrong_argument("last", arguments[0]);
  const List& list = arguments[0].as_list();
  return list.empty() ? Value::null() : list.back();
}

Result<Value> tail(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kList) return wrong_argument("tail", arguments[0]);
  const List& list = arguments[0].as_list();
  return Value(list.empty() ? List{} : List(list.begin() + 1, list.end()));
}

Result<Value> reverse(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() == Kind::kString) return Value(utf8::reversed(arguments[0].as_string()));
  if (arguments[0].kind() != Kind::kList) return wrong_argument("reverse", arguments[0]);
  const List& list = arguments[0].as_list();
  return Value(List(list.rbegin(), list.rend()));
}

/// A long one checks for a stop and takes memory as it grows.
Result<Value> range(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(const IntegerRange numbers, integer_range(arguments));
  List list;
  if (numbers.empty) return Value(std::move(list));
  constexpr std::uint64_t kChunk = 65536;
  for (std::uint64_t i = 0; i <= numbers.last; ++i) {
    if (i % kChunk == 0 && context.control != nullptr) {
      KITH_DO(context.control->check());
      KITH_DO(context.control->take_memory(std::min(kChunk, numbers.last - i + 1) * sizeof(Value)));
    }
    list.emplace_back(numbers.at(i));
  }
  return Value(std::move(list));
}

}  // namespace

Result<IntegerRange> integer_range(std::span<const Value> arguments) {
  for (const Value& argument : arguments)
    if (argument.kind() != Kind::kInteger)
      return Error{.code = ErrorCode::kArgument,
                   .message = std::string("range() takes integers, not ") + kind_name(argument.kind()),
                   .detail = "InvalidArgumentType"};
  IntegerRange range{.start = arguments[0].as_integer()};
  const std::int64_t end = arguments[1].as_integer();
  if (arguments.size() > 2) range.step = arguments[2].as_integer();
  if (range.step == 0) return out_of_range("the step of range() must not be 0");
  const bool up = range.step > 0;
  range.empty = up ? range.start > end : range.start < end;
  const std::uint64_t from = static_cast<std::uint64_t>(range.start), to = static_cast<std::uint64_t>(end);
  const std::uint64_t stride = up ? static_cast<std::uint64_t>(range.step) : -static_cast<std::uint64_t>(range.step);
  range.last = (up ? to - from : from - to) / stride;
  return range;
}

void add_list_functions(FunctionTable& functions) {
  const Type any = {TypeKind::kAny};
  const Type list = {TypeKind::kList};
  Function first_present = scalar("coalesce", {{"value", any}}, any, coalesce);
  first_present.variadic = true;
  functions.add(std::move(first_present));
  functions.add(scalar("exists", {{"value", any}}, {TypeKind::kBoolean}, by_row_with_nulls(exists)));
  functions.add(scalar("isEmpty", {{"value", any}}, {TypeKind::kBoolean}, by_row(is_empty)));
  functions.add(scalar("size", {{"value", any}}, {TypeKind::kInteger}, by_row(size_of)));
  functions.add(scalar("head", {{"list", list}}, any, by_row(head)));
  functions.add(scalar("last", {{"list", list}}, any, by_row(last)));
  functions.add(scalar("tail", {{"list", list}}, list, by_row(tail)));
  functions.add(scalar("reverse", {{"value", any}}, any, by_row(reverse)));
  Function numbers = scalar("range", {{"start", any}, {"end", any}, {"step", any}}, {TypeKind::kList, TypeKind::kInteger},
                            by_row(range));
  numbers.arguments_min = 2;
  functions.add(std::move(numbers));
}

}  // namespace kith::function
