// Which entities of many articles are one: a partition of what articles speak of that depends on what they say and on what
// was decided by hand, and on no order of loading.
//
//     a.txt "Harbour Safety Board (HSB)"   b.txt "HSB"   c.txt "the Harbour Safety Board"     one organisation
//     a.txt "Judge Jane Roe"               b.txt "striker Jane Roe"                           two persons: a question to ask
//
// An appearance is an entity as one article has it. Two are one
//  - if they are of one family, which is tied by names that join articles, and of one type;
//  - persons: if moreover their roles agree, or do not conflict and both articles name the same other person; one without roles
//    goes to the first person of its name beside whom another person of its article is named too, or else to the first;
//  - events: if moreover their days are at most 31 apart; one without a day goes to the first event of its name;
//  - organisations of which there is an acronym alone: if just one organisation has it;
//  - if it was decided so, by hand. Nothing joins what was decided to be different.
// It is a closure: whoever is one with both of two makes them one, unless decided otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/document.h"

namespace kith::ingest {

/// An entity as one article has it.
struct Appearance {
  std::string article;        ///< its key
  std::uint32_t cluster = 0;  ///< `cluster` of its mentions
  EntityType type = EntityType::kOther;
  std::string name = {};                  ///< folded
  std::vector<std::string> strong = {};   ///< folded names that join articles; none of a surname alone
  std::vector<std::string> weak = {};     ///< folded acronyms of organisations
  std::vector<std::string> roles = {};
  std::optional<Date> date = {};
  std::vector<std::string> company = {};  ///< folded names of the persons beside it
};

/// One side of a decision.
struct Anchor {
  EntityType type = EntityType::kOther;
  std::string name;     ///< folded
  std::string article;  ///< a key
  friend auto operator<=>(const Anchor&, const Anchor&) = default;
};

/// What was decided of two appearances. Of two that are different the left is parted off: who may belong to either belongs to the
/// right.
struct Decision {
  bool same = true;
  Anchor left = {};
  Anchor right = {};
  bool wide = false;  ///< of their names too, in whatever article
  friend auto operator<=>(const Decision&, const Decision&) = default;
};

bool is_about(const Anchor& anchor, const Appearance& appearance);

/// The group of each appearance, numbered from 0 by their first members. `appearances` are sorted by article and cluster.
/// The order of `decisions` means nothing.
std::vector<std::uint32_t> partition(std::span<const Appearance> appearances, std::vector<Decision> decisions);

/// Whether two days may be those of one event.
bool days_agree(const std::optional<Date>& a, const std::optional<Date>& b);

/// The words of a name, parted by blanks; views into it.
std::vector<std::string_view> words_of(std::string_view name);

/// "NATO", "U.N.": two to six capitals or digits.
bool is_acronym(std::string_view form);

/// The form under which a name is looked up: folded, of an acronym without its full stops.
std::string joining_key(std::string_view form);

/// The forms under which an entity of this name is looked up; none of a person's surname alone.
std::vector<std::string> joining_keys(EntityType type, std::string_view name);

/// Names that join, parted into those that do alone and acronyms, of an entity with these forms.
struct JoiningNames {
  std::vector<std::string> strong = {};
  std::vector<std::string> weak = {};
};
JoiningNames joining_names(EntityType type, const std::vector<std::string>& forms, const std::vector<std::string>& lookup);

/// How a person's full name is written whoever transliterates it, marked so that it is no name itself: "~volodimir zelenski"
/// for Volodymyr Zelenskyy and Volodymyr Zelensky. Of a folded name of several words; else "".
std::string spelling_key(std::string_view folded);

}  // namespace kith::ingest
