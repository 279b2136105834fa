// An article to what it says: segment, names, times, entities, claims, each a pass of its own.
//
//     Extractor extractor = *Extractor::make();
//     Extraction e = extractor.extract(article);
#pragma once

#include "ingest/article.h"
#include "ingest/document.h"
#include "ingest/lexicon.h"
#include "ingest/segment.h"
#include "kith/status.h"

namespace kith::ingest {

/// The name of this extractor in evidence; changes when its claims do.
inline constexpr std::string_view kExtractor = "rules/1";

/// Takes away entities that nothing is said of and that have no name in the text: such events are no nodes. The others
/// keep their order.
void drop_idle_entities(Extraction& extraction);

/// Holds the word lists and break iterators. Move-only, one thread at a time.
class Extractor {
 public:
  static Result<Extractor> make();

  /// Deterministic: the same text and reference date give the same extraction.
  Extraction extract(const Article& article);

 private:
  explicit Extractor(Segmenter segmenter) : segmenter_(std::move(segmenter)) {}

  Lexicon lexicon_;
  Segmenter segmenter_;
};

}  // namespace kith::ingest
