// Functions of any value: nullIf, valueType, randomUUID.
#include <random>

#include "function/builtin.h"
#include "function/scalar.h"
#include "value/compare.h"
#include "value/value_type.h"

namespace kith::function {
namespace {

using Arguments = std::span<const Column* const>;

/// nullIf(a, b): null if a = b, else a.
Result<Value> null_if(CallContext&, std::span<const Value> arguments) {
  return equals(arguments[0], arguments[1]) == Ternary::kTrue ? Value() : arguments[0];
}

/// The narrowest type of a value, as `IS ::` takes it: "INTEGER NOT NULL", "LIST<STRING | FLOAT> NOT NULL".
Result<Value> value_type(CallContext&, std::span<const Value> arguments) {
  return Value(to_text(narrowest_type(arguments[0])));
}

/// What `.*` of a map projection begins with, and the keys written beside it, which win.
Result<Value> map_union(CallContext&, std::span<const Value> arguments) {
  for (const Value& argument : arguments)
    if (argument.kind() != Kind::kMap) return wrong_argument("a map projection", argument);
  std::vector<Map::Entry> entries(arguments[0].as_map().begin(), arguments[0].as_map().end());
  entries.insert(entries.end(), arguments[1].as_map().begin(), arguments[1].as_map().end());
  return Value(Map(std::move(entries)));
}

/// Version 4 of RFC 4122, from the statement's random numbers.
Status random_uuids(CallContext& context, Arguments, std::size_t rows, Column& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::mt19937_64 engine(context.random_seed);
  out = Column(ColumnKind::kString, rows);
  for (std::string_view& uuid : out.mutable_strings()) {
    std::string text = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    std::uint64_t bits = 0;
    int left = 0;
    for (char& c : text) {
      if (c != 'x' && c != 'y') continue;
      if (left == 0) {
        bits = engine();
        left = 16;
      }
      const std::uint64_t digit = bits & 15U;
      c = kHex[c == 'x' ? digit : (digit & 3U) | 8U];
      bits >>= 4U;
      --left;
    }
    uuid = out.keep(text);
  }
  context.random_seed = engine();  // the next batch goes on
  return ok();
}

}  // namespace

void add_value_functions(FunctionTable& functions) {
  const Type any = {TypeKind::kAny};
  const Type string = {TypeKind::kString};
  functions.add(scalar("nullIf", {{"value", any}, {"other", any}}, any, by_row_with_nulls(null_if)));
  const Type map = {TypeKind::kMap};
  functions.add(scalar(kMapUnion, {{"map", map}, {"more", map}}, map, by_row(map_union)));
  functions.add(scalar("valueType", {{"value", any}}, string, by_row_with_nulls(value_type)));
  Function uuid = scalar("randomUUID", {}, string, random_uuids);
  uuid.deterministic = false;
  functions.add(std::move(uuid));
}

}  // namespace kith::function
