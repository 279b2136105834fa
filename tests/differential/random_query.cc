#include "differential/random_query.h"

#include <algorithm>

namespace kith::differential {

namespace {

enum class Kind : std::uint8_t { kNode, kEdge, kEdges, kNumber, kText };

struct Variable {
  std::string name;
  Kind kind;
};

std::string joined(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

/// Writes one query from left to right and knows what is bound.
class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  RandomQuery query();
  MatchQuery match_query();

 private:
  std::string fresh(const char* letter) { return letter + std::to_string(++count_); }

  const Variable* any(std::initializer_list<Kind> kinds);

  std::string node_inside();
  PathPattern::Edge edge(bool single);
  PathPattern path(std::size_t edges_max, bool single);

  std::string number(std::size_t depth);
  std::string text(std::size_t depth);
  std::string value(std::size_t depth) { return random_.often(6) ? number(depth) : text(depth); }
  std::string condition(std::size_t depth);
  std::string simple_condition(std::size_t depth);
  std::string agreement();
  std::string aggregate();

  std::string match();
  std::string unwind();
  std::string with();
  std::string subquery();
  std::string returned(bool& is_ordered);

  Random& random_;
  std::vector<Variable> bound_;
  std::size_t count_ = 0;
};

const Variable* Writer::any(std::initializer_list<Kind> kinds) {
  std::vector<const Variable*> fitting;
  for (const Variable& variable : bound_)
    if (std::find(kinds.begin(), kinds.end(), variable.kind) != kinds.end()) fitting.push_back(&variable);
  return fitting.empty() ? nullptr : fitting[random_.below(fitting.size())];
}

// ---- patterns ----

std::string Writer::node_inside() {
  if (const Variable* node = any({Kind::kNode}); node != nullptr && random_.often(3)) return node->name;
  std::string inside;
  if (random_.often(8)) {
    bound_.push_back({fresh("n"), Kind::kNode});
    inside = bound_.back().name;
  }
  if (random_.often(4)) inside += random_.one_of(":A", ":B", ":C", ":A&B", ":A|B", ":!A", ":%");
  if (random_.often(2)) inside += random_.one_of(" {k: 1}", " {k: 2, s: 'a'}", " {s: 'ab'}", " {s: 'b'}");
  return inside;
}

PathPattern::Edge Writer::edge(bool single) {
  std::string inside;
  const bool is_list = !single && random_.often(2);
  if (single || random_.often(6)) {
    bound_.push_back({fresh("r"), is_list ? Kind::kEdges : Kind::kEdge});
    inside = bound_.back().name;
  }
  if (random_.often(6)) inside += random_.one_of(":R", ":S", ":T", ":R|S", ":S|T");
  if (is_list) inside += random_.one_of("*0..1", "*1..2", "*2", "*0..2", "*..2");
  if (!is_list && random_.often(1)) inside += random_.one_of(" {w: 1}", " {w: 2}");
  return {inside, static_cast<PathPattern::Direction>(random_.below(3))};
}

PathPattern Writer::path(std::size_t edges_max, bool single) {
  PathPattern path;
  path.nodes.push_back(node_inside());
  for (std::size_t edges = random_.below(edges_max + 1); edges > 0; --edges) {
    path.edges.push_back(edge(single));
    path.nodes.push_back(node_inside());
  }
  return path;
}

// ---- expressions ----

std::string Writer::number(std::size_t depth) {
  if (depth > 0 && random_.often(3)) {
    switch (random_.below(5)) {
      case 0: return "(" + number(depth - 1) + random_.one_of(" + ", " - ", " * ") + number(depth - 1) + ")";
      case 1: return "coalesce(" + number(depth - 1) + ", " + number(depth - 1) + ")";
      case 2: return "CASE WHEN " + condition(depth - 1) + " THEN " + number(depth - 1) + " ELSE " + number(depth - 1) + " END";
      case 3: return "size(" + text(depth - 1) + ")";
      default:
        if (const Variable* node = any({Kind::kNode}))
          return "COUNT { (" + node->name + ")" + random_.one_of("-->", "<--", "--", "-[:R]->", "-[:S|T]-") + random_.one_of("()", "(:A)", "({k: 1})") + " }";
    }
  }
  const Variable* variable = any({Kind::kNode, Kind::kEdge, Kind::kNumber, Kind::kEdges});
  if (variable == nullptr || random_.often(2)) return random_.one_of("0", "1", "2", "3", "null");
  if (variable->kind == Kind::kNumber) return variable->name;
  if (variable->kind == Kind::kEdges) return "size(" + variable->name + ")";
  return variable->name + (variable->kind == Kind::kNode ? ".k" : ".w");
}

std::string Writer::text(std::size_t depth) {
  if (depth > 0 && random_.often(2)) {
    switch (random_.below(3)) {
      case 0: return "toUpper(" + text(depth - 1) + ")";
      case 1: return "coalesce(" + text(depth - 1) + ", 'a')";
      default: return "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
    }
  }
  const Variable* variable = any({Kind::kNode, Kind::kEdge, Kind::kText});
  if (variable == nullptr || random_.often(2)) return random_.one_of("'a'", "'ab'", "'b'", "''", "null");
  if (variable->kind == Kind::kText) return variable->name;
  return variable->kind == Kind::kNode ? variable->name + ".s" : "type(" + variable->name + ")";
}

std::string Writer::simple_condition(std::size_t depth) {
  const Variable* node = any({Kind::kNode});
  switch (random_.below(node == nullptr ? 5 : 10)) {
    case 0: return number(depth) + random_.one_of(" = ", " <> ", " < ", " <= ", " > ", " >= ") + number(depth);
    case 1: return text(depth) + random_.one_of(" = ", " STARTS WITH ", " ENDS WITH ", " CONTAINS ", " < ") + text(depth);
    case 2: return number(depth) + " IN [" + number(0) + ", " + number(0) + ", 2]";
    case 3: return value(depth) + random_.one_of(" IS NULL", " IS NOT NULL");
    case 4: return random_.one_of("any", "all", "none", "single") + "(x IN [0, 1, " + number(0) + "] WHERE x < " + number(0) + ")";
    case 5: return node->name + random_.one_of(":A", ":B", ":A&!B", ":B|C");
    case 6: return "EXISTS { (" + node->name + ")" + random_.one_of("-->", "<-[:R]-", "-[:S]-") + random_.one_of("()", "(:B)", "({s: 'a'})") + " }";
    case 7: {
      const std::string inner = fresh("m");
      return "EXISTS { MATCH (" + node->name + ")" + random_.one_of("-->", "--", "<-[:T]-") + "(" + inner + ") WHERE " + inner + ".k" +
             random_.one_of(" = ", " < ", " > ") + number(0) + " }";
    }
    case 8: return node->name + ".k" + random_.one_of(" = ", " > ", " <= ") + random_.one_of("0", "1", "2");
    default: return node->name + random_.one_of(" = ", " <> ") + any({Kind::kNode})->name;
  }
}

std::string Writer::condition(std::size_t depth) {
  if (depth == 0 || random_.often(5)) return simple_condition(depth);
  if (random_.often(2)) return "NOT (" + condition(depth - 1) + ")";
  return "(" + condition(depth - 1) + random_.one_of(" AND ", " AND ", " OR ", " XOR ") + condition(depth - 1) + ")";
}

std::string Writer::aggregate() {
  switch (random_.below(5)) {
    case 0: return "count(*)";
    case 1: return "count(" + value(1) + ")";
    case 2: return "count(DISTINCT " + value(1) + ")";
    case 3: return "sum(" + number(1) + ")";
    default: return random_.one_of("min(", "max(") + number(1) + ")";
  }
}

/// What may make a join of two parts of a MATCH.
std::string Writer::agreement() {
  const Variable *one = any({Kind::kNode}), *other = any({Kind::kNode});
  if (one == nullptr) return simple_condition(0);
  return one->name + random_.one_of(".k = ", ".s = ", ".k + 1 = ") + other->name + random_.one_of(".k", ".s");
}

// ---- clauses ----

std::string Writer::match() {
  std::string clause = random_.often(3) ? "OPTIONAL MATCH " : "MATCH ";
  std::vector<std::string> patterns;
  for (std::size_t count = random_.often(3) ? 2 : 1; count > 0; --count) patterns.push_back(path(count == 1 ? 2 : 1, false).text());
  clause += joined(patterns, ", ");
  std::vector<std::string> conditions;
  if (random_.often(4)) conditions.push_back(agreement());
  if (random_.often(6)) conditions.push_back(condition(2));
  if (!conditions.empty()) clause += " WHERE " + joined(conditions, " AND ");
  return clause;
}

std::string Writer::unwind() {
  std::string list = random_.one_of("[0, 1, 2]", "[1, 1, null]", "[]", "range(0, 2)", "[3]");
  bound_.push_back({fresh("x"), Kind::kNumber});
  return "UNWIND " + list + " AS " + bound_.back().name;
}

std::string Writer::with() {
  std::vector<std::string> items;
  std::vector<Variable> kept;
  for (const Variable& variable : bound_) {
    if (!random_.often(6)) continue;
    items.push_back(variable.name);
    kept.push_back(variable);
  }
  const bool aggregates = random_.often(3);
  for (std::size_t more = random_.below(2) + (items.empty() ? 1 : 0); more > 0; --more) {
    const bool is_number = aggregates || random_.often(6);
    const std::string expression = aggregates ? aggregate() : is_number ? number(2) : text(2);
    kept.push_back({fresh("x"), is_number ? Kind::kNumber : Kind::kText});
    items.push_back(expression + " AS " + kept.back().name);
  }
  bound_ = std::move(kept);
  std::string clause = random_.often(2) ? "WITH DISTINCT " : "WITH ";
  clause += joined(items, ", ");
  if (random_.often(4)) clause += " WHERE " + condition(1);
  return clause;
}

std::string Writer::subquery() {
  const Variable* found = any({Kind::kNode});
  if (found == nullptr) return unwind();
  const Variable node = *found;
  std::vector<Variable> outside = std::exchange(bound_, {node});  // nothing else is imported
  bound_.push_back({fresh("m"), Kind::kNode});
  std::string clause = "CALL (" + node.name + ") { MATCH (" + node.name + ")" + random_.one_of("-->", "<--", "-[:R]-") + "(" + bound_.back().name + ") ";
  if (random_.often(5)) clause += "WHERE " + condition(1) + " ";
  clause += "RETURN " + (random_.often(5) ? aggregate() : number(1));
  bound_ = std::move(outside);
  bound_.push_back({fresh("x"), Kind::kNumber});
  return clause + " AS " + bound_.back().name + " }";
}

std::string Writer::returned(bool& is_ordered) {
  std::vector<std::string> items;
  std::vector<std::string> names;
  const bool aggregates = random_.often(4);
  const std::size_t columns = 1 + random_.below(3);
  for (std::size_t i = 0; i < columns; ++i) {
    names.push_back("c" + std::to_string(i));
    items.push_back((aggregates && i + 1 == columns ? aggregate() : value(2)) + " AS " + names.back());
  }
  std::string clause = random_.often(2) ? "RETURN DISTINCT " : "RETURN ";
  clause += joined(items, ", ");
  is_ordered = random_.often(4);
  if (!is_ordered) return clause;
  for (std::string& name : names)
    if (random_.often(3)) name += " DESC";
  clause += " ORDER BY " + joined(names, ", ");
  if (random_.often(3)) clause += " SKIP " + std::to_string(random_.below(3));
  if (random_.often(5)) clause += " LIMIT " + std::to_string(random_.below(6));
  return clause;
}

RandomQuery Writer::query() {
  std::vector<std::string> clauses = {match()};
  for (std::size_t more = random_.below(4); more > 0; --more) {
    switch (random_.below(5)) {
      case 0: clauses.push_back(unwind()); break;
      case 1: clauses.push_back(subquery()); break;
      case 2: clauses.push_back(match()); break;
      default: clauses.push_back(with()); break;
    }
  }
  RandomQuery query;
  clauses.push_back(returned(query.is_ordered));
  query.text = joined(clauses, " ");
  return query;
}

MatchQuery Writer::match_query() {
  MatchQuery query;
  const bool single = random_.often(6);
  for (std::size_t count = 1 + random_.below(2); count > 0; --count) query.patterns.push_back(path(count == 1 ? 2 : 1, single));
  for (const Variable& variable : bound_) {
    if (variable.kind == Kind::kEdge) query.edge_names.push_back(variable.name);
  }
  query.has_lists = !single;
  query.condition = condition(2);
  std::vector<std::string> columns = {value(1) + " AS c0", number(1) + " AS c1"};
  query.columns = joined(columns, ", ");
  return query;
}

}  // namespace

std::string PathPattern::text() const {
  std::string text = "(" + nodes[0] + ")";
  for (std::size_t i = 0; i < edges.size(); ++i) {
    text += edges[i].direction == Direction::kLeft ? "<-[" : "-[";
    text += edges[i].inside;
    text += edges[i].direction == Direction::kRight ? "]->(" : "]-(";
    text += nodes[i + 1] + ")";
  }
  return text;
}

std::string PathPattern::reversed() const {
  PathPattern other;
  other.nodes.assign(nodes.rbegin(), nodes.rend());
  other.edges.assign(edges.rbegin(), edges.rend());
  for (Edge& edge : other.edges) {
    if (edge.direction == Direction::kBoth) continue;
    edge.direction = edge.direction == Direction::kRight ? Direction::kLeft : Direction::kRight;
  }
  return other.text();
}

std::vector<std::string> random_graph(Random& random) {
  std::vector<std::string> statements;
  if (random.often(5)) statements.push_back("CREATE INDEX a_k FOR (n:A) ON (n.k)");
  if (random.often(5)) statements.push_back("CREATE INDEX b_s FOR (n:B) ON (n.s)");
  if (random.often(3)) statements.push_back("CREATE INDEX a_ks FOR (n:A) ON (n.k, n.s)");
  std::string create = "CREATE ";
  const std::size_t nodes = 1 + random.below(7);
  for (std::size_t i = 0; i < nodes; ++i) {
    std::vector<std::string> properties = {"id: " + std::to_string(i)};
    if (random.often(8)) properties.push_back("k: " + std::to_string(random.below(4)));
    if (random.often(7)) properties.push_back("s: " + random.one_of("'a'", "'ab'", "'b'", "'Ab'", "''"));
    create += (i == 0 ? "(v" : ", (v") + std::to_string(i) + random.one_of("", ":A", ":B", ":C", ":A:B", ":A:C") + " {" + joined(properties, ", ") + "})";
  }
  for (std::size_t edges = random.below(12); edges > 0; --edges) {
    create += ", (v" + std::to_string(random.below(nodes)) + ")-[:" + random.one_of("R", "R", "S", "T") + " {" +
              (random.often(7) ? "w: " + std::to_string(random.below(4)) : "") + "}]->(v" + std::to_string(random.below(nodes)) + ")";
  }
  statements.push_back(create);
  return statements;
}

RandomQuery random_query(Random& random) { return Writer(random).query(); }

MatchQuery random_match(Random& random) { return Writer(random).match_query(); }

}  // namespace kith::differential
