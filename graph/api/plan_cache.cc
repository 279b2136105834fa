#include "api/plan_cache.h"

#include <optional>
#include <utility>

namespace kith::api {

namespace {

using syntax::LiftedLiteral;
using syntax::LiteralToken;

// A plan is larger than its text: each byte of a text may be an operand, of a size like this.
constexpr std::size_t kPlanBytesPerByte = sizeof(semantic::Expr) / 2;
constexpr std::size_t kPlanBytesLeast = 4096;
constexpr std::size_t kEntryBytes = 256;

std::string key_of(const PlanConditions& conditions) {
  std::string key = std::to_string(conditions.schema_version);
  key += ' ';
  key += std::to_string(conditions.procedures_version);
  key += ' ';
  key += std::to_string(conditions.rules_off);
  key += ' ';
  if (conditions.parameters == nullptr) {
    key += '?';
  } else {
    // Lengths first: neither names nor text can then be taken for the other.
    for (const auto& [name, value] : *conditions.parameters) {
      key += static_cast<char>('a' + static_cast<int>(value.kind()));
      key += std::to_string(name.size());
      key += ':';
      key += name;
    }
  }
  key += ' ';
  return key;
}

LiteralPlaces places_of(const std::vector<LiteralToken>& tokens, const std::vector<LiftedLiteral>& lifted) {
  LiteralPlaces places;
  places.reserve(lifted.size());
  for (const LiftedLiteral& literal : lifted) {
    const LiteralToken& token = tokens[literal.token];
    places.push_back({token.offset, token.length});
  }
  return places;
}

// None if one of them is no value: whoever compiles the text finds out why.
std::optional<List> values_of(std::string_view text, const std::vector<LiteralToken>& tokens,
                              const std::vector<LiftedLiteral>& lifted) {
  List values;
  values.reserve(lifted.size());
  for (const LiftedLiteral& literal : lifted) {
    Result<Value> value = syntax::literal_value(text, tokens[literal.token], literal.negative);
    if (!value) return std::nullopt;
    values.push_back(*std::move(value));
  }
  return values;
}

}  // namespace

KnownPtr PlanCache::find(std::string_view text, const PlanConditions& conditions) {
  std::string key = key_of(conditions);
  const std::size_t conditions_bytes = key.size();
  key += text;
  if (KnownPtr known = texts_.find(key)) return known;
  key.resize(conditions_bytes);
  return find_lifted(text, key);
}

KnownPtr PlanCache::find_lifted(std::string_view text, const std::string& conditions) {
  if (text.size() > kLiftedTextMaxBytes) return nullptr;
  const auto tokens = syntax::literal_tokens(text);
  if (!tokens || tokens->empty()) return nullptr;
  std::string key;
  syntax::append_shape(key, text, *tokens);
  const Lifting lifted = shapes_.find(key);
  if (lifted == nullptr || lifted->empty()) return nullptr;
  key = conditions;
  syntax::append_lifted(key, text, *tokens, *lifted);
  const LiftedPlanPtr plan = plans_.find(key);
  if (plan == nullptr) return nullptr;
  auto literals = values_of(text, *tokens, *lifted);
  if (!literals) return nullptr;
  auto known = std::make_shared<const KnownStatement>(KnownStatement{.plan = plan->plan,
                                                                     .literals = *std::move(literals),
                                                                     .made_from = plan,
                                                                     .text = std::string(text),
                                                                     .places = places_of(*tokens, *lifted)});
  keep_text(text, conditions, known, plan->bytes);
  return known;
}

KnownPtr PlanCache::add(std::string_view text, const PlanConditions& conditions,
                        const std::vector<LiteralToken>& tokens, const std::vector<LiftedLiteral>& lifted,
                        PlanPtr plan) {
  auto known = std::make_shared<KnownStatement>();
  known->plan = std::move(plan);
  std::string key = key_of(conditions);
  std::string lifted_key = key;
  syntax::append_lifted(lifted_key, text, tokens, lifted);
  const std::size_t plan_bytes = kPlanBytesLeast + (lifted_key.size() - key.size()) * kPlanBytesPerByte;
  if (!tokens.empty()) {
    std::string shape;
    syntax::append_shape(shape, text, tokens);
    const std::size_t bytes = kEntryBytes + shape.size() + lifted.size() * sizeof(LiftedLiteral);
    shapes_.insert(std::move(shape), std::make_shared<const std::vector<LiftedLiteral>>(lifted), bytes);
  }
  if (!lifted.empty()) {
    // The parser has taken these for values before.
    known->literals = *values_of(text, tokens, lifted);
    plans_.insert(std::move(lifted_key),
                  std::make_shared<const LiftedPlan>(LiftedPlan{known->plan, places_of(tokens, lifted), plan_bytes}),
                  plan_bytes);
  }
  keep_text(text, std::move(key), known, plan_bytes);
  return known;
}

void PlanCache::keep_text(std::string_view text, std::string conditions, const KnownPtr& known,
                          std::size_t plan_bytes) {
  // The text may be there three times: in the key, for errors, and in its literals.
  const std::size_t bytes = kEntryBytes + conditions.size() + 3 * text.size() + plan_bytes;
  conditions += text;
  texts_.insert(std::move(conditions), known, bytes);
}

}  // namespace kith::api
