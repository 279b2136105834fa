// Names of types behind `::`, as in `x IS :: LIST<INTEGER NOT NULL> | STRING`.
#include <algorithm>

#include "query/syntax/descent.h"
#include "query/syntax/literal.h"

namespace kith::syntax {

namespace {

struct Spelling {
  std::string_view written;  // in capitals, single spaces
  std::string_view name;
};

// Longer spellings before their own beginnings.
constexpr Spelling kSpellings[] = {
    {"TIMESTAMP WITHOUT TIME ZONE", "LOCAL DATETIME"},
    {"TIMESTAMP WITHOUT TIMEZONE", "LOCAL DATETIME"},
    {"TIMESTAMP WITH TIME ZONE", "ZONED DATETIME"},
    {"TIMESTAMP WITH TIMEZONE", "ZONED DATETIME"},
    {"TIME WITHOUT TIME ZONE", "LOCAL TIME"},
    {"TIME WITHOUT TIMEZONE", "LOCAL TIME"},
    {"TIME WITH TIME ZONE", "ZONED TIME"},
    {"TIME WITH TIMEZONE", "ZONED TIME"},
    {"ZONED DATETIME", "ZONED DATETIME"},
    {"ZONED TIME", "ZONED TIME"},
    {"LOCAL DATETIME", "LOCAL DATETIME"},
    {"LOCAL TIME", "LOCAL TIME"},
    {"SIGNED INTEGER", "INTEGER"},
    {"PROPERTY VALUE", "PROPERTY VALUE"},
    {"ANY PROPERTY VALUE", "PROPERTY VALUE"},
    {"ANY NODE", "NODE"},
    {"ANY VERTEX", "NODE"},
    {"ANY RELATIONSHIP", "RELATIONSHIP"},
    {"ANY EDGE", "RELATIONSHIP"},
    {"ANY MAP", "MAP"},
    {"ANY VALUE", "ANY"},
    {"ANY", "ANY"},
    {"NOTHING", "NOTHING"},
    {"NULL", "NULL"},
    {"BOOLEAN", "BOOLEAN"},
    {"BOOL", "BOOLEAN"},
    {"STRING", "STRING"},
    {"VARCHAR", "STRING"},
    {"INTEGER", "INTEGER"},
    {"INT", "INTEGER"},
    {"INTEGER64", "INTEGER"},
    {"INT64", "INTEGER"},
    {"FLOAT", "FLOAT"},
    {"FLOAT64", "FLOAT"},
    {"BYTES", "BYTES"},
    {"DATE", "DATE"},
    {"DURATION", "DURATION"},
    {"POINT", "POINT"},
    {"NODE", "NODE"},
    {"VERTEX", "NODE"},
    {"RELATIONSHIP", "RELATIONSHIP"},
    {"EDGE", "RELATIONSHIP"},
    {"MAP", "MAP"},
    {"PATH", "PATH"},
    {"VECTOR", "VECTOR"},
    {"LIST", "LIST"},
    {"ARRAY", "LIST"},
};

// Whether both hold null or neither does. NOTHING has no values, and is either.
bool same_nullability(const TypeName& a, const TypeName& b) {
  if (a.name == "NOTHING" || b.name == "NOTHING") return true;
  const auto not_null = [](const TypeName& type) {
    return type.name == "ANY OF" ? type.parts[0].not_null : type.not_null;
  };
  return not_null(a) == not_null(b);
}

// Splits the first word off `words`.
std::string_view next_word(std::string_view& words) {
  const std::size_t space = std::min(words.find(' '), words.size());
  const std::string_view word = words.substr(0, space);
  words.remove_prefix(std::min(space + 1, words.size()));
  return word;
}

}  // namespace

// One type, or alternatives joined by |, all of which or none are NOT NULL.
Status Descent::type_name(TypeName& type) {
  const Depth depth(*this);
  if (depth.too_deep()) return nesting_error();
  const std::uint32_t start = position();
  KITH_DO(single_type(type));
  if (!at(TokenKind::kPipe) || pipe_ends_) return ok();
  TypeName either;
  either.name = "ANY OF";
  either.parts.push_back(std::move(type));
  while (take(TokenKind::kPipe)) {
    TypeName next;
    KITH_DO(single_type(next));
    if (!same_nullability(next, either.parts[0]))
      return error("UnexpectedSyntax", "either all types of an alternative are NOT NULL or none", span_from(start));
    either.parts.push_back(std::move(next));
  }
  either.span = span_from(start);
  type = std::move(either);
  return ok();
}

Status Descent::single_type(TypeName& type) {
  const std::uint32_t start = position();
  for (const Spelling& spelling : kSpellings) {
    std::string_view words = spelling.written;
    std::size_t count = 0;
    bool same = true;
    while (same && !words.empty()) same = at_word(next_word(words), count++);
    if (!same) continue;
    advance(count);
    type.name = std::string(spelling.name);
    break;
  }
  if (type.name.empty()) return unexpected("the name of a type");
  if (type.name == "LIST" && !at(TokenKind::kLess)) return unexpected("`<` and the type of the elements");
  if ((type.name == "LIST" || type.name == "ANY") && take(TokenKind::kLess)) {
    TypeName inner;
    const bool pipe_ended = std::exchange(pipe_ends_, false);
    Status status = type_name(inner);
    pipe_ends_ = pipe_ended;
    KITH_DO(std::move(status));
    KITH_DO(expect(TokenKind::kGreater));
    if (type.name == "LIST") {
      type.parts.push_back(std::move(inner));
    } else {
      type = std::move(inner);  // ANY<A | B> is A | B
    }
  }
  int lists = 0;
  for (;;) {
    const bool words = at_word("NOT") && at_word("NULL", 1);
    if (words || at(TokenKind::kExclamation)) {
      if (type.name == "ANY OF")
        return error("UnexpectedSyntax", "NOT NULL stands behind each type of an alternative", span_here());
      advance(words ? 2 : 1);
      type.not_null = true;
    } else if (take_any_word({"LIST", "ARRAY"})) {
      if (++lists + depth_ > kNestingMax) return nesting_error();
      TypeName list;
      list.name = "LIST";
      list.parts.push_back(std::move(type));
      type = std::move(list);
    } else {
      break;
    }
  }
  type.span = span_from(start);
  return ok();
}

}  // namespace kith::syntax
