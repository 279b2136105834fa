// Names to entities within one article: full names, surnames, acronyms, other names of countries.
#include <algorithm>
#include <unordered_map>

#include "base/fold.h"
#include "ingest/analysis.h"
#include "ingest/identity.h"

namespace kith::ingest {

namespace {

class Linker {
 public:
  explicit Linker(Analysis& analysis) : a_(analysis) {}

  void run() {
    // Full names first, whatever their order in the text; then what is short for them.
    for (std::uint32_t m = 0; m < a_.mentions.size(); ++m) {
      const Mention& mention = a_.mentions[m];
      if (!mention.canonical.empty())
        join(m, listed(mention));
      else if (mention.last - mention.first > 1)
        join(m, full(mention));
    }
    for (std::uint32_t m = 0; m < a_.mentions.size(); ++m)
      if (a_.mentions[m].entity == kNone) join(m, single(m));
    for (LocalEntity& entity : a_.entities) name(entity);
  }

 private:
  // The words of a form, whatever stands between them.
  std::string spaced(std::uint32_t first, std::uint32_t last) const {
    std::string out;
    for (const char c : a_.words(first, last))
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
        out += c;
      else if (!out.ends_with(' '))
        out += ' ';
    return out;
  }

  std::string folded(const Mention& mention) const { return fold(spaced(mention.first, mention.last)); }

  std::uint32_t make(EntityType type) {
    LocalEntity entity;
    entity.type = type;
    a_.entities.push_back(std::move(entity));
    return static_cast<std::uint32_t>(a_.entities.size() - 1);
  }

  void join(std::uint32_t mention, std::uint32_t entity) {
    a_.mentions[mention].entity = entity;
    a_.mentions[mention].type = a_.entities[entity].type;
    a_.entities[entity].mentions.push_back(mention);
  }

  std::uint32_t keyed(const std::string& key, EntityType type) {
    const auto [it, added] = by_key_.try_emplace(std::string(type_code(type)) + ":" + key, 0);
    if (added) it->second = make(type);
    return it->second;
  }

  std::uint32_t listed(const Mention& mention) { return keyed("=" + mention.canonical, mention.type); }

  std::uint32_t full(const Mention& mention);
  std::uint32_t person(const Mention& mention);
  std::uint32_t single(std::uint32_t mention);
  std::uint32_t organisation(const Mention& mention);
  std::uint32_t event(const Mention& mention);
  void name(LocalEntity& entity) const;
  void join_by(LocalEntity& entity, const std::string& canonical) const;
  bool is_of(std::string_view alias, std::string_view name, bool person) const;
  void add_titles(LocalEntity& entity) const;

  Analysis& a_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_last_;   // persons by the last word of a full name
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_first_;  // and by the first
  std::unordered_map<std::string, std::uint32_t> acronyms_;
  std::unordered_map<std::string, std::uint32_t> heads_;   // "church" -> Church of ...
  std::unordered_map<std::string, std::uint32_t> starts_;  // "brightwave" -> Brightwave Systems
};

std::uint32_t Linker::person(const Mention& mention) {
  const std::string& first = a_.token(mention.first).lower;
  const std::string& last = a_.token(mention.last - 1).lower;
  // Joshua Norton is Joshua Abraham Norton; Pope Leo is Pope Leo XIV.
  const bool regnal = a_.lexicon->has(first, Word::kRegnal);
  const std::string family = regnal ? first + " " + a_.token(mention.first + 1).lower : last;
  for (const std::uint32_t other : by_last_[family]) {
    const Mention& known = a_.mentions[a_.entities[other].mentions.front()];
    if (regnal || a_.token(known.first).lower == first) return other;
    // Le Drian is Jean-Yves Le Drian: the one ends as the other.
    const std::uint32_t shorter = std::min(known.last - known.first, mention.last - mention.first);
    bool tail = true;
    for (std::uint32_t i = 1; i <= shorter && tail; ++i)
      tail = a_.token(known.last - i).lower == a_.token(mention.last - i).lower;
    if (tail) return other;
  }
  const std::uint32_t entity = keyed(folded(mention), EntityType::kPerson);
  by_last_[family].push_back(entity);
  by_first_[regnal ? a_.token(mention.first + 1).lower : first].push_back(entity);
  return entity;
}

std::uint32_t Linker::organisation(const Mention& mention) {
  // "US State Department" is the State Department if that is named too: the country before it tells whose.
  std::uint32_t first = mention.first;
  std::string key = folded(mention);
  const auto country = a_.lexicon->name_at(a_.segments.tokens, first, mention.last);
  if (country && country->kind == PhraseKind::kCountry && first + country->length + 1 < mention.last) {
    const auto rest = a_.lexicon->name_at(a_.segments.tokens, first + country->length, mention.last);
    if (rest && first + country->length + rest->length == mention.last && rest->kind == PhraseKind::kOrganisation)
      return keyed("=" + rest->canonical, EntityType::kOrganization);
  }
  const std::uint32_t entity = keyed(key, EntityType::kOrganization);
  starts_.emplace(a_.token(mention.first).lower, entity);
  std::string initials;
  for (std::uint32_t i = mention.first; i < mention.last; ++i)
    if (a_.token(i).capital) initials += a_.token(i).lower[0];
  if (initials.size() >= 2) acronyms_.emplace(initials, entity);
  for (std::uint32_t i = mention.first; i < mention.last; ++i)
    if (a_.token(i).capital && a_.lexicon->has(a_.token(i).lower, Word::kOrganisation))
      heads_.emplace(a_.token(i).lower, entity);
  return entity;
}

std::uint32_t Linker::event(const Mention& mention) {
  // Two names of a kind that begin alike are one event: "FIRST Global Challenge Robot Olympics", "FIRST Global
  // competition".
  const std::string kind = a_.lexicon->event_class(a_.token(mention.last - 1).lower);
  std::string start = a_.token(mention.first).lower;
  if (mention.last - mention.first > 2) start += " " + a_.token(mention.first + 1).lower;
  const std::uint32_t entity = keyed(kind + ":" + start, EntityType::kEvent);
  a_.entities[entity].event_class = kind;
  return entity;
}

std::uint32_t Linker::full(const Mention& mention) {
  switch (mention.type) {
    case EntityType::kPerson:
      return person(mention);
    case EntityType::kOrganization:
      return organisation(mention);
    case EntityType::kEvent:
      return event(mention);
    case EntityType::kPlace:
    case EntityType::kOther:
      break;
  }
  return keyed(folded(mention), mention.type);
}

std::uint32_t Linker::single(std::uint32_t index) {
  const Mention& mention = a_.mentions[index];
  const std::string& word = a_.token(mention.first).lower;
  if (mention.type == EntityType::kPerson) {
    for (const auto* table : {&by_last_, &by_first_}) {
      const auto it = table->find(word);
      if (it == table->end() || it->second.empty()) continue;
      // Of two of a name, the one whom the article is about: the one named first.
      return *std::min_element(it->second.begin(), it->second.end(), [&](std::uint32_t a, std::uint32_t b) {
        return a_.mentions[a_.entities[a].mentions.front()].first < a_.mentions[a_.entities[b].mentions.front()].first;
      });
    }
  }
  // "Republican People's Party (CHP)": the short form beside the long one.
  if (index > 0 && mention.first > 0 && mention.last < a_.segments.tokens.size() &&
      a_.token(mention.first - 1).lower == "(" && a_.token(mention.last).lower == ")" &&
      a_.token(mention.first).all_caps && mention.canonical.empty()) {
    const Mention& before = a_.mentions[index - 1];
    if (before.last + 1 == mention.first && before.type == EntityType::kOrganization && before.entity != kNone) {
      acronyms_.emplace(word, before.entity);
      return before.entity;
    }
  }
  if (mention.type == EntityType::kOrganization) {
    std::string letters;
    for (const char c : word)
      if (c != '.') letters += c;
    if (const auto it = acronyms_.find(letters); it != acronyms_.end() && a_.token(mention.first).all_caps)
      return it->second;
    if (const auto it = heads_.find(word); it != heads_.end()) return it->second;
    if (const auto it = starts_.find(word); it != starts_.end()) return it->second;
  }
  if (mention.type == EntityType::kEvent) return event(mention);
  return keyed(folded(mention), mention.type);
}

// "MERRIN", as datelines have it.
bool is_shouted(std::string_view form) {
  return std::none_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// The longest full form is the name, or the usual name if the text has it; a country's adjective is no alias.
void Linker::name(LocalEntity& entity) const {
  std::vector<std::string> forms;
  std::string canonical;
  for (const std::uint32_t m : entity.mentions) {
    const Mention& mention = a_.mentions[m];
    if (!mention.canonical.empty()) canonical = mention.canonical;
    if (mention.kind != MentionKind::kName) continue;
    std::string form = spaced(mention.first, mention.last);
    if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(std::move(form));
  }
  if (!canonical.empty() && std::find(forms.begin(), forms.end(), canonical) != forms.end()) entity.name = canonical;
  if (entity.name.empty())
    for (const std::uint32_t m : entity.mentions) {
      const Mention& mention = a_.mentions[m];
      std::string form = spaced(mention.first, mention.last);
      const bool full = mention.kind == MentionKind::kName && !mention.is_short;
      const bool better = form.size() > entity.name.size() || (form.size() == entity.name.size() && is_shouted(entity.name));
      if (full && better) entity.name = std::move(form);
    }
  if (entity.name.empty()) entity.name = canonical.empty() && !forms.empty() ? forms.front() : canonical;
  for (std::string& form : forms)
    if (form != entity.name) entity.aliases.push_back(std::move(form));
  std::sort(entity.aliases.begin(), entity.aliases.end());
  join_by(entity, canonical);
  if (entity.type == EntityType::kPerson) add_titles(entity);
}

// Names that join it with entities of other articles. A surname alone never does; another name of several words if it has a
// word of the name, so that a mistaken alias does not make two persons one everywhere.
void Linker::join_by(LocalEntity& entity, const std::string& canonical) const {
  const auto link = [&](std::string_view form) {
    std::string key = joining_key(form);
    if (!key.empty() && std::find(entity.link_names.begin(), entity.link_names.end(), key) == entity.link_names.end())
      entity.link_names.push_back(std::move(key));
  };
  const bool person = entity.type == EntityType::kPerson;
  const std::string name = fold(entity.name);
  if (!person || name.find(' ') != std::string::npos) link(entity.name);
  if (!person && !canonical.empty()) link(canonical);
  for (const std::string& alias : entity.aliases) {
    if (alias.find(' ') != std::string::npos ? is_of(fold(alias), name, person)
                                             : !person && (!canonical.empty() || is_acronym(alias)))
      link(alias);
  }
  if (!person) return;
  const std::vector<std::string> written = entity.link_names;
  for (const std::string& one : written)
    if (const std::string key = spelling_key(one); !key.empty()) link(key);
}

// Whether an alias shares a word with a name; of persons, the last, or the one behind "Pope".
bool Linker::is_of(std::string_view alias, std::string_view name, bool person) const {
  const std::vector<std::string_view> one = words_of(alias);
  const std::vector<std::string_view> other = words_of(name);
  if (one.empty() || other.empty()) return false;
  if (person) {
    const auto family = [&](const std::vector<std::string_view>& all) {
      return all.size() > 1 && a_.lexicon->has(std::string(all.front()), Word::kRegnal) ? all[1] : all.back();
    };
    return spelling_key("x " + std::string(family(one))) == spelling_key("x " + std::string(family(other)));
  }
  return std::any_of(one.begin(), one.end(), [&](std::string_view word) {
    return word.size() > 3 && std::find(other.begin(), other.end(), word) != other.end();
  });
}

void Linker::add_titles(LocalEntity& entity) const {
  for (const std::uint32_t m : entity.mentions) {
    const Mention& mention = a_.mentions[m];
    if (mention.title_last <= mention.title_first) continue;
    entity.titles.push_back(spaced(mention.title_first, mention.title_last));
  }
  std::sort(entity.titles.begin(), entity.titles.end());
  entity.titles.erase(std::unique(entity.titles.begin(), entity.titles.end()), entity.titles.end());
}

}  // namespace

void link_names(Analysis& analysis) { Linker(analysis).run(); }

}  // namespace kith::ingest
