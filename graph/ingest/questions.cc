#include "ingest/questions.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "base/fold.h"
#include "ingest/resolve.h"
#include "ingest/roles.h"
#include "kith/review.h"

namespace kith {

namespace {

using namespace ingest;

// So many entities that share a key are compared with each other; a name that more have is no sign of anything.
constexpr std::size_t kBlockMax = 64;
constexpr std::size_t kContextArticlesMax = 40;
constexpr std::size_t kCompanyShownMax = 12;
constexpr std::size_t kQuotesMax = 3;
constexpr std::size_t kQuoteBytesMax = 300;

// How much a likeness of names speaks for one, and what else adds or takes.
constexpr double kSameName = 0.55;
constexpr double kPartOfName = 0.45;
constexpr double kOtherKind = 0.4;
constexpr double kNearName = 0.4;
constexpr double kSameAcronym = 0.4;
constexpr double kSurnameAlone = 0.2;
constexpr double kSameDay = 0.3;
constexpr double kEachInCompany = 0.1;
constexpr double kCompanyMax = 0.3;
constexpr double kRolesAgree = 0.15;
constexpr double kRolesDiffer = 0.25;

// Insertions, deletions and replacements of bytes; anything above `most` is most + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > most) return most + 1;
  std::vector<std::size_t> row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) row[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    std::size_t diagonal = row[0]++;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::size_t above = row[i];
      row[i] = std::min({row[i] + 1, row[i - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return std::min(row.back(), most + 1);
}

// What is compared of an entity.
struct Compared {
  NodeId node;
  EntityType type = EntityType::kOther;
  std::string name;                 // folded
  std::vector<std::string> strong;  // without spelling keys
  std::vector<std::string> weak;
  std::vector<std::string> roles;
  std::optional<Date> date;
};

struct Likeness {
  double score = 0;
  std::string reason;
};

struct Context {
  std::vector<Stored> appearances;
  std::set<std::string> company;
};

class Questioner {
 public:
  Questioner(Transaction& tx, const ReviewOptions& options) : tx_(tx), options_(options) {}

  Result<std::vector<Question>> run();

 private:
  using Pair = std::pair<std::size_t, std::size_t>;

  Status read_entities();
  Status read_decided();
  void find_pairs();
  void block(const Compared& one, std::size_t index, std::map<std::string, std::vector<std::size_t>>& blocks) const;
  void compare(std::size_t a, std::size_t b);
  Result<const Context*> context(std::size_t entity);
  Result<std::optional<Question>> question(const Pair& pair, const Likeness& likeness);
  Result<Candidate> candidate(std::size_t entity);
  bool is_decided(const Compared& a, const Compared& b) const;

  Transaction& tx_;
  const ReviewOptions& options_;
  std::vector<Compared> all_;
  std::map<Pair, Likeness> pairs_;
  std::map<std::size_t, Context> contexts_;
  std::set<std::pair<NodeId, NodeId>> decided_;
  std::set<std::pair<std::string, std::string>> decided_names_;
};

Status Questioner::read_entities() {
  KITH_TRY(Cursor cursor, tx_.run("MATCH (e:Entity) RETURN e ORDER BY id(e)"));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) return ok();
    const Node& node = cursor.row()[0].as_node();
    const EntityType type = type_of_labels(node.labels);
    const Known known = known_from(node.properties);
    if (type == EntityType::kOther || known.name.empty()) continue;
    JoiningNames names = joining_names(type, known.forms, known.lookup);
    std::erase_if(names.strong, [](const std::string& name) { return name.starts_with('~'); });
    all_.push_back({.node = node.id,
                    .type = type,
                    .name = fold(known.name),
                    .strong = std::move(names.strong),
                    .weak = std::move(names.weak),
                    .roles = known.roles,
                    .date = known.date});
  }
}

Status Questioner::read_decided() {
  KITH_TRY(const std::vector<StoredDecision> decisions, read_decisions(tx_));
  for (const StoredDecision& stored : decisions) {
    const Decision& decision = stored.decision;
    if (decision.same) continue;
    if (decision.wide) decided_names_.insert(std::minmax(decision.left.name, decision.right.name));
    std::vector<NodeId> nodes[2];
    for (const auto& [anchor, found] : {std::pair{&decision.left, &nodes[0]}, {&decision.right, &nodes[1]}}) {
      KITH_TRY(const std::vector<Stored> there, appearances_in(tx_, anchor->article));
      for (const Stored& one : there)
        if (is_about(*anchor, one.appearance)) found->push_back(one.node);
    }
    for (const NodeId left : nodes[0])
      for (const NodeId right : nodes[1]) decided_.insert(std::minmax(left, right));
  }
  return ok();
}

bool Questioner::is_decided(const Compared& a, const Compared& b) const {
  return decided_.count(std::minmax(a.node, b.node)) != 0 || decided_names_.count(std::minmax(a.name, b.name)) != 0;
}

// The letters under which an organisation may be known: "hsb" of "harbour safety board".
std::string initials_of(std::string_view name) {
  std::string out;
  for (const std::string_view word : words_of(name))
    if (word != "of" && word != "the" && word != "and" && word != "for") out += word.front();
  return out.size() >= 2 ? out : std::string();
}

// The words by which an organisation is told, sorted.
std::string essence_of(std::string_view name) {
  static constexpr std::string_view kPadding[] = {"the", "of",  "and", "for",   "inc", "inc.", "ltd", "ltd.",
                                                  "plc", "corp", "corp.", "co", "co.", "company", "group", "corporation"};
  std::vector<std::string_view> words = words_of(name);
  std::erase_if(words, [](std::string_view word) {
    return std::find(std::begin(kPadding), std::end(kPadding), word) != std::end(kPadding);
  });
  std::sort(words.begin(), words.end());
  std::string out;
  for (const std::string_view word : words) out += std::string(word) + " ";
  return out;
}

// Keys that two entities share if they are worth comparing.
void Questioner::block(const Compared& one, std::size_t index, std::map<std::string, std::vector<std::size_t>>& blocks) const {
  std::set<std::string> keys;
  const std::string type(type_code(one.type));
  for (const std::string& name : one.strong) keys.insert("=" + name);
  if (one.type == EntityType::kPerson) {
    const std::vector<std::string_view> words = words_of(one.name);
    if (words.empty()) return;
    const std::string family = spelling_key("x " + std::string(words.back()));
    keys.insert(words.size() == 1 ? "alone " + family : "family " + family + " " + words.front().front());
    if (words.size() > 1) keys.insert("alone " + family);
  } else if (one.type == EntityType::kEvent) {
    if (one.date) keys.insert(fmt::format("day {}", one.date->days));
  } else {
    keys.insert(type + "^" + one.name.substr(0, 5));
    for (const std::string& name : one.weak) keys.insert("letters " + name);
    for (const std::string& name : one.strong) {
      if (one.type != EntityType::kOrganization) break;
      if (const std::string letters = initials_of(name); !letters.empty()) keys.insert("letters " + letters);
      keys.insert("essence " + essence_of(name));
    }
  }
  for (const std::string& key : keys) blocks[key].push_back(index);
}

// "j roe" and "jane roe"; "jane roe" and "jane m roe".
bool is_part_of_name(std::string_view a, std::string_view b) {
  const std::vector<std::string_view> shorter = words_of(a.size() < b.size() ? a : b);
  const std::vector<std::string_view> longer = words_of(a.size() < b.size() ? b : a);
  if (shorter.size() < 2) return false;
  std::size_t at = 0;
  for (const std::string_view word : longer) {
    if (at == shorter.size()) break;
    const bool initial = shorter[at].size() <= 2 && (shorter[at].size() == 1 || shorter[at][1] == '.') &&
                         word.front() == shorter[at].front();
    if (shorter[at] == word || initial) ++at;
  }
  return at == shorter.size();
}

Likeness likeness_of(const Compared& a, const Compared& b) {
  for (const std::string& name : a.strong)
    if (std::find(b.strong.begin(), b.strong.end(), name) != b.strong.end())
      return a.type == b.type ? Likeness{kSameName, "the same name"}
                              : Likeness{kOtherKind, "the same name, of things of different kinds"};
  if (a.type != b.type) return {};
  if (a.type == EntityType::kPerson) {
    const std::vector<std::string_view> one = words_of(a.name);
    const std::vector<std::string_view> other = words_of(b.name);
    if ((one.size() == 1) != (other.size() == 1)) return {kSurnameAlone, "one has a surname alone"};
    if (one.size() == 1) return {};
    if (is_part_of_name(a.name, b.name)) return {kPartOfName, "one name is short for the other"};
    return distance(a.name, b.name, 2) <= 2 && a.name.size() >= 8 ? Likeness{kNearName, "names that differ by a letter or two"}
                                                                 : Likeness{};
  }
  if (a.type == EntityType::kEvent) return a.date && b.date && *a.date == *b.date ? Likeness{kSameDay, "the same day"} : Likeness{};
  if (a.type == EntityType::kOrganization) {
    for (const auto& [letters, names] : {std::pair{&a, &b}, {&b, &a}})
      for (const std::string& weak : letters->weak) {
        if (std::find(names->weak.begin(), names->weak.end(), weak) != names->weak.end()) return {kSameAcronym, "the same acronym"};
        for (const std::string& name : names->strong)
          if (initials_of(name) == weak) return {kSameAcronym, "one is the initials of the other"};
      }
    if (!a.strong.empty() && !b.strong.empty() && essence_of(a.name) == essence_of(b.name))
      return {kPartOfName, "the same words"};
  }
  const std::size_t most = a.name.size() >= 12 ? 2 : 1;
  if (a.name.size() >= 7 && distance(a.name, b.name, most) <= most) return {kNearName, "names that differ by a letter or two"};
  return {};
}

void Questioner::compare(std::size_t a, std::size_t b) {
  const Compared& one = all_[a];
  const Compared& other = all_[b];
  if (is_decided(one, other)) return;
  if (Likeness likeness = likeness_of(one, other); likeness.score > 0) pairs_.try_emplace({a, b}, std::move(likeness));
}

void Questioner::find_pairs() {
  std::map<std::string, std::vector<std::size_t>> blocks;
  for (std::size_t i = 0; i < all_.size(); ++i) block(all_[i], i, blocks);
  for (const auto& [key, members] : blocks) {
    if (members.size() > kBlockMax) continue;
    for (std::size_t i = 0; i < members.size(); ++i)
      for (std::size_t j = i + 1; j < members.size(); ++j) compare(members[i], members[j]);
  }
}

Result<const Context*> Questioner::context(std::size_t entity) {
  const auto [at, is_new] = contexts_.try_emplace(entity);
  Context& context = at->second;
  if (!is_new) return &context;
  KITH_TRY(context.appearances, appearances_on(tx_, all_[entity].node));
  for (std::size_t i = 0; i < std::min(context.appearances.size(), kContextArticlesMax); ++i) {
    KITH_TRY(const std::vector<Stored> beside, appearances_in(tx_, context.appearances[i].appearance.article));
    for (const Stored& other : beside) {
      if (other.node == all_[entity].node || other.appearance.type == EntityType::kPlace || other.appearance.strong.empty())
        continue;
      context.company.insert(other.known.name);
    }
  }
  return &context;
}

// Whether a sentence ends here, as it does not behind "J." and "Mr.".
bool ends_sentence(std::string_view text, std::size_t stop) {
  if (text[stop] != '.' || stop + 1 >= text.size() || text[stop + 1] != ' ') return false;
  std::size_t word = stop;
  while (word > 0 && text[word - 1] != ' ' && text[word - 1] != '\n') --word;
  const bool capital = word < stop && text[word] >= 'A' && text[word] <= 'Z';
  return !capital || stop - word > 3;
}

// The sentence around a mention, by full stops and ends of lines.
std::string sentence_at(std::string_view text, std::size_t from, std::size_t to) {
  std::size_t begin = from;
  while (begin > 0 && text[begin - 1] != '\n' && !(begin > 1 && ends_sentence(text, begin - 2))) --begin;
  std::size_t end = to;
  while (end < text.size() && text[end] != '\n' && !ends_sentence(text, end)) ++end;
  if (end < text.size() && text[end] == '.') ++end;
  std::string_view sentence = text.substr(begin, end - begin);
  if (sentence.size() > kQuoteBytesMax) {
    std::size_t cut = kQuoteBytesMax;
    while (cut > 0 && (static_cast<unsigned char>(sentence[cut]) & 0xC0) == 0x80) --cut;
    return std::string(sentence.substr(0, cut)) + "…";
  }
  return std::string(sentence);
}

std::size_t byte_of(std::string_view text, std::int64_t code_point) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && code_point-- == 0) break;
  return at;
}

Result<std::vector<Candidate::Quote>> quotes_of(Transaction& tx, NodeId node) {
  std::vector<Candidate::Quote> quotes;
  KITH_TRY(Cursor cursor, tx.run("MATCH (a:Article)-[m:MENTIONS]->(e) WHERE elementId(e) = $id AND m.name IS NOT NULL "
                                 "RETURN a.key, a.text, m.start, m.end ORDER BY a.key, m.start LIMIT $most",
                                 {{"id", element_id(node)}, {"most", static_cast<std::int64_t>(kQuotesMax)}}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) return quotes;
    const std::span<const Value> row = cursor.row();
    if (row[0].kind() != Kind::kString || row[1].kind() != Kind::kString || row[2].kind() != Kind::kInteger ||
        row[3].kind() != Kind::kInteger)
      continue;
    const std::string_view text = row[1].as_string();
    quotes.push_back({.article = std::string(row[0].as_string()),
                      .text = sentence_at(text, byte_of(text, row[2].as_integer()), byte_of(text, row[3].as_integer()))});
  }
}

Result<Candidate> candidate_of(Transaction& tx, const Node& node) {
  const Known known = known_from(node.properties);
  Candidate out{.node = node.id,
                .type = std::string(type_code(type_of_labels(node.labels))),
                .name = known.name,
                .aliases = known.forms,
                .roles = known.roles};
  std::erase(out.aliases, known.name);
  KITH_TRY(Cursor cursor, tx.run("MATCH (e)<-[:MENTIONS]-(a:Article) WHERE elementId(e) = $id RETURN count(DISTINCT a)",
                                 {{"id", element_id(node.id)}}));
  KITH_TRY(const bool counted, cursor.next());
  if (counted) out.articles = static_cast<std::uint64_t>(cursor.row()[0].as_integer());
  KITH_TRY(out.quotes, quotes_of(tx, node.id));
  return out;
}

Result<Candidate> Questioner::candidate(std::size_t entity) {
  KITH_TRY(const std::optional<Node> node, tx_.find_node(all_[entity].node));
  if (!node) return Error{.code = ErrorCode::kInternal, .message = "an entity is gone"};
  KITH_TRY(Candidate out, candidate_of(tx_, *node));
  KITH_TRY(const Context* around, context(entity));
  for (const std::string& name : around->company)
    if (out.company.size() < kCompanyShownMax) out.company.push_back(name);
  return out;
}

Result<std::optional<Question>> Questioner::question(const Pair& pair, const Likeness& likeness) {
  KITH_TRY(const Context* first, context(pair.first));
  KITH_TRY(const Context* second, context(pair.second));
  if (first->appearances.empty() || second->appearances.empty()) return std::optional<Question>();
  Question question;
  question.score = likeness.score;
  question.reasons = {likeness.reason};
  const Compared& one = all_[pair.first];
  const Compared& other = all_[pair.second];
  if (!one.roles.empty() && !other.roles.empty()) {
    const bool agree = roles_agree(one.roles, other.roles);
    question.score += agree ? kRolesAgree : -kRolesDiffer;
    question.reasons.emplace_back(agree ? "roles that agree" : "different roles");
  }
  std::vector<std::string> both;
  std::set_intersection(first->company.begin(), first->company.end(), second->company.begin(), second->company.end(),
                        std::back_inserter(both));
  question.score += std::min(kCompanyMax, kEachInCompany * static_cast<double>(both.size()));
  for (std::size_t i = 0; i < std::min<std::size_t>(both.size(), 3); ++i) question.reasons.push_back("both with " + both[i]);
  question.score = std::clamp(question.score, 0.0, 1.0);
  if (question.score + 1e-9 < options_.score_min) return std::optional<Question>();
  // The one whose article comes first stands on the left.
  const Appearance& a = first->appearances.front().appearance;
  const Appearance& b = second->appearances.front().appearance;
  const bool in_order = std::tie(a.article, a.cluster) <= std::tie(b.article, b.cluster);
  question.id = question_id(first->appearances.front(), second->appearances.front());
  KITH_TRY(question.left, candidate(in_order ? pair.first : pair.second));
  KITH_TRY(question.right, candidate(in_order ? pair.second : pair.first));
  return std::optional<Question>(std::move(question));
}

Result<std::vector<Question>> Questioner::run() {
  KITH_DO(read_entities());
  KITH_DO(read_decided());
  find_pairs();
  std::vector<Question> out;
  for (const auto& [pair, likeness] : pairs_) {
    KITH_TRY(std::optional<Question> one, question(pair, likeness));
    if (one) out.push_back(std::move(*one));
  }
  std::sort(out.begin(), out.end(), [](const Question& a, const Question& b) {
    const auto hundredths = [](const Question& one) { return -std::llround(100 * one.score); };
    return std::tuple(hundredths(a), a.left.name, a.right.name, a.id) < std::tuple(hundredths(b), b.left.name, b.right.name, b.id);
  });
  if (out.size() > options_.limit) out.resize(options_.limit);
  return out;
}

}  // namespace

namespace ingest {

std::string question_id(const Stored& one, const Stored& other) {
  const auto text_of = [](const Stored& stored) {
    return fmt::format("{}|{}|{}", type_code(stored.appearance.type), stored.appearance.name, stored.appearance.article);
  };
  std::string first = text_of(one);
  std::string second = text_of(other);
  if (second < first) first.swap(second);
  const std::string text = first + '\n' + second;
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

std::optional<std::uint64_t> number_of_element(std::string_view id, std::string_view prefix) {
  if (!id.starts_with(prefix)) return std::nullopt;
  id.remove_prefix(prefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size()) return std::nullopt;
  return number;
}

}  // namespace ingest

Result<std::vector<Question>> questions(Store& store, const ReviewOptions& options) {
  KITH_TRY(Transaction tx, store.begin({.read_only = true}));
  return Questioner(tx, options).run();
}

Result<std::vector<Candidate>> find_entities(Store& store, std::string_view name) {
  KITH_TRY(Transaction tx, store.begin({.read_only = true}));
  std::vector<Candidate> out;
  const auto take = [&](const Node& node) -> Status {
    if (type_of_labels(node.labels) == EntityType::kOther) return ok();
    KITH_TRY(Candidate found, candidate_of(tx, node));
    out.push_back(std::move(found));
    return ok();
  };
  if (const std::optional<std::uint64_t> number = number_of_element(name, "n:")) {
    KITH_TRY(const std::optional<Node> node, tx.find_node(NodeId{*number}));
    if (node) KITH_DO(take(*node));
    return out;
  }
  // An entity that is called by a surname alone has no name under which it could be looked up.
  KITH_TRY(Cursor cursor, tx.run("MATCH (e:Entity) WHERE $name IN e.lookup OR fold(e.name) = $name OR "
                                 "any(a IN e.aliases WHERE fold(a) = $name) RETURN e ORDER BY id(e)",
                                 {{"name", fold(name)}}));
  while (true) {
    KITH_TRY(const bool more, cursor.next());
    if (!more) return out;
    KITH_DO(take(cursor.row()[0].as_node()));
  }
}

}  // namespace kith
