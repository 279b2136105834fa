// How well a model does on annotated texts.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ingest/model/corpus.h"
#include "ingest/model/model.h"

namespace kith::ingest {

struct NameMeasure {
  std::size_t right = 0;
  std::size_t spurious = 0;
  std::size_t missed = 0;

  double f1() const noexcept;

  /// "names  P 81.2  R 79.9  F1 80.5  (1,204 names)"
  std::string to_text() const;
};

/// By exact span and type. MISC is neither asked for nor punished, optional names likewise, an alternative span counts.
NameMeasure measure_names(const std::vector<NameDocument>& documents, Annotator& annotator);

struct TreeMeasure {
  std::size_t words = 0;
  std::size_t agreeing = 0;    ///< words that the Segmenter cuts as the treebank does
  std::size_t tags = 0;        ///< with the right part of speech
  std::size_t unlabelled = 0;  ///< with the right head
  std::size_t labelled = 0;    ///< with the right head and relation
  std::size_t universal = 0;   ///< likewise, subtypes apart

  std::string to_text() const;
};

/// A word that our tokens cut otherwise counts as wrong in everything.
TreeMeasure measure_trees(const std::vector<TreeSentence>& sentences, Annotator& annotator);

}  // namespace kith::ingest
