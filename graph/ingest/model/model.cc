#include "ingest/model/model.h"

#include <fmt/format.h>

#include <numeric>

#include "ingest/model/model_file.h"
#include "ingest/model/pos_tagger.h"

namespace kith::ingest {

Result<Model> Model::view(std::span<const std::byte> bytes) {
  KITH_TRY(const ModelParts parts, read_model(bytes));
  Model model;
  KITH_TRY(model.names_, Weights::view(parts.names, NameLabel::kCount, "name tagger"));
  KITH_TRY(model.tags_, Weights::view(parts.tags, kPosNames.size(), "part-of-speech tagger"));
  KITH_TRY(model.trees_, Weights::view(parts.trees, Step::kCount, "parser"));
  model.about_ = parts.about;
  model.version_ = fmt::format("{:016x}", parts.checksum);
  return model;
}

Annotation Annotator::annotate(std::string_view text, const Segments& segments, unsigned stages) {
  const std::size_t count = segments.tokens.size();
  collect_facts(text, segments.tokens, lexicon_, facts_);
  tags_.assign(count, Pos::kX);
  labels_.assign(count, NameLabel{});
  Annotation out;
  out.tokens.resize(count);
  const std::span<const WordFacts> facts(facts_);
  for (const Sentence& sentence : segments.sentences) {
    const std::size_t first = sentence.first_token;
    const std::size_t length = sentence.last_token - first;
    tag_pos(model_.tags(), facts.subspan(first, length), std::span(tags_).subspan(first, length));
  }
  if ((stages & kNames) != 0)
    tag_names(model_.names(), transitions_, facts_, tags_, segments.sentences, lattice_, labels_);
  for (const Sentence& sentence : segments.sentences) {
    const std::size_t first = sentence.first_token;
    for (std::size_t i = first; i < sentence.last_token; ++i) {
      out.tokens[i].name = labels_[i];
      out.tokens[i].pos = tags_[i];
    }
    if ((stages & kTrees) == 0) continue;
    std::vector<std::uint32_t> all(sentence.last_token - first);
    std::iota(all.begin(), all.end(), sentence.first_token);
    add_tree(all, out.tokens);
  }
  return out;
}

void Annotator::add_tree(std::span<const std::uint32_t> kept, std::vector<TokenAnnotation>& tokens) {
  kept_facts_.clear();
  kept_tags_.clear();
  for (const std::uint32_t token : kept) {
    kept_facts_.push_back(facts_[token]);
    kept_tags_.push_back(tokens[token].pos);
  }
  arcs_.assign(kept.size(), Arc{});
  parse_sentence(model_.trees(), std::span<const WordFacts>(kept_facts_), std::span<const Pos>(kept_tags_), state_,
                 std::span(arcs_));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    tokens[kept[i]].relation = arcs_[i].relation;
    tokens[kept[i]].head = arcs_[i].head == kRootHead ? kNone : kept[arcs_[i].head];
  }
}

std::vector<NameSpan> name_spans(const Annotation& annotation) {
  std::vector<NameSpan> out;
  std::uint32_t first = 0;
  for (std::uint32_t i = 0; i < annotation.tokens.size(); ++i) {
    const NameLabel label = annotation.tokens[i].name;
    const NamePart part = label.part();
    if (part == NamePart::kBegin || part == NamePart::kUnit) first = i;
    if (part == NamePart::kLast || part == NamePart::kUnit)
      out.push_back({.first = first, .last = i + 1, .type = static_cast<EntityType>(label.type())});
  }
  return out;
}

std::string Annotation::to_text(std::string_view text, const Segments& segments) const {
  static constexpr std::string_view kParts = "OBILU";
  std::string out;
  for (const Sentence& sentence : segments.sentences) {
    for (std::uint32_t i = sentence.first_token; i < sentence.last_token; ++i) {
      const TokenAnnotation& token = tokens[i];
      const Token& at = segments.tokens[i];
      std::string name(1, kParts[static_cast<std::size_t>(token.name.part())]);
      if (token.name.number != 0) name += fmt::format("-{}", kNameTypes[token.name.type()]);
      out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", i - sentence.first_token + 1, text.substr(at.begin, at.end - at.begin),
                         pos_name(token.pos), token.head == kNone ? 0 : token.head - sentence.first_token + 1,
                         relation_name(token.relation), name);
    }
    out += '\n';
  }
  return out;
}

}  // namespace kith::ingest
