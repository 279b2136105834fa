// Sentences to chunks: noun groups, verb groups and what stands between them.
//
//     [JD Vance] (met) with [Ukrainian President Volodymyr Zelenskyy] in [Rome] on <Sunday>
//
// A shallow parse by word lists: enough to tell who did what to whom, linear in the sentence, and never wrong
// about more than its own sentence.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ingest/document.h"
#include "ingest/lexicon.h"
#include "ingest/model/model.h"
#include "ingest/segment.h"

namespace kith::ingest {

enum class ChunkKind : std::uint8_t {
  kNoun,
  kVerb,
  kTime,
  kPreposition,
  kSubordinator,  ///< that, when, after + clause
  kRelative,      ///< who, which
  kCoordinator,
  kComma,
  kQuote,
  kBracket,
  kStop,  ///< ; : — and other marks
  kAdverb,
};

struct Chunk {
  ChunkKind kind = ChunkKind::kStop;
  std::uint32_t first = 0;  ///< tokens
  std::uint32_t last = 0;
  std::string word =
      {};  ///< the preposition, conjunction or mark; a noun group's last word, lower case; a verb's lemma
  bool quoted = false;

  // Noun groups.
  std::uint32_t mention = kNone;              ///< the name it ends in
  std::vector<std::uint32_t> modifiers = {};  ///< names inside it, before its last word
  std::uint32_t owner = kNone;                ///< the chunk before its "'s"
  bool definite = false;                      ///< the, this, his, or owned
  bool pronoun = false;
  std::string possessive = {};      ///< "his" in "his Russian counterpart"
  std::uint32_t entity = kNone;     ///< what it stands for, filled in later
  std::uint32_t possessor = kNone;  ///< the entity that "his" stands for, filled in later

  // Verb groups.
  bool passive = false;  ///< was founded
  bool reduced = false;  ///< a participle without its auxiliary: "a plan proposed by"
  bool gerund = false;
  bool infinitive = false;
  bool negated = false;
  bool modal = false;    ///< will, would, may
  bool ongoing = false;  ///< "is planning", "is scheduled" and the like stay lemmas; be + gerund

  // Times.
  std::uint32_t time = kNone;
};

/// The chunks of one sentence in order, covering all its tokens. `mentions`, `times` and `tags` are those of the whole text.
std::vector<Chunk> chunk_sentence(const Segments& segments, std::uint32_t sentence,
                                  const std::vector<Mention>& mentions, const std::vector<TimeMention>& times,
                                  std::span<const TokenAnnotation> tags, const Lexicon& lexicon);

/// Behind an age that stands at token `at`, ", 58"; `at` if none does. Its second comma belongs to it before a verb, and else
/// opens what comes next: ", 58, who".
std::size_t age_end(const std::vector<Token>& tokens, const Lexicon& lexicon, std::size_t at, std::size_t end);

std::string to_text(std::string_view text, const Segments& segments, const std::vector<Chunk>& chunks);

}  // namespace kith::ingest
