// The three stages learnt from annotated texts. Each is a function from documents to weights.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/model/corpus.h"
#include "ingest/model/learner.h"

namespace kith::ingest {

struct LearnOptions {
  std::uint64_t seed = 1;
  std::uint32_t epochs = 10;
  std::uint32_t rounds = 1;    ///< learners of which the mean is taken
  std::size_t bytes_max = 0;  ///< of the section
  std::function<void(std::string_view)> progress = {};
};

/// The section of the part-of-speech tagger.
std::string learn_tags(const std::vector<TreeSentence>& sentences, const Lexicon& lexicon, const LearnOptions& options);

/// Tags as a tagger gives that has not seen the sentence (learnt from the other folds): what the parser will have to work
/// with.
std::vector<std::vector<Pos>> unseen_tags(const std::vector<TreeSentence>& sentences, const Lexicon& lexicon,
                                          const LearnOptions& options);

/// The section of the parser. `tags` as from unseen_tags().
std::string learn_trees(const std::vector<TreeSentence>& sentences, const std::vector<std::vector<Pos>>& tags,
                        const Lexicon& lexicon, const LearnOptions& options);

/// The section of the name tagger; `tags` is the section of the tagger of parts of speech.
std::string learn_names(const std::vector<NameDocument>& documents, std::string_view tags, const Lexicon& lexicon,
                        const LearnOptions& options);

}  // namespace kith::ingest
