// AllNodesScan and LabelScan.
#include "query/exec/open.h"
#include "query/exec/source.h"

namespace kith::exec {
namespace {

class ScanOperator : public SourceOperator<NodeId> {
 public:
  ScanOperator(Runtime& runtime, Slot node, std::optional<std::string> label, OperatorPtr input)
      : SourceOperator(runtime, std::move(input)), node_(node), label_(std::move(label)) {}

 protected:
  Status start_row(const Batch&, std::size_t) override {
    scan_.reset();
    if (!label_) {
      scan_.emplace(runtime_.reader().scan_nodes());
    } else if (auto label = runtime_.reader().find_label(*label_)) {
      scan_.emplace(runtime_.reader().scan_label(*label));
    }
    return ok();
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
  std::optional<std::string> label_;
  std::optional<storage::NodeScan> scan_;
  std::vector<NodeId> page_;
};

}  // namespace

OperatorPtr make_all_nodes_scan(Runtime& runtime, const plan::AllNodesScan& scan, OperatorPtr input) {
  return std::make_unique<ScanOperator>(runtime, scan.node, std::nullopt, std::move(input));
}

OperatorPtr make_label_scan(Runtime& runtime, const plan::LabelScan& scan, OperatorPtr input) {
  return std::make_unique<ScanOperator>(runtime, scan.node, scan.label, std::move(input));
}

}  // namespace kith::exec
