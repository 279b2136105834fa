#include "ingest/model/parser.h"

namespace kith::ingest {

void ParseState::start(std::uint32_t count) {
  count_ = count;
  front_ = 0;
  stack_.clear();
  arcs_.assign(count, Arc{.head = kRootHead, .relation = Relation::kRoot});
  dependents_.assign(count, Dependents{});
}

void ParseState::attach(std::uint32_t token, std::uint32_t head, Relation relation) {
  arcs_[token] = {.head = head, .relation = relation};
  Dependents& of = dependents_[head];
  of.relations |= std::uint64_t{1} << static_cast<std::uint32_t>(relation);
  if (token < head) {
    of.left = {token, of.left[0]};
    ++of.lefts;
  } else {
    of.right = {token, of.right[0]};
    ++of.rights;
  }
}

void ParseState::take(Step step) {
  switch (step.move()) {
    case Move::kShift:
      stack_.push_back(front_++);
      return;
    case Move::kLeft: {
      const std::uint32_t token = stack_.back();
      stack_.pop_back();
      if (front_ < count_)
        attach(token, front_, step.relation());
      else
        arcs_[token] = {.head = kRootHead, .relation = Relation::kRoot};
      return;
    }
    case Move::kRight: {
      const std::uint32_t token = stack_.back();
      stack_.pop_back();
      attach(token, stack_.back(), step.relation());
      return;
    }
  }
}

void parse_features(std::span<const WordFacts> facts, std::span<const Pos> tags, const ParseState& state,
                    FeatureList& out) {
  constexpr std::uint32_t kNoToken = ParseState::kNoToken;
  static constexpr ParseState::Dependents kNoDependents = {};
  const auto word = [&](std::uint32_t token) -> std::uint64_t { return token == kNoToken ? 1 : facts[token].word; };
  const auto tag = [&](std::uint32_t token) -> std::uint64_t {
    return token == kNoToken ? 0 : static_cast<std::uint64_t>(tags[token]) + 1;
  };
  const auto relation = [&](std::uint32_t token) -> std::uint64_t {
    return token == kNoToken ? 99 : static_cast<std::uint64_t>(state.arcs()[token].relation);
  };
  const auto dependents = [&](std::uint32_t token) -> const ParseState::Dependents& {
    return token == kNoToken ? kNoDependents : state.dependents(token);
  };
  const std::uint32_t s0 = state.stack(0);
  const std::uint32_t s1 = state.stack(1);
  const std::uint32_t s2 = state.stack(2);
  const std::uint32_t b0 = state.buffer(0);
  const std::uint32_t b1 = state.buffer(1);
  const std::uint32_t b2 = state.buffer(2);
  const ParseState::Dependents& d0 = dependents(s0);
  const ParseState::Dependents& d1 = dependents(s1);
  const ParseState::Dependents& db = dependents(b0);
  const std::uint64_t w0 = word(s0), w1 = word(s1), w2 = word(s2), x0 = word(b0), x1 = word(b1), x2 = word(b2);
  const std::uint64_t t0 = tag(s0), t1 = tag(s1), t2 = tag(s2), u0 = tag(b0), u1 = tag(b1), u2 = tag(b2);
  // At the end of the buffer stands the root, which is unlike no token at all.
  const std::uint64_t end = state.front() == state.count() ? 1 : 0;
  std::uint32_t distance = 0;
  if (s0 != kNoToken && b0 != kNoToken) distance = std::min<std::uint32_t>(b0 - s0, 6);
  std::uint32_t below = 0;
  if (s1 != kNoToken) below = std::min<std::uint32_t>(s0 - s1, 6);
  out.clear();
  out.add(200, end, s0 == kNoToken, s1 == kNoToken);
  // One token.
  out.add(201, w0, t0);
  out.add(202, w0);
  out.add(203, t0, end);
  out.add(204, x0, u0);
  out.add(205, x0);
  out.add(206, u0);
  out.add(207, w1, t1);
  out.add(208, w1);
  out.add(209, t1);
  out.add(210, x1, u1);
  out.add(211, w2, t2);
  out.add(212, x2, u2);
  // Two.
  out.add(213, w0, x0);
  out.add(214, w0 ^ (t0 << 8), x0 ^ (u0 << 8));
  out.add(215, w0, u0, t0);
  out.add(216, t0, x0, u0);
  out.add(217, t0, u0);
  out.add(218, w0, w1);
  out.add(219, w0, t1, t0);
  out.add(220, t0, w1, t1);
  out.add(221, t0, t1, end);
  out.add(222, u0, u1);
  out.add(223, x0, u1);
  out.add(224, w1, x0);
  out.add(225, t1, u0);
  out.add(226, w0, t0, u1);
  // Three.
  out.add(230, t0, u0, u1);
  out.add(231, u0, u1, u2);
  out.add(232, t1, t0, u0);
  out.add(233, t2, t1, t0);
  out.add(234, t0, tag(d0.left[0]), u0);
  out.add(235, t0, tag(d0.right[0]), u0);
  out.add(236, t0, u0, tag(db.left[0]));
  out.add(237, t1, tag(d1.right[0]), t0);
  out.add(238, t1, tag(d1.left[0]), t0);
  out.add(239, t1, t0, tag(d0.left[0]));
  out.add(240, t1, t0, tag(d0.right[0]));
  out.add(241, w0, t1, u0);
  out.add(242, x0, t0, t1);
  out.add(243, w1, t0, u0);
  out.add(244, t1 * 32 + t0, u0, u1);
  out.add(245, t2 * 32 + t1, t0, u0);
  // Dependents.
  out.add(250, word(d0.left[0]), t0);
  out.add(251, word(d0.right[0]), t0);
  out.add(252, word(db.left[0]), u0);
  out.add(253, word(d1.right[0]), t1);
  out.add(254, tag(d0.left[0]), relation(d0.left[0]), t0);
  out.add(255, tag(d0.right[0]), relation(d0.right[0]), t0);
  out.add(256, tag(db.left[0]), relation(db.left[0]), u0);
  out.add(257, tag(d1.left[0]), relation(d1.left[0]), t1);
  out.add(258, tag(d1.right[0]), relation(d1.right[0]), t1);
  out.add(259, relation(d0.left[0]), relation(d0.left[1]), t0);
  out.add(260, relation(d0.right[0]), relation(d0.right[1]), t0);
  out.add(261, relation(db.left[0]), relation(db.left[1]), u0);
  out.add(262, w0, d0.relations);
  out.add(263, t0, d0.relations);
  out.add(264, x0, db.relations);
  out.add(265, u0, db.relations);
  out.add(266, w1, d1.relations);
  out.add(267, t1, d1.relations, t0);
  out.add(268, t0, d0.lefts, d0.rights);
  out.add(269, u0, db.lefts);
  out.add(270, t1, d1.lefts, d1.rights);
  out.add(271, w0, d0.rights);
  out.add(272, word(d0.left[0]), word(d0.right[0]), t0);
  // Distances.
  out.add(280, distance, t0, u0);
  out.add(281, distance, w0);
  out.add(282, distance, x0);
  out.add(283, below, t0, t1);
  out.add(284, below, w0, t1);
  // Spelling, for words not seen.
  if (s0 != kNoToken) {
    out.add(290, facts[s0].suffix[2], u0);
    out.add(291, facts[s0].suffix[2], t1);
    out.add(292, facts[s0].shape, t0, u0);
    out.add(293, facts[s0].classes, u0);
    out.add(294, facts[s0].verb, t0, u0);
  }
  if (b0 != kNoToken) {
    out.add(295, facts[b0].suffix[2], t0);
    out.add(296, facts[b0].classes, t0);
    out.add(297, facts[b0].verb, u0, t0);
  }
  if (s1 != kNoToken) out.add(298, facts[s1].suffix[2], t0);
}

}  // namespace kith::ingest
