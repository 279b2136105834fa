// Functions of texts; everything counts code points (openCypher 9, "String functions").
#include "base/fold.h"
#include "base/utf8.h"
#include "function/builtin.h"
#include "function/scalar.h"
#include "value/text.h"

namespace kith::function {
namespace {

Result<std::string_view> text_of(const char* function, const Value& value) {
  if (value.kind() != Kind::kString) return wrong_argument(function, value);
  return value.as_string();
}

/// An argument that counts code points. A null is no number: only a text that is null makes the result null.
Result<std::size_t> count_of(const char* function, const Value& value) {
  if (value.is_null())
    return Error{.code = ErrorCode::kArgument,
                 .message = std::string(function) + "() needs a number of characters, not null",
                 .detail = "InvalidArgumentValue"};
  if (value.kind() != Kind::kInteger) return wrong_argument(function, value);
  if (value.as_integer() < 0) return out_of_range(std::string(function) + "() takes no negative number");
  return static_cast<std::size_t>(value.as_integer());
}

Result<Value> left(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].is_null()) return Value();
  KITH_TRY(const std::string_view text, text_of("left", arguments[0]));
  KITH_TRY(const std::size_t length, count_of("left", arguments[1]));
  return Value(utf8::substring(text, 0, length));
}

Result<Value> right(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].is_null()) return Value();
  KITH_TRY(const std::string_view text, text_of("right", arguments[0]));
  KITH_TRY(const std::size_t length, count_of("right", arguments[1]));
  const std::size_t all = utf8::count(text);
  return Value(length >= all ? text : utf8::substring(text, all - length, length));
}

Result<Value> substring(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].is_null()) return Value();
  KITH_TRY(const std::string_view text, text_of("substring", arguments[0]));
  KITH_TRY(const std::size_t start, count_of("substring", arguments[1]));
  if (arguments.size() == 2) return Value(text.substr(utf8::byte_offset(text, start)));
  KITH_TRY(const std::size_t length, count_of("substring", arguments[2]));
  return Value(utf8::substring(text, start, length));
}

/// Takes away code points at the ends for which `goes` holds.
template <class Goes>
std::string_view trimmed(std::string_view text, bool at_start, bool at_end, Goes goes) {
  std::size_t begin = 0, end = text.size();
  while (at_start && begin < end) {
    const utf8::Decoded point = utf8::decode(text, begin);
    if (!goes(point.code_point)) break;
    begin += point.length;
  }
  while (at_end && end > begin) {
    std::size_t at = end - 1;
    while (at > begin && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    if (!goes(utf8::decode(text, at).code_point)) break;
    end = at;
  }
  return text.substr(begin, end - begin);
}

/// trim(text), or trim(text, characters).
template <bool kStart, bool kEnd>
Result<Value> trim(CallContext&, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("trim", arguments[0]));
  if (arguments.size() == 1) return Value(trimmed(text, kStart, kEnd, utf8::is_space));
  KITH_TRY(const std::string_view characters, text_of("trim", arguments[1]));
  std::string one;
  return Value(trimmed(text, kStart, kEnd, [&](std::uint32_t code_point) {
    one.clear();
    utf8::append(one, code_point);
    return characters.find(one) != std::string_view::npos;
  }));
}

Result<Value> lower(CallContext&, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("toLower", arguments[0]));
  return Value(utf8::to_lower(text));
}

Result<Value> upper(CallContext&, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("toUpper", arguments[0]));
  return Value(utf8::to_upper(text));
}

Result<Value> folded(CallContext&, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("fold", arguments[0]));
  return Value(fold(text));
}

Result<Value> replace(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("replace", arguments[0]));
  KITH_TRY(const std::string_view search, text_of("replace", arguments[1]));
  KITH_TRY(const std::string_view by, text_of("replace", arguments[2]));
  if (search.empty()) return arguments[0];
  // The account is asked while the text grows: a long one may replace every character of another.
  constexpr std::size_t kChunk = std::size_t{1} << 20;
  std::string out;
  std::size_t from = 0, taken = 0;
  for (std::size_t at = text.find(search); at != std::string_view::npos; at = text.find(search, from)) {
    out.append(text.substr(from, at - from)).append(by);
    from = at + search.size();
    if (out.size() - taken < kChunk || context.control == nullptr) continue;
    KITH_DO(context.control->check());
    KITH_DO(context.control->take_memory(out.size() - taken));
    taken = out.size();
  }
  out.append(text.substr(from));
  if (context.control != nullptr) KITH_DO(context.control->take_memory(out.size() - taken));
  return Value(std::move(out));
}

Result<Value> length_of(CallContext&, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("char_length", arguments[0]));
  return Value(static_cast<std::int64_t>(utf8::count(text)));
}

/// The normal form that the second argument names, 'NFC' if there is none.
Result<utf8::NormalForm> form_of(std::span<const Value> arguments) {
  if (arguments.size() < 2) return utf8::NormalForm::kNfc;
  KITH_TRY(const std::string_view name, text_of("normalize", arguments[1]));
  const std::string upper_name = utf8::to_upper(name);
  if (upper_name == "NFC") return utf8::NormalForm::kNfc;
  if (upper_name == "NFD") return utf8::NormalForm::kNfd;
  if (upper_name == "NFKC") return utf8::NormalForm::kNfkc;
  if (upper_name == "NFKD") return utf8::NormalForm::kNfkd;
  return Error{.code = ErrorCode::kArgument,
               .message = "there is no normal form '" + std::string(name) + "'",
               .detail = "InvalidArgumentValue"};
}

Result<Value> normalize(CallContext&, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("normalize", arguments[0]));
  KITH_TRY(const utf8::NormalForm form, form_of(arguments));
  return Value(utf8::normalized(text, form));
}

/// text IS [form] NORMALIZED; what is no text is neither normalized nor not.
Result<Value> is_normalized(CallContext&, std::span<const Value> arguments) {
  if (arguments[0].kind() != Kind::kString) return Value();
  KITH_TRY(const utf8::NormalForm form, form_of(arguments));
  return Value(utf8::normalized(arguments[0].as_string(), form) == arguments[0].as_string());
}

/// split(text, delimiter) or split(text, [delimiters]); an empty delimiter gives the code points.
/// A long text may have as many parts as it has characters: the account is asked while they are made.
Result<Value> split(CallContext& context, std::span<const Value> arguments) {
  KITH_TRY(const std::string_view text, text_of("split", arguments[0]));
  std::vector<std::string_view> delimiters;
  if (arguments[1].kind() == Kind::kList) {
    for (const Value& element : arguments[1].as_list()) {
      KITH_TRY(const std::string_view delimiter, text_of("split", element));
      delimiters.push_back(delimiter);
    }
  } else {
    KITH_TRY(const std::string_view delimiter, text_of("split", arguments[1]));
    delimiters.push_back(delimiter);
  }
  constexpr std::size_t kChunk = 4096, kPartBytes = 2 * sizeof(Value) + 64;
  List parts;
  std::size_t from = 0, at = 0, steps = 0;
  while (at < text.size()) {
    if (++steps % kChunk == 0 && context.control != nullptr) KITH_DO(context.control->check());
    const std::size_t point = utf8::decode(text, at).length;
    std::optional<std::size_t> cut;
    for (const std::string_view delimiter : delimiters)
      if (delimiter.empty() ? at > from : text.substr(at).starts_with(delimiter)) cut = delimiter.size();
    if (!cut) {
      at += point;
      continue;
    }
    if (parts.size() % kChunk == kChunk - 1 && context.control != nullptr)
      KITH_DO(context.control->take_memory(kChunk * kPartBytes));
    parts.emplace_back(text.substr(from, at - from));
    from = at = at + *cut;
    if (*cut == 0) at += point;
  }
  parts.emplace_back(text.substr(from));
  return Value(std::move(parts));
}

}  // namespace

void add_text_functions(FunctionTable& functions) {
  const Type string = {TypeKind::kString};
  const Type integer = {TypeKind::kInteger};
  functions.add(scalar("left", {{"text", string}, {"length", integer}}, string, by_row_with_nulls(left)));
  functions.add(scalar("right", {{"text", string}, {"length", integer}}, string, by_row_with_nulls(right)));
  Function part = scalar("substring", {{"text", string}, {"start", integer}, {"length", integer}}, string, by_row_with_nulls(substring));
  part.arguments_min = 2;
  functions.add(std::move(part));
  const std::pair<const char*, RowFunction> trims[] = {
      {"trim", trim<true, true>}, {"btrim", trim<true, true>}, {"ltrim", trim<true, false>}, {"rtrim", trim<false, true>}};
  for (const auto& [name, function] : trims) {
    Function trimming = scalar(name, {{"text", string}, {"characters", string}}, string, by_row(function));
    trimming.arguments_min = 1;
    functions.add(std::move(trimming));
  }
  for (const char* name : {"toLower", "lower"}) functions.add(scalar(name, {{"text", string}}, string, by_row(lower)));
  for (const char* name : {"toUpper", "upper"}) functions.add(scalar(name, {{"text", string}}, string, by_row(upper)));
  for (const char* name : {"char_length", "character_length"})
    functions.add(scalar(name, {{"text", string}}, integer, by_row(length_of)));
  const Parameter form = {"form", string};
  Function forms[] = {scalar("normalize", {{"text", string}, form}, string, by_row(normalize)),
                      scalar("isNormalized", {{"text", {TypeKind::kAny}}, form}, {TypeKind::kBoolean}, by_row(is_normalized))};
  for (Function& function : forms) {
    function.arguments_min = 1;
    functions.add(std::move(function));
  }
  functions.add(scalar("fold", {{"text", string}}, string, by_row(folded)));
  functions.add(scalar("replace", {{"text", string}, {"search", string}, {"replacement", string}}, string, by_row(replace)));
  functions.add(scalar("split", {{"text", string}, {"delimiter", {TypeKind::kAny}}}, {TypeKind::kList, TypeKind::kString}, by_row(split)));
}

}  // namespace kith::function
