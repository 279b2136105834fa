#include "fault/judge.h"

#include <xxhash.h>

#include <cstdio>
#include <functional>
#include <sstream>
#include <utility>
#include <vector>

#include "fault/child.h"

namespace kith::fault {

using storage::Reader;
using storage::Store;

namespace {

template <class Id>
Status for_each(storage::Scan<Id> scan, const std::function<Status(Id)>& visit) {
  std::vector<Id> page;
  while (true) {
    KITH_TRY(const bool more, scan.next(page, 100));
    if (!more) return ok();
    for (const Id id : page) KITH_DO(visit(id));
  }
}

/// Appends what is read, a line a fact.
class Dump {
 public:
  explicit Dump(const Reader& reader) : reader_(reader) {}

  Result<std::string> all() {
    KITH_DO(entities());
    KITH_DO(by_name());
    KITH_DO(by_index());
    return std::move(text_);
  }

 private:
  template <class... Parts>
  void line(const Parts&... parts) {
    std::ostringstream out;
    ((out << parts << ' '), ...);
    text_ += out.str() + "\n";
  }

  Status slices(NodeId node, Direction direction) {
    Column nodes(ColumnKind::kNode, 0);
    nodes.append(Value::node_ref(node));
    SliceBatch batch;
    KITH_DO(reader_.expand(nodes, direction, {}, batch));
    for (const EdgeSlice& slice : batch.of(0))
      for (std::size_t i = 0; i < slice.edges.size(); ++i)
        line(direction == Direction::kOut ? "out" : "in", raw(slice.type), raw(slice.edges[i]), raw(slice.nodes[i]));
    return ok();
  }

  Status entities() {
    const auto node_lines = [&](NodeId id) -> Status {
      KITH_TRY(Node node, reader_.node(id));
      line("node", raw(id), Value(std::move(node)).to_text());
      KITH_DO(slices(id, Direction::kOut));
      KITH_DO(slices(id, Direction::kIn));
      KITH_TRY(const auto supported, reader_.supported_by(id));
      for (const EdgeId edge : supported) line("supports", raw(edge));
      return ok();
    };
    KITH_DO(for_each<NodeId>(reader_.scan_nodes(), node_lines));
    return for_each<EdgeId>(reader_.scan_edges(), [&](EdgeId id) -> Status {
      KITH_TRY(Edge edge, reader_.edge(id));
      line("edge", raw(id), raw(edge.from), raw(edge.to), edge.type, Value(std::move(edge)).to_text());
      KITH_TRY(const auto evidence, reader_.evidence(id));
      for (const storage::EvidenceRow& row : evidence)
        line("reason", raw(row.article), row.start_byte, row.end_byte, row.extractor, row.status);
      return ok();
    });
  }

  Status by_name() {
    const storage::Catalog& catalog = reader_.catalog();
    KITH_TRY(const std::uint64_t nodes, reader_.count_nodes());
    KITH_TRY(const std::uint64_t edges, reader_.count_edges());
    line("count", nodes, edges);
    for (std::uint32_t i = 0; i < catalog.labels.size(); ++i) {
      KITH_TRY(const std::uint64_t count, reader_.count_nodes(LabelId{i}));
      if (count > 0) line("label", catalog.labels.name(LabelId{i}), count);
      KITH_DO(for_each<NodeId>(reader_.scan_label(LabelId{i}), [&](NodeId id) {
        line("member", raw(id));
        return ok();
      }));
    }
    for (std::uint32_t i = 0; i < catalog.types.size(); ++i) {
      KITH_TRY(const std::uint64_t count, reader_.count_edges(TypeId{i}));
      if (count > 0) line("type", catalog.types.name(TypeId{i}), count);
      KITH_DO(for_each<EdgeId>(reader_.scan_type(TypeId{i}), [&](EdgeId id) {
        line("member", raw(id));
        return ok();
      }));
    }
    return ok();
  }

  Status by_index() {
    for (const storage::Index& index : reader_.catalog().indexes) {
      if (index.on_edges || index.state != storage::IndexState::kReady) continue;
      const auto entry_lines = [&](NodeId id) -> Status {
        std::vector<Value> values;
        for (const KeyId key : index.keys) {
          KITH_TRY(Value value, reader_.property(id, key));
          values.push_back(std::move(value));
        }
        return for_each<NodeId>(reader_.seek_nodes(index, values), [&](NodeId found) {
          line("index", index.name, raw(id), raw(found));
          return ok();
        });
      };
      KITH_DO(for_each<NodeId>(reader_.scan_label(index.label), entry_lines));
    }
    return ok();
  }

  const Reader& reader_;
  std::string text_;
};

}  // namespace

Result<std::string> digest_of(const Store& store) {
  KITH_TRY(const auto view, store.view());
  const Reader reader(view, nullptr);
  KITH_TRY(const std::string text, Dump(reader).all());
  return std::to_string(XXH3_64bits(text.data(), text.size()));
}

int judge(const std::string& path) {
  auto store = Store::open(path, {});
  if (!store.is_ok()) {
    std::printf("refused %s\n", store.error().to_text().c_str());
    return 0;
  }
  const auto digest = digest_of(**store);
  if (digest.is_ok())
    std::printf("opened %s\n", digest->c_str());
  else
    std::printf("unreadable %s\n", digest.error().to_text().c_str());
  const auto report = (*store)->check();
  if (!report.is_ok()) {
    std::printf("unreadable %s\n", report.error().to_text().c_str());
  } else {
    for (const Damage& damage : report->damage) std::printf("damage %s: %s\n", damage.kind.c_str(), damage.message.c_str());
  }
  (void)(*store)->close();
  return 0;
}

Verdict judge_apart(const std::string& path) {
  const Outcome outcome = run_child({own_program(), "--judge", path});
  Verdict verdict{.status = outcome.status, .text = outcome.out + outcome.error};
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t space = line.find(' ');
    const std::string word = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    if (word == "refused") verdict.refused = rest;
    if (word == "unreadable") verdict.unreadable = rest;
    if (word == "opened") verdict.digest = rest;
    if (word == "damage") verdict.damage += rest + "\n";
  }
  return verdict;
}

}  // namespace kith::fault
