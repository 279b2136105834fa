#include "ingest/model/measure.h"

#include <fmt/format.h>

#include <algorithm>

namespace kith::ingest {

namespace {

constexpr std::uint8_t kMisc = 4;

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint8_t type = 0;
  bool used = false;
};

bool fits(const GoldName& gold, const Span& span) {
  const std::pair at(span.begin, span.end);
  return at == std::pair(gold.begin, gold.end) ||
         std::find(gold.alternatives.begin(), gold.alternatives.end(), at) != gold.alternatives.end();
}

std::string_view plain(Relation relation) {
  const std::string_view name = relation_name(relation);
  return name.substr(0, name.find(':'));
}

}  // namespace

double NameMeasure::f1() const noexcept { return share(2 * right, 2 * right + spurious + missed); }

std::string NameMeasure::to_text() const {
  return fmt::format("names  P {:.1f}  R {:.1f}  F1 {:.1f}  ({} names)", share(right, right + spurious),
                     share(right, right + missed), f1(), right + missed);
}

NameMeasure measure_names(const std::vector<NameDocument>& documents, Annotator& annotator) {
  NameMeasure measure;
  for (const NameDocument& document : documents) {
    const Annotation annotation = annotator.annotate(document.text, document.segments, Annotator::kNames);
    std::vector<Span> found;
    for (const NameSpan& span : name_spans(annotation))
      if (span.type != EntityType::kOther)
        found.push_back({.begin = document.segments.tokens[span.first].begin,
                         .end = document.segments.tokens[span.last - 1].end,
                         .type = static_cast<std::uint8_t>(span.type)});
    for (const GoldName& gold : document.names) {
      if (gold.optional || gold.type == kMisc) continue;
      const auto hit = std::find_if(found.begin(), found.end(), [&](const Span& span) {
        return !span.used && span.type == gold.type && fits(gold, span);
      });
      if (hit == found.end()) {
        ++measure.missed;
        continue;
      }
      hit->used = true;
      ++measure.right;
    }
    for (const Span& span : found)
      if (!span.used && std::none_of(document.names.begin(), document.names.end(), [&](const GoldName& gold) {
            return (gold.optional || gold.type == kMisc) && gold.begin < span.end && span.begin < gold.end;
          }))
        ++measure.spurious;
  }
  return measure;
}

std::string TreeMeasure::to_text() const {
  return fmt::format("trees  LAS {:.1f} ({:.1f} without subtypes)  UAS {:.1f}  parts of speech {:.1f}  ({} words, {:.2f} % cut alike)",
                     share(labelled, words), share(universal, words), share(unlabelled, words), share(tags, words), words,
                     share(agreeing, words));
}

TreeMeasure measure_trees(const std::vector<TreeSentence>& sentences, Annotator& annotator) {
  TreeMeasure measure;
  for (const TreeSentence& sentence : sentences) {
    const std::vector<Token>& tokens = sentence.segments.tokens;
    const Annotation annotation = annotator.annotate(sentence.text, sentence.segments);
    measure.words += sentence.words.size();
    measure.agreeing += sentence.agreeing;
    // The token that is a word, if one is.
    std::vector<std::uint32_t> token_of(sentence.words.size(), kNone);
    std::uint32_t t = 0;
    for (std::size_t w = 0; w < sentence.words.size(); ++w) {
      const GoldWord& word = sentence.words[w];
      while (t < tokens.size() && tokens[t].begin < word.begin) ++t;
      if (t < tokens.size() && tokens[t].begin == word.begin && tokens[t].end == word.end) token_of[w] = t;
    }
    for (std::size_t w = 0; w < sentence.words.size(); ++w) {
      if (token_of[w] == kNone) continue;
      const GoldWord& word = sentence.words[w];
      const TokenAnnotation& token = annotation.tokens[token_of[w]];
      if (token.pos == word.tag) ++measure.tags;
      const bool root = word.arc.head == kRootHead;
      if (root ? token.head != kNone : token.head == kNone || token.head != token_of[word.arc.head]) continue;
      ++measure.unlabelled;
      if (token.relation == word.arc.relation) ++measure.labelled;
      if (plain(token.relation) == plain(word.arc.relation)) ++measure.universal;
    }
  }
  return measure;
}

}  // namespace kith::ingest
