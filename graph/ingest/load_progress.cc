#include "ingest/load_progress.h"

#include <fmt/format.h>
#include <xxhash.h>


namespace kith::ingest {

std::string load_identity(std::span<const std::string> paths, const LoadOptions& options,
                          std::string_view extractor) {
  std::string text = fmt::format("{}|{}|{}", extractor, options.date ? options.date->days : 0, options.confidence_min);
  for (const std::string& type : options.only) text += '|' + type;
  for (const std::string& path : paths) text += '\0' + path;
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

Result<std::optional<ReadPosition>> load_progress(Store& store, const std::string& identity) {
  KITH_TRY(Transaction tx, store.begin({.read_only = true}));
  KITH_TRY(const std::vector<NodeId> found, tx.find_nodes(kLoadProgressLabel, "input", identity));
  if (found.empty()) return std::optional<ReadPosition>();
  KITH_TRY(const std::optional<Node> node, tx.find_node(found.front()));
  if (!node) return std::optional<ReadPosition>();
  const auto number = [&](std::string_view key) {
    const Value& value = node->properties[key];
    return value.kind() == Kind::kInteger ? static_cast<std::uint64_t>(value.as_integer()) : 0;
  };
  return std::optional<ReadPosition>(
      {.source = number("source"), .item = number("item"), .sources = number("sources")});
}

Status note_progress(Transaction& tx, const std::string& identity, const ReadPosition& position) {
  KITH_TRY(std::vector<NodeId> found, tx.find_nodes(kLoadProgressLabel, "input", identity));
  if (found.empty()) {
    KITH_TRY(const NodeId made, tx.create_node({kLoadProgressLabel}, {{"input", identity}}));
    found.push_back(made);
  }
  for (const auto& [key, number] :
       {std::pair{"source", position.source}, {"item", position.item}, {"sources", position.sources}})
    KITH_DO(tx.set_property(found.front(), key, static_cast<std::int64_t>(number)));
  return ok();
}

Status clear_progress(Store& store, const std::string& identity) {
  return store.update([&](Transaction& tx) -> Status {
    KITH_TRY(const std::vector<NodeId> found, tx.find_nodes(kLoadProgressLabel, "input", identity));
    for (const NodeId node : found) KITH_DO(tx.delete_node(node));
    return ok();
  });
}

}  // namespace kith::ingest
