// Keeps README.md true: its console transcripts are run and compared word for word, and the C++ example
// is the file that the package test builds.
#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The texts of README's fenced blocks of one language, in order.
std::vector<std::string> fenced_blocks(const std::string& language) {
  std::vector<std::string> blocks;
  std::istringstream lines(read_file(fs::path(KITH_SOURCE_DIR) / "README.md"));
  std::string line;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (!inside && line == "```" + language) {
      inside = true;
      blocks.emplace_back();
    } else if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      blocks.back() += line + "\n";
    }
  }
  return blocks;
}

/// Both streams of a shell command run in `folder`, with kith on the path.
std::string output_of(const std::string& command, const std::string& folder) {
  const std::string program_folder = fs::path(KITH_PROGRAM).parent_path().string();
  const std::string line = "cd '" + folder + "' && PATH='" + program_folder + "':$PATH && export PATH && { " + command + "\n} 2>&1";
  std::string output;
  FILE* pipe = popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer;
  while (std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), n);
  pclose(pipe);
  return output;
}

}  // namespace

TEST_CASE("readme: every console transcript is what the program prints", "[readme]") {
  const std::vector<std::string> blocks = fenced_blocks("console");
  REQUIRE_FALSE(blocks.empty());
  // One folder for all of them, as for someone who follows the text from top to bottom.
  kith::TemporaryFolder folder;
  fs::copy(fs::path(KITH_SOURCE_DIR) / "tests/articles", folder.path() + "/articles", fs::copy_options::recursive);
  fs::copy(fs::path(KITH_SOURCE_DIR) / "tests/ingest/story", folder.path() + "/story", fs::copy_options::recursive);
  for (const std::string& block : blocks) {
    std::istringstream lines(block);
    std::string line, shown, printed;
    while (std::getline(lines, line)) {
      shown += line + "\n";
      if (line.rfind("$ ", 0) != 0) continue;
      std::string command = line.substr(2);
      printed += line + "\n";
      while (command.size() > 1 && command.back() == '\\' && std::getline(lines, line)) {
        shown += line + "\n";
        printed += line + "\n";
        command += "\n" + line;
      }
      printed += output_of(command, folder.path());
    }
    CHECK(printed == shown);
  }
}

TEST_CASE("readme: the C++ example is the one that is built and run", "[readme]") {
  const std::vector<std::string> blocks = fenced_blocks("cpp");
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0] == read_file(fs::path(KITH_SOURCE_DIR) / "tests/package/embed.cc"));
}

TEST_CASE("readme: every statement of the table of what is supported runs", "[readme]") {
  const kith::TemporaryFolder folder;
  std::ofstream(folder.path() + "/people.csv") << "name,born\nMarie Curie,1867\n";
  REQUIRE(output_of("printf '' | kith pipe db", folder.path()).empty());
  std::istringstream lines(read_file(fs::path(KITH_SOURCE_DIR) / "README.md"));
  std::string line;
  std::size_t statements = 0;
  while (std::getline(lines, line)) {
    if (line.rfind("| `", 0) != 0 || line.find("` | yes |") == std::string::npos) continue;
    std::string statement = line.substr(3, line.find("` | yes |") - 3);
    for (std::size_t at = 0; (at = statement.find("\\|", at)) != std::string::npos;) statement.erase(at, 1);
    std::ofstream(folder.path() + "/statement") << statement;
    INFO(statement);
    CHECK(output_of("kith query db -f statement || echo it failed", folder.path()).find("it failed") == std::string::npos);
    ++statements;
  }
  CHECK(statements >= 25);
}

TEST_CASE("readme: every relation that a frame makes is named", "[readme]") {
  const fs::path root = KITH_SOURCE_DIR;
  const std::string readme = read_file(root / "README.md");
  std::istringstream frames(read_file(root / "graph/ingest/frames.txt"));
  std::size_t relations = 0;
  for (std::string line; std::getline(frames, line);) {
    std::istringstream words(line);
    std::string verb, slot, relation;
    if (line.empty() || line[0] == '#' || line.find(" = ") != std::string::npos) continue;
    words >> verb >> slot >> relation;
    if (relation[0] == '<') relation.erase(0, 1);
    INFO(line);
    CHECK(readme.find("`" + relation + "`") != std::string::npos);
    ++relations;
  }
  CHECK(relations > 300);
}

TEST_CASE("readme: the tests that hold the promises exist", "[readme]") {
  const fs::path root = KITH_SOURCE_DIR;
  std::string sources;
  for (const auto& entry : fs::recursive_directory_iterator(root / "tests"))
    if (entry.path().extension() == ".cc") sources += read_file(entry.path());
  std::string promises = read_file(root / "README.md");
  promises = promises.substr(promises.find("## Promises"));
  promises = promises.substr(0, promises.find("\n## "));
  std::size_t named = 0;
  for (std::size_t at = promises.find("*Test"); at != std::string::npos; at = promises.find("*Test", at)) {
    const std::size_t end = promises.find(".*", at);
    REQUIRE(end != std::string::npos);
    for (std::size_t open = promises.find('`', at); open < end; open = promises.find('`', open)) {
      const std::size_t close = promises.find('`', open + 1);
      std::string name = promises.substr(open + 1, close - open - 1);
      for (std::size_t fold = name.find("\n  "); fold != std::string::npos; fold = name.find("\n  ")) name.replace(fold, 3, " ");
      INFO(name);
      CHECK(sources.find("TEST_CASE(\"" + name + "\"") != std::string::npos);
      ++named;
      open = close + 1;
    }
    at = end;
  }
  CHECK(named >= 12);
}
