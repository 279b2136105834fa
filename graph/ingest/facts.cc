#include "ingest/facts.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>

#include "ingest/document.h"
#include "ingest/settle.h"
#include "ingest/times.h"

namespace kith::ingest {

namespace {

constexpr std::array<std::string_view, 6> kOwnKeys = {"key",  "status", "confidence",
                                                      "time", "date",   "place"};  // and role_key()

std::string fact_key(const Told& told) {
  const std::string text = fmt::format("{}|{}|{}|{}|{}|{}", told.fact.type, static_cast<std::uint64_t>(told.from),
                                       static_cast<std::uint64_t>(told.to), told.fact.role, told.fact.status,
                                       told.fact.day ? iso_date(*told.fact.day) : "");
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

Result<std::optional<EdgeId>> find_fact(Transaction& tx, const std::string& type, const std::string& key) {
  KITH_TRY(Cursor cursor, tx.run("MATCH ()-[r:" + type + " {key: $key}]->() RETURN r", {{"key", key}}));
  KITH_TRY(const bool found, cursor.next());
  if (!found) return std::optional<EdgeId>();
  return std::optional<EdgeId>(cursor.row()[0].edge_id());
}

std::string text_of(const Map& properties, std::string_view key) {
  const Value& value = properties[key];
  return value.kind() == Kind::kString ? std::string(value.as_string()) : std::string();
}

std::uint32_t number_of(const Map& properties, std::string_view key) {
  const Value& value = properties[key];
  return value.kind() == Kind::kInteger ? static_cast<std::uint32_t>(value.as_integer()) : 0;
}

std::optional<Date> day_of(const Map& properties) {
  const Value& value = properties["date"];
  return value.kind() == Kind::kDate ? std::optional<Date>(value.as_date()) : std::nullopt;
}

}  // namespace

void orient(Told& told) {
  if (!is_symmetric(told.fact.type) || !(told.to < told.from)) return;
  std::swap(told.from, told.to);
  std::swap(told.evidence.from_cluster, told.evidence.to_cluster);
}

std::pair<std::uint32_t, std::uint32_t> clusters_of(const Told& told) {
  std::pair<std::uint32_t, std::uint32_t> clusters{told.evidence.from_cluster, told.evidence.to_cluster};
  if (is_symmetric(told.fact.type) && clusters.second < clusters.first) std::swap(clusters.first, clusters.second);
  return clusters;
}

Result<Placed> place_fact(Transaction& tx, const Told& told) {
  const std::string key = fact_key(told);
  KITH_TRY(const std::optional<EdgeId> known, find_fact(tx, told.fact.type, key));
  if (known) {
    KITH_DO(improve_fact(tx, *known, told.evidence.time, told.evidence.place, told.evidence.confidence));
    return Placed{.edge = *known, .is_new = false};
  }
  Map properties = told.more;
  properties.set("key", key);
  properties.set("status", told.fact.status);
  properties.set("confidence", told.evidence.confidence);
  if (!told.fact.role.empty()) properties.set(role_key(told.fact.type), told.fact.role);
  if (!told.evidence.time.empty()) properties.set("time", told.evidence.time);
  if (told.fact.day) properties.set("date", *told.fact.day);
  if (!told.evidence.place.empty()) properties.set("place", told.evidence.place);
  KITH_TRY(const EdgeId made, tx.create_edge(told.from, told.to, told.fact.type, properties));
  return Placed{.edge = made, .is_new = true};
}

Status withhold(Transaction& tx, const Told& told) {
  const auto [from, to] = clusters_of(told);
  Map properties = {{"type", told.fact.type},
                    {"from", static_cast<std::int64_t>(from)},
                    {"to", static_cast<std::int64_t>(to)},
                    {"startByte", static_cast<std::int64_t>(told.evidence.start_byte)},
                    {"endByte", static_cast<std::int64_t>(told.evidence.end_byte)},
                    {"confidence", told.evidence.confidence}};
  for (const auto& [key, text] : {std::pair{"role", &told.fact.role},
                                  {"status", &told.fact.status},
                                  {"extractor", &told.evidence.extractor},
                                  {"evidenceStatus", &told.evidence.status},
                                  {"statedBy", &told.evidence.stated_by},
                                  {"time", &told.evidence.time},
                                  {"place", &told.evidence.place}})
    if (!text->empty()) properties.set(key, *text);
  if (told.fact.day) properties.set("date", *told.fact.day);
  const NodeId at = from == told.evidence.from_cluster ? told.from : told.to;
  return tx.create_edge(told.evidence.article, at, kWithheldType, properties).status();
}

std::optional<Told> told_by(const Edge& edge, const Evidence& evidence) {
  if (text_of(edge.properties, "key").size() != 32) return std::nullopt;
  Told told{.fact = {.type = edge.type,
                     .role = text_of(edge.properties, role_key(edge.type)),
                     .status = text_of(edge.properties, "status"),
                     .day = day_of(edge.properties)},
            .from = edge.from,
            .to = edge.to,
            .evidence = evidence,
            .more = edge.properties};
  for (const std::string_view key : kOwnKeys) told.more.erase(key);
  told.more.erase(role_key(edge.type));
  return told;
}

Result<std::vector<Told>> take_withheld(Transaction& tx, NodeId article) {
  std::vector<Told> out;
  std::vector<EdgeId> gone;
  {
    KITH_TRY(Cursor cursor, tx.run("MATCH (a:Article)-[w:WITHHELD]->() WHERE elementId(a) = $id RETURN w",
                                   {{"id", element_id(article)}}));
    while (true) {
      KITH_TRY(const bool more, cursor.next());
      if (!more) break;
      const Edge& edge = cursor.row()[0].as_edge();
      const Map& said = edge.properties;
      const Value& confidence = said["confidence"];
      out.push_back({.fact = {.type = text_of(said, "type"),
                              .role = text_of(said, "role"),
                              .status = text_of(said, "status"),
                              .day = day_of(said)},
                     .from = edge.to,
                     .to = edge.to,
                     .evidence = {.article = article,
                                  .start_byte = number_of(said, "startByte"),
                                  .end_byte = number_of(said, "endByte"),
                                  .extractor = text_of(said, "extractor"),
                                  .confidence = confidence.kind() == Kind::kFloat ? confidence.as_float() : 1.0,
                                  .status = text_of(said, "evidenceStatus"),
                                  .stated_by = text_of(said, "statedBy"),
                                  .time = text_of(said, "time"),
                                  .place = text_of(said, "place"),
                                  .from_cluster = number_of(said, "from"),
                                  .to_cluster = number_of(said, "to")}});
      gone.push_back(edge.id);
    }
  }
  for (const EdgeId edge : gone) KITH_DO(tx.delete_edge(edge));
  return out;
}

Result<std::int64_t> tell(Transaction& tx, Told told) {
  if (told.from == told.to) {
    KITH_DO(withhold(tx, told));
    return 1;
  }
  orient(told);
  KITH_TRY(const Placed placed, place_fact(tx, told));
  std::int64_t edges = placed.is_new ? 1 : 0;
  KITH_TRY(const std::vector<Evidence> all, tx.evidence(placed.edge));
  const auto clash = std::find_if(all.begin(), all.end(), [&](const Evidence& one) {
    return one.article == told.evidence.article && one.start_byte == told.evidence.start_byte &&
           one.extractor == told.evidence.extractor;
  });
  if (clash != all.end()) {
    Told other = told;
    other.evidence = *clash;
    if (clusters_of(other) == clusters_of(told)) {
      KITH_DO(tx.add_evidence(placed.edge, told.evidence));
      KITH_DO(settle_fact(tx, placed.edge));
      return edges;
    }
    if (clusters_of(other) < clusters_of(told)) std::swap(other, told);
    KITH_DO(withhold(tx, other));
    ++edges;
  }
  KITH_DO(tx.add_evidence(placed.edge, told.evidence));
  return edges;
}

}  // namespace kith::ingest
