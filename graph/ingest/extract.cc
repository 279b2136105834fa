#include "ingest/extract.h"

#include <fmt/format.h>
#include <xxhash.h>

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

std::string_view role_key(std::string_view type) noexcept { return type == kOpenType ? "predicate" : "role"; }

std::string FactWords::to_text() const {
  std::string properties;
  for (const auto& [key, value] :
       {std::pair<std::string_view, std::string_view>{"date", date}, {"place", place}, {role_key(type), role}, {"status", status}})
    if (!value.empty() && value != "stated") properties += fmt::format("{}{}: {}", properties.empty() ? " {" : ", ", key, value);
  if (!properties.empty()) properties += '}';
  return fmt::format("{} -[{}{}]-> {}", from, type, properties, to);
}

std::string Extraction::claim_text(const Claim& claim) const {
  FactWords words{.from = entities[claim.head].name, .type = claim.type, .to = entities[claim.tail].name};
  if (claim.time != kNone) words.date = times[claim.time].value;
  if (claim.place != kNone) words.place = entities[claim.place].name;
  words.role = claim.role;
  words.status = claim.status;
  return words.to_text();
}

std::string Extraction::to_text() const {
  std::string out;
  for (const Claim& claim : claims) out += claim_text(claim) + "\n";
  return out;
}

Result<Extractor> Extractor::make(std::string_view frames, bool open) {
  KITH_TRY(Segmenter segmenter, Segmenter::make());
  KITH_TRY(Frames all, Frames::with(frames));
  KITH_TRY(const Model* model, Model::built_in());
  std::string name = fmt::format("{}+english/{}", kRules, model->version());
  if (!frames.empty()) name += fmt::format("+frames/{:08x}", XXH32(frames.data(), frames.size(), 0));
  if (open) name += "+open";
  return Extractor(std::move(name), std::move(segmenter), std::move(all), open, *model);
}

Extraction Extractor::extract(const Article& article) {
  if (!article.is_english) return {};
  const std::string& words = article.words.empty() ? article.text : article.words;
  Analysis analysis;
  analysis.text = words;
  analysis.lexicon = lexicon_.get();
  analysis.frames = &frames_;
  analysis.reference = article.reference;
  analysis.open = open_;
  analysis.segments = segmenter_.segment(words, article.body);
  Annotation annotation = annotator_.annotate(words, analysis.segments, Annotator::kNames);
  analysis.mentions = article.names ? mark_names(analysis.segments, *lexicon_, *article.names)
                                    : find_names(analysis.segments, *lexicon_, name_spans(annotation));
  analysis.times = find_times(words, analysis.segments, *lexicon_, article.reference);
  analysis.trees = std::move(annotation.tokens);
  link_names(analysis);
  parse(analysis);
  resolve_nouns(analysis);
  parse_trees(analysis, annotator_);
  find_claims(analysis);
  Extraction extraction{.extractor = name_};
  extraction.mentions = std::move(analysis.mentions);
  extraction.entities = std::move(analysis.entities);
  extraction.times = std::move(analysis.times);
  extraction.claims = std::move(analysis.claims);
  drop_idle_entities(extraction);
  return extraction;
}

}  // namespace kith::ingest
