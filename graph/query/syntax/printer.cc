// Clauses and statements as text, and the printer's public face.
#include "query/syntax/printer.h"

#include <algorithm>

#include "base/utf8.h"
#include "query/syntax/literal.h"
#include "query/syntax/print.h"
#include "query/syntax/unicode.h"

namespace kith::syntax {

namespace {

// Words that some rule would take for its own where a variable or a name of the schema may stand.
constexpr std::string_view kReserved[] = {
    "ALL", "AND", "AS", "BY", "CALL", "CASE", "CREATE", "DELETE", "DETACH", "DISTINCT", "ELSE", "FALSE", "FILTER",
    "FINISH", "FOR", "FOREACH", "GROUP", "IF", "IN", "INSERT", "IS", "LET", "LIMIT", "MATCH", "MERGE", "NODETACH",
    "NOT", "NULL", "OFFSET", "OPTIONAL", "OR", "ORDER", "REMOVE", "RETURN", "SET", "SHOW", "SKIP", "THEN", "TRUE",
    "UNION", "UNWIND", "WHEN", "WHERE", "WITH", "XOR",
};

bool is_plain_name(std::string_view name) {
  for (std::size_t at = 0; at < name.size();) {
    const utf8::Decoded point = utf8::decode(name, at);
    if (!(at == 0 ? is_name_start(point.code_point) : is_name_part(point.code_point))) return false;
    at += point.length;
  }
  return !name.empty();
}

std::string back_quoted(std::string_view name) {
  std::string text = "`";
  for (const char c : name) {
    if (c == '`') text += '`';
    text += c;
  }
  return text + '`';
}

void print_names(std::string& out, const std::vector<Name>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ", ";
    out += variable_text(names[i].text);
  }
}

void print_page(std::string& out, const std::vector<SortItem>& order_by, const Expression& skip,
                const Expression& limit) {
  for (std::size_t i = 0; i < order_by.size(); ++i) {
    out += i > 0 ? ", " : " ORDER BY ";
    print(out, order_by[i].expression);
    if (order_by[i].descending) out += " DESC";
  }
  if (skip.present()) out += " SKIP ";
  print(out, skip);
  if (limit.present()) out += " LIMIT ";
  print(out, limit);
}

void print(std::string& out, const GroupBy& group) {
  out += " GROUP BY ";
  if (group.all) out += "ALL";
  if (!group.all && group.keys.empty()) out += "()";
  for (std::size_t i = 0; i < group.keys.size(); ++i) {
    if (i > 0) out += ", ";
    print(out, group.keys[i]);
  }
}

void print(std::string& out, const Projection& projection) {
  out += projection.distinct ? " DISTINCT " : " ";
  if (projection.star) out += '*';
  for (std::size_t i = 0; i < projection.items.size(); ++i) {
    const ProjectionItem& item = projection.items[i];
    if (i > 0 || projection.star) out += ", ";
    print(out, item.expression);
    if (!item.alias.empty()) out += " AS " + variable_text(item.alias.text);
  }
  if (projection.group_by) print(out, *projection.group_by);
  print_page(out, projection.order_by, projection.skip, projection.limit);
}

void print(std::string& out, const MatchClause& match) {
  out += match.optional ? "OPTIONAL MATCH " : "MATCH ";
  if (match.mode == MatchMode::kDifferentRelationships) out += "DIFFERENT RELATIONSHIPS ";
  if (match.mode == MatchMode::kRepeatableElements) out += "REPEATABLE ELEMENTS ";
  print(out, match.patterns);
  print_where(out, match.where);
}

void print(std::string& out, const UnwindClause& unwind) {
  if (unwind.is_for) {
    out += "FOR " + variable_text(unwind.variable.text) + " IN ";
    print(out, unwind.list);
    if (unwind.count == ElementCount::kNone) return;
    out += unwind.count == ElementCount::kOffset ? " WITH OFFSET " : " WITH ORDINALITY ";
    out += variable_text(unwind.position.text);
    return;
  }
  out += "UNWIND ";
  print(out, unwind.list);
  out += " AS " + variable_text(unwind.variable.text);
}

void print_yielded(std::string& out, const Yield& yield) {
  out += " YIELD ";
  if (yield.star) out += '*';
  if (!yield.star && yield.items.empty()) out += '-';
  for (std::size_t i = 0; i < yield.items.size(); ++i) {
    if (i > 0) out += ", ";
    out += variable_text(yield.items[i].field.text);
    if (!yield.items[i].alias.empty()) out += " AS " + variable_text(yield.items[i].alias.text);
  }
}

void print(std::string& out, const std::optional<Yield>& yield) {
  if (!yield) return;
  print_yielded(out, *yield);
  print_where(out, yield->where);
}

// Each part of a dotted name as it has to be written.
std::string dotted_text(std::string_view name) {
  std::string text;
  for (std::size_t at = 0;;) {
    const std::size_t dot = name.find('.', at);
    text += plain_name_text(name.substr(at, dot == std::string_view::npos ? dot : dot - at));
    if (dot == std::string_view::npos) return text;
    text += '.';
    at = dot + 1;
  }
}

void print(std::string& out, const CallClause& call) {
  out += (call.optional ? "OPTIONAL CALL " : "CALL ") + dotted_text(call.procedure.text);
  if (call.arguments) {
    out += '(';
    for (std::size_t i = 0; i < call.arguments->size(); ++i) {
      if (i > 0) out += ", ";
      print(out, (*call.arguments)[i]);
    }
    out += ')';
  }
  print(out, call.yield);
}

void print(std::string& out, const InTransactions& in) {
  out += " IN ";
  print(out, in.concurrency);
  if (in.concurrency.present()) out += ' ';
  out += in.is_concurrent ? "CONCURRENT TRANSACTIONS" : "TRANSACTIONS";
  if (in.batch_rows.present()) {
    out += " OF ";
    print(out, in.batch_rows);
    out += " ROWS";
  }
  if (in.on_error) {
    out += " ON ERROR ";
    switch (*in.on_error) {
      case OnError::kFail: out += "FAIL"; break;
      case OnError::kContinue: out += "CONTINUE"; break;
      case OnError::kBreak: out += "BREAK"; break;
    }
  }
  if (!in.status.empty()) out += " REPORT STATUS AS " + variable_text(in.status.text);
}

void print(std::string& out, const SubqueryClause& subquery) {
  out += subquery.optional ? "OPTIONAL CALL " : "CALL ";
  if (subquery.scoped) {
    out += subquery.imports_star ? "(*" : "(";
    print_names(out, subquery.imports);
    out += ") ";
  }
  out += "{ ";
  print(out, *subquery.query);
  out += " }";
  if (subquery.in_transactions) print(out, *subquery.in_transactions);
}

void print(std::string& out, const LoadCsvClause& load) {
  out += load.with_headers ? "LOAD CSV WITH HEADERS FROM " : "LOAD CSV FROM ";
  print(out, load.place);
  out += " AS " + variable_text(load.variable.text);
  if (!load.separator.empty()) out += " FIELDTERMINATOR " + Value(load.separator).to_text();
}

void print(std::string& out, const ShowClause& show) {
  out += "SHOW ";
  if (!show.filter.empty()) out += show.filter + " ";
  switch (show.what) {
    case ShowKind::kIndexes: out += "INDEXES"; break;
    case ShowKind::kConstraints: out += "CONSTRAINTS"; break;
    case ShowKind::kFunctions: out += "FUNCTIONS"; break;
    case ShowKind::kProcedures: out += "PROCEDURES"; break;
  }
  if (!show.yield) return;
  if (show.yield->star || !show.yield->items.empty()) {
    print_yielded(out, *show.yield);
    print_page(out, show.rows.order_by, show.rows.skip, show.rows.limit);
  }
  print_where(out, show.yield->where);
}

void print(std::string& out, const CreateClause& create) {
  out += create.is_insert ? "INSERT " : "CREATE ";
  print(out, create.patterns);
}

void print(std::string& out, const std::vector<SetItem>& items) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const SetItem& item = items[i];
    if (i > 0) out += ", ";
    print(out, item.target);
    if (item.labels) {
      out += ':';
      print(out, *item.labels);
    }
    if (!item.value.present()) continue;
    out += item.kind == SetKind::kAddProperties ? " += " : " = ";
    print(out, item.value);
  }
}

void print(std::string& out, const SetClause& set) {
  out += "SET ";
  print(out, set.items);
}

void print(std::string& out, const RemoveClause& remove) {
  out += "REMOVE ";
  print(out, remove.items);
}

void print(std::string& out, const MergeClause& merge) {
  out += "MERGE ";
  print(out, merge.pattern);
  for (const MergeAction& action : merge.actions) {
    out += action.on_create ? " ON CREATE SET " : " ON MATCH SET ";
    print(out, action.items);
  }
}

void print(std::string& out, const DeleteClause& clause) {
  out += clause.detach ? "DETACH DELETE " : "DELETE ";
  for (std::size_t i = 0; i < clause.targets.size(); ++i) {
    if (i > 0) out += ", ";
    print(out, clause.targets[i]);
  }
}

void print(std::string& out, const ForeachClause& foreach) {
  out += "FOREACH (" + variable_text(foreach.variable.text) + " IN ";
  print(out, foreach.list);
  out += " | ";
  print(out, *foreach.body);
  out += ')';
}

void print(std::string& out, const WithClause& with) {
  out += "WITH";
  print(out, with.projection);
  print_where(out, with.where);
}

void print(std::string& out, const ReturnClause& result) {
  out += "RETURN";
  print(out, result.projection);
}

void print(std::string& out, const LetClause& let) {
  out += "LET ";
  for (std::size_t i = 0; i < let.items.size(); ++i) {
    if (i > 0) out += ", ";
    out += variable_text(let.items[i].variable.text) + " = ";
    print(out, let.items[i].value);
  }
}

void print(std::string& out, const FilterClause& filter) {
  out += "FILTER ";
  print(out, filter.where);
}

void print(std::string& out, const PageClause& page) {
  std::string text;
  print_page(text, page.order_by, page.skip, page.limit);
  out += text.substr(1);
}

void print(std::string& out, const FinishClause&) { out += "FINISH"; }

void print(std::string& out, const SingleQuery& part) {
  if (part.braced) {
    out += "{ ";
    print(out, *part.braced);
    out += " }";
  }
  for (std::size_t i = 0; i < part.clauses.size(); ++i) {
    if (i > 0) out += ' ';
    std::visit([&](const auto& clause) { print(out, clause); }, part.clauses[i]);
  }
}

void print(std::string& out, const SchemaTarget& target) {
  std::string others;
  for (const Name& label : target.more_labels) others += "|" + plain_name_text(label.text);
  const std::string element = variable_text(target.variable.text) + ":" + plain_name_text(target.label.text) + others;
  out += target.edge ? " FOR ()-[" + element + "]-()" : " FOR (" + element + ")";
}

std::string keys_text(const SchemaTarget& target) {
  std::string text;
  for (const Name& key : target.keys) {
    if (!text.empty()) text += ", ";
    text += variable_text(target.variable.text) + "." + plain_name_text(key.text);
  }
  return text;
}

void print(std::string& out, const CreateIndex& index) {
  out += "CREATE ";
  if (!index.type.empty()) out += index.type + " ";
  out += "INDEX";
  if (!index.name.empty()) out += " " + variable_text(index.name.text);
  if (index.if_not_exists) out += " IF NOT EXISTS";
  print(out, index.target);
  const bool is_full_text = index.type == "FULLTEXT";
  out += index.each ? " ON EACH " : " ON ";
  out += is_full_text ? "[" + keys_text(index.target) + "]" : "(" + keys_text(index.target) + ")";
  if (!index.options.present()) return;
  out += " OPTIONS ";
  print(out, index.options);
}

void print(std::string& out, const CreateConstraint& constraint) {
  out += "CREATE CONSTRAINT";
  if (!constraint.name.empty()) out += " " + variable_text(constraint.name.text);
  if (constraint.if_not_exists) out += " IF NOT EXISTS";
  print(out, constraint.target);
  out += " REQUIRE (" + keys_text(constraint.target) + ") IS ";
  switch (constraint.kind) {
    case ConstraintKind::kUnique: out += "UNIQUE"; break;
    case ConstraintKind::kKey: out += "KEY"; break;
    case ConstraintKind::kNotNull: out += "NOT NULL"; break;
    case ConstraintKind::kType:
      out += ":: ";
      print(out, *constraint.type);
      break;
  }
}

void print(std::string& out, const DropSchema& drop) {
  out += drop.what == SchemaItemKind::kIndex ? "DROP INDEX " : "DROP CONSTRAINT ";
  out += variable_text(drop.name.text);
  if (drop.if_exists) out += " IF EXISTS";
}

// Everything printed by one of the functions above, on its own.
template <class T>
std::string printed(const T& part) {
  std::string out;
  print(out, part);
  return out;
}

}  // namespace

void print(std::string& out, const Query& query) {
  for (const Query& one : query.earlier) {
    print(out, one);
    out += " NEXT ";
  }
  for (std::size_t i = 0; i < query.parts.size(); ++i) {
    if (i > 0) out += query.all ? " UNION ALL " : " UNION ";
    print(out, query.parts[i]);
  }
  for (std::size_t i = 0; i < query.branches.size(); ++i) {
    const WhenBranch& branch = query.branches[i];
    if (i > 0) out += ' ';
    if (branch.condition.present()) {
      out += "WHEN ";
      print(out, branch.condition);
      out += " THEN ";
    } else {
      out += "ELSE ";
    }
    print(out, branch.part);
  }
}

std::string variable_text(std::string_view name) {
  const bool reserved = std::any_of(std::begin(kReserved), std::end(kReserved),
                                    [&](std::string_view word) { return is_keyword(name, word); });
  return reserved ? back_quoted(name) : plain_name_text(name);
}

std::string plain_name_text(std::string_view name) {
  return is_plain_name(name) ? std::string(name) : back_quoted(name);
}

std::string to_text(const Statement& statement) {
  std::string out;
  if (statement.mode == StatementMode::kExplain) out = "EXPLAIN ";
  if (statement.mode == StatementMode::kProfile) out = "PROFILE ";
  std::visit([&](const auto& body) { print(out, body); }, statement.body);
  return out;
}

std::string to_text(const Query& query) { return printed(query); }

std::string to_text(const Clause& clause) {
  return std::visit([](const auto& c) { return printed(c); }, clause);
}

std::string to_text(const Projection& projection) { return printed(projection).substr(1); }

std::string to_text(const PathPattern& path) { return printed(path); }

std::string to_text(const Expression& expression) { return printed(expression); }

std::string to_text(const LabelExpression& labels) { return printed(labels); }

std::string to_text(const TypeName& type) { return printed(type); }

}  // namespace kith::syntax
