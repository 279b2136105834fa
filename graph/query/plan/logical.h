// The logical plan: the physical plan's tree, except that a pattern is still a graph together with the steps
// that will walk it.
//
//     MATCH (p:Person {name: $x})-[:MET]->(q) RETURN q.name   is built as
//     project #2.name as #3 keep #3
//       pattern: label scan #0 :Person | expand #0 -[#1 :MET]-> #2 | filter #0:Person, #0.name = $x
//         unit
//     and optimised to
//     project #2.name as #3 keep #3
//       pattern: index seek #0 person_name = $x | expand #0 -[#1 :MET]-> #2
//         unit
//
// build() takes patterns in the order they are written and tests every predicate at the end: always right. Rules
// (rules.h) replace the steps and move operators; lower() strings the steps together. Two trees would say the
// same thing twice, so everything that needs no decision is physical from the start.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kith/options.h"
#include "query/plan/physical.h"
#include "query/semantic/query.h"
#include "storage/catalog.h"

namespace kith::plan {

/// Any one operator of physical.h, without inputs.
using Body = decltype(Operator::body);

/// Rows of the input, each with every match of the pattern. `steps` run first to last.
struct PatternMatch {
  semantic::Pattern pattern;
  std::vector<Body> steps;
};

struct LogicalOperator {
  std::variant<PatternMatch, Body> body;
  std::vector<LogicalOperator> inputs = {};
};

struct LogicalPlan {
  LogicalOperator root;
  std::vector<LogicalOperator> subplans;  ///< of kSubquery expressions, by Expr::plan_index
  std::vector<OutputColumn> columns;
  Slot slot_count = 0;
  bool writes = false;
};

/// Every query has a plan; reads no catalog.
LogicalPlan build(const semantic::Query& query, Slot slot_count);

/// What the optimiser may know of the graph. Without the functions it guesses.
struct OptimiserContext {
  const storage::Catalog& catalog;
  const function::FunctionTable& functions;
  /// Exact number of nodes of a label, or of all nodes for "".
  std::function<double(std::string_view label)> count_nodes = {};
  /// Exact number of edges of a type, or of all edges for "".
  std::function<double(std::string_view type)> count_edges = {};
  std::uint32_t rules_off = 0;  ///< rule_bit()s
};

/// The same answers, sooner. Rules run in the order of rules.h.
LogicalPlan optimise(LogicalPlan plan, const OptimiserContext& context);

PhysicalPlan lower(LogicalPlan plan);

std::string to_text(const LogicalPlan& plan);
std::string to_text(const LogicalOperator& op, std::size_t indent = 0);
/// One operator's own line, without inputs.
std::string to_text(const Body& body);

}  // namespace kith::plan
