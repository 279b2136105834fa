#include "ingest/select.h"

#include <algorithm>

#include "base/suggest.h"
#include "ingest/extract.h"

namespace kith::ingest {

Result<std::vector<EntityType>> entity_types(const std::vector<std::string>& codes) {
  static constexpr EntityType kTypes[] = {EntityType::kPerson, EntityType::kOrganization, EntityType::kPlace,
                                          EntityType::kEvent};
  std::vector<std::string> known;
  for (const EntityType type : kTypes) known.emplace_back(type_code(type));
  std::vector<EntityType> types;
  for (const std::string& code : codes) {
    const auto at = std::find(known.begin(), known.end(), code);
    if (at == known.end()) {
      std::string hint = suggest(code, known);
      return Error{.code = ErrorCode::kArgument,
                   .message = "`" + code + "` is no kind of entity",
                   .detail = "InvalidArgument",
                   .hint = hint.empty() ? "there are PER, ORG, LOC and EVENT" : std::move(hint)};
    }
    types.push_back(kTypes[at - known.begin()]);
  }
  return types;
}

void select(Extraction& extraction, double confidence_min, const std::vector<EntityType>& only) {
  if (confidence_min <= 0 && only.empty()) return;
  const auto is_wanted = [&](std::uint32_t entity) {
    return only.empty() ||
           std::find(only.begin(), only.end(), extraction.entities[entity].type) != only.end();
  };
  std::erase_if(extraction.claims, [&](const Claim& claim) {
    return claim.confidence < confidence_min || !is_wanted(claim.head) || !is_wanted(claim.tail);
  });
  for (Claim& claim : extraction.claims) {
    if (claim.place != kNone && !is_wanted(claim.place)) claim.place = kNone;
    if (claim.stated_by != kNone && !is_wanted(claim.stated_by)) claim.stated_by = kNone;
  }
  std::erase_if(extraction.mentions,
                [&](const Mention& mention) { return mention.entity != kNone && !is_wanted(mention.entity); });
  for (std::uint32_t e = 0; e < extraction.entities.size(); ++e) {
    extraction.entities[e].mentions.clear();
    if (!is_wanted(e)) extraction.entities[e].name.clear();  // without a name and unused: idle
  }
  for (std::uint32_t m = 0; m < extraction.mentions.size(); ++m)
    if (const std::uint32_t entity = extraction.mentions[m].entity; entity != kNone)
      extraction.entities[entity].mentions.push_back(m);
  drop_idle_entities(extraction);
}

}  // namespace kith::ingest
