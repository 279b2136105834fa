#include "fault/workload.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <utility>

namespace kith::fault {

using storage::EvidenceRow;
using storage::Reader;
using storage::Transaction;

namespace {

std::string step_key(std::size_t writer, std::int64_t n) { return std::to_string(writer) + "/" + std::to_string(n); }

EvidenceRow reason(NodeId article, std::int64_t n) {
  return {.article = article,
          .start_byte = static_cast<std::uint32_t>(n),
          .end_byte = static_cast<std::uint32_t>(n) + 1,
          .extractor = "test",
          .status = "stated"};
}

/// The node that the constraint has for a key.
Result<std::optional<NodeId>> find_step(const Reader& reader, std::size_t writer, std::int64_t n) {
  for (const storage::Index& index : reader.catalog().indexes) {
    if (index.name != "step_key") continue;
    const Value key = step_key(writer, n);
    storage::NodeScan scan = reader.seek_nodes(index, std::span(&key, 1));
    std::vector<NodeId> page;
    KITH_DO(scan.next(page, 2));
    if (page.empty()) return std::optional<NodeId>();
    if (page.size() > 1) return Error{ErrorCode::kInternal, "the constraint has two nodes of one key"};
    return std::optional<NodeId>(page.front());
  }
  return Error{ErrorCode::kInternal, "the constraint is missing"};
}

/// The edges of a type that leave a node.
Result<std::vector<EdgeRef>> leaving(const Reader& reader, NodeId node, TypeId type) {
  Column nodes(ColumnKind::kNode, 0);
  nodes.append(Value::node_ref(node));
  SliceBatch slices;
  KITH_DO(reader.expand(nodes, Direction::kOut, std::span(&type, 1), slices));
  std::vector<EdgeRef> edges;
  for (const EdgeSlice& slice : slices.of(0)) {
    for (const EdgeId id : slice.edges) {
      KITH_TRY(const EdgeRef edge, reader.edge_ref(id));
      edges.push_back(edge);
    }
  }
  return edges;
}

template <class Id>
Result<std::vector<Id>> all_of(storage::Scan<Id> scan) {
  std::vector<Id> ids;
  std::vector<Id> page;
  while (true) {
    KITH_TRY(const bool more, scan.next(page, 7));
    if (!more) return ids;
    ids.insert(ids.end(), page.begin(), page.end());
  }
}

}  // namespace

bool is_disk_error(const Error& error) {
  return !error.message.empty() && (error.code == ErrorCode::kIo || error.code == ErrorCode::kCommitUnknown ||
                                    (error.code == ErrorCode::kReadOnly && error.detail == "FailedWrite"));
}

Workload::Workload(std::uint64_t seed, std::size_t writers) : seed_(seed), writers_(writers) {}

Status Workload::prepare(storage::Store& store) {
  return store
      .create_index({.name = "step_key", .kind = storage::IndexKind::kUnique, .label_or_type = "Step", .keys = {"key"}},
                    true)
      .status();
}

// ---- writing ----

std::string Workload::step_text(std::size_t writer, std::int64_t n) const {
  const auto letter = static_cast<char>('a' + (n + static_cast<std::int64_t>(writer)) % 26);
  return std::string(n % 4 == 0 ? long_text_bytes : 30, letter);
}

Status Workload::write_step(storage::Store& store, std::size_t writer, std::int64_t n, Durability durability,
                            std::vector<std::int64_t>& before) {
  while (true) {
    {
      std::lock_guard lock(mutex_);
      for (std::size_t w = 0; w < writers_.size(); ++w) before[w] = writers_[w].acknowledged;
    }
    KITH_TRY(Transaction tx, store.begin(false));
    KITH_TRY(const LabelId step, tx.label("Step"));
    KITH_TRY(const LabelId mark, tx.label("Mark"));
    KITH_TRY(const TypeId next, tx.type("NEXT"));
    KITH_TRY(const TypeId has, tx.type("HAS"));
    KITH_TRY(const KeyId key, tx.key("key"));
    KITH_TRY(const KeyId of, tx.key("writer"));
    KITH_TRY(const KeyId number, tx.key("n"));
    KITH_TRY(const KeyId text, tx.key("text"));
    const auto w = static_cast<std::int64_t>(writer);
    KITH_TRY(const NodeId node, tx.create_node(std::span(&step, 1), {{key, step_key(writer, n)},
                                                                     {of, w},
                                                                     {number, n},
                                                                     {text, step_text(writer, n)}}));
    KITH_TRY(const NodeId marked, tx.create_node(std::span(&mark, 1), {{of, w}, {number, n}}));
    KITH_DO(tx.create_edge(node, marked, has, {}));
    if (n > 0) {
      KITH_TRY(const std::optional<NodeId> last, find_step(tx.reader(), writer, n - 1));
      if (!last) return Error{ErrorCode::kInternal, "the step before is missing"};
      KITH_TRY(const EdgeId edge, tx.create_edge(*last, node, next, {{number, n}}));
      KITH_DO(tx.add_evidence(edge, reason(*last, n)));
      KITH_TRY(const auto old, leaving(tx.reader(), *last, has));
      for (const EdgeRef& gone : old) {
        KITH_DO(tx.delete_edge(gone.id));
        KITH_DO(tx.delete_node(gone.to));
      }
      KITH_DO(tx.verify_deletions());
    }
    Status committed = tx.commit(durability);
    if (committed.is_ok() || committed.error().code != ErrorCode::kConflict) return committed;
  }
}

void Workload::run(storage::Store& store, std::size_t steps, const std::function<void(std::size_t)>& before_step) {
  std::atomic<std::size_t> begun = 0;
  const auto write = [&](std::size_t w) {
    std::mt19937_64 random(seed_ + w);
    std::vector<std::int64_t> before(writers_.size());
    for (std::size_t i = 0; i < steps; ++i) {
      if (before_step) before_step(begun++);
      const auto durability = mixes_durability ? static_cast<Durability>(random() % 3) : Durability::kSync;
      std::int64_t n = 0;
      {
        std::lock_guard lock(mutex_);
        n = writers_[w].acknowledged;
      }
      Status written = write_step(store, w, n, durability, before);
      if (written.is_ok() && on_commit) on_commit(w, n + 1);
      std::lock_guard lock(mutex_);
      if (!written.is_ok()) {
        writers_[w].is_unknown = written.error().code == ErrorCode::kCommitUnknown;
        writers_[w].error = std::move(written).error();
        return;
      }
      writers_[w].acknowledged = n + 1;
      if (durability != Durability::kSync) continue;
      // Nothing older is lost either, whoever wrote it.
      writers_[w].promised = n + 1;
      for (std::size_t other = 0; other < before.size(); ++other)
        writers_[other].promised = std::max(writers_[other].promised, before[other]);
    }
  };
  for (Writer& writer : writers_) {
    writer.is_unknown = false;
    writer.error.reset();
  }
  std::vector<std::thread> threads;
  for (std::size_t w = 0; w < writers_.size(); ++w) threads.emplace_back(write, w);
  for (std::thread& thread : threads) thread.join();
  ++seed_;
}

// ---- reading ----

Status Workload::read_all(const storage::Store& store, Expect expect, std::vector<std::int64_t>* found) const {
  KITH_TRY(const auto view, store.view());
  const Reader reader(view, nullptr);
  const auto label_nodes = [&](const char* name) -> Result<std::vector<NodeId>> {
    const auto label = reader.catalog().labels.find(name);
    if (!label) return std::vector<NodeId>();
    return all_of(reader.scan_label(*label));
  };
  KITH_TRY(const std::vector<NodeId> steps, label_nodes("Step"));
  KITH_TRY(const std::vector<NodeId> marks, label_nodes("Mark"));
  const auto next = reader.catalog().types.find("NEXT");
  const auto has = reader.catalog().types.find("HAS");
  std::map<std::pair<std::int64_t, std::int64_t>, NodeId> by_place;
  for (const NodeId id : steps) {
    KITH_TRY(const Node node, reader.node(id));
    const std::int64_t w = node.properties["writer"].as_integer();
    const std::int64_t n = node.properties["n"].as_integer();
    CHECK(node.properties["key"] == Value(step_key(static_cast<std::size_t>(w), n)));
    CHECK(node.properties["text"] == Value(step_text(static_cast<std::size_t>(w), n)));
    CHECK(by_place.emplace(std::pair(w, n), id).second);
  }
  std::size_t writers_with_steps = 0;
  for (std::size_t w = 0; w < writers_.size(); ++w) {
    std::int64_t count = 0;
    std::optional<NodeId> last;
    for (;; ++count) {
      KITH_TRY(const std::optional<NodeId> id, find_step(reader, w, count));
      const auto at = by_place.find({static_cast<std::int64_t>(w), count});
      REQUIRE(id.has_value() == (at != by_place.end()));
      if (!id) break;
      CHECK(*id == at->second);
      by_place.erase(at);
      if (last) {
        KITH_TRY(const std::vector<EdgeRef> edges, leaving(reader, *last, *next));
        REQUIRE(edges.size() == 1);
        CHECK(edges.front().to == *id);
        KITH_TRY(const std::vector<EvidenceRow> evidence, reader.evidence(edges.front().id));
        CHECK(evidence == std::vector<EvidenceRow>{reason(*last, count)});
        KITH_TRY(const std::vector<EdgeRef> old, leaving(reader, *last, *has));
        CHECK(old.empty());
      }
      last = id;
    }
    if (last) {
      ++writers_with_steps;
      KITH_TRY(const std::vector<EdgeRef> edges, leaving(reader, *last, *has));
      REQUIRE(edges.size() == 1);
      KITH_TRY(const Node mark, reader.node(edges.front().to));
      CHECK(mark.properties["writer"] == Value(static_cast<std::int64_t>(w)));
      CHECK(mark.properties["n"] == Value(count - 1));
    }
    const Writer& writer = writers_[w];
    INFO("writer " << w << " has " << count << " steps, acknowledged " << writer.acknowledged << ", promised "
                   << writer.promised << ", " << (writer.error ? writer.error->to_text() : "no error"));
    CHECK(count <= writer.acknowledged + (writer.is_unknown && expect != Expect::kExactly ? 1 : 0));
    CHECK(count >= (expect == Expect::kPromised ? writer.promised : writer.acknowledged));
    if (found != nullptr) found->push_back(count);
  }
  CHECK(by_place.empty());  // none beyond a gap
  CHECK(marks.size() == writers_with_steps);
  KITH_TRY(const std::uint64_t nodes, reader.count_nodes());
  KITH_TRY(const std::uint64_t edges, reader.count_edges());
  CHECK(nodes == steps.size() + marks.size());
  CHECK(edges == steps.size() - writers_with_steps + marks.size());
  return ok();
}

void Workload::verify(const storage::Store& store, Expect expect) {
  std::vector<std::int64_t> found;
  const Status read = read_all(store, expect, &found);
  if (!read.is_ok()) FAIL(read.error().to_text());
  const Result<CheckReport> report = store.check();
  if (!report.is_ok()) FAIL(report.error().to_text());
  for (const Damage& damage : report->damage) FAIL_CHECK(damage.kind << ": " << damage.message);
  if (expect == Expect::kExactly) return;
  std::lock_guard lock(mutex_);
  for (std::size_t w = 0; w < writers_.size(); ++w) {
    writers_[w].acknowledged = found[w];
    writers_[w].promised = found[w];  // what was recovered is on the disk
    writers_[w].is_unknown = false;
  }
}

Status Workload::resume(const storage::Store& store) {
  KITH_TRY(const auto view, store.view());
  const Reader reader(view, nullptr);
  for (std::size_t w = 0; w < writers_.size(); ++w) {
    for (std::int64_t n = writers_[w].acknowledged;; ++n) {
      KITH_TRY(const std::optional<NodeId> step, find_step(reader, w, n));
      if (!step) break;
      writers_[w].acknowledged = n + 1;
    }
  }
  return ok();
}

void Workload::acknowledge(std::size_t writer, std::int64_t steps) {
  std::lock_guard lock(mutex_);
  for (Writer& each : writers_) each.is_unknown = true;
  writers_.at(writer).acknowledged = std::max(writers_.at(writer).acknowledged, steps);
}

std::vector<Error> Workload::errors() const {
  std::lock_guard lock(mutex_);
  std::vector<Error> errors;
  for (const Writer& writer : writers_)
    if (writer.error) errors.push_back(*writer.error);
  return errors;
}

bool Workload::has_unknown() const {
  std::lock_guard lock(mutex_);
  return std::any_of(writers_.begin(), writers_.end(), [](const Writer& writer) { return writer.is_unknown; });
}

std::uint64_t Workload::acknowledged() const {
  std::lock_guard lock(mutex_);
  std::uint64_t sum = 0;
  for (const Writer& writer : writers_) sum += static_cast<std::uint64_t>(writer.acknowledged);
  return sum;
}

}  // namespace kith::fault
