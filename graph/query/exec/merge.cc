// Merge: for each row in turn the matches of the pattern, or else its creation. A row sees what earlier rows
// made, so the match is run row by row, each time over the graph as it then is.
#include "query/exec/open.h"
#include "query/exec/write.h"

namespace kith::exec {
namespace {

class MergeOperator : public MaterialisingOperator {
 public:
  MergeOperator(Runtime& runtime, const plan::Merge& merge, OperatorPtr input, std::unique_ptr<Subplan> match)
      : MaterialisingOperator(runtime, std::move(input)), merge_(merge), match_(std::move(match)) {}

 protected:
  Status run() override {
    results_.clear();
    given_ = 0;
    KITH_TRY(std::vector<Batch> batches, drain(runtime_, *input_, held_));
    for (const Batch& batch : batches) {
      for (std::uint32_t row = 0; row < batch.rows; ++row) {
        KITH_DO(runtime_.control().check());
        KITH_DO(merge_row(batch.gather(std::span(&row, 1))));
      }
    }
    return ok();
  }

  Result<bool> give(Batch& out) override {
    if (given_ >= results_.size()) return false;
    // Single rows are put together to batches again.
    std::vector<Batch> taken;
    std::size_t rows = 0;
    while (given_ < results_.size() && (rows == 0 || rows + results_[given_].rows <= runtime_.batch_rows())) {
      rows += results_[given_].rows;
      taken.push_back(std::move(results_[given_++]));
    }
    out = concatenate(runtime_, taken);
    return true;
  }

 private:
  Status merge_row(Batch row) {
    KITH_TRY(std::vector<ElementValues> values, evaluate_elements(runtime_, merge_.create, row));
    KITH_DO(check_no_nulls(values));
    KITH_DO(check_types(values));
    KITH_TRY(bool found, match(row));
    if (found) return ok();
    KITH_DO(create_elements(runtime_, merge_.create, values, row));
    runtime_.transaction().claim_merge(pattern_hash(values, row));
    KITH_DO(set_items(runtime_, merge_.on_create, row));
    return add_result(std::move(row));
  }

  /// All matches are known before ON MATCH changes the first.
  Result<bool> match(const Batch& row) {
    KITH_DO(match_->start(row));
    std::vector<Batch> matches;
    while (true) {
      Batch rows;
      KITH_TRY(bool more, match_->next(rows));
      if (!more) break;
      std::vector<std::uint32_t> arguments_of(rows.rows, 0);
      matches.push_back(combine(runtime_, row, arguments_of, rows, all_rows(rows.rows)));
      matches.back().slots[match_->row_slot()] = nullptr;
    }
    for (Batch& batch : matches) {
      KITH_DO(set_items(runtime_, merge_.on_match, batch));
      KITH_DO(add_result(std::move(batch)));
    }
    return !matches.empty();
  }

  Status add_result(Batch batch) {
    KITH_DO(held_.take(size_bytes(batch)));
    results_.push_back(std::move(batch));
    return ok();
  }

  /// A property that is null would never be found again.
  Status check_no_nulls(const std::vector<ElementValues>& values) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].properties == nullptr) continue;
      Value value = values[i].properties->value(0);
      if (value.kind() != Kind::kMap) continue;
      for (const auto& [name, element] : value.as_map()) {
        if (!element.is_null()) continue;
        const std::optional<Expr>& expr = std::visit(
            [](const auto& made) -> const std::optional<Expr>& { return made.properties; }, merge_.create.elements[i]);
        return located(Error{.code = ErrorCode::kSemantic,
                             .message = "MERGE cannot use the property `" + name + "`, which is null",
                             .detail = "MergeReadOwnWrites"},
                       *expr);
      }
    }
    return ok();
  }

  /// What names no single type is refused even where the pattern would match.
  Status check_types(const std::vector<ElementValues>& values) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto* edge = std::get_if<plan::CreateEdge>(&merge_.create.elements[i]);
      if (edge != nullptr && !values[i].names.empty()) KITH_DO(dynamic_type_of(*edge, values[i], 0).status());
    }
    return ok();
  }

  /// The same for two MERGEs that would create the same: labels with values, and types with their bound ends
  /// in either order.
  std::uint64_t pattern_hash(const std::vector<ElementValues>& values, const Batch& row) const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    auto add = [&](std::uint64_t part) { hash = (hash ^ part) * 0x100000001b3ULL; };
    auto add_text = [&](const std::string& text) { add(std::hash<std::string>()(text)); };
    std::vector<Slot> made;
    for (const semantic::CreateElement& element : merge_.create.elements)
      if (const auto* node = std::get_if<plan::CreateNode>(&element)) made.push_back(node->slot);
    auto end_hash = [&](Slot slot) -> std::uint64_t {
      if (std::find(made.begin(), made.end(), slot) != made.end()) return 1;  // made with it: its own properties tell
      return hash_of(row[slot].value(0));
    };
    for (std::size_t i = 0; i < merge_.create.elements.size(); ++i) {
      if (const auto* node = std::get_if<plan::CreateNode>(&merge_.create.elements[i])) {
        std::vector<std::string> labels = node->labels;
        std::sort(labels.begin(), labels.end());
        for (const std::string& label : labels) add_text(label);
      } else {
        const auto& edge = std::get<plan::CreateEdge>(merge_.create.elements[i]);
        add_text(edge.type);
        add(end_hash(edge.from) ^ end_hash(edge.to));
        add(end_hash(edge.from) + end_hash(edge.to));
      }
      for (const ColumnPtr& names : values[i].names) add(hash_of(names->value(0)));
      add(values[i].properties == nullptr ? 0 : hash_of(values[i].properties->value(0)));
    }
    return hash;
  }

  const plan::Merge& merge_;
  std::unique_ptr<Subplan> match_;
  std::vector<Batch> results_;
  std::size_t given_ = 0;
};

}  // namespace

OperatorPtr make_merge(Runtime& runtime, const plan::Merge& merge, OperatorPtr input, std::unique_ptr<Subplan> match) {
  return std::make_unique<MergeOperator>(runtime, merge, std::move(input), std::move(match));
}

}  // namespace kith::exec
