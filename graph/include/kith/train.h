// Makes and measures the statistical model of the article loader.
//
//     kith::TrainOptions options{.names = {"ner/train.jsonl"}, .trees = {"trees/train.conllu.gz"}};
//     KITH_TRY(std::string model, kith::train_model(options));
//     KITH_TRY(std::string table, kith::evaluate_model(model, {.files = {"ner/dev.jsonl"}}));
//
// Names are JSON Lines {id, text, mentions: [{start, end, type}]}, trees CoNLL-U, as they are or compressed by gzip.
// The same files, seed and epochs give the same bytes on every machine.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kith/status.h"

namespace kith {

struct TrainOptions {
  std::vector<std::string> names = {};     ///< files of names
  std::vector<std::string> hold_out = {};  ///< of these among them, a tenth of the documents is not learnt from
  std::vector<std::string> trees = {};     ///< files of dependency trees
  std::uint64_t seed = 1;
  std::uint32_t epochs = 8;  ///< times that everything is read
  std::uint32_t rounds = 4;  ///< learners, each with another order of the lessons; the model is their mean
  std::string about = {};     ///< sources, attribution and licence: goes into the model
  /// Called after every epoch with a line about it.
  std::function<void(std::string_view)> progress = {};
};

/// The bytes of a model file. Takes a minute for half a million words, and memory in proportion.
/// Errors: kIo, kNotFound, kSyntax (a file that is no such thing, with its line), kArgument (no file given).
Result<std::string> train_model(const TrainOptions& options);

struct EvaluateOptions {
  std::vector<std::string> files = {};     ///< *.jsonl: names; others: trees
  std::vector<std::string> hold_out = {};  ///< files of which only what training held out is read
  std::uint64_t seed = 1;                  ///< as in training
};

/// A table of how well a model does: names by exact span and type, trees by labelled and unlabelled attachment.
/// An empty `model` stands for the built-in one. Errors: as train_model(), and kCorruption for the model.
Result<std::string> evaluate_model(std::string_view model, const EvaluateOptions& options);

}  // namespace kith
