// Annotated texts to learn from and to measure on, laid over our own tokens.
//
//     KITH_TRY(auto documents, read_names("ner/gum_train.jsonl", segmenter, lexicon));
//     KITH_TRY(auto trees, read_trees("trees/gum_train.conllu.gz", segmenter));
//
// Names come as JSON Lines {id, text, mentions: [{start, end, type, optional?, alt?}]}, offsets in code points. Trees come as CoNLL-U, as it is
// or compressed with gzip. The text is cut by the Segmenter as it is at run time; what the annotators cut
// otherwise is projected: a token takes the label, tag and head of what it covers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/model/labels.h"
#include "ingest/model/name_tagger.h"
#include "ingest/model/parser.h"
#include "ingest/segment.h"
#include "kith/status.h"

namespace kith::ingest {

struct GoldName {
  std::uint32_t begin = 0;  ///< bytes
  std::uint32_t end = 0;
  std::uint8_t type = 0;  ///< of kNameTypes
  bool optional = false;  ///< neither asked for nor punished
  std::vector<std::pair<std::uint32_t, std::uint32_t>> alternatives = {};  ///< other spans that count
};

struct NameDocument {
  std::string id;
  std::string text;
  Segments segments;
  std::vector<GoldName> names;    ///< as annotated
  std::vector<LabelSet> allowed;  ///< beside the tokens: what training takes for right
};

/// Adjectives of nationality that stand alone are no names here, whatever the set says; optional names allow
/// any label that makes them no other required kind. Errors: kIo, kNotFound, kSyntax (with file and line).
Result<std::vector<NameDocument>> read_names(const std::string& path, Segmenter& segmenter, const Lexicon& lexicon);

/// One word of a treebank.
struct GoldWord {
  std::uint32_t begin = 0;  ///< bytes of the sentence
  std::uint32_t end = 0;
  Pos tag = Pos::kX;
  Arc arc;
};

struct TreeSentence {
  std::string text;
  std::vector<GoldWord> words;
  Segments segments;       ///< one sentence, whatever the Segmenter thinks
  std::vector<Pos> tags;   ///< beside the tokens
  std::vector<Arc> arcs;
  std::uint32_t agreeing = 0;  ///< words that are one token
};

/// Errors: as read_names().
Result<std::vector<TreeSentence>> read_trees(const std::string& path, Segmenter& segmenter);

}  // namespace kith::ingest
