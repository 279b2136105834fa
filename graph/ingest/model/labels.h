// What the model says of tokens: kinds of names, parts of speech, relations of dependency.
//
// The orders are part of the model file's format (kModelFormat); they follow Universal Dependencies v2.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kith::ingest {

/// Universal parts of speech (universaldependencies.org/u/pos).
enum class Pos : std::uint8_t {
  kAdj, kAdp, kAdv, kAux, kCconj, kDet, kIntj, kNoun, kNum, kPart, kPron, kPropn, kPunct, kSconj, kSym, kVerb, kX
};

inline constexpr std::array<std::string_view, 17> kPosNames = {"ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET",
                                                               "INTJ", "NOUN", "NUM",   "PART",  "PRON",  "PROPN",
                                                               "PUNCT", "SCONJ", "SYM", "VERB",  "X"};

/// Universal relations with the subtypes of English (universaldependencies.org/en/dep). kDep is the last resort.
enum class Relation : std::uint8_t {
  kRoot, kAcl, kAclRelcl, kAdvcl, kAdvclRelcl, kAdvmod, kAmod, kAppos, kAux, kAuxPass, kCase, kCc, kCcPreconj,
  kCcomp, kCompound, kCompoundPrt, kConj, kCop, kCsubj, kCsubjOuter, kCsubjPass, kDep, kDet, kDetPredet,
  kDiscourse, kDislocated, kExpl, kFixed, kFlat, kGoeswith, kIobj, kList, kMark, kNmod, kNmodDesc, kNmodPoss,
  kNmodUnmarked, kNsubj, kNsubjOuter, kNsubjPass, kNummod, kObj, kObl, kOblAgent, kOblUnmarked, kOrphan,
  kParataxis, kPunct, kReparandum, kVocative, kXcomp
};

inline constexpr std::array<std::string_view, 51> kRelationNames = {
    "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc",
    "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep",
    "det", "det:predet", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark",
    "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass", "nummod", "obj", "obl",
    "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp"};

constexpr std::string_view pos_name(Pos pos) noexcept { return kPosNames[static_cast<std::size_t>(pos)]; }

constexpr std::string_view relation_name(Relation relation) noexcept {
  return kRelationNames[static_cast<std::size_t>(relation)];
}

/// Where a token stands in a name: outside, first of several, between, last, or the only one (BILOU).
enum class NamePart : std::uint8_t { kOutside, kBegin, kInside, kLast, kUnit };

/// The kinds of names in the order of the model: as EntityType, MISC last.
inline constexpr std::array<std::string_view, 5> kNameTypes = {"PER", "ORG", "LOC", "EVENT", "MISC"};

/// One number for part and type: 0 is outside, then four for each type.
struct NameLabel {
  std::uint8_t number = 0;

  static constexpr std::size_t kCount = 1 + 4 * kNameTypes.size();

  static constexpr NameLabel of(NamePart part, std::uint8_t type) noexcept {
    if (part == NamePart::kOutside) return {0};
    return {static_cast<std::uint8_t>(4 * type + static_cast<std::uint8_t>(part))};
  }

  constexpr NamePart part() const noexcept {
    return number == 0 ? NamePart::kOutside : static_cast<NamePart>((number - 1) % 4 + 1);
  }

  /// Index into kNameTypes; means nothing outside.
  constexpr std::uint8_t type() const noexcept { return number == 0 ? 0 : static_cast<std::uint8_t>((number - 1) / 4); }

  friend constexpr bool operator==(NameLabel, NameLabel) = default;
};

/// Whether `next` may stand behind `before`: names are begun before they are continued, and end.
constexpr bool may_follow(NameLabel before, NameLabel next) noexcept {
  const bool open = before.part() == NamePart::kBegin || before.part() == NamePart::kInside;
  const bool goes_on = next.part() == NamePart::kInside || next.part() == NamePart::kLast;
  return open == goes_on && (!open || before.type() == next.type());
}

template <std::size_t n>
constexpr std::optional<std::uint8_t> index_of(const std::array<std::string_view, n>& names, std::string_view name) {
  for (std::size_t i = 0; i < n; ++i)
    if (names[i] == name) return static_cast<std::uint8_t>(i);
  return std::nullopt;
}

}  // namespace kith::ingest
