#include "ingest/settle.h"

#include <algorithm>

#include "ingest/roles.h"

namespace kith::ingest {

namespace {

List texts(const std::vector<std::string>& strings) {
  List out;
  for (const std::string& text : strings) out.emplace_back(text);
  return out;
}

std::string string_of(const Value& value) {
  return value.kind() == Kind::kString ? std::string(value.as_string()) : std::string();
}

void make_set(std::vector<std::string>& strings) {
  std::sort(strings.begin(), strings.end());
  strings.erase(std::unique(strings.begin(), strings.end()), strings.end());
}

bool has_lower_case(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

// The longer, of equals the one that comes first.
bool is_fuller(std::string_view a, std::string_view b) { return a.size() != b.size() ? a.size() > b.size() : a < b; }

// "ANN BRODY" is a headline's way of writing; an acronym is no name if there is another.
const std::string& better_name(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  const bool lower = has_lower_case(a);
  if (lower != has_lower_case(b)) return lower ? a : b;
  return is_fuller(a, b) ? a : b;
}

const std::string& fuller(const std::string& a, const std::string& b) { return is_fuller(a, b) ? a : b; }

Status set_if_changed(Transaction& tx, const Edge& edge, std::string_view key, const Value& value) {
  return edge.properties[key] == value ? ok() : tx.set_property(edge.id, key, value);
}

Value text_or_null(const std::string& text) { return text.empty() ? Value::null() : Value(text); }

}  // namespace

std::vector<std::string> strings_of(const Value& list) {
  std::vector<std::string> out;
  if (list.kind() != Kind::kList) return out;
  for (const Value& value : list.as_list())
    if (value.kind() == Kind::kString) out.emplace_back(value.as_string());
  return out;
}

Known known_from(const Extraction& extraction, std::uint32_t number) {
  const LocalEntity& entity = extraction.entities[number];
  Known known{.name = entity.name, .forms = entity.aliases, .lookup = entity.link_names, .date = entity.date};
  if (entity.type == EntityType::kPerson) known.roles = roles_of(extraction, number);
  known.forms.push_back(entity.name);
  make_set(known.forms);
  make_set(known.lookup);
  return known;
}

Known known_from(const Map& properties) {
  Known known{.name = string_of(properties["name"]),
              .forms = strings_of(properties["aliases"]),
              .lookup = strings_of(properties["lookup"]),
              .roles = strings_of(properties["roles"])};
  if (!known.name.empty()) known.forms.push_back(known.name);
  make_set(known.forms);
  make_set(known.lookup);
  if (const Value& date = properties["date"]; date.kind() == Kind::kDate) known.date = date.as_date();
  return known;
}

Known merged(Known a, const Known& b) {
  a.name = better_name(a.name, b.name);
  a.forms.insert(a.forms.end(), b.forms.begin(), b.forms.end());
  make_set(a.forms);
  a.lookup.insert(a.lookup.end(), b.lookup.begin(), b.lookup.end());
  make_set(a.lookup);
  a.roles.insert(a.roles.end(), b.roles.begin(), b.roles.end());
  make_set(a.roles);
  if (b.date && (!a.date || b.date->days < a.date->days)) a.date = b.date;
  return a;
}

Map entity_properties(const Known& known) {
  Map properties{{"name", known.name}};
  std::vector<std::string> aliases = known.forms;
  std::erase(aliases, known.name);
  if (!aliases.empty()) properties.set("aliases", texts(aliases));
  if (!known.lookup.empty()) properties.set("lookup", texts(known.lookup));
  if (!known.roles.empty()) properties.set("roles", texts(known.roles));
  if (known.date) properties.set("date", *known.date);
  return properties;
}

Status set_known(Transaction& tx, const Node& node, const Known& known) {
  const Map properties = entity_properties(known);
  for (const std::string_view key : {"name", "aliases", "lookup", "roles", "date"})
    if (!(properties[key] == node.properties[key])) KITH_DO(tx.set_property(node.id, key, properties[key]));
  return ok();
}

void add_contribution(Map& mention, const Known& known, EntityType type) {
  for (const auto& [key, value] : entity_properties(known)) mention.set(key, value);
  mention.set("type", std::string(type_code(type)));
}

const std::string& better_time(const std::string& a, const std::string& b) { return fuller(a, b); }

const std::string& better_place(const std::string& a, const std::string& b) { return fuller(a, b); }

Status improve_fact(Transaction& tx, EdgeId fact, const std::string& time, const std::string& place,
                    double confidence) {
  KITH_TRY(const std::optional<Edge> edge, tx.find_edge(fact));
  if (!edge) return Error{.code = ErrorCode::kInternal, .message = "a found edge is gone"};
  KITH_DO(set_if_changed(tx, *edge, "time", text_or_null(better_time(string_of(edge->properties["time"]), time))));
  KITH_DO(set_if_changed(tx, *edge, "place", text_or_null(better_place(string_of(edge->properties["place"]), place))));
  const Value& sure = edge->properties["confidence"];
  if (sure.kind() == Kind::kFloat && sure.as_float() >= confidence) return ok();
  return tx.set_property(fact, "confidence", confidence);
}

Status settle_fact(Transaction& tx, EdgeId fact) {
  KITH_TRY(const std::vector<Evidence> evidence, tx.evidence(fact));
  if (evidence.empty()) return ok();
  KITH_TRY(const std::optional<Edge> edge, tx.find_edge(fact));
  if (!edge) return ok();
  std::string time;
  std::string place;
  double confidence = 0;
  for (const Evidence& one : evidence) {
    time = better_time(time, one.time);
    place = better_place(place, one.place);
    confidence = std::max(confidence, one.confidence);
  }
  KITH_DO(set_if_changed(tx, *edge, "time", text_or_null(time)));
  KITH_DO(set_if_changed(tx, *edge, "place", text_or_null(place)));
  return set_if_changed(tx, *edge, "confidence", confidence);
}

}  // namespace kith::ingest
