#include "model/crash_writer.h"

#include <unistd.h>

#include <cstdio>

#include "storage/store.h"

namespace kith::model {
namespace {

Status write_all(const std::string& path, int acknowledgements) {
  KITH_TRY(std::unique_ptr<storage::Store> store, storage::Store::open(path, {}));
  KITH_DO(store->create_index({.kind = storage::IndexKind::kUnique, .label_or_type = "Step", .keys = {"n"}}, true));
  std::int64_t n = 0;
  NodeId last = {};
  {
    KITH_TRY(storage::Transaction reading, store->begin(true));
    const storage::Reader& reader = reading.reader();
    KITH_TRY(const std::uint64_t count, reader.count_nodes());
    n = static_cast<std::int64_t>(count);
    if (n > 0) {
      const Value previous = n - 1;
      storage::NodeScan scan = reader.seek_nodes(reader.catalog().indexes.front(), std::span(&previous, 1));
      std::vector<NodeId> page;
      KITH_DO(scan.next(page, 1));
      if (page.empty()) return Error{ErrorCode::kCorruption, "the last step is not in the index"};
      last = page.front();
    }
  }
  for (;; ++n) {
    KITH_TRY(storage::Transaction transaction, store->begin(false));
    KITH_TRY(const LabelId step, transaction.label("Step"));
    KITH_TRY(const KeyId number, transaction.key("n"));
    KITH_TRY(const KeyId text, transaction.key("text"));
    KITH_TRY(const TypeId next, transaction.type("NEXT"));
    const std::vector<LabelId> labels = {step};
    KITH_TRY(const NodeId node, transaction.create_node(labels, {{number, n}, {text, step_text(n)}}));
    if (n > 0) {
      KITH_TRY(const EdgeId edge, transaction.create_edge(last, node, next, {{number, n}}));
      KITH_DO(transaction.add_evidence(edge, {.article = last, .start_byte = 1, .end_byte = 2, .extractor = "test", .status = "stated"}));
    }
    KITH_DO(transaction.commit(Durability::kSync));
    last = node;
    const std::string line = std::to_string(n) + "\n";
    if (::write(acknowledgements, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      return Error{ErrorCode::kIo, "nobody reads the acknowledgements"};
  }
}

}  // namespace

std::string step_text(std::int64_t n) { return std::string(n % 5 == 0 ? 2000 : 20, static_cast<char>('a' + n % 26)); }

int write_steps(const std::string& path, int acknowledgements) {
  const Status status = write_all(path, acknowledgements);
  std::fprintf(stderr, "%s\n", status.error().to_text().c_str());
  return 1;
}

}  // namespace kith::model
