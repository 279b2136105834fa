// The language model: what it says of texts, how it is made, and that a damaged one is refused.
#include "ingest/model/model.h"

#include <catch2/catch.hpp>
#include <map>

#include <array>
#include <set>

#include "base/random.h"
#include "ingest/kit.h"
#include "ingest/model/corpus.h"
#include "ingest/model/learner.h"
#include "ingest/model/model_file.h"
#include "ingest/model/oracle.h"
#include "kith/train.h"

using namespace kith;
using namespace kith::ingest;

namespace {

std::string small(const std::string& name) { return std::string(KITH_SOURCE_DIR) + "/tests/ingest/model/" + name; }

TrainOptions small_set() {
  // The trees twice, so that each sentence has a tagger that knows its like.
  return {.names = {small("names.jsonl")}, .trees = {small("trees.conllu"), small("trees.conllu")}, .seed = 7, .epochs = 8, .rounds = 2, .about = "a test"};
}

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string annotate(const Model& model, const std::string& text) {
  Segmenter segmenter = *Segmenter::make();
  const Lexicon lexicon;
  const Segments segments = segmenter.segment(text, 0);
  return Annotator(model, lexicon).annotate(text, segments).to_text(text, segments);
}

std::string section(std::vector<WeightRow> rows) { return build_weights(std::move(rows), 3); }

std::array<std::int32_t, 3> scores_of(const Weights& weights, std::uint64_t feature) {
  std::array<std::int32_t, Weights::row_bytes(3)> scores = {};
  weights.add(feature, scores.data());
  return {scores[0], scores[1], scores[2]};
}

// The shape of `Features` that `Weights::add_all` reads, of one.
struct OneFeature {
  std::array<std::uint64_t, 1> all;
  static constexpr std::size_t kMax = 1;
  const std::uint64_t* begin() const { return all.data(); }
  const std::uint64_t* end() const { return all.data() + 1; }
  std::size_t size() const { return 1; }
};

}  // namespace

TEST_CASE("model: weights are found by their feature, whatever the order they were given in", "[ingest][model]") {
  std::vector<WeightRow> rows;
  for (std::uint64_t i = 0; i < 50; ++i)
    rows.push_back({.feature = mix(i + 1), .entries = {{.label = static_cast<std::uint8_t>(i % 3), .root = static_cast<std::int8_t>(i - 25)}}});
  const std::string one = section(rows);
  std::reverse(rows.begin(), rows.end());
  CHECK(section(rows) == one);
  const Weights weights = *Weights::view(bytes_of(one), 3, "test");
  CHECK(weights.features() == 50);
  CHECK(scores_of(weights, mix(1)) == std::array<std::int32_t, 3>{-625, 0, 0});
  CHECK(scores_of(weights, mix(50)) == std::array<std::int32_t, 3>{0, 576, 0});
  CHECK(scores_of(weights, mix(1000)) == std::array<std::int32_t, 3>{});
}

TEST_CASE("model: a feature of many labels is one full row, and says what its entries said", "[ingest][model]") {
  constexpr std::uint32_t kLabels = 37;
  for (std::uint8_t count = 1; count <= kLabels; ++count) {
    WeightRow row{.feature = mix(1), .entries = {}};
    std::array<std::int32_t, kLabels> expected = {};
    for (std::uint8_t i = 0; i < count; ++i) {
      const auto label = static_cast<std::uint8_t>(kLabels - 1 - i);
      const auto root = static_cast<std::int8_t>(i % 2 == 0 ? 127 - i : i - 127);
      row.entries.push_back({.label = label, .root = root});
      expected[label] = 7 + root * std::abs(root);
    }
    for (std::uint32_t label = 0; label + count < kLabels; ++label) expected[label] = 7;
    const std::string bytes = build_weights({row, {.feature = mix(2), .entries = {{.label = 0, .root = 1}}}}, kLabels);
    const Weights weights = *Weights::view(bytes_of(bytes), kLabels, "test");
    std::array<std::int32_t, Weights::row_bytes(kLabels)> one, all;
    one.fill(7);
    all.fill(7);
    weights.add(mix(1), one.data());
    weights.add_all(OneFeature{{mix(1)}}, all.data());
    CHECK(std::equal(expected.begin(), expected.end(), one.begin()));
    CHECK(one == all);
  }
}

TEST_CASE("model: weights with wrong offsets or labels are refused, never followed", "[ingest][model]") {
  std::vector<WeightRow> rows;
  for (std::uint64_t i = 0; i < 8; ++i) rows.push_back({.feature = mix(i + 1), .entries = {{.label = 1, .root = 5}}});
  const std::string good = section(rows);
  for (std::size_t size = 0; size < good.size(); ++size)
    CHECK_FALSE(Weights::view(bytes_of(good).first(size), 3, "test").is_ok());
  CHECK_FALSE(Weights::view(bytes_of(good), 4, "test").is_ok());
  // Any other byte anywhere: refused, or a set of weights that stays inside its labels.
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const int change : {1, 0x80, 0xFF}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ change);
      const Result<Weights> weights = Weights::view(bytes_of(bad), 3, "test");
      if (!weights) {
        CHECK(weights.error().code == ErrorCode::kCorruption);
        continue;
      }
      std::array<std::int32_t, Weights::row_bytes(3) + 2> guarded = {};
      guarded.front() = guarded.back() = 77;
      for (std::uint64_t i = 0; i < 20; ++i) weights->add(mix(i), guarded.data() + 1);
      CHECK(guarded.front() == 77);
      CHECK(guarded.back() == 77);
    }
}

TEST_CASE("model: a file that is cut, changed or of another format is refused by name", "[ingest][model]") {
  const std::string good = write_model(section({}), section({}), section({}), "about it");
  REQUIRE(read_model(bytes_of(good)).is_ok());
  CHECK(read_model(bytes_of(good))->about == "about it");
  for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(read_model(bytes_of(good).first(size)).is_ok());
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 4);
    CHECK_FALSE(read_model(bytes_of(bad)).is_ok());
  }
  std::string bad = good;
  bad[8] = 9;
  CHECK(read_model(bytes_of(bad)).error().code == ErrorCode::kUnsupported);
  bad = good;
  bad.back() = '!';
  CHECK(read_model(bytes_of(bad)).error().message == "the language model does not match its checksum");
  // A model whose sections are of the wrong kind.
  CHECK(Model::view(bytes_of(good)).error().message == "the weights of the name tagger are for other labels");
}

TEST_CASE("model: the average counts a weight for as long as it stood", "[ingest][model]") {
  Learner learner;
  learner.update(mix(5), 2, 4);  // 4 for the first three steps of four
  learner.tick();
  learner.tick();
  learner.tick();
  learner.update(mix(5), 2, -4);
  learner.update(mix(6), 1, 3);
  std::array<std::int32_t, 3> now = {};
  learner.add(mix(5), now.data());
  CHECK(now == std::array<std::int32_t, 3>{0, 0, 0});
  const std::vector<WeightRow> rows = mean_rows({&learner, 1}, 1000);
  REQUIRE(rows.size() == 1);  // the other was only learnt at the last step
  CHECK(rows[0].feature == mix(5));
  CHECK(int{rows[0].entries.at(0).root} == 127);
}

TEST_CASE("model: of several learners the mean is kept", "[ingest][model]") {
  std::vector<Learner> learners(2);
  // Three steps each: one weight that both know, one that each knows alone.
  const std::uint64_t both = 1u << 21, first = 2u << 21, second = 3u << 21;
  for (Learner& learner : learners) learner.update(both, 0, 2);
  learners[0].update(first, 1, 1);
  learners[1].update(second, 1, 1);
  for (Learner& learner : learners)
    for (int step = 0; step < 3; ++step) learner.tick();
  std::map<std::uint64_t, int> roots;
  for (const WeightRow& row : mean_rows(learners, 1000)) roots[row.feature] = row.entries.at(0).root;
  // Roots of the weights, the largest being 127: 127 * sqrt(1 / 4) of a weight that one of two has at half the size.
  CHECK(roots == std::map<std::uint64_t, int>{{both, 127}, {first, 64}, {second, 64}});
}

TEST_CASE("model: the heaviest weights are kept when there is no room for all", "[ingest][model]") {
  Learner learner;
  for (std::uint64_t i = 1; i <= 100; ++i) learner.update(mix(i), 0, static_cast<std::int32_t>(i));
  learner.tick();
  std::set<std::uint64_t> kept;
  for (const WeightRow& row : mean_rows({&learner, 1}, 100)) kept.insert(row.feature);
  CHECK(kept.size() == 10);
  CHECK(kept.count(mix(100)) == 1);
  CHECK(kept.count(mix(91)) == 1);
}

TEST_CASE("model: steps that cost nothing lead to the right tree", "[ingest][model]") {
  Segmenter segmenter = *Segmenter::make();
  const auto sentences = *read_trees(small("trees.conllu"), segmenter);
  REQUIRE(sentences.size() == 7);
  Random random(3);
  for (const TreeSentence& sentence : sentences)
    for (int round = 0; round < 20; ++round) {
      REQUIRE(is_projective(sentence.arcs));
      const Oracle oracle(sentence.arcs);
      ParseState state;
      state.start(static_cast<std::uint32_t>(sentence.arcs.size()));
      while (!state.done()) {
        std::vector<Step> free;
        for (const Move move : {Move::kShift, Move::kLeft, Move::kRight})
          if (state.may(move) && oracle.cost(state, move) == 0) {
            const Relation* relation = oracle.relation(state, move);
            free.push_back(Step::of(move, relation != nullptr ? *relation : Relation::kDep));
          }
        REQUIRE_FALSE(free.empty());
        state.take(free[random.below(free.size())]);
      }
      for (std::size_t i = 0; i < sentence.arcs.size(); ++i) {
        CHECK(state.arcs()[i].head == sentence.arcs[i].head);
        CHECK(state.arcs()[i].relation == sentence.arcs[i].relation);
      }
    }
}

TEST_CASE("model: a step away from the tree costs the arcs it puts out of reach", "[ingest][model]") {
  // met <- Ann, met -> Bob: shifting Bob onto Ann and met loses nothing, popping met onto Bob loses two arcs.
  const std::vector<Arc> gold = {{1, Relation::kNsubj}, {kRootHead, Relation::kRoot}, {1, Relation::kObj}};
  const Oracle oracle(gold);
  ParseState state;
  state.start(3);
  state.take(Step::of(Move::kShift, Relation::kRoot));
  CHECK(oracle.cost(state, Move::kLeft) == 0);
  CHECK(oracle.cost(state, Move::kShift) == 1);
  state.take(Step::of(Move::kLeft, Relation::kNsubj));
  state.take(Step::of(Move::kShift, Relation::kRoot));
  CHECK(oracle.cost(state, Move::kLeft) == 2);
  CHECK(oracle.cost(state, Move::kShift) == 0);
  CHECK(is_projective(gold));
  CHECK_FALSE(is_projective(std::vector<Arc>{{2, Relation::kObj}, {3, Relation::kObj}, {kRootHead, Relation::kRoot}, {2, Relation::kObj}}));
}

TEST_CASE("model: treebank words are laid over our tokens", "[ingest][model]") {
  test::Scratch scratch;
  // The treebank cuts "cannot" in two and keeps "b/c" whole.
  test::write_file(scratch / "t.conllu",
                   "# text = I cannot go\n1\tI\t_\tPRON\t_\t_\t4\tnsubj\t_\t_\n2\tcan\t_\tAUX\t_\t_\t4\taux\t_\t_\n"
                   "3\tnot\t_\tPART\t_\t_\t4\tadvmod\t_\t_\n4\tgo\t_\tVERB\t_\t_\t0\troot\t_\t_\n\n"
                   "# text = Write b/c now\n1\tWrite\t_\tVERB\t_\t_\t0\troot\t_\t_\n2\tb/c\t_\tPROPN\t_\t_\t1\tobj\t_\t_\n"
                   "3\tnow\t_\tADV\t_\t_\t1\tadvmod\t_\t_\n");
  Segmenter segmenter = *Segmenter::make();
  const auto sentences = *read_trees(scratch / "t.conllu", segmenter);
  REQUIRE(sentences.size() == 2);
  REQUIRE(sentences[0].arcs.size() == 3);
  CHECK(sentences[0].agreeing == 2);
  CHECK(sentences[0].tags[1] == Pos::kAux);
  CHECK(sentences[0].arcs[1].head == 2);
  CHECK(sentences[0].arcs[0].head == 2);
  REQUIRE(sentences[1].arcs.size() == 5);  // Write b / c now
  CHECK(sentences[1].arcs[1].head == 0);
  CHECK(sentences[1].arcs[3].head == 1);
  CHECK(sentences[1].arcs[3].relation == Relation::kFlat);
  CHECK(sentences[1].tags[3] == Pos::kPropn);
  CHECK(sentences[1].arcs[4].head == 0);
}

TEST_CASE("model: names that are optional or adjectives of nationality teach nothing wrong", "[ingest][model]") {
  test::Scratch scratch;
  test::write_file(scratch / "n.jsonl",
                   R"({"id": "a", "text": "French Ann saw Loud at Élan Cup", "mentions": [{"start": 0, "end": 6, "type": "LOC"},)"
                   R"({"start": 7, "end": 10, "type": "PER"}, {"start": 15, "end": 19, "type": "MISC", "optional": true},)"
                   R"({"start": 23, "end": 31, "type": "EVENT"}, {"start": 23, "end": 27, "type": "ORG", "optional": true}]})");
  Segmenter segmenter = *Segmenter::make();
  const Lexicon lexicon;
  const auto documents = *read_names(scratch / "n.jsonl", segmenter, lexicon);
  REQUIRE(documents.size() == 1);
  const auto bit = [](NamePart part, std::uint8_t type) { return LabelSet{1} << NameLabel::of(part, type).number; };
  const LabelSet misc = bit(NamePart::kBegin, 4) | bit(NamePart::kInside, 4) | bit(NamePart::kLast, 4) | bit(NamePart::kUnit, 4);
  CHECK(documents[0].allowed == std::vector<LabelSet>{1, bit(NamePart::kUnit, 0), 1, 1 | misc, 1, bit(NamePart::kBegin, 3),
                                                      bit(NamePart::kLast, 3)});
  CHECK(documents[0].names[3].begin == 23);
  CHECK(documents[0].names[3].end == 32);  // É has two bytes
}

TEST_CASE("model: a file that is no training set is named with its line", "[ingest][model]") {
  test::Scratch scratch;
  test::write_file(scratch / "a.jsonl", "{\"id\": \"a\", \"text\": \"Ann\", \"mentions\": []}\n{\"id\": 1,\n");
  test::write_file(scratch / "b.jsonl", "{\"text\": \"Ann\", \"mentions\": [{\"start\": 0, \"end\": 9, \"type\": \"PER\"}]}");
  test::write_file(scratch / "c.conllu", "# text = Ann\n1\tAnn\t_\tNAME\t_\t_\t0\troot\t_\t_\n");
  test::write_file(scratch / "d.conllu", "# text = Ann\n1\tAnn\t_\tPROPN\t_\t_\t7\troot\t_\t_\n");
  test::write_file(scratch / "e.conllu.gz", std::string("\x1f\x8b\x08\x00", 4) + "cut");
  Segmenter segmenter = *Segmenter::make();
  const Lexicon lexicon;
  const auto message = [](const auto& result) { return result.is_ok() ? std::string() : result.error().message; };
  CHECK(message(read_names(scratch / "a.jsonl", segmenter, lexicon)) == (scratch / "a.jsonl").string() + ":2: the line is not JSON");
  CHECK(message(read_names(scratch / "b.jsonl", segmenter, lexicon)) ==
        (scratch / "b.jsonl").string() + ":1: a mention lies outside the text");
  CHECK(message(read_trees(scratch / "c.conllu", segmenter)) ==
        (scratch / "c.conllu").string() + ":2: the part of speech or the head is none");
  CHECK(message(read_trees(scratch / "d.conllu", segmenter)) ==
        (scratch / "d.conllu").string() + ":2: a head lies outside the sentence");
  CHECK(read_trees(scratch / "e.conllu.gz", segmenter).error().code == ErrorCode::kIo);
  CHECK(read_trees(scratch / "none", segmenter).error().code == ErrorCode::kNotFound);
  CHECK(train_model({}).error().code == ErrorCode::kArgument);
}

TEST_CASE("model: the same texts and seed give the same bytes, and what was learnt is known", "[ingest][model]") {
  const std::string one = *train_model(small_set());
  CHECK(*train_model(small_set()) == one);
  TrainOptions other = small_set();
  other.seed = 8;
  CHECK(*train_model(other) != one);
  const Model model = *Model::view(bytes_of(one));
  CHECK(model.about() == "a test");
  CHECK(annotate(model, "Ann Lee met Bob Ray in Oslo.") ==
        "1\tAnn\tPROPN\t3\tnsubj\tB-PER\n2\tLee\tPROPN\t1\tflat\tL-PER\n3\tmet\tVERB\t0\troot\tO\n"
        "4\tBob\tPROPN\t3\tobj\tB-PER\n5\tRay\tPROPN\t4\tflat\tL-PER\n6\tin\tADP\t7\tcase\tO\n"
        "7\tOslo\tPROPN\t3\tobl\tU-LOC\n8\t.\tPUNCT\t3\tpunct\tO\n\n");
  CHECK(*evaluate_model(one, {.files = {small("names.jsonl"), small("trees.conllu")}}) ==
        "names.jsonl                  names  P 100.0  R 100.0  F1 100.0  (10 names)\n"
        "trees.conllu                 trees  LAS 100.0 (100.0 without subtypes)  UAS 100.0  parts of speech 100.0  "
        "(53 words, 100.00 % cut alike)\n");
}

TEST_CASE("model: the built-in one knows a name, a verb and its subject that no list has", "[ingest][model]") {
  const Result<const Model*> model = Model::built_in();
  REQUIRE(model.is_ok());
  CHECK((*model)->version().size() == 16);
  CHECK((*model)->about().find("CC-BY-SA") != std::string::npos);
  CHECK(annotate(**model, "Petra Holm visited Lisbon.") ==
        "1\tPetra\tPROPN\t3\tnsubj\tB-PER\n2\tHolm\tPROPN\t1\tflat\tL-PER\n3\tvisited\tVERB\t0\troot\tO\n"
        "4\tLisbon\tPROPN\t3\tobj\tU-LOC\n5\t.\tPUNCT\t3\tpunct\tO\n\n");
  CHECK(annotate(**model, "").empty());
}

TEST_CASE("model: heads stay in their sentence and make one tree of it", "[ingest][model]") {
  const Model& model = **Model::built_in();
  Segmenter segmenter = *Segmenter::make();
  const Lexicon lexicon;
  Annotator annotator(model, lexicon);
  Random random(11);
  const std::array<std::string, 14> words = {"Ann", "met", ",", "\"", "the", "Council", "of", "Oslo", ".", "n't", "(", "é", "9", "\n\n"};
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (std::uint64_t i = random.below(60); i > 0; --i) text += words[random.below(words.size())] + " ";
    const Segments segments = segmenter.segment(text, 0);
    const Annotation annotation = annotator.annotate(text, segments);
    REQUIRE(annotation.tokens.size() == segments.tokens.size());
    for (const Sentence& sentence : segments.sentences) {
      int roots = 0;
      for (std::uint32_t i = sentence.first_token; i < sentence.last_token; ++i) {
        std::uint32_t at = i;
        std::uint32_t steps = 0;
        while (annotation.tokens[at].head != kNone && steps++ < sentence.last_token) {
          at = annotation.tokens[at].head;
          REQUIRE(at >= sentence.first_token);
          REQUIRE(at < sentence.last_token);
        }
        CHECK(annotation.tokens[at].head == kNone);
        roots += annotation.tokens[i].head == kNone ? 1 : 0;
      }
      CHECK(roots == 1);
    }
    for (const NameSpan& span : name_spans(annotation)) CHECK(segments.tokens[span.first].sentence == segments.tokens[span.last - 1].sentence);
  }
}
