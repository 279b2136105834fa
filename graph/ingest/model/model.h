// The statistical model: names, parts of speech and dependency trees of English.
//
//     KITH_TRY(const Model* model, Model::built_in());
//     Annotator annotator(*model, lexicon);
//     Annotation a = annotator.annotate(text, segments);
//     // "JD Vance met Volodymyr Zelenskyy in Rome."
//     // a.tokens[0]: name B-PER, PROPN, head 2, nsubj
//     // a.tokens[2]: name O,     VERB,  head kNone, root
//
// Averaged perceptrons over hashed features, made by train.h and kept in one file (model_file.h). The built-in one lies in the
// program's own read-only data and is used in place. Equal input gives equal output on every machine: all sums
// are of whole numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/document.h"
#include "ingest/lexicon.h"
#include "ingest/model/facts.h"
#include "ingest/model/labels.h"
#include "ingest/model/name_tagger.h"
#include "ingest/model/parser.h"
#include "ingest/model/weights.h"
#include "ingest/segment.h"
#include "kith/status.h"

namespace kith::ingest {

/// A trained model. Immutable: any thread.
class Model {
 public:
  /// The one compiled in; checked once. Lives as long as the program. Errors: kCorruption.
  static Result<const Model*> built_in();

  /// A model over `bytes`, which have to outlive it. Checks the checksum and every offset, so that use cannot
  /// fail. Errors: kCorruption, kUnsupported (another format).
  static Result<Model> view(std::span<const std::byte> bytes);

  const Weights& names() const noexcept { return names_; }
  const Weights& tags() const noexcept { return tags_; }
  const Weights& trees() const noexcept { return trees_; }

  /// The first 16 hexadecimal digits of the checksum: what made an edge.
  std::string_view version() const noexcept { return version_; }

  /// Sources, attribution and licence, as text.
  std::string_view about() const noexcept { return about_; }

 private:
  Weights names_;
  Weights tags_;
  Weights trees_;
  std::string version_;
  std::string_view about_;
};

struct TokenAnnotation {
  NameLabel name;
  Pos pos = Pos::kX;
  Relation relation = Relation::kRoot;
  std::uint32_t head = kNone;  ///< a token of the document, of the same sentence; kNone for the root
};

struct Annotation {
  std::vector<TokenAnnotation> tokens;  ///< beside Segments::tokens

  /// A line a token: number within the sentence (from 1), word, part of speech, head (0: root), relation, name; a blank line after each
  /// sentence.
  std::string to_text(std::string_view text, const Segments& segments) const;
};

/// A run of tokens that the model takes for a name.
struct NameSpan {
  std::uint32_t first = 0;
  std::uint32_t last = 0;  ///< one past the last
  EntityType type = EntityType::kOther;
};

std::vector<NameSpan> name_spans(const Annotation& annotation);

/// Runs a model over documents; keeps its room between them. One thread at a time.
class Annotator {
 public:
  enum Stage : unsigned { kNames = 1, kTrees = 2, kAll = 3 };

  /// Both have to outlive it.
  Annotator(const Model& model, const Lexicon& lexicon)
      : model_(model), lexicon_(lexicon), transitions_(model.names()) {}

  /// Time and memory are linear in the text. Without kTrees heads and relations are left as they are made.
  Annotation annotate(std::string_view text, const Segments& segments, unsigned stages = kAll);

  /// Adds a tree over `kept`, tokens of one sentence in order, to what annotate() gave last for the same segments.
  void add_tree(std::span<const std::uint32_t> kept, std::vector<TokenAnnotation>& tokens);

 private:
  const Model& model_;
  const Lexicon& lexicon_;
  NameTransitions transitions_;
  std::vector<WordFacts> facts_;
  std::vector<Pos> tags_;
  std::vector<NameLabel> labels_;
  std::vector<Arc> arcs_;
  std::vector<WordFacts> kept_facts_;
  std::vector<Pos> kept_tags_;
  NameLattice lattice_;
  ParseState state_;
};

}  // namespace kith::ingest
