// The working state of one article between segmentation and claims, and the passes over it.
//
//     Analysis a{...};                 // text, segments, mentions, times
//     link_names(a);                   // mentions -> entities
//     parse(a);                        // sentences -> chunks -> clauses
//     resolve_nouns(a);                // "he", "the talks", "all three" -> entities
//     parse_trees(a);                  // sentences -> dependency trees -> clauses
//     find_claims(a);                  // clauses and noun groups -> claims
//
// Each pass fills in its part and reads those before it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "ingest/chunk.h"
#include "ingest/document.h"
#include "ingest/frames.h"
#include "ingest/lexicon.h"
#include "ingest/model/model.h"
#include "ingest/segment.h"

namespace kith::ingest {

/// A preposition and the noun groups it governs: with [Putin] and [Zelenskyy].
struct Complement {
  std::string preposition;
  std::vector<std::uint32_t> nouns;  ///< chunks of the sentence
};

/// A verb with what stands around it. Numbers are chunks of its sentence.
struct Clause {
  std::uint32_t verb = 0;
  std::string lemma;
  bool passive = false;  ///< the subjects suffer it; agents are the "by" complement
  std::vector<std::uint32_t> subjects;
  std::vector<std::uint32_t> objects;
  std::vector<std::uint32_t> themes = {};  ///< what stands right behind the objects: "sent her [a letter]"
  std::vector<Complement> complements;
  std::uint32_t time = kNone;      ///< a TimeMention
  std::uint32_t governor = kNone;  ///< the clause that this one is said in, or the infinitive hangs on
  bool supposed = false;           ///< if, unless, without: nobody says that it is so
};

struct ParsedSentence {
  std::vector<Chunk> chunks;
  std::vector<Clause> clauses;
  std::vector<Clause> paths;  ///< clauses as the trees have them; governors are among themselves
};

struct Analysis {
  std::string_view text;
  const Lexicon* lexicon = nullptr;
  const Frames* frames = nullptr;
  std::optional<Date> reference = {};
  bool open = false;  ///< whether what verbs say that no frame knows is claimed too
  Segments segments;
  std::vector<TokenAnnotation> trees = {};  ///< beside segments.tokens
  std::vector<Mention> mentions;
  std::vector<TimeMention> times;
  std::vector<LocalEntity> entities = {};
  std::vector<ParsedSentence> sentences = {};  ///< beside segments.sentences
  std::vector<Claim> claims = {};
  std::map<std::tuple<std::uint32_t, std::string, std::uint32_t, std::uint32_t>, std::uint32_t> claim_at =
      {};  ///< (head, type, tail, sentence)
  /// Who speaks the quoted words of a sentence: an entity, or kNone. Beside `sentences`.
  std::vector<std::uint32_t> speakers = {};
  /// What noun groups stand for that are more than one entity: (sentence, chunk) -> entities.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::uint32_t>> groups = {};

  /// The rule that is tried now, and the words that it goes by: what add_claim() notes.
  std::string rule = {};
  std::uint32_t rule_begin = 0;
  std::uint32_t rule_end = 0;

  /// A rule is tried over the tokens [first, last).
  void try_rule(std::string name, std::uint32_t first, std::uint32_t last) {
    rule = std::move(name);
    rule_begin = token(first).begin;
    rule_end = token(last - 1).end;
  }

  const Token& token(std::size_t i) const { return segments.tokens[i]; }

  std::string_view words(std::uint32_t first, std::uint32_t last) const {
    const std::uint32_t begin = token(first).begin;
    return text.substr(begin, token(last - 1).end - begin);
  }

  /// The entities a chunk stands for; none if it is not known.
  std::vector<std::uint32_t> entities_of(std::uint32_t sentence, std::uint32_t chunk) const;

  EntityType type_of(std::uint32_t entity) const { return entities[entity].type; }
};

void link_names(Analysis& analysis);
void parse(Analysis& analysis);
void resolve_nouns(Analysis& analysis);
/// Trees only of sentences in which two of the entities stand: the others say nothing of any two.
void parse_trees(Analysis& analysis, Annotator& annotator);
void find_claims(Analysis& analysis);

/// The part of find_claims that reads names and titles side by side: offices, places within places.
void find_name_claims(Analysis& analysis);
/// Claims of roles beside names: "the head of the power company Hydrost, Ivo Rey".
void find_role_claims(Analysis& analysis);
/// Claims of where bodies and places are: "the Lisbon-based charity X", "the Norwegian town of X".
void find_place_claims(Analysis& analysis);
/// Claims of what bodies are to each other: "X, a subsidiary of Y", "NATO member Norway".
void find_body_claims(Analysis& analysis);
/// Claims of noun groups: "talks between X and Y in Z", "X's call for".
void find_noun_claims(Analysis& analysis);
/// Claims of clauses.
void find_clause_claims(Analysis& analysis);
/// Members of parties; behind the others, whose claims it reads.
void find_party_claims(Analysis& analysis);

/// What no frame knows, in the verbs' own words.
void find_open_claims(Analysis& analysis);

/// A clause or noun group joins at most so many with so many; more is a list, not a meeting.
inline constexpr std::size_t kEndsMax = 24;

/// "troops", "delegation", "government": they act for whose they are.
bool acts_for_another(std::string_view word) noexcept;

/// Verbs of saying; what they govern is somebody's word.
bool is_saying(std::string_view lemma) noexcept;

/// Verbs whose objects do what the infinitive behind them says: "asked him to go".
bool controls_object(std::string_view lemma) noexcept;

/// What holding a title over something is called, and the role; an empty type if the title makes no relation.
struct RoleRelation {
  std::string_view type = {};
  std::string role = {};
};

/// The title of tokens [first, last) over the entity `of`: "coach" of a team, "president" of a country or a company. `by` is
/// what ties the two: "of", "at", "'s".
RoleRelation role_relation(const Analysis& analysis, std::uint32_t first, std::uint32_t last, std::uint32_t of,
                           std::string_view by = "of");

/// Adds a claim of a sentence unless its ends are one or it is there already from the same sentence.
Claim* add_claim(Analysis& analysis, std::uint32_t head, std::string_view type, std::uint32_t tail,
                 std::uint32_t sentence);

}  // namespace kith::ingest
