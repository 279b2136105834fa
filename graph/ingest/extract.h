// An article to what it says: segment, names, times, entities, claims, each a pass of its own.
//
//     Extractor extractor = *Extractor::make();
//     Extraction e = extractor.extract(article);
#pragma once

#include <memory>
#include <string>

#include "ingest/article.h"
#include "ingest/document.h"
#include "ingest/frames.h"
#include "ingest/lexicon.h"
#include "ingest/model/model.h"
#include "ingest/segment.h"
#include "kith/status.h"

namespace kith::ingest {

/// Raised when the rules come to claim other things of the same text.
inline constexpr std::string_view kRules = "rules/2";

/// Takes away entities that nothing is said of and that have no name in the text: such events are no nodes. The others
/// keep their order.
void drop_idle_entities(Extraction& extraction);

/// Holds the word lists and break iterators. Move-only, one thread at a time.
class Extractor {
 public:
  /// `frames`: a table of frames beside the one that is compiled in, in the form of frames.txt.
  /// `open`: what verbs say that no frame knows is claimed too, as kOpenType.
  static Result<Extractor> make(std::string_view frames = {}, bool open = false);

  /// Deterministic: the same text and reference date give the same extraction.
  Extraction extract(const Article& article);

  /// What made a claim, in its evidence: "rules/2+english/3f2a91bc77d0aa10", the rules and the model by its checksum, and
  /// "+frames/91bc77d0" if there are frames beside those compiled in, "+open" if it is open.
  const std::string& name() const noexcept { return name_; }

 private:
  Extractor(std::string name, Segmenter segmenter, Frames frames, bool open, const Model& model)
      : name_(std::move(name)),
        open_(open),
        lexicon_(std::make_unique<Lexicon>()),
        segmenter_(std::move(segmenter)),
        frames_(std::move(frames)),
        annotator_(model, *lexicon_) {
    frames_.for_each_verb([&](std::string_view verb) { lexicon_->learn_verb(verb); });
  }

  std::string name_;
  bool open_;
  std::unique_ptr<Lexicon> lexicon_;  // where it is for good: the annotator points to it
  Segmenter segmenter_;
  Frames frames_;
  Annotator annotator_;
};

}  // namespace kith::ingest
