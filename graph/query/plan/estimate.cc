#include "query/plan/estimate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "query/plan/reads.h"

namespace kith::plan {

namespace {

using semantic::CompareOp;
using semantic::ExprKind;

constexpr double kEqualShare = 0.1;  // of rows, that meet a condition of each kind
constexpr double kRangeShare = 0.3;
constexpr double kPrefixShare = 0.05;
constexpr double kOtherShare = 0.5;
constexpr double kDistinctShare = 0.95;
constexpr double kListLength = 10;    // where nothing is known of it
constexpr double kSearchedHops = 4;   // walks that are longer are not estimated to give more

/// One plan's operators, bottom up; `loops` is how often the operators at hand are run.
class Estimator {
 public:
  Estimator(PhysicalPlan& plan, const OptimiserContext& context) : plan_(plan), context_(context) {
    all_nodes_ = nodes("");
  }

  void run() { visit(plan_.root, 1); }

 private:
  double visit(Operator& op, double loops) {
    double input = loops;  // of a leaf: a row for each run
    if (!op.inputs.empty()) input = visit(op.inputs[0], loops);
    std::vector<double> others;
    const bool has_subplan = std::holds_alternative<Apply>(op.body) || std::holds_alternative<Merge>(op.body) ||
                             std::holds_alternative<ForEach>(op.body) ||
                             std::holds_alternative<CallInTransactions>(op.body);
    for (std::size_t i = 1; i < op.inputs.size(); ++i) others.push_back(visit(op.inputs[i], has_subplan ? input : loops));
    for (const std::uint32_t subplan : subplans_of(op)) visit(plan_.subplans[subplan], input);
    const Rows rows{*this, input, loops, others};
    op.rows_estimated = std::visit(rows, op.body);
    return op.rows_estimated;
  }

  double nodes(const std::string& label) const { return context_.count_nodes ? context_.count_nodes(label) : 0; }

  double edges(const std::vector<std::string>& types) const {
    if (!context_.count_edges) return 0;
    if (types.empty()) return context_.count_edges("");
    double sum = 0;
    for (const std::string& type : types) sum += context_.count_edges(type);
    return sum;
  }

  double degree(const std::vector<std::string>& types, Direction direction) const {
    return edges(types) / std::max(1.0, all_nodes_) * (direction == Direction::kBoth ? 2 : 1);
  }

  /// Walks of so many edges from one node.
  double walks(double degree, std::uint64_t least, std::uint64_t most) const {
    const double last = std::min(static_cast<double>(most), static_cast<double>(least) + kSearchedHops - 1);
    double sum = 0, walks = 1;
    for (double hop = 0; hop <= last; ++hop, walks *= degree)
      if (hop >= static_cast<double>(least)) sum += walks;
    return sum;
  }

  /// What of the rows meets `condition`.
  double share(const Expr& condition) const {
    double all = 1;
    switch (condition.kind) {
      case ExprKind::kLiteral:
        return condition.literal.kind() == Kind::kBoolean && condition.literal.as_boolean() ? 1 : 0;
      case ExprKind::kAnd:
        for (const Expr& part : condition.children) all *= share(part);
        return all;
      case ExprKind::kOr:
        for (const Expr& part : condition.children) all *= 1 - share(part);
        return 1 - all;
      case ExprKind::kNot:
        return 1 - share(condition.children[0]);
      case ExprKind::kHasLabels:
        if (condition.children[0].type.kind == TypeKind::kEdge) return kOtherShare;
        for (const std::string& label : condition.names) all *= std::min(1.0, nodes(label) / std::max(1.0, all_nodes_));
        return all;
      case ExprKind::kCompare:
        if (condition.compare == CompareOp::kEqual) return kEqualShare;
        return condition.compare == CompareOp::kNotEqual ? 1 - kEqualShare : kRangeShare;
      case ExprKind::kIn:
        return std::min(kOtherShare, kEqualShare * length(condition.children[1]));
      case ExprKind::kStringPredicate:
        return kEqualShare;
      default:
        return kOtherShare;
    }
  }

  static double length(const Expr& list) {
    if (list.kind == ExprKind::kList) return static_cast<double>(list.children.size());
    if (list.kind == ExprKind::kLiteral && list.literal.kind() == Kind::kList)
      return static_cast<double>(list.literal.as_list().size());
    return kListLength;
  }

  /// The count of SKIP or LIMIT, if it is written there.
  static double count_or(const Expr& count, double otherwise) {
    const bool known = count.kind == ExprKind::kLiteral && count.literal.kind() == Kind::kInteger;
    return known ? static_cast<double>(count.literal.as_integer()) : otherwise;
  }

  /// Entities that an index holds.
  double indexed(const std::string& name) const {
    const storage::Index* index = context_.catalog.find_index(name);
    if (index == nullptr) return 0;
    return index->on_edges ? edges({context_.catalog.types.name(index->type)})
                           : nodes(context_.catalog.labels.name(index->label));
  }

  double sought(const std::string& name) const {
    const storage::Index* index = context_.catalog.find_index(name);
    const double all = indexed(name);
    if (index != nullptr && index->kind == storage::IndexKind::kUnique) return std::min(all, 1.0);
    return std::min(all, 1 + std::sqrt(all) / 2);
  }

  /// Rows of one operator, from those of its first input, its further inputs, and how often it is run.
  struct Rows {
    const Estimator& of;
    double input;
    double loops;
    const std::vector<double>& others;

    double operator()(const Unit&) const { return loops; }

    double operator()(const Argument&) const { return loops; }

    double operator()(const AllNodesScan&) const { return input * of.all_nodes_; }

    double operator()(const LabelScan& op) const { return input * of.nodes(op.label); }

    double operator()(const DynamicLabelScan&) const { return input * of.all_nodes_ * kEqualShare; }

    double operator()(const IndexSeek& op) const { return input * of.sought(op.index); }

    double operator()(const IndexRange& op) const {
      double share = std::pow(kEqualShare, static_cast<double>(op.values.size()));
      if (op.low) share *= kRangeShare;
      if (op.high) share *= kRangeShare;
      if (op.prefix) share *= kPrefixShare;
      return input * of.indexed(op.index) * share;
    }

    double operator()(const NodeByIdSeek& op) const {
      return input * (op.id.kind == ExprKind::kList ? length(op.id) : 1);
    }

    double operator()(const EdgeScan& op) const { return input * of.edges(op.types) * (op.undirected ? 2 : 1); }

    double operator()(const EdgeIndexSeek& op) const { return input * of.sought(op.index) * (op.undirected ? 2 : 1); }

    double operator()(const Expand& op) const {
      if (op.edge_is_bound) return input;
      const double degree = of.degree(op.types, op.direction);
      return input * (op.to_is_bound ? std::min(1.0, degree / std::max(1.0, of.all_nodes_)) : degree);
    }

    double operator()(const ExpandVariable& op) const {
      if (op.edges_are_bound) return input;
      double walks = of.walks(of.degree(op.types, op.direction), op.hops_min, op.hops_max);
      if (op.each_end_once) walks = std::min(walks, of.all_nodes_);
      return input * (op.to_is_bound ? walks / std::max(1.0, of.all_nodes_) : walks);
    }

    double operator()(const ShortestPath&) const { return input; }

    double operator()(const WalkRoute& op) const {
      if (op.route.choice != semantic::RouteChoice::kAll) return input;
      const double walks = of.walks(of.degree({}, Direction::kOut), 1, static_cast<std::uint64_t>(kSearchedHops));
      return input * (op.to_is_bound ? walks / std::max(1.0, of.all_nodes_) : walks);
    }

    double operator()(const Flatten&) const { return input; }

    double operator()(const Filter& op) const {
      double rows = input;
      for (const Expr& predicate : op.predicates) rows *= of.share(predicate);
      return rows;
    }

    double operator()(const Project&) const { return input; }

    double operator()(const Unwind& op) const { return input * length(op.list); }

    double operator()(const Aggregate& op) const { return op.keys.empty() ? loops : each(std::sqrt(each_input())); }

    double operator()(const Distinct&) const { return input * kDistinctShare; }

    double operator()(const Sort& op) const {
      return op.limit ? each(std::min(each_input(), count_or(*op.limit, kListLength))) : input;
    }

    double operator()(const Skip& op) const { return each(std::max(0.0, each_input() - count_or(op.count, 0))); }

    double operator()(const Limit& op) const { return each(std::min(each_input(), count_or(op.count, kListLength))); }

    double operator()(const Apply& op) const { return op.optional ? std::max(input, second()) : second(); }

    double operator()(const Union&) const {
      double rows = input;
      for (const double other : others) rows += other;
      return rows;
    }

    double operator()(const HashJoin&) const { return input * second() * kEqualShare; }


    double operator()(const ProcedureCall& op) const { return op.procedure->outputs.empty() ? input : input * kListLength; }

    double operator()(const Create&) const { return input; }

    double operator()(const Set&) const { return input; }

    double operator()(const Remove&) const { return input; }

    double operator()(const Delete&) const { return input; }

    double operator()(const Merge&) const { return std::max(input, second()); }

    double operator()(const ForEach&) const { return input; }

    double operator()(const CallInTransactions& op) const {
      return op.unit ? input : op.optional ? std::max(input, second()) : second();
    }

    double operator()(const EmptyResult&) const { return 0; }

   private:
    double second() const { return others.empty() ? 0 : others[0]; }

    double each_input() const { return loops > 0 ? input / loops : 0; }

    double each(double rows) const { return rows * loops; }
  };

  PhysicalPlan& plan_;
  const OptimiserContext& context_;
  double all_nodes_ = 0;
};

}  // namespace

void estimate(PhysicalPlan& plan, const OptimiserContext& context) { Estimator(plan, context).run(); }

std::set<std::uint32_t> subplans_of(const Operator& op) {
  std::set<std::uint32_t> subplans;
  for_each_expression(op.body, [&](const Expr& expr) {
    if (expr.kind == ExprKind::kSubquery && expr.plan_index != ~std::uint32_t{0}) subplans.insert(expr.plan_index);
  });
  return subplans;
}

}  // namespace kith::plan
