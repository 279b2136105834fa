// Joins instead of products: MATCH (p:Person), (c:City) WHERE p.city = c.name reads the cities once.
//
//     filter #0.city = #1.name, #1:Capital          hash join #0.city = #1.name
//       label scan #1 :City                    ->     label scan #0 :Person
//         label scan #0 :Person                       filter #1:Capital
//                                                       label scan #1 :City
//
// What stands between the equality and the scan that begins the product has to look at nothing from before the scan.
// The rows come in the same order: those of the first input, and for each of them those of the second. The second
// input is read before the first one, so that nothing below may write.
#include <algorithm>
#include <optional>
#include <set>

#include "query/plan/estimate.h"
#include "query/plan/reads.h"
#include "query/plan/rules.h"
#include "query/semantic/walk.h"

namespace kith::plan {

namespace {

/// A table of the second input pays for itself if it is asked more often than this.
constexpr double kProbesMin = 4;

/// What a step of the second input binds; nothing if it is not one that may stand there.
std::optional<std::set<Slot>> bound_by(const Body& body) {
  if (const auto* scan = std::get_if<AllNodesScan>(&body)) return std::set<Slot>{scan->node};
  if (const auto* scan = std::get_if<LabelScan>(&body)) return std::set<Slot>{scan->node};
  if (const auto* seek = std::get_if<IndexSeek>(&body)) return std::set<Slot>{seek->node};
  if (const auto* range = std::get_if<IndexRange>(&body)) return std::set<Slot>{range->node};
  if (const auto* expand = std::get_if<Expand>(&body)) return std::set<Slot>{expand->edge, expand->to};
  if (const auto* expand = std::get_if<ExpandVariable>(&body)) return std::set<Slot>{expand->edges, expand->to};
  if (std::holds_alternative<Filter>(body)) return std::set<Slot>{};
  return std::nullopt;
}

bool is_scan(const Body& body) {
  return std::holds_alternative<AllNodesScan>(body) || std::holds_alternative<LabelScan>(body) ||
         std::holds_alternative<IndexSeek>(body) || std::holds_alternative<IndexRange>(body);
}

bool is_within(const std::set<Slot>& slots, const std::set<Slot>& others) {
  return std::includes(others.begin(), others.end(), slots.begin(), slots.end());
}

bool meets(const std::set<Slot>& slots, const std::set<Slot>& others) {
  return std::any_of(slots.begin(), slots.end(), [&](Slot slot) { return others.count(slot) != 0; });
}

/// Whether it may be evaluated elsewhere, on rows that others would have taken away.
bool is_movable(const Expr& expr) {
  bool movable = !semantic::can_fail(expr);
  semantic::for_each(expr, [&](const Expr& one) {
    movable = movable && one.kind != semantic::ExprKind::kSubquery &&
              (one.function == nullptr || one.function->deterministic);
  });
  return movable;
}

/// The second input of a product, from below a filter down to the scan that begins it.
struct Second {
  Operator* top;
  Operator* scan;
  std::set<Slot> slots;
};

std::optional<Second> second_below(Operator& filter) {
  std::vector<Operator*> steps;
  for (Operator* at = &filter.inputs[0];; at = &at->inputs[0]) {
    if (!bound_by(at->body) || at->inputs.size() != 1) return std::nullopt;
    steps.push_back(at);
    if (is_scan(at->body)) break;
  }
  Second second{steps.front(), steps.back(), {}};
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    std::set<Slot> read;
    add_reads((*step)->body, read);
    if (!is_within(read, second.slots)) return std::nullopt;
    second.slots.merge(*bound_by((*step)->body));
    second.slots.erase(kNoSlot);
  }
  return second;
}

/// The sides of an equality between the inputs, that of the first one first.
std::optional<std::pair<Expr, Expr>> key_of(const Expr& predicate, const std::set<Slot>& second) {
  if (predicate.kind != semantic::ExprKind::kCompare || predicate.compare != semantic::CompareOp::kEqual) return {};
  if (!is_movable(predicate)) return {};
  const std::set<Slot> left = semantic::slots_of(predicate.children[0]);
  const std::set<Slot> right = semantic::slots_of(predicate.children[1]);
  if (left.empty() || right.empty()) return {};
  if (is_within(right, second) && !meets(left, second)) return std::pair{predicate.children[0], predicate.children[1]};
  if (is_within(left, second) && !meets(right, second)) return std::pair{predicate.children[1], predicate.children[0]};
  return {};
}

class Joining {
 public:
  Joining(PhysicalPlan& plan, const OptimiserContext& context) : plan_(plan), context_(context) {}

  void run() {
    visit(plan_.root);
    for (Operator& subplan : plan_.subplans) visit(subplan);
  }

 private:
  void visit(Operator& op) {
    for (Operator& input : op.inputs) visit(input);
    if (std::holds_alternative<Filter>(op.body)) join(op);
  }

  void join(Operator& op) {
    const std::optional<Second> second = second_below(op);
    if (!second || writes(second->scan->inputs[0])) return;
    HashJoin keys;
    std::vector<Expr> before, after;
    for (const Expr& predicate : std::get<Filter>(op.body).predicates) {
      if (auto key = key_of(predicate, second->slots)) {
        keys.left_keys.push_back(std::move(key->first));
        keys.right_keys.push_back(std::move(key->second));
      } else {
        const bool of_second = is_movable(predicate) && is_within(semantic::slots_of(predicate), second->slots);
        (of_second ? before : after).push_back(predicate);
      }
    }
    if (keys.left_keys.empty() || probes(second->scan->inputs[0]) < kProbesMin) return;
    const double rows = op.rows_estimated;
    Operator first = std::move(second->scan->inputs[0]);
    second->scan->inputs.clear();
    Operator made{std::move(keys), {}, rows};
    made.inputs.push_back(std::move(first));
    made.inputs.push_back(filtered(std::move(*second->top), std::move(before)));
    op = filtered(std::move(made), std::move(after));
    op.rows_estimated = rows;
  }

  static Operator filtered(Operator input, std::vector<Expr> predicates) {
    if (predicates.empty()) return input;
    Operator filter{Filter{std::move(predicates)}, {}};
    filter.inputs.push_back(std::move(input));
    return filter;
  }

  double probes(const Operator& first) {
    if (!is_estimated_) estimate(plan_, context_);
    is_estimated_ = true;
    return first.rows_estimated;
  }

  PhysicalPlan& plan_;
  const OptimiserContext& context_;
  bool is_estimated_ = false;
};

}  // namespace

void join_by_hash(PhysicalPlan& plan, const OptimiserContext& context) { Joining(plan, context).run(); }

}  // namespace kith::plan
