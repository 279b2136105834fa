#include "ingest/model/learn.h"

#include <fmt/format.h>

#include <numeric>

#include "base/random.h"
#include "ingest/model/facts.h"
#include "ingest/model/name_tagger.h"
#include "ingest/model/oracle.h"
#include "ingest/model/parser.h"
#include "ingest/model/pos_tagger.h"

namespace kith::ingest {

namespace {

std::vector<std::size_t> shuffled(std::size_t count, Random& random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  return order;
}

std::vector<std::vector<WordFacts>> facts_of(const std::vector<TreeSentence>& sentences, const Lexicon& lexicon) {
  std::vector<std::vector<WordFacts>> out(sentences.size());
  for (std::size_t s = 0; s < sentences.size(); ++s)
    collect_facts(sentences[s].text, sentences[s].segments.tokens, lexicon, out[s]);
  return out;
}

using Facts = std::vector<std::vector<WordFacts>>;

// The same lessons in another order each time; the mean of what is learnt errs less than any of them.
template <class Round>
void for_each_round(const LearnOptions& options, const Round& round) {
  for (std::uint32_t i = 0; i < options.rounds; ++i) {
    LearnOptions own = options;
    own.seed = options.seed + 1000 * i;
    round(own);
  }
}

// Learns from the sentences of `use`.
Learner tag_learner(const std::vector<TreeSentence>& sentences, const Facts& facts, const std::vector<std::size_t>& use,
                    const LearnOptions& options, bool tell) {
  Learner learner;
  Random random(options.seed);
  FeatureList features;
  std::vector<Pos> tags;
  for (std::uint32_t epoch = 1; epoch <= options.epochs; ++epoch) {
    std::size_t right = 0;
    std::size_t count = 0;
    for (const std::size_t k : shuffled(use.size(), random)) {
      const TreeSentence& sentence = sentences[use[k]];
      const std::vector<WordFacts>& fact = facts[use[k]];
      tags.assign(fact.size(), Pos::kX);
      for (std::size_t i = 0; i < fact.size(); ++i) {
        pos_features(fact, tags, i, features);
        tags[i] = best_pos(learner, features);
        const Pos gold = sentence.tags[i];
        ++count;
        learner.tick();
        if (tags[i] == gold) {
          ++right;
          continue;
        }
        learner.update_all(features, static_cast<std::uint8_t>(gold), 1);
        learner.update_all(features, static_cast<std::uint8_t>(tags[i]), -1);
      }
    }
    if (tell && options.progress)
      options.progress(fmt::format("parts of speech, epoch {}: {:.2f} % right", epoch,
                                   100.0 * static_cast<double>(right) / static_cast<double>(std::max<std::size_t>(count, 1))));
  }
  return learner;
}

std::span<const std::byte> bytes_of(std::string_view section) {
  return std::as_bytes(std::span(section.data(), section.size()));
}

}  // namespace

std::string learn_tags(const std::vector<TreeSentence>& sentences, const Lexicon& lexicon, const LearnOptions& options) {
  std::vector<std::size_t> all(sentences.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const Facts facts = facts_of(sentences, lexicon);
  std::vector<Learner> learners;
  for_each_round(options, [&](const LearnOptions& round) { learners.push_back(tag_learner(sentences, facts, all, round, true)); });
  return build_weights(mean_rows(learners, options.bytes_max), kPosNames.size());
}

std::vector<std::vector<Pos>> unseen_tags(const std::vector<TreeSentence>& sentences, const Lexicon& lexicon,
                                          const LearnOptions& options) {
  constexpr std::size_t kFolds = 6;
  const std::size_t stretch = std::clamp<std::size_t>(sentences.size() / (4 * kFolds), 1, 40);
  const Facts facts = facts_of(sentences, lexicon);
  std::vector<std::vector<Pos>> out(sentences.size());
  // Folds are made of stretches of sentences, so that each has something of every kind of text.
  const auto fold_of = [&](std::size_t s) { return s / stretch % kFolds; };
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<std::size_t> others;
    for (std::size_t s = 0; s < sentences.size(); ++s)
      if (fold_of(s) != fold) others.push_back(s);
    const Learner learner = tag_learner(sentences, facts, others, options, false);
    const std::string section = build_weights(mean_rows({&learner, 1}, options.bytes_max), kPosNames.size());
    const Weights weights = *Weights::view(bytes_of(section), kPosNames.size(), "fold");
    for (std::size_t s = 0; s < sentences.size(); ++s) {
      if (fold_of(s) != fold) continue;
      out[s].resize(facts[s].size());
      tag_pos(weights, facts[s], out[s]);
    }
  }
  return out;
}

namespace {

// One sentence: the parser goes its own way most of the time, so that it learns to go on from its mistakes.
class TreeLesson {
 public:
  TreeLesson(Learner& learner, Random& random) : learner_(learner), random_(random) {}

  void run(std::span<const WordFacts> facts, std::span<const Pos> tags, std::span<const Arc> gold, bool explore) {
    const Oracle oracle(gold);
    state_.start(static_cast<std::uint32_t>(facts.size()));
    while (!state_.done()) {
      StepScores scores = {};
      parse_features(facts, tags, state_, features_);
      learner_.add_all(features_, scores.data());
      const Step guess = best_step(state_, scores);
      const Step right = best_right(oracle, scores, guess);
      learner_.tick();
      ++steps_;
      if (right.number != guess.number) {
        ++mistakes_;
        learner_.update_all(features_, right.number, 1);
        learner_.update_all(features_, guess.number, -1);
      }
      state_.take(explore && random_.below(10) != 0 ? guess : right);
    }
  }

  std::size_t steps() const { return steps_; }
  std::size_t mistakes() const { return mistakes_; }

 private:
  // `guess` if it is as good as any, else the best scored of the steps that cost least.
  Step best_right(const Oracle& oracle, const StepScores& scores, Step guess) const {
    std::array<int, 3> costs;
    int least = INT32_MAX;
    for (std::size_t m = 0; m < 3; ++m) {
      costs[m] = state_.may(static_cast<Move>(m)) ? oracle.cost(state_, static_cast<Move>(m)) : INT32_MAX;
      least = std::min(least, costs[m]);
    }
    std::int32_t top = INT32_MIN;
    Step best;
    const auto consider = [&](Step step) {
      if (scores[step.number] > top) {
        top = scores[step.number];
        best = step;
      }
    };
    for (std::size_t m = 0; m < 3; ++m) {
      if (costs[m] != least) continue;
      const auto move = static_cast<Move>(m);
      if (const Relation* relation = oracle.relation(state_, move))
        consider(Step::of(move, *relation));
      else if (guess.move() == move)
        return guess;
      else if (move == Move::kShift)
        consider(Step::of(move, Relation::kRoot));
      else
        for (std::size_t number = m; number < Step::kCount; number += 2) consider({static_cast<std::uint8_t>(number)});
    }
    return best;
  }

  Learner& learner_;
  Random& random_;
  ParseState state_;
  FeatureList features_;
  std::size_t steps_ = 0;
  std::size_t mistakes_ = 0;
};

}  // namespace

namespace {

Learner tree_learner(const std::vector<TreeSentence>& sentences, const std::vector<std::vector<Pos>>& tags, const Facts& facts,
                     const LearnOptions& options) {
  Learner learner;
  Random random(options.seed);
  for (std::uint32_t epoch = 1; epoch <= options.epochs; ++epoch) {
    TreeLesson lesson(learner, random);
    for (const std::size_t s : shuffled(sentences.size(), random))
      lesson.run(facts[s], tags[s], sentences[s].arcs, epoch > 1);
    if (options.progress)
      options.progress(fmt::format("trees, epoch {}: {:.2f} % of the steps right", epoch,
                                   100.0 - 100.0 * static_cast<double>(lesson.mistakes()) /
                                               static_cast<double>(std::max<std::size_t>(lesson.steps(), 1))));
  }
  return learner;
}

}  // namespace

std::string learn_trees(const std::vector<TreeSentence>& sentences, const std::vector<std::vector<Pos>>& tags,
                        const Lexicon& lexicon, const LearnOptions& options) {
  const Facts facts = facts_of(sentences, lexicon);
  std::vector<Learner> learners;
  for_each_round(options, [&](const LearnOptions& round) { learners.push_back(tree_learner(sentences, tags, facts, round)); });
  return build_weights(mean_rows(learners, options.bytes_max), Step::kCount);
}

namespace {

// Documents made ready for the name tagger.
class NameLessons {
 public:
  NameLessons(const std::vector<NameDocument>& documents, const Weights& tagger, const Lexicon& lexicon)
      : documents_(documents), facts_(documents.size()), tags_(documents.size()), votes_(documents.size()) {
    for (std::size_t d = 0; d < documents.size(); ++d) {
      const Segments& segments = documents[d].segments;
      collect_facts(documents[d].text, segments.tokens, lexicon, facts_[d]);
      tags_[d].resize(segments.tokens.size());
      for (const Sentence& sentence : segments.sentences) {
        const std::size_t length = sentence.last_token - sentence.first_token;
        tag_pos(tagger, std::span<const WordFacts>(facts_[d]).subspan(sentence.first_token, length),
                std::span(tags_[d]).subspan(sentence.first_token, length));
      }
    }
  }

  // What a tagger that has not seen the document takes its words for.
  void vote(const LearnOptions& options) {
    constexpr std::size_t kFolds = 2;
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
      std::vector<std::size_t> others;
      for (std::size_t d = 0; d < documents_.size(); ++d)
        if (d % kFolds != fold) others.push_back(d);
      const Learner learner = learn(others, options, {});
      const std::string section = build_weights(mean_rows({&learner, 1}, options.bytes_max), NameLabel::kCount);
      const Weights weights = *Weights::view(bytes_of(section), NameLabel::kCount, "fold");
      const NameTransitions transitions(weights);
      NameLattice lattice;
      for (std::size_t d = fold; d < documents_.size(); d += kFolds) {
        votes_[d].assign(facts_[d].size(), NameLabel{});
        for (const Sentence& sentence : documents_[d].segments.sentences) {
          const std::size_t count = sentence.last_token - sentence.first_token;
          score_names(weights, facts_[d], tags_[d], sentence.first_token, count, lattice);
          best_names(transitions, lattice, {}, std::span(votes_[d]).subspan(sentence.first_token, count));
        }
      }
    }
  }

  // Every other time with the votes, if there are any, so that both passes are learnt.
  Learner learn(const std::vector<std::size_t>& use, const LearnOptions& options,
                const std::function<void(std::string_view)>& progress) {
    Learner learner;
    Random random(options.seed);
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (const std::size_t d : use)
      for (std::size_t s = 0; s < documents_[d].segments.sentences.size(); ++s) places.emplace_back(d, s);
    for (std::uint32_t epoch = 1; epoch <= options.epochs; ++epoch) {
      for (const std::size_t d : use) {
        clear_votes(facts_[d]);
        if (!votes_[d].empty() && (epoch + d) % 2 == 0) count_votes(votes_[d], facts_[d]);
      }
      std::size_t wrong = 0;
      for (const std::size_t k : shuffled(places.size(), random))
        wrong += learn_sentence(learner, places[k].first, places[k].second) ? 0 : 1;
      if (progress)
        progress(fmt::format("names, epoch {}: {} of {} sentences wrong", epoch, wrong, places.size()));
    }
    for (const std::size_t d : use) clear_votes(facts_[d]);
    return learner;
  }

 private:
  // Whether the sentence was right already.
  bool learn_sentence(Learner& learner, std::size_t d, std::size_t s) {
    const Sentence& sentence = documents_[d].segments.sentences[s];
    const std::size_t first = sentence.first_token;
    const std::size_t count = sentence.last_token - first;
    const std::span<const LabelSet> allowed = std::span(documents_[d].allowed).subspan(first, count);
    guess_.resize(count);
    gold_.resize(count);
    score_names(learner, facts_[d], tags_[d], first, count, lattice_);
    const NameTransitions transitions(learner);
    best_names(transitions, lattice_, {}, guess_);
    learner.tick();
    bool right = true;
    for (std::size_t i = 0; i < count; ++i) right = right && (allowed[i] >> guess_[i].number & 1) != 0;
    if (right) return true;
    best_names(transitions, lattice_, allowed, gold_);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t guess_before = i > 0 ? guess_[i - 1].number : NameLabel::kCount;
      const std::size_t gold_before = i > 0 ? gold_[i - 1].number : NameLabel::kCount;
      if (guess_[i] == gold_[i] && guess_before == gold_before) continue;
      learner.update(transition_feature(gold_before), gold_[i].number, 1);
      learner.update(transition_feature(guess_before), guess_[i].number, -1);
      if (guess_[i] == gold_[i]) continue;
      name_features(facts_[d], tags_[d], first, count, i, features_);
      learner.update_all(features_, gold_[i].number, 1);
      learner.update_all(features_, guess_[i].number, -1);
    }
    return false;
  }

  const std::vector<NameDocument>& documents_;
  Facts facts_;
  std::vector<std::vector<Pos>> tags_;
  std::vector<std::vector<NameLabel>> votes_;  // labels of the first pass; empty before vote()
  NameLattice lattice_;
  FeatureList features_;
  std::vector<NameLabel> guess_;
  std::vector<NameLabel> gold_;
};

}  // namespace

std::string learn_names(const std::vector<NameDocument>& documents, std::string_view tags, const Lexicon& lexicon,
                        const LearnOptions& options) {
  const Weights tagger = *Weights::view(bytes_of(tags), kPosNames.size(), "part-of-speech tagger");
  NameLessons lessons(documents, tagger, lexicon);
  std::vector<std::size_t> all(documents.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  LearnOptions short_options = options;
  short_options.epochs = std::min<std::uint32_t>(options.epochs, 5);
  lessons.vote(short_options);
  std::vector<Learner> learners;
  for_each_round(options, [&](const LearnOptions& round) { learners.push_back(lessons.learn(all, round, options.progress)); });
  return build_weights(mean_rows(learners, options.bytes_max), NameLabel::kCount);
}

}  // namespace kith::ingest
