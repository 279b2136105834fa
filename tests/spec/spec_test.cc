// Runs every tests/spec/**/*.test in every mode and wants the same answers: as it stands, with the
// optimiser off, in batches of one row, with its literals as parameters, after reopening the store, with
// the graph built inside the open transaction that the queries run in, and through the C interface.
#include "spec/spec_file.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "kith/kith.h"
#include "kith/text.h"
#include "spec/literals_as_parameters.h"
#include "spec/register.h"
#include "spec/through_c.h"
#include "support/temporary_folder.h"

namespace kith::spec {
namespace {

namespace fs = std::filesystem;

bool is_directive(const std::string& word) {
  return word == "graph" || word == "query" || word == "error" || word == "plan" || word == "warnings";
}

enum class Mode { kPlain, kUnoptimised, kSingleRows, kParameters, kReopened, kOneTransaction, kThroughC };

const std::pair<Mode, const char*> kModes[] = {
    {Mode::kPlain, "plain"},           {Mode::kUnoptimised, "optimiser off"}, {Mode::kSingleRows, "batches of one row"},
    {Mode::kParameters, "parameters"}, {Mode::kReopened, "reopened store"},   {Mode::kOneTransaction, "one transaction"},
    {Mode::kThroughC, "through the C interface"},
};

bool is_schema(const std::string& statement) {
  const std::size_t at = statement.find_first_not_of(" \n\t");
  if (at == std::string::npos) return false;
  for (const char* start : {"CREATE INDEX", "CREATE FULLTEXT INDEX", "CREATE CONSTRAINT", "DROP INDEX", "DROP CONSTRAINT"})
    if (statement.compare(at, std::string(start).size(), start) == 0) return true;
  return false;
}

std::string row_text(std::span<const Value> row) {
  std::string text;
  for (const Value& value : row) text += (text.empty() ? "" : " | ") + value.to_text();
  return text;
}

/// One file in one mode.
class Session {
 public:
  explicit Session(Mode mode) : mode_(mode) {}

  void run(const Block& block) {
    INFO("line " << block.line << ": " << block.text);
    switch (block.kind) {
      case Block::Kind::kGraph: return build(block);
      case Block::Kind::kQuery: return query(block);
      case Block::Kind::kError: return error(block);
      case Block::Kind::kPlan: return plan(block);
      case Block::Kind::kWarnings: return warnings(block);
    }
  }

 private:
  void open() {
    if (mode_ == Mode::kThroughC) {
      through_c_.emplace(folder_->path() + "/spec.db");
      return;
    }
    auto store = Store::open(folder_->path() + "/spec.db");
    if (!store) FAIL(store.error().to_text());
    store_.emplace(*std::move(store));
  }

  void begin() {
    if (mode_ != Mode::kOneTransaction || transaction_ || is_committed_) return;
    auto transaction = store_->begin();
    if (!transaction) FAIL(transaction.error().to_text());
    transaction_.emplace(*std::move(transaction));
  }

  void build(const Block& block) {
    transaction_.reset();
    store_.reset();
    through_c_.reset();
    folder_.emplace();
    is_committed_ = !block.arguments.empty() && block.arguments[0] == "committed";
    open();
    const Script script = split_script(block.text);
    for (bool schema : {true, false}) {
      if (!schema) begin();
      for (const ScriptStatement& statement : script.statements) {
        std::string text(statement.text);
        if (is_schema(text) != schema) continue;
        if (through_c_) {
          const ThroughC::Answer answer = through_c_->run(text);
          if (!answer.error.empty()) FAIL(text << "\n" << answer.text);
          continue;
        }
        auto cursor = execute(text, {});
        if (!cursor) FAIL(text << "\n" << cursor.error().to_text());
      }
    }
    if (mode_ == Mode::kReopened) {
      REQUIRE(store_->close().is_ok());
      store_.reset();
      open();
    }
  }

  Result<Cursor> execute(const std::string& text, const Parameters& parameters) {
    RunOptions options;
    options.rules_off = mode_ == Mode::kUnoptimised ? kAllRules : 0;
    options.batch_rows = mode_ == Mode::kSingleRows ? 1 : 0;
    if (transaction_) return transaction_->run(text, parameters, options);
    return store_->run(text, parameters, options);
  }

  Result<std::vector<List>> answer(const std::string& text) {
    std::string asked = text;
    Parameters parameters;
    if (mode_ == Mode::kParameters) asked = literals_as_parameters(text, parameters);
    KITH_TRY(Cursor cursor, execute(asked, parameters));
    return cursor.rows();
  }

  void require_store() {
    if (!store_ && !through_c_) {
      folder_.emplace();
      open();
    }
    begin();
  }

  /// The rows of a statement that has to succeed.
  std::vector<std::string> lines_of(const std::string& text) {
    if (through_c_) {
      ThroughC::Answer got = through_c_->run(text);
      if (!got.error.empty()) FAIL(got.error[0] << ": " << got.text);
      return got.lines;
    }
    auto rows = answer(text);
    if (!rows) FAIL(rows.error().to_text());
    std::vector<std::string> lines;
    for (const List& row : *rows) lines.push_back(row_text(row));
    return lines;
  }

  void query(const Block& block) {
    require_store();
    const bool unordered = !block.arguments.empty() && block.arguments[0] == "unordered";
    std::vector<std::string> lines = lines_of(block.text);
    std::vector<std::string> expected = block.expected;
    if (unordered) {
      std::sort(lines.begin(), lines.end());
      std::sort(expected.begin(), expected.end());
    }
    CHECK(lines == expected);
  }

  void error(const Block& block) {
    require_store();
    if (through_c_) {
      ThroughC::Answer got = through_c_->run(block.text);
      INFO(got.text);
      REQUIRE_FALSE(got.error.empty());
      got.error.resize(std::min(got.error.size(), block.arguments.size()));
      CHECK(got.error == block.arguments);
      return;
    }
    auto cursor = execute(block.text, {});
    Status status = cursor.is_ok() ? (*cursor).rows().status() : cursor.status();
    REQUIRE_FALSE(status.is_ok());
    const Error& error = status.error();
    INFO(error.to_text());
    std::vector<std::string> got = {error_code_name(error.code)};
    if (block.arguments.size() > 1) got.push_back(error.detail);
    if (block.arguments.size() > 2)
      got.push_back(error.span ? std::to_string(error.span->line) + ":" + std::to_string(error.span->column) : "no place");
    CHECK(got == block.arguments);
  }

  void plan(const Block& block) {
    if (mode_ != Mode::kPlain) return;
    require_store();
    auto rows = answer("EXPLAIN " + block.text);
    if (!rows) FAIL(rows.error().to_text());
    std::vector<std::string> lines;
    for (const List& row : *rows) lines.emplace_back(row[0].as_string());
    CHECK(lines == block.expected);
  }

  void warnings(const Block& block) {
    require_store();
    if (mode_ == Mode::kParameters) return;  // the places are others
    if (through_c_) {
      const ThroughC::Answer got = through_c_->run(block.text);
      INFO(got.text);
      CHECK(got.warnings == block.expected);
      return;
    }
    auto cursor = execute(block.text, {});
    if (!cursor) FAIL(cursor.error().to_text());
    std::vector<std::string> got;
    for (const Warning& warning : cursor->warnings())
      got.push_back(warning.gqlstatus + " " + std::to_string(warning.span->line) + ":" +
                    std::to_string(warning.span->column) + " " + warning.message +
                    (warning.hint.empty() ? "" : "; " + warning.hint));
    CHECK(got == block.expected);
  }

  Mode mode_;
  bool is_committed_ = false;  // see `graph committed`
  std::optional<TemporaryFolder> folder_;
  std::optional<Store> store_;
  std::optional<Transaction> transaction_;
  std::optional<ThroughC> through_c_;
};

void run_file(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  const std::vector<Block> blocks = read_blocks(text.str());
  REQUIRE_FALSE(blocks.empty());
  for (const auto& [mode, name] : kModes) {
    INFO("mode: " << name);
    Session session(mode);
    for (const Block& block : blocks) session.run(block);
  }
}

class FileTest : public Catch::ITestInvoker {
 public:
  explicit FileTest(fs::path path) : path_(std::move(path)) {}

  void invoke() const override { run_file(path_); }

 private:
  fs::path path_;
};

}  // namespace

std::vector<Block> read_blocks(const std::string& text) {
  std::vector<Block> blocks;
  std::istringstream lines(text);
  std::string line;
  bool expecting = false;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (is_directive(word)) {
      Block block;
      block.kind = word == "graph"   ? Block::Kind::kGraph
                   : word == "query" ? Block::Kind::kQuery
                   : word == "error" ? Block::Kind::kError
                   : word == "plan"  ? Block::Kind::kPlan
                                     : Block::Kind::kWarnings;
      block.line = number;
      while (words >> word) block.arguments.push_back(word);
      blocks.push_back(std::move(block));
      expecting = false;
    } else if (blocks.empty()) {
      throw std::runtime_error("line " + std::to_string(number) + " stands before the first directive");
    } else if (line == "----") {
      expecting = true;
    } else if (expecting) {
      blocks.back().expected.push_back(line);
    } else {
      blocks.back().text += (blocks.back().text.empty() ? "" : "\n") + line;
    }
  }
  return blocks;
}

void register_spec_files(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) {
    std::string name = "spec: " + fs::relative(path, folder).replace_extension().generic_string();
    Catch::AutoReg(new FileTest(path), CATCH_INTERNAL_LINEINFO, Catch::StringRef(), Catch::NameAndTags{name, "[spec]"});
  }
}

}  // namespace kith::spec

TEST_CASE("spec: a file is read block by block", "[spec]") {
  auto blocks = kith::spec::read_blocks("# why\ngraph\nCREATE (:A)\n\nquery unordered\nMATCH (n)\nRETURN n\n----\n(:A)\n"
                                        "error SyntaxError UndefinedVariable 1:8\nRETURN x\n");
  REQUIRE(blocks.size() == 3);
  CHECK(blocks[0].text == "CREATE (:A)");
  CHECK(blocks[1].arguments == std::vector<std::string>{"unordered"});
  CHECK(blocks[1].text == "MATCH (n)\nRETURN n");
  CHECK(blocks[1].expected == std::vector<std::string>{"(:A)"});
  CHECK(blocks[2].arguments == std::vector<std::string>{"SyntaxError", "UndefinedVariable", "1:8"});
  CHECK_THROWS_AS(kith::spec::read_blocks("MATCH (n)"), std::runtime_error);
}
