#include "query/semantic/index_options.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/suggest.h"

namespace kith::semantic {

namespace {

using syntax::Expression;
using syntax::ExpressionKind;

Error wrong(const char* detail, const Expression& at, std::string message, std::string hint = {}) {
  return Error{.code = ErrorCode::kArgument,
               .message = std::move(message),
               .detail = detail,
               .phase = Phase::kCompileTime,
               .span = at.span,
               .hint = std::move(hint)};
}

/// One option, its value known. `inner` are those of a map.
struct Option {
  std::string key;
  Value value;
  const Expression* at;
  std::vector<Option> inner = {};

  bool is_map() const { return value.kind() == Kind::kMap; }
};

Option option_of(std::string key, Value value, const Expression& at) {
  Option option{std::move(key), std::move(value), &at};
  if (option.is_map())
    for (const auto& [name, inner] : option.value.as_map()) option.inner.push_back(option_of(name, inner, at));
  return option;
}

Result<Option> option_of(std::string key, const Expression& written, const Parameters& parameters) {
  if (written.kind == ExpressionKind::kLiteral) return option_of(std::move(key), written.value, written);
  if (written.kind == ExpressionKind::kParameter) {
    const Value* value = parameters.find(written.name);
    if (value != nullptr) return option_of(std::move(key), *value, written);
    Error error = wrong("MissingParameter", written, "the parameter `$" + written.name + "` was not given");
    error.code = ErrorCode::kParameterMissing;
    return error;
  }
  if (written.kind != ExpressionKind::kMap)
    return wrong("InvalidOption", written, "an option of an index is a literal, a parameter or a map of these");
  Option option{std::move(key), Value(Map()), &written};
  for (std::size_t i = 0; i < written.names.size(); ++i) {
    KITH_TRY(Option inner, option_of(written.names[i], written.children[i], parameters));
    option.inner.push_back(std::move(inner));
  }
  return option;
}

Status unknown(const Option& option, const std::vector<std::string>& known) {
  std::string hint = suggest(option.key, known);
  if (hint.empty())
    for (const std::string& one : known) hint += (hint.empty() ? "there are `" : ", `") + one + "`";
  return wrong("UnknownOption", *option.at, "such an index has no option `" + option.key + "`", std::move(hint));
}

Result<std::string> text(const Option& option) {
  if (option.value.kind() == Kind::kString) return std::string(option.value.as_string());
  return wrong("InvalidOption", *option.at, "the option `" + option.key + "` is a string");
}

Result<bool> truth(const Option& option) {
  if (option.value.kind() == Kind::kBoolean) return option.value.as_boolean();
  return wrong("InvalidOption", *option.at, "the option `" + option.key + "` is true or false");
}

/// Neo4j's analyzers that split words and do no more have no stemmer; others are called by their language.
std::string language_of(const std::string& analyzer) {
  for (const char* plain : {"standard", "standard-no-stop-words", "standard-folding", "simple", "unicode_whitespace"})
    if (analyzer == plain) return "none";
  return analyzer;
}

Status apply_config(const Option& config, SchemaCommand& command) {
  if (!config.is_map()) return wrong("InvalidOption", *config.at, "the option `indexConfig` is a map");
  for (const Option& option : config.inner) {
    if (!command.full_text)
      return wrong("UnknownOption", *option.at, "the index has no configuration `" + option.key + "`");
    if (option.key == "fulltext.analyzer") {
      KITH_TRY(const std::string analyzer, text(option));
      command.language = language_of(analyzer);
    } else if (option.key == "fulltext.eventually_consistent") {
      KITH_DO(truth(option).status());  // either is met: an index is never behind
    } else {
      return unknown(option, {"fulltext.analyzer", "fulltext.eventually_consistent"});
    }
  }
  return ok();
}

Status apply_provider(const Option& option, const SchemaCommand& command) {
  KITH_TRY(const std::string provider, text(option));
  const std::string only = command.full_text ? "fulltext-1.0" : "range-1.0";
  if (provider == only) return ok();
  return wrong("InvalidOption", *option.at, "the provider of such an index is '" + only + "'");
}

Status apply_option(const Option& option, SchemaCommand& command) {
  if (option.key == "fold") {
    KITH_TRY(command.fold, truth(option));
    if (command.fold && command.each)
      return wrong("InvalidOption", *option.at, "an index on the elements of a list holds them as they are");
    return ok();
  }
  if (option.key == "language" && command.full_text) {
    KITH_TRY(command.language, text(option));
    return ok();
  }
  if (option.key == "indexConfig") return apply_config(option, command);
  if (option.key == "indexProvider") return apply_provider(option, command);
  if (command.full_text) return unknown(option, {"language", "fold", "indexConfig", "indexProvider"});
  return unknown(option, {"fold", "indexConfig", "indexProvider"});
}

}  // namespace

bool has_parameter(const Expression& options) {
  if (options.kind == ExpressionKind::kParameter) return true;
  return std::any_of(options.children.begin(), options.children.end(), has_parameter);
}

Status apply_index_options(const Expression& options, const Parameters& parameters, SchemaCommand& command) {
  if (!options.present()) return ok();
  KITH_TRY(const Option all, option_of("OPTIONS", options, parameters));
  if (!all.is_map()) return wrong("InvalidOption", options, "the options of an index are a map");
  for (const Option& option : all.inner) KITH_DO(apply_option(option, command));
  return ok();
}

}  // namespace kith::semantic
