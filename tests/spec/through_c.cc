#include "spec/through_c.h"

#include <stdexcept>

#include "kith/value.h"

namespace kith::spec {

namespace {

std::vector<std::string> error_of(const kith_error* error) {
  const std::uint32_t line = kith_error_line(error);
  return {kith_code_name(kith_error_code(error)), kith_error_detail(error),
          line == 0 ? "no place" : std::to_string(line) + ":" + std::to_string(kith_error_column(error))};
}

std::string cell_text(kith_statement* statement, std::size_t column) {
  const kith_type type = kith_column_type(statement, column);
  if (type == KITH_NULL) return "null";
  std::size_t size = 0;
  const char* text = kith_column_text(statement, column, &size);
  const std::string copy(text, size);
  return type == KITH_STRING ? Value(copy).to_text() : copy;
}

}  // namespace

ThroughC::ThroughC(const std::string& path) {
  kith_error* error = nullptr;
  if (kith_open(path.c_str(), nullptr, &store_, &error) == KITH_OK) return;
  const std::string text = kith_error_text(error);
  kith_error_free(error);
  throw std::runtime_error(text);
}

ThroughC::~ThroughC() { kith_store_free(store_); }

ThroughC::Answer ThroughC::run(const std::string& text) {
  Answer answer;
  kith_statement* statement = nullptr;
  kith_error* error = nullptr;
  if (kith_prepare(store_, text.data(), text.size(), &statement, &error) != KITH_OK) {
    answer.error = error_of(error);
    answer.text = kith_error_text(error);
    kith_error_free(error);
    return answer;
  }
  answer = run_once(statement);
  if (kith_statement_writes(statement) == 0) {
    (void)kith_reset(statement, nullptr);
    const Answer again = run_once(statement);
    if (again.error != answer.error || again.lines.size() != answer.lines.size() ||
        again.warnings != answer.warnings)
      answer = {.lines = {}, .warnings = {}, .error = {"the second run differs"}, .text = again.text};
  }
  kith_statement_free(statement);
  return answer;
}

ThroughC::Answer ThroughC::run_once(kith_statement* statement) {
  Answer answer;
  kith_error* error = nullptr;
  kith_code code = KITH_OK;
  while ((code = kith_step(statement, &error)) == KITH_ROW) {
    std::string line;
    for (std::size_t column = 0; column < kith_column_count(statement); ++column)
      line += (column == 0 ? "" : " | ") + cell_text(statement, column);
    answer.lines.push_back(line);
  }
  for (std::size_t i = 0; i < kith_warning_count(statement); ++i) {
    const std::string hint = kith_warning_hint(statement, i);
    answer.warnings.push_back(std::string(kith_warning_gqlstatus(statement, i)) + " " +
                              std::to_string(kith_warning_line(statement, i)) + ":" +
                              std::to_string(kith_warning_column(statement, i)) + " " +
                              kith_warning_message(statement, i) + (hint.empty() ? "" : "; " + hint));
  }
  if (code == KITH_DONE) return answer;
  answer.error = error_of(error);
  answer.text = kith_error_text(error);
  kith_error_free(error);
  return answer;
}

}  // namespace kith::spec
