// Labels of nodes and types of edges as predicates: n:A:B, and n:$(…) with names that are worked out at run time.
#include "query/exec/evaluate.h"
#include "query/exec/names.h"

namespace kith::exec {
namespace {

/// Whether `own` (a node's labels, or an edge's type alone) has all of `names`, or any of them.
bool matches(const std::vector<std::string>& names, const std::vector<std::string>& own, bool any) {
  const auto has = [&](const std::string& name) { return std::find(own.begin(), own.end(), name) != own.end(); };
  return any ? std::any_of(names.begin(), names.end(), has) : std::all_of(names.begin(), names.end(), has);
}

/// A label predicate with the names of some rows, on rows [begin, end) of the elements.
class NamesTest {
 public:
  NamesTest(const Runtime& runtime, const Column& elements, bool any, Truths& out)
      : runtime_(runtime), elements_(elements), any_(any), out_(out) {}

  Status run(const std::vector<std::string>& names, std::size_t begin, std::size_t end) {
    if (elements_.kind() == ColumnKind::kNode) return on_nodes(names, begin, end);
    for (std::size_t row = begin; row < end; ++row) {
      if (elements_.is_null(row)) continue;
      KITH_TRY(const std::vector<std::string> own, own_names(row));
      out_[row] = ternary(matches(names, own, any_));
    }
    return ok();
  }

 private:
  Result<std::vector<std::string>> own_names(std::size_t row) const {
    const storage::Catalog& catalog = runtime_.reader().catalog();
    std::vector<std::string> own;
    if (elements_.kind() == ColumnKind::kEdge || elements_.value(row).kind() == Kind::kEdge) {
      KITH_TRY(const EdgeRef edge, edge_at(runtime_, elements_, row));
      own.push_back(catalog.types.name(edge.type));
      return own;
    }
    const Value value = elements_.value(row);
    if (value.kind() != Kind::kNode)
      return type_error("only nodes have labels and relationships a type, not " + describe(value));
    KITH_TRY(const std::vector<LabelId> labels, runtime_.reader().labels(value.node_id()));
    for (const LabelId label : labels) own.push_back(catalog.labels.name(label));
    return own;
  }

  Status on_nodes(const std::vector<std::string>& names, std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t> rows;
    for (std::size_t row = begin; row < end; ++row) rows.push_back(static_cast<std::uint32_t>(row));
    const Column nodes = elements_.gather(rows);
    std::vector<LabelId> labels;
    for (const std::string& name : names)
      if (const auto label = runtime_.reader().find_label(name)) labels.push_back(*label);
    std::vector<std::uint8_t> have(rows.size(), 0);
    if (any_) {
      std::vector<std::uint8_t> has_one(rows.size(), 0);
      for (const LabelId label : labels) {
        KITH_DO(runtime_.reader().have_labels(nodes, std::span(&label, 1), has_one));
        for (std::size_t i = 0; i < rows.size(); ++i) have[i] |= has_one[i];
      }
    } else if (labels.size() == names.size()) {
      KITH_DO(runtime_.reader().have_labels(nodes, labels, have));
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (!nodes.is_null(i)) out_[rows[i]] = ternary(have[i] != 0);
    return ok();
  }

  const Runtime& runtime_;
  const Column& elements_;
  bool any_;
  Truths& out_;
};

}  // namespace

Result<Truths> evaluate_has_labels(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(ColumnPtr column, evaluate(runtime, expr.children[0], batch));
  const storage::Catalog& catalog = runtime.reader().catalog();
  bool is_edges = column->kind() == ColumnKind::kEdge;
  if (column->kind() == ColumnKind::kAny) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      Value value = column->value(row);
      if (!value.is_null() && value.kind() != Kind::kNode && value.kind() != Kind::kEdge)
        return type_error("only nodes have labels and relationships a type, not " + describe(value));
      is_edges = is_edges || value.kind() == Kind::kEdge;
    }
  }
  Truths out(batch.rows, Ternary::kUnknown);
  if (is_edges) {  // or edges and nodes mixed
    for (std::size_t row = 0; row < batch.rows; ++row) {
      if (column->is_null(row)) continue;
      if (column->kind() == ColumnKind::kEdge || column->value(row).kind() == Kind::kEdge) {
        KITH_TRY(EdgeRef edge, edge_at(runtime, *column, row));
        const std::string& type = catalog.types.name(edge.type);
        bool all =
            std::all_of(expr.names.begin(), expr.names.end(), [&](const std::string& name) { return name == type; });
        out[row] = ternary(all);
        continue;
      }
      KITH_TRY(std::vector<LabelId> labels, runtime.reader().labels(column->value(row).node_id()));
      bool all = std::all_of(expr.names.begin(), expr.names.end(), [&](const std::string& name) {
        auto label = runtime.reader().find_label(name);
        return label && std::find(labels.begin(), labels.end(), *label) != labels.end();
      });
      out[row] = ternary(all);
    }
    return out;
  }
  KITH_TRY(ColumnPtr nodes, as_nodes(column, "a label predicate"));
  std::vector<LabelId> labels;
  bool all_known = true;
  for (const std::string& name : expr.names) {
    auto label = runtime.reader().find_label(name);
    all_known = all_known && label.has_value();
    if (label) labels.push_back(*label);
  }
  std::vector<std::uint8_t> have(batch.rows, 0);
  if (all_known) {
    KITH_DO(runtime.reader().have_labels(*nodes, labels, have));
  }
  for (std::size_t row = 0; row < batch.rows; ++row)
    if (!nodes->is_null(row)) out[row] = ternary(have[row] != 0);
  return out;
}

// Rows that follow each other with the same names are tested together.
Result<Truths> evaluate_has_dynamic_labels(Runtime& runtime, const Expr& expr, const Batch& batch) {
  KITH_TRY(const ColumnPtr elements, evaluate(runtime, expr.children[0], batch));
  KITH_TRY(const ColumnPtr names, evaluate(runtime, expr.children[1], batch));
  Truths out(batch.rows, Ternary::kUnknown);
  NamesTest test(runtime, *elements, expr.quantifier == semantic::Quantifier::kAny, out);
  for (std::size_t begin = 0, end = 0; begin < batch.rows; begin = end) {
    const Value value = names->value(begin);
    end = names->is_constant() ? batch.rows : begin + 1;
    while (end < batch.rows && names->value(end) == value) ++end;
    Result<std::vector<std::string>> wanted = label_names(value);
    if (!wanted.is_ok()) return located(std::move(wanted).error(), expr.children[1]);
    KITH_DO(test.run(*wanted, begin, end));
  }
  return out;
}

}  // namespace kith::exec
