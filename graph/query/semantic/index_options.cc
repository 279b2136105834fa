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

Status unknown(const std::string& key, const Expression& value, const std::vector<std::string>& known) {
  std::string hint = suggest(key, known);
  if (hint.empty())
    for (const std::string& one : known) hint += (hint.empty() ? "there are `" : ", `") + one + "`";
  return wrong("UnknownOption", value, "an index has no option `" + key + "`", std::move(hint));
}

Result<std::string> text(const std::string& key, const Expression& value) {
  if (value.kind == ExpressionKind::kLiteral && value.value.kind() == Kind::kString)
    return std::string(value.value.as_string());
  return wrong("InvalidOption", value, "the option `" + key + "` is a string");
}

Result<bool> truth(const std::string& key, const Expression& value) {
  if (value.kind == ExpressionKind::kLiteral && value.value.kind() == Kind::kBoolean) return value.value.as_boolean();
  return wrong("InvalidOption", value, "the option `" + key + "` is true or false");
}

/// Neo4j's analyzers that split words and do no more have no stemmer; others are called by their language.
std::string language_of(const std::string& analyzer) {
  for (const char* plain : {"standard", "standard-no-stop-words", "standard-folding", "simple", "unicode_whitespace"})
    if (analyzer == plain) return "none";
  return analyzer;
}

Status apply_config(const Expression& config, SchemaCommand& command) {
  if (config.kind != ExpressionKind::kMap) return wrong("InvalidOption", config, "the option `indexConfig` is a map");
  for (std::size_t i = 0; i < config.names.size(); ++i) {
    const std::string& key = config.names[i];
    const Expression& value = config.children[i];
    if (key == "fulltext.analyzer") {
      KITH_TRY(const std::string analyzer, text(key, value));
      command.language = language_of(analyzer);
    } else if (key == "fulltext.eventually_consistent") {
      KITH_DO(truth(key, value).status());  // either is met: an index is never behind
    } else {
      return unknown(key, value, {"fulltext.analyzer", "fulltext.eventually_consistent"});
    }
  }
  return ok();
}

}  // namespace

Status apply_index_options(const Expression& options, SchemaCommand& command) {
  if (!options.present()) return ok();
  if (options.kind != ExpressionKind::kMap) {
    Error error = wrong("InvalidOption", options, "the options of an index are written out, as a map of literals");
    error.code = ErrorCode::kUnsupported;
    return error;
  }
  for (std::size_t i = 0; i < options.names.size(); ++i) {
    const std::string& key = options.names[i];
    const Expression& value = options.children[i];
    if (!command.full_text)
      return wrong("UnknownOption", value, "only a full-text index has options");
    if (key == "language") {
      KITH_TRY(command.language, text(key, value));
    } else if (key == "fold") {
      KITH_TRY(command.fold, truth(key, value));
    } else if (key == "indexConfig") {
      KITH_DO(apply_config(value, command));
    } else if (key == "indexProvider") {
      KITH_TRY(const std::string provider, text(key, value));
      if (provider != "fulltext-1.0") return wrong("InvalidOption", value, "the provider of a full-text index is 'fulltext-1.0'");
    } else {
      return unknown(key, value, {"language", "fold", "indexConfig", "indexProvider"});
    }
  }
  return ok();
}

}  // namespace kith::semantic
