#include "ingest/model/pos_tagger.h"

namespace kith::ingest {

void pos_features(std::span<const WordFacts> facts, std::span<const Pos> tags, std::size_t i, FeatureList& out) {
  static constexpr WordFacts kOutside = {};
  const auto at = [&](std::size_t offset_by_two) -> const WordFacts& {
    const std::size_t k = i + offset_by_two;
    return k < 2 || k - 2 >= facts.size() ? kOutside : facts[k - 2];
  };
  const WordFacts& before2 = at(0);
  const WordFacts& before = at(1);
  const WordFacts& now = at(2);
  const WordFacts& after = at(3);
  const WordFacts& after2 = at(4);
  const std::uint64_t tag1 = i >= 1 ? static_cast<std::uint64_t>(tags[i - 1]) + 1 : 0;
  const std::uint64_t tag2 = i >= 2 ? static_cast<std::uint64_t>(tags[i - 2]) + 1 : 0;
  out.clear();
  out.add(1, 0);
  out.add(2, now.word);
  for (std::uint32_t k = 0; k < now.prefix.size(); ++k) out.add(3 + k, now.prefix[k]);
  for (std::uint32_t k = 0; k < now.suffix.size(); ++k) out.add(6 + k, now.suffix[k]);
  out.add(10, now.shape);
  out.add(11, now.long_shape, now.opens);
  out.add(12, tag1);
  out.add(13, tag1, tag2);
  out.add(14, tag1, now.word);
  out.add(15, before.word);
  out.add(16, before2.word);
  out.add(17, after.word);
  out.add(18, after2.word);
  out.add(19, before.word, now.word);
  out.add(20, now.word, after.word);
  out.add(21, before.word, after.word);
  out.add(22, after.suffix[2]);
  out.add(23, before.suffix[2]);
  out.add(24, tag1, now.suffix[2]);
  out.add(25, now.classes);
  out.add(26, now.verb, tag1);
  out.add(27, after.classes, now.classes);
  out.add(28, now.listed, now.capital);
  out.add(29, now.shape, now.opens, now.listed);
  out.add(30, now.shape, after.shape, now.opens);
  out.add(31, now.shape, before.shape);
  out.add(32, now.suffix[1], after.word);
  out.add(33, now.suffix[2], after.suffix[1]);
  out.add(34, tag1, after.word);
  out.add(35, tag1, tag2, now.suffix[2]);
}

}  // namespace kith::ingest
