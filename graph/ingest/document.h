// What the stages of extraction say of one article: mentions, entities, times, claims.
//
//     text      "JD Vance met with Volodymyr Zelenskyy in Rome on Sunday."
//     mentions  [0,8) PER, [18,37) PER, [41,45) LOC
//     times     [49,55) 2025-05-18
//     claims    JD Vance -[MET_WITH {date: 2025-05-18, place: Rome}]-> Volodymyr Zelenskyy
//
// All are plain values, numbered by their place in their vector; offsets are bytes of Article::text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kith/value.h"

namespace kith::ingest {

inline constexpr std::uint32_t kNone = ~std::uint32_t{0};

enum class EntityType : std::uint8_t { kPerson, kOrganization, kPlace, kEvent, kOther };

/// "PER", "ORG", "LOC", "EVENT", "MISC".
std::string_view type_code(EntityType type) noexcept;

enum class MentionKind : std::uint8_t {
  kName,       ///< JD Vance
  kAdjective,  ///< Ukrainian, for Ukraine; the countries inside "Russia-Ukraine talks"
  kNominal,    ///< the negotiations
};

/// A place in the text that stands for an entity.
struct Mention {
  std::uint32_t first = 0;  ///< tokens
  std::uint32_t last = 0;   ///< one past the last
  std::uint32_t begin = 0;  ///< bytes
  std::uint32_t end = 0;
  EntityType type = EntityType::kOther;
  MentionKind kind = MentionKind::kName;
  std::string canonical = {};     ///< the name in the word lists, if it is in one
  bool is_short = false;          ///< an acronym there
  std::uint32_t title_first = 0;  ///< tokens of the title before (or, after a comma, beside) a person's name
  std::uint32_t title_last = 0;   ///< equal to title_first: none
  std::uint32_t entity = kNone;
};

/// One node to be: everything in the article that is the same thing.
struct LocalEntity {
  EntityType type = EntityType::kOther;
  std::string name;
  std::vector<std::string> aliases = {};     ///< other surface forms, sorted, without the name
  std::vector<std::string> link_names = {};  ///< forms that may join it with entities of other articles
  std::vector<std::string> titles = {};      ///< persons: "Foreign Minister", sorted, each once
  std::vector<std::uint32_t> mentions = {};
  std::string event_class = {};   ///< events: "talks"
  std::optional<Date> date = {};  ///< events: the day, if it is known
};

/// A time expression and what it means.
struct TimeMention {
  std::uint32_t first = 0;  ///< tokens
  std::uint32_t last = 0;
  std::uint32_t begin = 0;  ///< bytes
  std::uint32_t end = 0;
  std::string value;             ///< ISO 8601 or TIMEX3: 2025-05-18, 2017-W28, 2025-05-18TAF
  std::optional<Date> day = {};  ///< if it is one day, or within one
  bool derived = false;          ///< no words of its own: made from another for a claim
  bool spoken = false;           ///< counted from the moment of speaking ("this afternoon"), inside a quotation
};

/// A fact the text states: one typed edge to be.
struct Claim {
  std::uint32_t head = 0;  ///< entities
  std::string type;
  std::uint32_t tail = 0;
  std::uint32_t begin = 0;  ///< the sentence, bytes
  std::uint32_t end = 0;
  std::uint32_t time = kNone;   ///< a TimeMention
  std::uint32_t place = kNone;  ///< an entity
  std::string status = "stated";
  std::string role = {};
  double confidence = 0.8;
  std::uint32_t stated_by = kNone;  ///< an entity
  std::string rule = {};            ///< what found it, "verb meet with"
  std::uint32_t rule_begin = 0;     ///< the words that it goes by, bytes: "met with"
  std::uint32_t rule_end = 0;
};

/// A fact in words: "JD Vance -[MET_WITH {date: 2025-05-18, place: Rome}]-> Volodymyr Zelenskyy".
struct FactWords {
  std::string_view from;
  std::string_view type;
  std::string_view to;
  std::string_view date = {};
  std::string_view place = {};
  std::string_view role = {};
  std::string_view status = {};

  std::string to_text() const;
};

/// Everything found in one article.
struct Extraction {
  std::string extractor = {};  ///< what made the claims
  std::vector<Mention> mentions = {};
  std::vector<LocalEntity> entities = {};
  std::vector<TimeMention> times = {};
  std::vector<Claim> claims = {};

  /// One claim as in to_text(), without the end of the line.
  std::string claim_text(const Claim& claim) const;

  /// A line a claim: "JD Vance -[MET_WITH {date: 2025-05-18, place: Rome}]-> Volodymyr Zelenskyy".
  std::string to_text() const;
};

/// The type of what no frame knows.
inline constexpr std::string_view kOpenType = "RELATED";

/// What Claim::role is called on an edge: "role", of kOpenType "predicate".
std::string_view role_key(std::string_view type) noexcept;

/// Whether order of the ends means nothing; such edges are stored once and asked without an arrow.
bool is_symmetric(std::string_view type) noexcept;

}  // namespace kith::ingest
