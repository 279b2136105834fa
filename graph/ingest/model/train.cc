#include "kith/train.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "ingest/model/corpus.h"
#include "ingest/model/hash.h"
#include "ingest/model/learn.h"
#include "ingest/model/measure.h"
#include "ingest/model/model.h"
#include "ingest/model/model_file.h"

namespace kith {

namespace {

using namespace ingest;

constexpr std::size_t kNamesBytesMax = 3'600'000;
constexpr std::size_t kTagsBytesMax = 900'000;
constexpr std::size_t kTreesBytesMax = 3'400'000;

// Which documents of a file are held out does not depend on their order.
bool is_held_out(const NameDocument& document, std::uint64_t seed) {
  return mix(hash_text(document.id) + seed) % 10 == 0;
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

Result<std::string> train_model(const TrainOptions& options) {
  if (options.names.empty() || options.trees.empty())
    return Error{.code = ErrorCode::kArgument, .message = "training needs files of names and files of trees"};
  KITH_TRY(Segmenter segmenter, Segmenter::make());
  const Lexicon lexicon;
  std::vector<TreeSentence> trees;
  for (const std::string& path : options.trees) {
    KITH_TRY(std::vector<TreeSentence> more, read_trees(path, segmenter));
    trees.insert(trees.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  std::vector<NameDocument> documents;
  for (const std::string& path : options.names) {
    KITH_TRY(std::vector<NameDocument> more, read_names(path, segmenter, lexicon));
    for (NameDocument& document : more)
      if (!contains(options.hold_out, path) || !is_held_out(document, options.seed))
        documents.push_back(std::move(document));
  }
  LearnOptions learn{.seed = options.seed, .epochs = options.epochs, .rounds = options.rounds, .bytes_max = kTagsBytesMax, .progress = options.progress};
  const std::string tags = learn_tags(trees, lexicon, learn);
  const std::vector<std::vector<Pos>> unseen = unseen_tags(trees, lexicon, learn);
  learn.bytes_max = kTreesBytesMax;
  const std::string parser = learn_trees(trees, unseen, lexicon, learn);
  learn.bytes_max = kNamesBytesMax;
  const std::string names = learn_names(documents, tags, lexicon, learn);
  return write_model(names, tags, parser, options.about);
}

Result<std::string> evaluate_model(std::string_view model, const EvaluateOptions& options) {
  KITH_TRY(Segmenter segmenter, Segmenter::make());
  const Lexicon lexicon;
  std::optional<Model> own;
  const Model* used = nullptr;
  if (model.empty()) {
    KITH_TRY(used, Model::built_in());
  } else {
    KITH_TRY(own, Model::view(std::as_bytes(std::span(model.data(), model.size()))));
    used = &*own;
  }
  Annotator annotator(*used, lexicon);
  std::string out;
  for (const std::string& path : options.files) {
    const std::string file = path.substr(path.rfind('/') + 1);
    if (!path.ends_with(".jsonl")) {
      KITH_TRY(const std::vector<TreeSentence> trees, read_trees(path, segmenter));
      out += fmt::format("{:28} {}\n", file, measure_trees(trees, annotator).to_text());
      continue;
    }
    KITH_TRY(std::vector<NameDocument> documents, read_names(path, segmenter, lexicon));
    const bool part = contains(options.hold_out, path);
    if (part) std::erase_if(documents, [&](const NameDocument& d) { return !is_held_out(d, options.seed); });
    out += fmt::format("{:28} {}\n", file + (part ? ", held out" : ""), measure_names(documents, annotator).to_text());
    std::erase_if(documents, [](const NameDocument& d) { return d.id.find("_news_") == std::string::npos; });
    if (!documents.empty())
      out += fmt::format("{:28} {}\n", file + ", news", measure_names(documents, annotator).to_text());
  }
  return out;
}

}  // namespace kith
