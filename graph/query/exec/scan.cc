// AllNodesScan, LabelScan and DynamicLabelScan.
#include "query/exec/evaluate.h"
#include "query/exec/names.h"
#include "query/exec/open.h"
#include "query/exec/source.h"

namespace kith::exec {
namespace {

/// A subclass says what to scan for a row.
class NodeScanOperator : public SourceOperator<NodeId> {
 public:
  NodeScanOperator(Runtime& runtime, Slot node, OperatorPtr input)
      : SourceOperator(runtime, std::move(input)), node_(node) {}

 protected:
  void scan_all() { scan_.emplace(runtime_.reader().scan_nodes()); }

  void scan_label(const std::string& name) {
    scan_.reset();
    if (auto label = runtime_.reader().find_label(name)) scan_.emplace(runtime_.reader().scan_label(*label));
  }

  Result<bool> find_more(std::vector<NodeId>& found, std::size_t count_max) override {
    if (!scan_) return false;
    KITH_TRY(bool more, scan_->next(page_, count_max));
    found.insert(found.end(), page_.begin(), page_.end());
    return more;
  }

  void give(const std::vector<NodeId>& found, Batch& out) override { set_nodes(out, node_, found); }

 private:
  Slot node_;
  std::optional<storage::NodeScan> scan_;
  std::vector<NodeId> page_;
};

class ScanOperator : public NodeScanOperator {
 public:
  ScanOperator(Runtime& runtime, Slot node, std::optional<std::string> label, OperatorPtr input)
      : NodeScanOperator(runtime, node, std::move(input)), label_(std::move(label)) {}

 protected:
  Status start_row(const Batch&, std::size_t) override {
    if (label_)
      scan_label(*label_);
    else
      scan_all();
    return ok();
  }

 private:
  std::optional<std::string> label_;
};

class DynamicLabelScanOperator : public NodeScanOperator {
 public:
  DynamicLabelScanOperator(Runtime& runtime, const plan::DynamicLabelScan& scan, OperatorPtr input)
      : NodeScanOperator(runtime, scan.node, std::move(input)), labels_(scan.labels) {}

 protected:
  Status start_batch(const Batch& batch) override {
    KITH_TRY(column_, evaluate(runtime_, labels_, batch));
    return ok();
  }

  /// What is no label is the filter's to refuse, and only if there is a node to ask.
  Status start_row(const Batch&, std::size_t row) override {
    const Result<std::vector<std::string>> names = label_names(column_->value(row));
    if (names.is_ok() && !names->empty())
      scan_label(names->front());
    else
      scan_all();
    return ok();
  }

 private:
  const plan::Expr& labels_;
  ColumnPtr column_;
};

}  // namespace

OperatorPtr make_all_nodes_scan(Runtime& runtime, const plan::AllNodesScan& scan, OperatorPtr input) {
  return std::make_unique<ScanOperator>(runtime, scan.node, std::nullopt, std::move(input));
}

OperatorPtr make_label_scan(Runtime& runtime, const plan::LabelScan& scan, OperatorPtr input) {
  return std::make_unique<ScanOperator>(runtime, scan.node, scan.label, std::move(input));
}

OperatorPtr make_dynamic_label_scan(Runtime& runtime, const plan::DynamicLabelScan& scan, OperatorPtr input) {
  return std::make_unique<DynamicLabelScanOperator>(runtime, scan, std::move(input));
}

}  // namespace kith::exec
