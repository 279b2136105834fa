// EdgeScan: every edge of some types, without a bound end.
#include "query/exec/edge_rows.h"
#include "query/exec/open.h"

namespace kith::exec {
namespace {

class EdgeScanOperator : public EdgeSource {
 public:
  EdgeScanOperator(Runtime& runtime, const plan::EdgeScan& scan, OperatorPtr input)
      : EdgeSource(runtime, {scan.from, scan.edge, scan.to, scan.undirected}, std::move(input)), scan_plan_(scan) {}

 protected:
  Status start_row(const Batch&, std::size_t) override {
    scans_.clear();
    const storage::Reader& reader = runtime_.reader();
    if (scan_plan_.types.empty()) scans_.push_back(reader.scan_edges());
    std::vector<TypeId> types;
    for (const std::string& name : scan_plan_.types) {
      auto type = reader.find_type(name);
      if (type && std::find(types.begin(), types.end(), *type) == types.end()) types.push_back(*type);
    }
    for (TypeId type : types) scans_.push_back(reader.scan_type(type));
    current_ = 0;
    return ok();
  }

  Result<bool> next_page(std::vector<EdgeId>& page, std::size_t count_max) override {
    page.clear();
    if (current_ >= scans_.size()) return false;
    KITH_TRY(bool more, scans_[current_].next(page, count_max));
    if (!more) ++current_;
    return current_ < scans_.size();
  }

 private:
  const plan::EdgeScan& scan_plan_;
  std::vector<storage::EdgeScan> scans_;
  std::size_t current_ = 0;
};

}  // namespace

OperatorPtr make_edge_scan(Runtime& runtime, const plan::EdgeScan& scan, OperatorPtr input) {
  return std::make_unique<EdgeScanOperator>(runtime, scan, std::move(input));
}

}  // namespace kith::exec
