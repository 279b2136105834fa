#include "ingest/extract.h"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/analysis.h"
#include "ingest/names.h"
#include "ingest/times.h"

namespace kith::ingest {

void drop_idle_entities(Extraction& extraction) {
  std::vector<bool> used(extraction.entities.size(), true);
  for (std::size_t e = 0; e < used.size(); ++e) {
    const LocalEntity& entity = extraction.entities[e];
    bool named = false;
    for (const std::uint32_t mention : entity.mentions)
      named = named || extraction.mentions[mention].kind == MentionKind::kName;
    if (!named && (entity.type == EntityType::kEvent || entity.name.empty())) used[e] = false;
    if (!named && entity.type == EntityType::kOrganization) used[e] = false;
  }
  for (const Claim& claim : extraction.claims) used[claim.head] = used[claim.tail] = true;
  for (const Claim& claim : extraction.claims)
    if (claim.place != kNone) used[claim.place] = true;
  std::vector<std::uint32_t> number(used.size(), kNone);
  std::vector<LocalEntity> kept;
  for (std::size_t e = 0; e < used.size(); ++e)
    if (used[e]) {
      number[e] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(std::move(extraction.entities[e]));
    }
  std::vector<Mention> mentions;
  for (LocalEntity& entity : kept) entity.mentions.clear();
  for (Mention& mention : extraction.mentions) {
    if (mention.entity == kNone || number[mention.entity] == kNone) continue;
    mention.entity = number[mention.entity];
    mentions.push_back(std::move(mention));
  }
  std::stable_sort(mentions.begin(), mentions.end(),
                   [](const Mention& a, const Mention& b) { return a.begin < b.begin; });
  for (std::uint32_t m = 0; m < mentions.size(); ++m) kept[mentions[m].entity].mentions.push_back(m);
  for (Claim& claim : extraction.claims) {
    claim.head = number[claim.head];
    claim.tail = number[claim.tail];
    if (claim.place != kNone) claim.place = number[claim.place];
    if (claim.stated_by != kNone) claim.stated_by = number[claim.stated_by];
  }
  extraction.mentions = std::move(mentions);
  extraction.entities = std::move(kept);
}

std::string_view type_code(EntityType type) noexcept {
  switch (type) {
    case EntityType::kPerson:
      return "PER";
    case EntityType::kOrganization:
      return "ORG";
    case EntityType::kPlace:
      return "LOC";
    case EntityType::kEvent:
      return "EVENT";
    case EntityType::kOther:
      break;
  }
  return "MISC";
}

std::string Extraction::claim_text(const Claim& claim) const {
  std::string properties;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) properties += fmt::format("{}{}: {}", properties.empty() ? " {" : ", ", key, value);
  };
  if (claim.time != kNone) add("date", times[claim.time].value);
  if (claim.place != kNone) add("place", entities[claim.place].name);
  add("role", claim.role);
  if (claim.status != "stated") add("status", claim.status);
  if (!properties.empty()) properties += '}';
  return fmt::format("{} -[{}{}]-> {}", entities[claim.head].name, claim.type, properties, entities[claim.tail].name);
}

std::string Extraction::to_text() const {
  std::string out;
  for (const Claim& claim : claims) out += claim_text(claim) + "\n";
  return out;
}

Result<Extractor> Extractor::make(std::string_view frames) {
  KITH_TRY(Segmenter segmenter, Segmenter::make());
  KITH_TRY(Frames all, Frames::with(frames));
  KITH_TRY(const Model* model, Model::built_in());
  return Extractor(std::move(segmenter), std::move(all), *model);
}

Extraction Extractor::extract(const Article& article) {
  if (!article.is_english) return {};
  const std::string& words = article.words.empty() ? article.text : article.words;
  Analysis analysis;
  analysis.text = words;
  analysis.lexicon = lexicon_.get();
  analysis.frames = &frames_;
  analysis.reference = article.reference;
  analysis.segments = segmenter_.segment(words, article.body);
  const Annotation annotation = annotator_.annotate(words, analysis.segments, Annotator::kNames);
  analysis.mentions = find_names(analysis.segments, *lexicon_, name_spans(annotation));
  analysis.times = find_times(words, analysis.segments, *lexicon_, article.reference);
  link_names(analysis);
  parse(analysis);
  resolve_nouns(analysis);
  find_claims(analysis);
  Extraction extraction;
  extraction.mentions = std::move(analysis.mentions);
  extraction.entities = std::move(analysis.entities);
  extraction.times = std::move(analysis.times);
  extraction.claims = std::move(analysis.claims);
  drop_idle_entities(extraction);
  return extraction;
}

}  // namespace kith::ingest
