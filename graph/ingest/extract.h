// An article to what it says: segment, names, times, entities, claims, each a pass of its own.
//
//     Extractor extractor = *Extractor::make();
//     Extraction e = extractor.extract(article);
#pragma once

#include <memory>

#include "ingest/article.h"
#include "ingest/document.h"
#include "ingest/frames.h"
#include "ingest/lexicon.h"
#include "ingest/model/model.h"
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
  /// `frames`: a table of frames beside the one that is compiled in, in the form of frames.txt.
  static Result<Extractor> make(std::string_view frames = {});

  /// Deterministic: the same text and reference date give the same extraction.
  Extraction extract(const Article& article);

 private:
  Extractor(Segmenter segmenter, Frames frames, const Model& model)
      : lexicon_(std::make_unique<Lexicon>()),
        segmenter_(std::move(segmenter)),
        frames_(std::move(frames)),
        annotator_(model, *lexicon_) {
    frames_.for_each_verb([&](std::string_view verb) { lexicon_->learn_verb(verb); });
  }

  std::unique_ptr<Lexicon> lexicon_;  // where it is for good: the annotator points to it
  Segmenter segmenter_;
  Frames frames_;
  Annotator annotator_;
};

}  // namespace kith::ingest
