// Procedures that are tables, and the text form of a signature (openCypher's conformance kit, "there
// exists a procedure"):
//
//     signature := name '(' fields ')' [ '::' ( '(' fields ')' | VOID ) ]
//     fields    := [ field { ',' field } ]
//     field     := name '::' type [ '?' ]
//     type      := word { word } | LIST [ '?' ] OF type [ '?' ] | LIST '<' type [ '?' ] '>'
//
// Names may stand in backquotes; a procedure's name has dots. Words of types are not case-sensitive.
#include <array>
#include <cstddef>
#include <utility>

#include "function/procedures.h"
#include "value/compare.h"

namespace kith::function {

namespace {

constexpr std::array<std::pair<std::string_view, TypeKind>, 34> kTypeNames{{
    {"ANY", TypeKind::kAny},
    {"BOOL", TypeKind::kBoolean},
    {"BOOLEAN", TypeKind::kBoolean},
    {"BYTEARRAY", TypeKind::kBytes},
    {"BYTES", TypeKind::kBytes},
    {"DATE", TypeKind::kDate},
    {"DATETIME", TypeKind::kDateTime},
    {"DURATION", TypeKind::kDuration},
    {"FLOAT", TypeKind::kFloat},
    {"INT", TypeKind::kInteger},
    {"INTEGER", TypeKind::kInteger},
    {"LIST", TypeKind::kList},
    {"LOCAL DATETIME", TypeKind::kLocalDateTime},
    {"LOCAL TIME", TypeKind::kLocalTime},
    {"LOCALDATETIME", TypeKind::kLocalDateTime},
    {"LOCALTIME", TypeKind::kLocalTime},
    {"MAP", TypeKind::kMap},
    {"NODE", TypeKind::kNode},
    {"NULL", TypeKind::kNull},
    {"NUMBER", TypeKind::kNumber},
    {"PATH", TypeKind::kPath},
    {"POINT", TypeKind::kPoint},
    {"REL", TypeKind::kEdge},
    {"EDGE", TypeKind::kEdge},
    {"RELATIONSHIP", TypeKind::kEdge},
    {"STRING", TypeKind::kString},
    {"TIME", TypeKind::kTime},
    {"TIME WITH TIME ZONE", TypeKind::kTime},
    {"TIMESTAMP WITHOUT TIME ZONE", TypeKind::kLocalDateTime},
    {"TIMESTAMP WITH TIME ZONE", TypeKind::kDateTime},
    {"VECTOR", TypeKind::kVector},
    {"ZONED DATETIME", TypeKind::kDateTime},
    {"ZONED TIME", TypeKind::kTime},
    {"TIME WITHOUT TIME ZONE", TypeKind::kLocalTime},
}};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

struct Field {
  Parameter parameter;
  bool nullable = false;
};

class SignatureParser {
 public:
  explicit SignatureParser(std::string_view text) : text_(text) {}

  Result<Procedure> parse() {
    Procedure procedure;
    KITH_TRY(procedure.name, name(true));
    KITH_TRY(std::vector<Field> inputs, fields());
    for (Field& input : inputs) {
      procedure.inputs.push_back(std::move(input.parameter));
      procedure.input_nullable.push_back(input.nullable);
    }
    if (take("::") && !take_word("VOID")) {
      KITH_TRY(std::vector<Field> outputs, fields());
      for (Field& output : outputs) procedure.outputs.push_back(std::move(output.parameter));
    }
    take(":");  // the conformance kit ends its step with one
    skip_space();
    if (at_ != text_.size()) return wrong("the end");
    return procedure;
  }

 private:
  Error wrong(std::string_view wanted) const {
    return {.code = ErrorCode::kProtocol,
            .message = "the signature `" + std::string(text_) + "` of a procedure should have " + std::string(wanted) +
                       " at character " + std::to_string(at_ + 1),
            .detail = "InvalidSignature"};
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool take(std::string_view symbol) {
    skip_space();
    if (text_.substr(at_, symbol.size()) != symbol) return false;
    at_ += symbol.size();
    return true;
  }

  static bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (static_cast<unsigned char>(c) & 0x80) != 0;
  }

  std::string_view word() {
    skip_space();
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_byte(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  bool take_word(std::string_view wanted) {
    const std::size_t begin = at_;
    std::string found(word());
    for (char& c : found) c = upper(c);
    if (found == wanted) return true;
    at_ = begin;
    return false;
  }

  Result<std::string> name(bool dotted) {
    std::string all;
    do {
      if (!all.empty()) all += '.';
      if (take("`")) {
        const std::size_t end = text_.find('`', at_);
        if (end == std::string_view::npos || end == at_) return wrong("a name");
        all += text_.substr(at_, end - at_);
        at_ = end + 1;
      } else {
        const std::string_view part = word();
        if (part.empty()) return wrong("a name");
        all += part;
      }
    } while (dotted && take("."));
    return all;
  }

  Result<std::vector<Field>> fields() {
    std::vector<Field> all;
    if (!take("(")) return wrong("`(`");
    if (take(")")) return all;
    do {
      Field field;
      KITH_TRY(field.parameter.name, name(false));
      if (!take("::")) return wrong("`::`");
      KITH_TRY(field.parameter.type, type());
      field.nullable = take("?");
      for (const Field& other : all)
        if (other.parameter.name == field.parameter.name) return wrong("another name than `" + other.parameter.name + "`");
      all.push_back(std::move(field));
    } while (take(","));
    if (!take(")")) return wrong("`)`");
    return all;
  }

  Result<Type> type() {
    if (++depth_ > 100) return wrong("fewer lists in lists");
    std::string words;
    std::size_t end = at_;
    for (std::string_view next = word(); !next.empty(); next = word()) {
      if (!words.empty()) words += ' ';
      for (char c : next) words += upper(c);
      end = at_;
      if (words == "LIST") break;
    }
    at_ = end;
    if (words == "LIST") return list_type();
    for (const auto& [known, kind] : kTypeNames)
      if (words == known) return Type{.kind = kind};
    return wrong("a type");
  }

  // After LIST. What lies inside a list of lists is not kept: a Type says one level.
  Result<Type> list_type() {
    if (take("<")) {
      KITH_TRY(Type inner, type());
      take("?");
      if (!take(">")) return wrong("`>`");
      return Type{.kind = TypeKind::kList, .element = inner.kind};
    }
    const std::size_t begin = at_;
    take("?");
    if (take_word("OF")) {
      KITH_TRY(Type inner, type());
      return Type{.kind = TypeKind::kList, .element = inner.kind};
    }
    at_ = begin;
    return Type{.kind = TypeKind::kList};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

Error bad_table(const Procedure& procedure, std::string what) {
  return {.code = ErrorCode::kProtocol,
          .message = "the table of the procedure `" + procedure.name + "` " + std::move(what),
          .detail = "InvalidTable"};
}

/// For each parameter, inputs first, its column in the table.
Result<std::vector<std::size_t>> places(const Procedure& procedure, const std::vector<std::string>& columns) {
  std::vector<std::size_t> all;
  std::vector<bool> used(columns.size());
  const auto place = [&](const Parameter& parameter) {
    std::size_t at = 0;
    while (at < columns.size() && (used[at] || columns[at] != parameter.name)) ++at;
    if (at < columns.size()) used[at] = true;
    all.push_back(at);
    return at < columns.size();
  };
  for (const std::vector<Parameter>* side : {&procedure.inputs, &procedure.outputs})
    for (const Parameter& parameter : *side)
      if (!place(parameter)) return bad_table(procedure, "has no column `" + parameter.name + "`");
  for (std::size_t at = 0; at < columns.size(); ++at)
    if (!used[at]) return bad_table(procedure, "has a column `" + columns[at] + "` that its signature has not");
  return all;
}

/// An integer where a float is declared is that float.
Value as_declared(const Value& value, Type type) {
  return type.kind == TypeKind::kFloat && value.kind() == Kind::kInteger ? Value(value.as_number()) : value;
}

/// What a call does: the outputs of the rows whose inputs are equivalent to the arguments (null is null).
struct Table {
  Procedure declared;      ///< without `run`
  std::vector<List> rows;  ///< inputs, then outputs

  Status operator()(CallContext& context, std::span<const Value> arguments, std::vector<Column>& outputs) const {
    KITH_DO(check_arguments(declared, arguments));
    const std::size_t inputs = declared.inputs.size();
    List wanted;
    for (std::size_t i = 0; i < inputs; ++i) wanted.push_back(as_declared(arguments[i], declared.inputs[i].type));
    std::vector<List> found(declared.outputs.size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (r % 4096 == 0 && context.control != nullptr) KITH_DO(context.control->check());
      std::size_t same = 0;
      while (same < inputs && equivalent(wanted[same], rows[r][same])) ++same;
      if (same < inputs) continue;
      for (std::size_t i = 0; i < found.size(); ++i) found[i].push_back(rows[r][inputs + i]);
    }
    outputs.clear();
    for (List& one : found) outputs.push_back(Column::from_values(std::move(one)));
    return ok();
  }
};

}  // namespace

Result<Procedure> table_procedure(std::string_view signature, const std::vector<std::string>& columns,
                                  const std::vector<List>& rows) {
  KITH_TRY(Procedure procedure, SignatureParser(signature).parse());
  Table table{.declared = procedure, .rows = {}};
  std::vector<std::size_t> at;
  // A table without rows need not name its columns.
  if (!columns.empty() || !rows.empty()) {
    KITH_TRY(at, places(procedure, columns));
  }
  const std::size_t inputs = procedure.inputs.size();
  for (const List& row : rows) {
    if (row.size() != columns.size())
      return bad_table(procedure, "has a row of " + std::to_string(row.size()) + " values in " +
                                      std::to_string(columns.size()) + " columns");
    List values;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const Parameter& field = i < inputs ? procedure.inputs[i] : procedure.outputs[i - inputs];
      const Value& value = row[at[i]];
      if (!is_of_type(value, field.type))
        return bad_table(procedure,
                         "holds " + value.to_text() + " as `" + field.name + "`, which is a " + to_text(field.type));
      values.push_back(as_declared(value, field.type));
    }
    table.rows.push_back(std::move(values));
  }
  procedure.run = std::move(table);
  return procedure;
}

}  // namespace kith::function
