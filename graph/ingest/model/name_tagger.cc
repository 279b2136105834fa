#include "ingest/model/name_tagger.h"

#include <algorithm>

namespace kith::ingest {

namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::min() / 2;

// Labels that may stand before each, in order.
struct Befores {
  std::array<std::array<std::uint8_t, NameLabel::kCount>, NameLabel::kCount> labels = {};
  std::array<std::uint8_t, NameLabel::kCount> count = {};
};

constexpr Befores make_befores() {
  Befores out;
  for (std::uint8_t next = 0; next < NameLabel::kCount; ++next)
    for (std::uint8_t before = 0; before < NameLabel::kCount; ++before)
      if (may_follow({before}, {next})) out.labels[next][out.count[next]++] = before;
  return out;
}

constexpr Befores kBefores = make_befores();

constexpr bool may_end(std::uint8_t label) {
  const NamePart part = NameLabel{label}.part();
  return part != NamePart::kBegin && part != NamePart::kInside;
}

}  // namespace

void best_names(const NameTransitions& transitions, NameLattice& lattice, std::span<const LabelSet> allowed,
                std::span<NameLabel> labels) {
  constexpr std::size_t n = NameLabel::kCount;
  const std::size_t count = labels.size();
  if (count == 0) return;
  lattice.from.resize(count);
  std::array<std::int32_t, n> best;
  std::array<std::int32_t, n> next;
  const auto open = [&](std::size_t i, std::size_t label) {
    return allowed.empty() || (allowed[i] >> label & 1) != 0;
  };
  for (std::size_t label = 0; label < n; ++label) {
    const bool starts = may_follow({0}, {static_cast<std::uint8_t>(label)}) && open(0, label);
    best[label] = starts ? lattice.emissions[0][label] + transitions.at(n, label) : kNever;
  }
  for (std::size_t i = 1; i < count; ++i) {
    for (std::size_t label = 0; label < n; ++label) {
      std::int32_t top = kNever;
      std::uint8_t from = kBefores.labels[label][0];
      if (open(i, label))
        for (std::uint8_t k = 0; k < kBefores.count[label]; ++k) {
          const std::uint8_t before = kBefores.labels[label][k];
          const std::int32_t score = best[before] + transitions.at(before, label);
          if (score > top) {
            top = score;
            from = before;
          }
        }
      next[label] = top <= kNever ? kNever : top + lattice.emissions[i][label];
      lattice.from[i][label] = from;
    }
    best = next;
  }
  std::uint8_t label = 0;
  for (std::uint8_t k = 1; k < n; ++k)
    if (may_end(k) && best[k] > best[label]) label = k;
  for (std::size_t i = count; i-- > 0;) {
    labels[i] = {label};
    if (i > 0) label = lattice.from[i][label];
  }
}

void clear_votes(std::span<WordFacts> facts) {
  for (WordFacts& fact : facts) fact.voted = WordFacts::kNoVote;
}

void count_votes(std::span<const NameLabel> labels, std::span<WordFacts> facts) {
  constexpr std::size_t kOutside = kNameTypes.size();
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
  for (std::uint32_t i = 0; i < facts.size(); ++i)
    if (facts[i].others > 0) order.emplace_back(facts[i].word, i);
  std::sort(order.begin(), order.end());
  const auto kind = [&](std::uint32_t i) { return labels[i].number == 0 ? kOutside : std::size_t{labels[i].type()}; };
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    std::array<std::uint32_t, kNameTypes.size() + 1> counts = {};
    for (; last < order.size() && order[last].first == order[first].first; ++last) ++counts[kind(order[last].second)];
    const auto all = static_cast<std::uint32_t>(last - first);
    for (; first < last; ++first) {
      const std::uint32_t i = order[first].second;
      --counts[kind(i)];  // the others vote
      const auto top = std::max_element(counts.begin(), counts.end());
      const auto winner = static_cast<std::size_t>(top - counts.begin());
      if (*top > 0) {
        facts[i].voted = winner == kOutside ? WordFacts::kVotedOutside : static_cast<std::uint8_t>(winner);
        facts[i].agreed = *top == all - 1 ? (all > 3 ? 2 : 1) : 0;
      }
      ++counts[kind(i)];
    }
  }
}

void name_features(std::span<const WordFacts> facts, std::span<const Pos> tags, std::size_t first, std::size_t count,
                   std::size_t i, FeatureList& out) {
  static constexpr WordFacts kOutside = {};
  const auto at = [&](int offset) -> const WordFacts& {
    const auto k = static_cast<std::ptrdiff_t>(i) + offset;
    return k < 0 || k >= static_cast<std::ptrdiff_t>(count) ? kOutside : facts[first + static_cast<std::size_t>(k)];
  };
  const auto tag = [&](int offset) -> std::uint64_t {
    const auto k = static_cast<std::ptrdiff_t>(i) + offset;
    return k < 0 || k >= static_cast<std::ptrdiff_t>(count)
               ? 0
               : static_cast<std::uint64_t>(tags[first + static_cast<std::size_t>(k)]) + 1;
  };
  const WordFacts& now = at(0);
  const WordFacts& before = at(-1);
  const WordFacts& after = at(1);
  const WordFacts& before2 = at(-2);
  const WordFacts& after2 = at(2);
  out.clear();
  out.add(100, 0);
  out.add(101, now.word);
  out.add(102, now.word, now.capital);
  out.add(103, before.word);
  out.add(104, after.word);
  out.add(105, before2.word);
  out.add(106, after2.word);
  out.add(107, before.word, now.word);
  out.add(108, now.word, after.word);
  out.add(109, before2.word, before.word);
  out.add(110, after.word, after2.word);
  out.add(111, before.word, after.word);
  out.add(112, now.shape, now.opens);
  out.add(113, now.long_shape);
  out.add(114, before.shape, now.shape);
  out.add(115, now.shape, after.shape);
  out.add(116, before.shape, now.shape, after.shape);
  for (std::uint32_t k = 0; k < now.prefix.size(); ++k) out.add(117 + k, now.prefix[k], now.capital);
  for (std::uint32_t k = 0; k < now.suffix.size(); ++k) out.add(121 + k, now.suffix[k], now.capital);
  out.add(125, before.suffix[2], before.capital);
  out.add(126, after.suffix[2], after.capital);
  out.add(127, before.word, now.shape);
  out.add(128, after.word, now.shape);
  // What the lists say.
  out.add(130, now.listed);
  out.add(131, before.listed, now.listed);
  out.add(132, now.listed, after.listed);
  out.add(133, now.classes, now.capital);
  out.add(134, before.classes, now.shape);
  out.add(135, after.classes, now.shape);
  out.add(136, before.titled, now.capital);
  out.add(137, now.titled, after.capital);
  out.add(138, before2.titled, before.shape, now.shape);
  out.add(145, now.attached, after.attached, now.shape);
  out.add(146, now.attached, now.word, before.capital);
  out.add(147, after.attached, after.word, now.capital);
  out.add(148, before.attached, before.word, now.shape);
  // Parts of speech.
  out.add(140, tag(0), now.shape);
  out.add(141, tag(-1), tag(0));
  out.add(142, tag(0), tag(1));
  out.add(143, tag(-1), tag(0), tag(1));
  out.add(144, tag(1), now.shape, after.shape);
  // The head of the run of capitals that the token stands in, and the word before and behind that run.
  if (now.capital) {
    std::size_t last = i;
    while (last + 1 < count && facts[first + last + 1].capital) ++last;
    std::size_t start = i;
    while (start > 0 && facts[first + start - 1].capital) --start;
    const WordFacts& head = facts[first + last];
    out.add(150, head.word, last - i < 4 ? last - i : 4);
    out.add(151, head.classes, last > i);
    out.add(152, head.suffix[2], last - i < 4 ? last - i : 4);
    const WordFacts& left = start > 0 ? facts[first + start - 1] : kOutside;
    const WordFacts& right = last + 1 < count ? facts[first + last + 1] : kOutside;
    out.add(153, left.word);
    out.add(154, right.word);
    out.add(155, left.word, last - start < 4 ? last - start : 4, i - start < 4 ? i - start : 4);
    out.add(156, facts[first + start].word, i - start < 4 ? i - start : 4);
    out.add(157, facts[first + start].listed, head.listed, head.classes);
    // The same word elsewhere.
    out.add(170, now.voted, now.agreed);
    out.add(171, now.voted, now.shape);
    out.add(172, now.voted, before.voted, before.capital);
    out.add(173, now.voted, after.voted, after.capital);
    out.add(160, now.seen_lower, now.seen_capital, now.opens);
    out.add(161, now.seen_lower, now.seen_capital, now.shape);
    for (std::uint32_t k = 0; k < now.others; ++k) {
      const std::uint32_t other = now.other[k];
      const WordFacts& other_before = other > 0 ? facts[other - 1] : kOutside;
      const WordFacts& other_after = other + 1 < facts.size() ? facts[other + 1] : kOutside;
      out.add(162, other_before.word);
      out.add(163, other_after.word);
      out.add(164, other_before.shape, other_after.shape);
      out.add(165, other_before.classes);
      out.add(166, other_after.classes);
      out.add(167, other_before.titled);
    }
  }
}

}  // namespace kith::ingest
