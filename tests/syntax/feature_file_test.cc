#include "syntax/feature_file.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace kith::test {

namespace {

std::string trimmed(const std::string& line) {
  const std::size_t from = line.find_first_not_of(" \t\r");
  if (from == std::string::npos) return {};
  return line.substr(from, line.find_last_not_of(" \t\r") - from + 1);
}

// | a | b\|c |
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == '\\' && i + 1 < row.size() && (row[i + 1] == '|' || row[i + 1] == '\\')) {
      cell += row[++i];
    } else if (row[i] == '|') {
      cells.push_back(trimmed(cell));
      cell.clear();
    } else {
      cell += row[i];
    }
  }
  return cells;
}

using Example = std::map<std::string, std::string>;

std::string filled(std::string text, const Example& example) {
  for (const auto& [name, value] : example) {
    const std::string hole = "<" + name + ">";
    for (std::size_t at = text.find(hole); at != std::string::npos; at = text.find(hole, at + value.size()))
      text.replace(at, hole.size(), value);
  }
  return text;
}

struct Scenario {
  std::string name;
  std::vector<FeatureQuery> queries;
  std::vector<Example> examples;
};

// "a SyntaxError should be raised at compile time: UnexpectedSyntax"
void read_error(const std::string& step, Scenario& scenario) {
  const std::string marker = " should be raised at ";
  const std::size_t at = step.find(marker);
  if (at == std::string::npos || scenario.queries.empty()) return;
  const std::string rest = step.substr(at + marker.size());
  scenario.queries.back().error_phase = rest.substr(0, rest.find(':'));
  scenario.queries.back().error_detail = trimmed(rest.substr(rest.find(':') + 1));
}

}  // namespace

std::vector<FeatureQuery> feature_queries(const std::string& file_name, const std::string& content) {
  std::vector<Scenario> scenarios;
  std::istringstream lines(content);
  std::vector<std::string> header;
  std::string step;
  bool in_examples = false;
  for (std::string raw; std::getline(lines, raw);) {
    const std::string line = trimmed(raw);
    if (line == "\"\"\"") {
      std::string text;
      while (std::getline(lines, raw) && trimmed(raw) != "\"\"\"") text += raw + "\n";
      const bool asks =
          step.find("executing query") != std::string::npos || step.find("control query") != std::string::npos;
      if (!scenarios.empty()) scenarios.back().queries.push_back({scenarios.back().name, text, !asks, {}, {}});
    } else if (line.rfind("Scenario", 0) == 0) {
      scenarios.push_back({file_name + " " + line.substr(line.find(':') + 2), {}, {}});
      in_examples = false;
    } else if (line.rfind("Examples:", 0) == 0) {
      in_examples = true;
      header.clear();
    } else if (line.rfind("|", 0) == 0) {
      if (!in_examples) continue;
      const std::vector<std::string> cells = cells_of(line);
      if (header.empty()) {
        header = cells;
        continue;
      }
      Example example;
      for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i) example[header[i]] = cells[i];
      scenarios.back().examples.push_back(std::move(example));
    } else if (!line.empty() && line[0] != '#') {
      step = line;
      if (!scenarios.empty()) read_error(line, scenarios.back());
    }
  }
  std::vector<FeatureQuery> queries;
  for (Scenario& scenario : scenarios) {
    if (scenario.examples.empty()) scenario.examples.emplace_back();
    for (const Example& example : scenario.examples) {
      for (FeatureQuery query : scenario.queries) {
        query.text = filled(query.text, example);
        query.error_phase = filled(query.error_phase, example);
        query.error_detail = filled(query.error_detail, example);
        queries.push_back(std::move(query));
      }
    }
  }
  return queries;
}

std::vector<FeatureQuery> all_feature_queries(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".feature") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<FeatureQuery> all;
  for (const std::filesystem::path& file : files) {
    std::ifstream stream(file);
    std::ostringstream content;
    content << stream.rdbuf();
    for (FeatureQuery& query : feature_queries(file.filename().string(), content.str()))
      all.push_back(std::move(query));
  }
  return all;
}

}  // namespace kith::test

TEST_CASE("feature files: outlines are written out and errors belong to their query", "[syntax]") {
  const auto queries = kith::test::feature_queries("A.feature", R"(Feature: A
  Scenario Outline: [1] Add
    Given an empty graph
    And having executed:
      """
      CREATE (:<label>)
      """
    When executing query:
      """
      RETURN <x>
      """
    Then a SyntaxError should be raised at compile time: <why>
    Examples:
      | x      | label | why     |
      | 1      | A     | Reason  |
      | a \| b | B     | Another |
)");
  REQUIRE(queries.size() == 4);
  CHECK(queries[0].text == "      CREATE (:A)\n");
  CHECK(queries[0].is_setup);
  CHECK(queries[0].error_phase.empty());
  CHECK(queries[3].where == "A.feature [1] Add");
  CHECK(queries[3].text == "      RETURN a | b\n");
  CHECK_FALSE(queries[3].is_setup);
  CHECK(queries[3].error_phase == "compile time");
  CHECK(queries[3].error_detail == "Another");
}
