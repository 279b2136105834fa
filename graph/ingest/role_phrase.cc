#include "ingest/role_phrase.h"

#include <algorithm>

namespace kith::ingest {

namespace {

constexpr std::uint32_t kWordsMax = 9;  // before the noun of the role
constexpr std::uint32_t kWordsBetween = 7;  // between "of" and the name

// Roles go through these: "chief of staff", "commander in chief", "son-in-law".
std::uint32_t fixed_tail(const Analysis& a, std::uint32_t head, std::uint32_t end) {
  const auto word = [&](std::uint32_t t) { return t < end ? std::string_view(a.token(t).lower) : std::string_view(); };
  const std::string_view noun = word(head);
  if (word(head + 1) == "of" && any_of(word(head + 2), {"staff", "state", "police", "defence", "defense", "mission"}))
    return head + 3;
  if (word(head + 1) == "of" && noun == "member" && word(head + 2) == "parliament") return head + 3;
  if (noun == "commander" && word(head + 1) == "-" && word(head + 2) == "in") return head + 5;
  if (noun == "commander" && word(head + 1) == "in" && word(head + 2) == "chief") return head + 3;
  if (any_of(word(head + 1), {"emeritus", "emerita"})) return head + 2;
  if (word(head + 1) == "-" && word(head + 2) == "in" && word(head + 3) == "-" && word(head + 4) == "law") return head + 5;
  if (word(head + 1) == "-" && any_of(word(head + 2), {"general", "elect", "chief", "designate"})) return head + 3;
  return head + 1;
}

// Bodies of a country that act for it.
bool acts_for_country(std::string_view word) {
  return any_of(word, {"government", "parliament", "cabinet", "army", "navy", "senate", "delegation", "embassy", "side",
                       "team", "squad", "parliamentary", "congress", "military", "mission"});
}

}  // namespace

std::string role_text(const Analysis& a, std::uint32_t first, std::uint32_t last) {
  std::string role;
  for (std::uint32_t i = first; i < last; ++i) {
    if (!role.empty() && a.token(i).space_before) role += ' ';
    std::string word(a.words(i, i + 1));
    const bool small = any_of(a.token(i).lower, {"of", "the", "for", "and", "to", "in", "at", "general"}) && i > first;
    const bool tail = i > first && a.token(i - 1).lower == "-";
    if (!small && !tail && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 32);
    role += word;
  }
  return role;
}

RoleReader::RoleReader(const Analysis& analysis)
    : a_(analysis),
      names_(analysis.segments.tokens.size(), kNone),
      groups_(analysis.segments.tokens.size() + 1, kNone),
      owners_(analysis.segments.tokens.size(), kNone) {
  for (std::uint32_t m = 0; m < a_.mentions.size(); ++m)
    if (a_.mentions[m].kind != MentionKind::kNominal && a_.mentions[m].entity != kNone) names_[a_.mentions[m].first] = m;
  for (const ParsedSentence& sentence : a_.sentences)
    for (const Chunk& chunk : sentence.chunks) {
      if (chunk.kind != ChunkKind::kNoun) continue;
      if (chunk.entity != kNone) groups_[chunk.last] = chunk.entity;
      if (chunk.possessive.empty() || chunk.possessor == kNone) continue;
      for (std::uint32_t t = chunk.first; t < chunk.last; ++t)
        if (a_.token(t).lower == chunk.possessive) owners_[t] = chunk.possessor;
    }
}

std::uint32_t RoleReader::entity_before(std::uint32_t end) const {
  constexpr std::uint32_t kSentencesBack = 4;
  if (end >= groups_.size() || end < 2) return kNone;
  if (groups_[end] != kNone) return groups_[end];
  const std::string& noun = a_.token(end - 1).lower;
  if (!any_of(a_.token(end - 2).lower, {"the", "this", "that"}) || !a_.lexicon->has_any(noun, Word::kOrganisation | Word::kTeam)) return kNone;
  // "The board" after the Maritime Safety Board, else of what has no noun of its own: "the company".
  std::uint32_t named = kNone;
  std::uint32_t last = kNone;
  for (const Mention& mention : a_.mentions) {
    if (mention.kind != MentionKind::kName || mention.type != EntityType::kOrganization || mention.entity == kNone || mention.last > end - 2) continue;
    for (std::uint32_t t = mention.first; t < mention.last; ++t)
      if (a_.token(t).lower == noun) named = mention.entity;
    if (a_.token(mention.first).sentence + kSentencesBack >= a_.token(end - 1).sentence) last = mention.entity;
  }
  if (named != kNone) return named;
  return any_of(noun, {"company", "firm", "group", "club", "team", "side", "agency", "charity", "union", "party", "organisation", "organization",
                       "newspaper", "bank", "network", "museum", "school", "university", "airline", "band", "association", "foundation"})
             ? last
             : kNone;
}

std::string_view RoleReader::word_at(std::uint32_t token) const {
  return token < a_.segments.tokens.size() ? std::string_view(a_.token(token).lower) : std::string_view();
}

std::uint32_t RoleReader::body_before(std::uint32_t at) const {
  const std::uint32_t sentence = a_.token(at).sentence;
  std::uint32_t found = kNone;
  const Mention* best = nullptr;
  for (const Mention& mention : a_.mentions) {
    if (mention.kind != MentionKind::kName || mention.entity == kNone || mention.last > at) continue;
    const std::uint32_t where = a_.token(mention.first).sentence;
    if (where + 2 < sentence || (mention.type != EntityType::kOrganization && mention.type != EntityType::kPlace)) continue;
    // The nearest sentence, there the first body spoken of, or else the first country.
    const std::uint32_t best_at = best == nullptr ? 0 : a_.token(best->first).sentence;
    const bool better = best == nullptr || where > best_at ||
                        (where == best_at && best->type == EntityType::kPlace && mention.type == EntityType::kOrganization);
    if (mention.type == EntityType::kPlace && (mention.canonical.empty() || !better)) continue;
    if (!better && !(where == sentence && mention.type == best->type)) continue;
    best = &mention;
    found = mention.entity;
  }
  return found;
}

bool RoleReader::is(std::uint32_t token, std::string_view word) const {
  return token < a_.segments.tokens.size() && a_.token(token).lower == word;
}

// Whether a noun group cannot go over the token.
bool RoleReader::ends_group(std::uint32_t token) const {
  const Token& word = a_.token(token);
  if (word.kind == TokenKind::kPunctuation) return word.lower != "-";
  if (word.kind == TokenKind::kNumber) return false;
  const Lexicon& lexicon = *a_.lexicon;
  if (lexicon.has_any(word.lower, Word::kPreposition | Word::kRelative | Word::kAuxiliary | Word::kModal |
                                      Word::kSubordinator | Word::kPronoun | Word::kCoordinator | Word::kNegation))
    return !any_of(word.lower, {"past", "her", "no", "so"});
  const VerbForm* verb = lexicon.verb(word.lower);
  return verb != nullptr && !word.capital && (verb->past || verb->third) && role_kind(word.lower) == RoleKind::kNoRole &&
         !word.lower.ends_with("ed");
}

// Behind the noun of the role that begins at or behind `at`, its first words being told; 0 if none does. "chief" goes on
// to "chief executive" and "chief financial officer".
std::uint32_t RoleReader::head_end(std::uint32_t at, std::uint32_t end) const {
  std::uint32_t last = at + 1;
  for (std::uint32_t t = last; t < end && t < at + 4; ++t) {
    if (is(t, "-")) continue;
    if (ends_group(t) || name_at(t) != kNone || a_.token(t).kind != TokenKind::kWord) break;
    if (role_kind(a_.token(t).lower) != RoleKind::kNoRole && a_.token(t).capital == a_.token(at).capital) last = t + 1;
  }
  return last;
}

// The names joined from `at` on, that follow `by`. Returns behind them, or `at`.
std::uint32_t RoleReader::add_names(std::uint32_t at, std::uint32_t end, std::string_view by, RolePhrase& phrase) const {
  std::uint32_t t = at;
  std::uint32_t behind = at;
  const bool kin = phrase.kind == RoleKind::kRelative;
  while (t < end) {
    std::uint32_t words = 0;
    while (t < end && name_at(t) == kNone && words < kWordsBetween && !ends_group(t)) ++t, ++words;
    if (t >= end) break;
    std::uint32_t m = name_at(t);
    if (m == kNone) {
      // "a member of the group": what the noun stands for.
      const std::uint32_t entity = words != 0 ? entity_before(t) : kNone;
      if (entity == kNone) break;
      phrase.of.push_back({entity, by, false});
      // "of the museum's board of trustees" is of the museum.
      if (is(t, "'s") && any_of(word_at(t + 1), {"board", "committee", "council", "branch", "division"})) {
        t += 2;
        if (is(t, "of") && !ends_group(t + 1)) t += 2;
      } else if (is(t, "'s")) {
        phrase.of.pop_back();
      }
      return t;
    }
    const Mention* name = &a_.mentions[m];
    // "of Chile's Central Bank", "of the Chilean Central Bank": what is owned.
    while (is(name->last, "'s") || name->kind == MentionKind::kAdjective) {
      std::uint32_t next = name->last + (is(name->last, "'s") ? 1 : 0);
      const std::uint32_t start = next;
      while (next < end && name_at(next) == kNone && next < start + 4 && !ends_group(next)) ++next;
      if (next < end && name_at(next) != kNone) {
        name = &a_.mentions[name_at(next)];
        continue;
      }
      if (next == start || !acts_for_country(a_.token(next - 1).lower)) return behind;
      phrase.of.push_back({name->entity, by, false});
      return next;
    }
    if ((name->type == EntityType::kPerson) != kin) {
      if (name->type != EntityType::kPerson || phrase.kind == RoleKind::kHead || phrase.kind == RoleKind::kMember) break;
    }
    // "the Lodvar waterworks" is not Lodvar.
    const std::uint32_t last = name->last;
    const bool goes_on = last < end && name_at(last) == kNone && !ends_group(last) && a_.token(last).kind == TokenKind::kWord &&
                         !a_.lexicon->has(a_.token(last).lower, Word::kAdverb) && !a_.lexicon->has(a_.token(last).lower, Word::kDeterminer) &&
                         a_.lexicon->verb(a_.token(last).lower) == nullptr;
    if (goes_on && !acts_for_country(a_.token(last).lower) && !any_of(a_.token(last).lower, {"region", "province", "district", "party", "club"})) {
      while (t < end && !ends_group(t)) ++t;
      return t;
    }
    phrase.of.push_back({name->entity, by, false});
    behind = goes_on ? last + 1 : last;
    // The letters that the name is cut short to.
    if (is(behind, "(") && is(behind + 2, ")")) behind += 3;
    // "of Chile and Peru", "of Chile, Peru and Spain".
    std::uint32_t next = behind;
    if (is(next, ",")) ++next;
    const bool comma = next != behind;
    const bool joined = is(next, "and") || is(next, "&");
    if (joined) ++next;
    if (next == behind) break;
    if (is(next, "the") || is(next, "of")) ++next;
    const std::uint32_t other = next < end ? name_at(next) : kNone;
    if (other == kNone || a_.mentions[other].kind == MentionKind::kAdjective || is(a_.mentions[other].last, "'s")) break;
    if (a_.mentions[other].type != name->type || (comma && !joined)) break;
    t = next;
  }
  return behind;
}

// "of the Central Bank", "of trade at Hydrost", "for Chile": whose role it is, or more of the role. Returns behind it.
std::uint32_t RoleReader::read_complement(std::uint32_t at, std::uint32_t end, RolePhrase& phrase) const {
  std::uint32_t t = at;
  for (int several = 0; several < 3 && t < end; ++several) {
    const std::string& by = a_.token(t).lower;
    if (!any_of(by, {"of", "for", "at", "with", "to", "in", "from", "on"})) break;
    const std::size_t before = phrase.of.size();
    const std::uint32_t behind = add_names(t + 1, end, by, phrase);
    if (phrase.of.size() != before) return behind;
    // "of trade": no name, so it tells what the role is about.
    std::uint32_t next = t + 1;
    while (next < end && next < t + 6 && !ends_group(next) && name_at(next) == kNone) ++next;
    if (next == t + 1 || (next < end && name_at(next) != kNone)) return t;
    if (any_of(by, {"of", "for"}) && phrase.more.empty()) phrase.last = next;
    t = next;
  }
  return t;
}

RolePhrase RoleReader::read(std::uint32_t at, std::uint32_t end) const {
  RolePhrase phrase;
  std::uint32_t first = at;  // of the role
  std::uint32_t t = at;
  RolePhrase owners;  // read before the noun
  while (t < end && t < at + kWordsMax + 3) {
    if (const std::uint32_t m = name_at(t); m != kNone) {
      const Mention& name = a_.mentions[m];
      const bool owner = is(name.last, "'s") || is(name.last, "’s") || is(name.last, "'");
      if (name.type == EntityType::kPerson && !owner) return phrase;
      // A capital may still be the role's own word: "Labour Minister".
      owners.of.push_back({name.entity, owner ? "'s" : "", name.kind == MentionKind::kAdjective});
      owners.definite = owners.definite || owner;
      t = first = name.last + (owner ? 1 : 0);
      continue;
    }
    if (is(t, "'s") || is(t, "'")) {
      const std::uint32_t entity = entity_before(t);
      if (t == at || (entity == kNone && entity_before(t + 1) == kNone)) return phrase;
      owners.of = {{entity != kNone ? entity : entity_before(t + 1), "'s", false}};
      owners.definite = true;
      first = ++t;
      continue;
    }
    // "its chairman", ", whose chairman Ivo Rey".
    if (const bool its = any_of(word_at(t), {"its", "whose"}); t == at && (its || owners_[t] != kNone)) {
      std::uint32_t entity = owners_[t];
      if (is(t, "whose") && t > 1) {
        const std::uint32_t before = t - (is(t - 1, ",") ? 2 : 1);
        for (std::uint32_t m = 0; m < a_.mentions.size(); ++m)
          if (a_.mentions[m].kind == MentionKind::kName && a_.mentions[m].last == before + 1) entity = a_.mentions[m].entity;
        if (entity == kNone) entity = entity_before(before + 1);
      } else if (entity == kNone) {
        entity = body_before(t);
      }
      if (entity == kNone) return phrase;
      owners.of.push_back({entity, "'s", false});
      owners.definite = true;
      first = ++t;
      continue;
    }
    const Token& word = a_.token(t);
    const bool determiner = a_.lexicon->has_any(word.lower, Word::kDeterminer | Word::kPossessive);
    if (determiner && t != at && !any_of(word.lower, {"other", "own"})) return phrase;
    owners.definite = owners.definite || (t == at && word.lower == "the");
    if (determiner || any_of(word.lower, {"former", "then", "new", "current", "late", "longtime", "long", "time", "-", "one", "two",
                                          "both", "outgoing", "incoming", "ex", "retired", "old", "year"}) ||
        word.kind == TokenKind::kNumber) {
      if (first == t) ++first;
      ++t;
      continue;
    }
    if (ends_group(t)) return phrase;
    if (role_kind(word.lower) != RoleKind::kNoRole && !(is(t + 1, "'s"))) break;
    ++t;
  }
  if (t >= end || t >= at + kWordsMax + 3) return phrase;
  std::uint32_t last = head_end(t, end);
  phrase = std::move(owners);
  phrase.first = first;
  phrase.head = last - 1;
  // "general secretary" as well as "secretary general".
  phrase.kind = role_kind(a_.token(phrase.head).lower);
  if (phrase.head > t && any_of(a_.token(phrase.head).lower, {"general", "staff"})) phrase.kind = role_kind(a_.token(t).lower);
  phrase.plural = is_plural_role(a_.token(phrase.head).lower);
  last = fixed_tail(a_, phrase.head, end);
  phrase.last = std::min(last, end);
  t = phrase.last;
  // "the founder and former chief executive of".
  if (is(t, "and") && t + 1 < end) {
    std::uint32_t second = t + 1;
    while (second < end && (a_.lexicon->has(a_.token(second).lower, Word::kDeterminer) || any_of(a_.token(second).lower, {"former", "current"})))
      ++second;
    std::uint32_t noun = second;
    while (noun < end && noun < second + 3 && !ends_group(noun) && name_at(noun) == kNone && role_kind(a_.token(noun).lower) == RoleKind::kNoRole) ++noun;
    if (noun < end && role_kind(a_.token(noun).lower) != RoleKind::kNoRole && name_at(noun) == kNone) {
      t = std::min(fixed_tail(a_, head_end(noun, end) - 1, end), end);
      phrase.more.emplace_back(second, t);
    }
  }
  if (phrase.of.empty() || phrase.of.back().adjective || any_of(a_.token(std::min(t, end - 1)).lower, {"at", "of"})) {
    const std::uint32_t behind = read_complement(t, end, phrase);
    phrase.end = behind;
  } else {
    // "its ambassador in Lima", "Hydrost's head of engineering": whose it is was said.
    RolePhrase aside = phrase;
    phrase.end = read_complement(t, end, aside);
    phrase.last = aside.last;
  }
  return phrase;
}

}  // namespace kith::ingest
