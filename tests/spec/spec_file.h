// Queries as specification: what a `.test` file holds and how it is read.
//
//     # An optional pattern that finds nothing keeps the row and binds null.
//     graph
//     CREATE (:Person {name: 'Marie Curie'})-[:WON]->(:Prize {year: 1903})
//     query unordered
//     MATCH (p:Person) OPTIONAL MATCH (p)-[:MET]->(q) RETURN p.name, q
//     ----
//     'Marie Curie' | null
//     error SyntaxError UndefinedVariable 1:24
//     MATCH (p:Person) RETURN q
//     warnings
//     MATCH (p:Person) WHERE p.nmae = 'Marie' RETURN p
//     ----
//     01N52 1:24 nothing has the property `nmae`; did you mean `name`?
//     plan
//     MATCH (p:Person) RETURN p.name
//     ----
//     ...
//
// `graph` starts with an empty store; its statements end with `;` or at the end of the block. After `graph committed`
// every statement is a transaction of its own in all modes: for schema commands, and for what a commit checks. A query
// without `----` has no rows. An error names its code, then its detail, then line:column; the last two
// may be left out. Rows are the values' texts, between ` | `. The rows of a statement with `warnings` count for nothing;
// without `----` there must be none.
#pragma once

#include <string>
#include <vector>

namespace kith::spec {

struct Block {
  enum class Kind { kGraph, kQuery, kError, kPlan, kWarnings } kind;
  std::size_t line = 0;                ///< of the directive, from 1
  std::vector<std::string> arguments;  ///< words after the directive
  std::string text;                    ///< statement(s)
  std::vector<std::string> expected;   ///< lines after ----
};

/// The blocks of a file's text in order. A line before the first directive that is neither blank nor a
/// comment throws std::runtime_error naming the line.
std::vector<Block> read_blocks(const std::string& text);

}  // namespace kith::spec
