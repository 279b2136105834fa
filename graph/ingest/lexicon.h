// What single words and fixed phrases say by themselves: word lists, written by hand.
//
//     Lexicon lexicon;
//     lexicon.has("minister", Word::kTitle);                 // true
//     lexicon.verb("met")->lemma;                            // "meet"
//     lexicon.place_at(tokens, i);                           // "U.S." -> United States, 1 token
//
// Countries, the adjectives made from them, capitals and large cities, titles, offices, words that organisations
// and places and events are called by, function words, verbs. No person's name, neither first names nor
// surnames, is in any list: persons are told by what stands around them.
//
// Built once by its constructor (about 1 ms), never changed after: any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ingest/segment.h"

namespace kith::ingest {

/// Whether a word is one of a few; for lists that one rule has.
inline bool any_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// Classes of words; a word may be of several.
enum class Word : std::uint32_t {
  kDeterminer = 1u << 0,
  kPreposition = 1u << 1,
  kCoordinator = 1u << 2,   ///< and, or, but
  kSubordinator = 1u << 3,  ///< that, when, because
  kRelative = 1u << 4,      ///< who, which, where
  kPronoun = 1u << 5,       ///< he, they, I
  kPossessive = 1u << 6,    ///< his, their
  kAuxiliary = 1u << 7,     ///< forms of be, have, do
  kModal = 1u << 8,
  kAdverb = 1u << 9,
  kNumber = 1u << 10,  ///< one, two, dozen
  kWeekday = 1u << 11,
  kMonth = 1u << 12,
  kTimeUnit = 1u << 13,      ///< day, weeks
  kOrganisation = 1u << 14,  ///< what organisations' names end in, or begin with before "of"
  kPlace = 1u << 15,         ///< what places' names end in, or begin with before "of"
  kEvent = 1u << 16,         ///< what events are called
  kTitle = 1u << 17,         ///< stands before a person's name
  kAdjective = 1u << 18,
  kPeople = 1u << 19,        ///< faiths and peoples that are no country's: capitalised, but no names
  kPerson = 1u << 20,        ///< man, spokeswoman, coach
  kRegnal = 1u << 21,        ///< a title that is part of the name: Pope, King
  kVessel = 1u << 22,        ///< ship, aircraft carrier
  kTeam = 1u << 23,          ///< team, delegation
  kNoName = 1u << 24,        ///< capitalised for other reasons: at the start of sentences, in headings
  kNameParticle = 1u << 25,  ///< de, van, bin: inside a person's name
  kNegation = 1u << 26,
};

constexpr std::uint32_t operator|(Word a, Word b) {
  return static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b);
}

constexpr std::uint32_t operator|(std::uint32_t a, Word b) { return a | static_cast<std::uint32_t>(b); }

/// Which form of a verb a word can be.
struct VerbForm {
  std::string lemma;
  bool base = false;        ///< meet
  bool past = false;        ///< met (finite)
  bool participle = false;  ///< met (after have or be)
  bool gerund = false;      ///< meeting
  bool third = false;       ///< meets
  bool taught = true;       ///< the language model was taught with it as a verb
};

enum class PhraseKind : std::uint8_t { kCountry, kDemonym, kPlace, kOrganisation, kTitle };

/// A phrase of a list found in a text.
struct Phrase {
  PhraseKind kind = PhraseKind::kCountry;
  std::uint32_t length = 0;  ///< tokens
  std::string canonical;     ///< the country's or organisation's usual name; a title in its usual spelling
  bool is_short = false;     ///< an acronym or abbreviation of it
};

class Lexicon {
 public:
  Lexicon();

  bool has(std::string_view lower, Word word) const { return (classes(lower) & static_cast<std::uint32_t>(word)) != 0; }

  /// All classes of the word, a bit each (Word).
  std::uint32_t classes(std::string_view lower) const;

  bool has_any(std::string_view lower, std::uint32_t words) const { return (classes(lower) & words) != 0; }

  /// A verb that frames speak of; regular if it is not known yet.
  void learn_verb(std::string_view base);

  /// The verb that `lower` is a form of, or null.
  const VerbForm* verb(std::string_view lower) const;

  /// The longest country, demonym, place or organisation that begins at token `at`, in capitals as names are, and ends
  /// before `end`; nothing if no token is left.
  std::optional<Phrase> name_at(std::span<const Token> tokens, std::size_t at, std::size_t end) const;

  /// The longest title or office ("Secretary of State", "vice-president") that begins at token `at`.
  std::optional<Phrase> title_at(std::span<const Token> tokens, std::size_t at, std::size_t end) const;

  /// The same for several at once: "Prime Ministers".
  std::optional<Phrase> titles_at(std::span<const Token> tokens, std::size_t at, std::size_t end) const;

  /// 1..12 for "may" and "sept.", 0 for none; 1..7 for "monday".."sunday"; the value of "twelve", or 0.
  int month(std::string_view lower) const;
  int weekday(std::string_view lower) const;
  int number(std::string_view lower) const;

  /// Events of one class are called by several words: "talks" for negotiations. The word itself if it is alone.
  std::string event_class(std::string_view lower) const;

 private:
  struct Entry {
    std::vector<std::string> words;
    Phrase phrase;
    bool all_caps = false;
  };

  // Lets a string_view be looked up without a copy.
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };

  template <class T>
  using ByWord = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
  using Table = ByWord<std::vector<Entry>>;

  void add_words(std::string_view list, std::uint32_t classes);
  void add_verbs();
  void add_verbs(std::string_view regular, std::string_view irregular);
  void add_regular_verb(std::string_view base);
  void add_verb(std::string_view base, std::string_view past, std::string_view participle, std::string_view gerund);
  void add_phrase(Table& table, std::string_view text, Phrase phrase);
  void add_countries();
  void add_names();
  static std::optional<Phrase> longest(const Table& table, std::span<const Token> tokens, std::size_t at,
                                       std::size_t end, bool capitals);

  ByWord<std::uint32_t> words_;
  ByWord<VerbForm> verbs_;
  bool taught_ = true;  // what verbs that are added now are
  ByWord<int> numbers_;
  ByWord<std::string> event_classes_;
  Table names_;
  Table titles_;
  Table plural_titles_;
};

}  // namespace kith::ingest
