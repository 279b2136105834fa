// Expressions as text.
#include "base/utf8.h"
#include "query/syntax/literal.h"
#include "query/syntax/print.h"
#include "query/syntax/printer.h"
#include "query/syntax/unicode.h"
#include "value/text.h"

namespace kith::syntax {

namespace {

// How tightly a node of this kind holds together, as in Descent::Level; 12: needs no brackets anywhere.
int level_of(const Expression& expression) {
  switch (expression.kind) {
    case ExpressionKind::kOr: return 1;
    case ExpressionKind::kXor: return 2;
    case ExpressionKind::kAnd: return 3;
    case ExpressionKind::kNot: return 4;
    case ExpressionKind::kComparison: return 5;
    case ExpressionKind::kIn:
    case ExpressionKind::kStartsWith:
    case ExpressionKind::kEndsWith:
    case ExpressionKind::kContains:
    case ExpressionKind::kMatchesRegex:
    case ExpressionKind::kIsNull:
    case ExpressionKind::kIsNotNull:
    case ExpressionKind::kIsType:
    case ExpressionKind::kIsNotType: return 6;
    case ExpressionKind::kAdd:
    case ExpressionKind::kSubtract:
    case ExpressionKind::kConcatenate: return 7;
    case ExpressionKind::kMultiply:
    case ExpressionKind::kDivide:
    case ExpressionKind::kModulo: return 8;
    case ExpressionKind::kPower: return 9;
    case ExpressionKind::kNegate:
    case ExpressionKind::kPlus: return 10;
    case ExpressionKind::kHasLabels: return 11;
    case ExpressionKind::kPattern: return 11;
    default: return 12;
  }
}

const char* infix_text(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::kOr: return " OR ";
    case ExpressionKind::kXor: return " XOR ";
    case ExpressionKind::kAnd: return " AND ";
    case ExpressionKind::kIn: return " IN ";
    case ExpressionKind::kStartsWith: return " STARTS WITH ";
    case ExpressionKind::kEndsWith: return " ENDS WITH ";
    case ExpressionKind::kContains: return " CONTAINS ";
    case ExpressionKind::kMatchesRegex: return " =~ ";
    case ExpressionKind::kAdd: return " + ";
    case ExpressionKind::kSubtract: return " - ";
    case ExpressionKind::kConcatenate: return " || ";
    case ExpressionKind::kMultiply: return " * ";
    case ExpressionKind::kDivide: return " / ";
    case ExpressionKind::kModulo: return " % ";
    case ExpressionKind::kPower: return " ^ ";
    default: return nullptr;
  }
}

const char* comparison_text(ComparisonOperator op) {
  switch (op) {
    case ComparisonOperator::kEqual: return " = ";
    case ComparisonOperator::kNotEqual: return " <> ";
    case ComparisonOperator::kLess: return " < ";
    case ComparisonOperator::kLessEqual: return " <= ";
    case ComparisonOperator::kGreater: return " > ";
    case ComparisonOperator::kGreaterEqual: return " >= ";
  }
  return "";
}

const char* quantifier_name(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::kAll: return "all(";
    case ExpressionKind::kAny: return "any(";
    case ExpressionKind::kNone: return "none(";
    default: return "single(";
  }
}

void print(std::string& out, const Expression& expression, int level_min);

void print_list(std::string& out, const std::vector<Expression>& items, std::size_t from = 0) {
  for (std::size_t i = from; i < items.size(); ++i) {
    if (i > from) out += ", ";
    print(out, items[i], 0);
  }
}

void print_literal(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Kind::kBoolean: out += value.as_boolean() ? "true" : "false"; break;
    case Kind::kInteger: out += std::to_string(value.as_integer()); break;
    case Kind::kFloat: out += float_text(value.as_float()); break;
    case Kind::kString: out += quoted(value.as_string()); break;
    default: out += "null"; break;
  }
}

void print_parameter(std::string& out, std::string_view name) {
  bool plain = !name.empty();
  for (std::size_t at = 0; at < name.size();) {
    const utf8::Decoded point = utf8::decode(name, at);
    plain = plain && is_name_part(point.code_point);
    at += point.length;
  }
  out += '$';
  if (plain) {
    out += name;
    return;
  }
  out += '`';
  for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
  out += '`';
}

// A sign before a number would become part of it.
void print_sign(std::string& out, const Expression& expression) {
  std::string operand;
  print(operand, expression.children[0], 10);
  const bool minus = expression.kind == ExpressionKind::kNegate;
  const bool number = !operand.empty() && operand[0] >= '0' && operand[0] <= '9';
  out += minus ? "-" : "+";
  out += minus && number ? "(" + operand + ")" : operand;
}

// [x IN …] would be a comprehension.
bool begins_like_comprehension(const Expression& expression) {
  const Expression* leftmost = &expression;
  while (infix_text(leftmost->kind) != nullptr || leftmost->kind == ExpressionKind::kComparison ||
         leftmost->kind == ExpressionKind::kIsNull || leftmost->kind == ExpressionKind::kIsNotNull ||
         leftmost->kind == ExpressionKind::kIsType || leftmost->kind == ExpressionKind::kIsNotType) {
    if (leftmost->kind == ExpressionKind::kIn && leftmost->children[0].kind == ExpressionKind::kVariable) return true;
    leftmost = &leftmost->children[0];
  }
  return false;
}

void print_map(std::string& out, const Expression& map) {
  out += '{';
  for (std::size_t i = 0; i < map.children.size(); ++i) {
    if (i > 0) out += ", ";
    out += plain_name_text(map.names[i]) + ": ";
    print(out, map.children[i], 0);
  }
  out += '}';
}

void print_map_projection(std::string& out, const Expression& projection) {
  // `count {` and its like begin a subquery.
  const std::string& subject = projection.children[0].name;
  const bool taken = is_keyword(subject, "EXISTS") || is_keyword(subject, "COUNT") || is_keyword(subject, "COLLECT");
  out += taken ? "`" + subject + "`" : variable_text(subject);
  out += " {";
  for (std::size_t i = 1; i < projection.children.size(); ++i) {
    const Expression& value = projection.children[i];
    const std::string& key = projection.names[i - 1];
    if (i > 1) out += ", ";
    if (value.kind == ExpressionKind::kAllProperties) {
      out += ".*";
    } else if (value.kind == ExpressionKind::kProperty && value.name == key &&
               value.children[0] == projection.children[0]) {
      out += "." + plain_name_text(key);
    } else if (value.kind == ExpressionKind::kVariable && value.name == key) {
      out += plain_name_text(key);
    } else {
      out += plain_name_text(key) + ": ";
      print(out, value, 0);
    }
  }
  out += '}';
}

void print_case(std::string& out, const Expression& expression) {
  const std::vector<Expression>& parts = expression.children;
  out += "CASE";
  if (parts[0].present()) {
    out += ' ';
    print(out, parts[0], 0);
  }
  for (std::size_t i = 1; i + 1 < parts.size(); i += 2) {
    out += " WHEN ";
    print(out, parts[i], 0);
    out += " THEN ";
    print(out, parts[i + 1], 0);
  }
  if (parts.back().present()) {
    out += " ELSE ";
    print(out, parts.back(), 0);
  }
  out += " END";
}

void print_slice(std::string& out, const Expression& slice) {
  print(out, slice.children[0], 12);
  out += '[';
  if (slice.children[1].present()) print(out, slice.children[1], 0);
  out += "..";
  if (slice.children[2].present()) print(out, slice.children[2], 0);
  out += ']';
}

void print_list_comprehension(std::string& out, const Expression& expression) {
  out += "[" + variable_text(expression.name) + " IN ";
  print(out, expression.children[0], 7);
  print_where(out, expression.children[1]);
  if (expression.children[2].present()) {
    out += " | ";
    print(out, expression.children[2], 0);
  }
  out += ']';
}

void print_subquery(std::string& out, const char* word, const Query& query) {
  out += word;
  out += " { ";
  print(out, query);
  out += " }";
}

void print_bare(std::string& out, const Expression& e) {
  if (const char* infix = infix_text(e.kind)) {
    const int level = level_of(e);
    // The operators on two operands group to the left; the lists of OR, XOR and AND hold no such list bare.
    const bool flat = level <= 3;
    for (std::size_t i = 0; i < e.children.size(); ++i) {
      if (i > 0) out += infix;
      print(out, e.children[i], i > 0 || flat ? level + 1 : level);
    }
    return;
  }
  switch (e.kind) {
    case ExpressionKind::kMissing: break;
    case ExpressionKind::kLiteral: print_literal(out, e.value); break;
    case ExpressionKind::kParameter: print_parameter(out, e.name); break;
    case ExpressionKind::kVariable: out += variable_text(e.name); break;
    case ExpressionKind::kProperty:
      print(out, e.children[0], 12);
      out += "." + plain_name_text(e.name);
      break;
    case ExpressionKind::kIndex:
      print(out, e.children[0], 12);
      out += '[';
      print(out, e.children[1], 0);
      out += ']';
      break;
    case ExpressionKind::kSlice: print_slice(out, e); break;
    case ExpressionKind::kList: {
      const bool guarded = !e.children.empty() && begins_like_comprehension(e.children[0]);
      out += guarded ? "[(" : "[";
      if (!e.children.empty()) print(out, e.children[0], 0);
      if (guarded) out += ')';
      if (e.children.size() > 1) out += ", ";
      print_list(out, e.children, 1);
      out += ']';
      break;
    }
    case ExpressionKind::kMap: print_map(out, e); break;
    case ExpressionKind::kMapProjection: print_map_projection(out, e); break;
    case ExpressionKind::kAllProperties: out += ".*"; break;
    case ExpressionKind::kNot:
      out += "NOT ";
      print(out, e.children[0], 4);
      break;
    case ExpressionKind::kComparison:
      print(out, e.children[0], 6);
      for (std::size_t i = 0; i < e.operators.size(); ++i) {
        out += comparison_text(e.operators[i]);
        print(out, e.children[i + 1], 6);
      }
      break;
    case ExpressionKind::kNegate:
    case ExpressionKind::kPlus: print_sign(out, e); break;
    case ExpressionKind::kIsNull:
    case ExpressionKind::kIsNotNull:
      print(out, e.children[0], 6);
      out += e.kind == ExpressionKind::kIsNull ? " IS NULL" : " IS NOT NULL";
      break;
    case ExpressionKind::kHasLabels:
      print(out, e.children[0], 12);
      out += ':';
      if (e.labels->kind == LabelKind::kOr) out += '(';  // a bare | may belong to a comprehension around
      print(out, *e.labels);
      if (e.labels->kind == LabelKind::kOr) out += ')';
      break;
    case ExpressionKind::kIsType:
    case ExpressionKind::kIsNotType:
      print(out, e.children[0], 6);
      out += e.kind == ExpressionKind::kIsType ? " IS :: " : " IS NOT :: ";
      print(out, *e.type);
      break;
    case ExpressionKind::kFunction:
      out += e.written + "(" + (e.distinct ? "DISTINCT " : "");
      print_list(out, e.children);
      out += ')';
      break;
    case ExpressionKind::kCountStar: out += "count(*)"; break;
    case ExpressionKind::kCase: print_case(out, e); break;
    case ExpressionKind::kListComprehension: print_list_comprehension(out, e); break;
    case ExpressionKind::kPatternComprehension:
      out += '[';
      print(out, *e.pattern);
      print_where(out, e.children[0]);
      out += " | ";
      print(out, e.children[1], 0);
      out += ']';
      break;
    case ExpressionKind::kAll:
    case ExpressionKind::kAny:
    case ExpressionKind::kNone:
    case ExpressionKind::kSingle:
      out += quantifier_name(e.kind) + variable_text(e.name) + " IN ";
      print(out, e.children[0], 0);
      print_where(out, e.children[1]);
      out += ')';
      break;
    case ExpressionKind::kReduce:
      out += "reduce(" + variable_text(e.name) + " = ";
      print(out, e.children[0], 0);
      out += ", " + variable_text(e.names[0]) + " IN ";
      print(out, e.children[1], 0);
      out += " | ";
      print(out, e.children[2], 0);
      out += ')';
      break;
    case ExpressionKind::kPattern:
    case ExpressionKind::kShortestPath: print(out, *e.pattern); break;
    case ExpressionKind::kExists: print_subquery(out, "EXISTS", *e.query); break;
    case ExpressionKind::kCount: print_subquery(out, "COUNT", *e.query); break;
    case ExpressionKind::kCollect: print_subquery(out, "COLLECT", *e.query); break;
    default: break;  // the operators of infix_text()
  }
}

// In brackets if it holds together less tightly than its place needs.
void print(std::string& out, const Expression& expression, int level_min) {
  const bool brackets = level_of(expression) < level_min;
  if (brackets) out += '(';
  print_bare(out, expression);
  if (brackets) out += ')';
}

}  // namespace

void print(std::string& out, const Expression& expression) { print(out, expression, 0); }

void print_where(std::string& out, const Expression& where) {
  if (!where.present()) return;
  out += " WHERE ";
  print(out, where, 0);
}

void print(std::string& out, const TypeName& type) {
  const bool either = type.name == "ANY OF";
  out += either ? "ANY" : type.name;
  if (!type.parts.empty()) {
    out += '<';
    for (std::size_t i = 0; i < type.parts.size(); ++i) {
      if (i > 0) out += " | ";
      print(out, type.parts[i]);
    }
    out += '>';
  }
  if (type.not_null) out += " NOT NULL";
}

}  // namespace kith::syntax
