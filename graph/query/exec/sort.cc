// Sort: all rows by Cypher's order of values, stable; with a limit only the first rows are kept, and the
// buffer is cut down to them whenever it has grown well beyond.
#include "query/exec/evaluate.h"
#include "query/exec/open.h"
#include "value/compare.h"

namespace kith::exec {
namespace {

/// Two elements of one column in ascending order, nulls last.
std::weak_ordering order_in(const Column& column, std::size_t a, std::size_t b) {
  bool null_a = column.is_null(a), null_b = column.is_null(b);
  if (null_a || null_b) return static_cast<int>(null_a) <=> static_cast<int>(null_b);
  switch (column.kind()) {
    case ColumnKind::kInteger:
      return column.integers()[a] <=> column.integers()[b];
    case ColumnKind::kString:
      return column.strings()[a].compare(column.strings()[b]) <=> 0;
    case ColumnKind::kDate:
      return column.dates()[a] <=> column.dates()[b];
    case ColumnKind::kBoolean:
    case ColumnKind::kFloat:
    case ColumnKind::kNode:
    case ColumnKind::kEdge:
    case ColumnKind::kAny:
      break;
  }
  return order(column.value(a), column.value(b));
}

class SortOperator : public MaterialisingOperator {
 public:
  SortOperator(Runtime& runtime, const plan::Sort& sort, OperatorPtr input)
      : MaterialisingOperator(runtime, std::move(input)), sort_(sort) {}

 protected:
  Status run() override {
    rows_ = runtime_.new_batch(0);
    keys_.clear();
    order_.clear();
    given_ = 0;
    std::uint64_t limit = ~std::uint64_t{0};
    if (sort_.limit) {
      KITH_TRY(limit, evaluate_row_count(runtime_, *sort_.limit));
    }
    constexpr std::size_t kBufferedMin = 4096;
    std::vector<Batch> buffered;
    std::vector<std::vector<ColumnPtr>> keys;
    std::size_t count = 0;
    while (true) {
      Batch batch;
      KITH_TRY(bool more, input_->next(batch));
      if (!more) break;
      KITH_DO(runtime_.control().check());
      std::vector<ColumnPtr> columns;
      for (const plan::SortKey& key : sort_.keys) {
        KITH_TRY(ColumnPtr column, evaluate(runtime_, key.expr, batch));
        KITH_DO(held_.take(column->size_bytes()));
        columns.push_back(std::move(column));
      }
      KITH_DO(held_.take(size_bytes(batch)));
      count += batch.rows;
      buffered.push_back(std::move(batch));
      keys.push_back(std::move(columns));
      if (limit < count / 4 && count > kBufferedMin) {
        sort_buffered(buffered, keys, limit);
        rows_ = rows_.gather(order_);
        for (Column& key : keys_) key = key.gather(order_);
        held_.release();
        KITH_DO(held_.take(size_bytes(rows_)));
        count = rows_.rows;
        buffered.assign(1, std::move(rows_));
        keys.assign(1, {});
        for (Column& key : keys_) keys[0].push_back(share(std::move(key)));
      }
    }
    sort_buffered(buffered, keys, limit);
    return runtime_.control().check();
  }

  Result<bool> give(Batch& out) override {
    if (given_ >= order_.size()) return false;
    std::size_t end = std::min(order_.size(), given_ + runtime_.batch_rows());
    out = rows_.gather(std::span(order_).subspan(given_, end - given_));
    given_ = end;
    return true;
  }

 private:
  /// Sets rows_ and keys_ to everything buffered, and order_ to its first `limit` rows in order.
  void sort_buffered(std::vector<Batch>& buffered, std::vector<std::vector<ColumnPtr>>& keys, std::uint64_t limit) {
    rows_ = concatenate(runtime_, buffered);
    keys_.clear();
    for (std::size_t i = 0; i < sort_.keys.size() && !keys.empty(); ++i) {
      Column key(keys[0][i]->kind(), 0);
      for (std::size_t batch = 0; batch < keys.size(); ++batch) key.append(*keys[batch][i], 0, buffered[batch].rows);
      keys_.push_back(std::move(key));
    }
    order_ = all_rows(rows_.rows);
    auto before = [&](std::uint32_t a, std::uint32_t b) {
      for (std::size_t i = 0; i < keys_.size(); ++i) {
        std::weak_ordering order = order_in(keys_[i], a, b);
        if (order != 0) return sort_.keys[i].descending ? order > 0 : order < 0;
      }
      return a < b;  // stable
    };
    if (limit < order_.size()) {
      auto end = order_.begin() + static_cast<std::ptrdiff_t>(limit);
      std::partial_sort(order_.begin(), end, order_.end(), before);
      order_.resize(static_cast<std::size_t>(limit));
    } else {
      std::sort(order_.begin(), order_.end(), before);
    }
  }

  const plan::Sort& sort_;
  Batch rows_;
  std::vector<Column> keys_;
  std::vector<std::uint32_t> order_;
  std::size_t given_ = 0;
};

}  // namespace

OperatorPtr make_sort(Runtime& runtime, const plan::Sort& sort, OperatorPtr input) {
  return std::make_unique<SortOperator>(runtime, sort, std::move(input));
}

}  // namespace kith::exec
