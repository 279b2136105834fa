// The house's own rule, checked: includes only go down. The table is the one in graph/README.md; a
// folder may include itself, what it names here, system headers, and nothing else of ours.
#include <catch2/catch.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

using Layers = std::map<std::string, std::set<std::string>>;

// "words": kith/{status,value,element,options}.h. "graph view": kith/algorithm.h and kith/boost.h, the compact
// graph as a value, which algorithms below the api run on. "public": every header of graph/include/kith.
Layers allowed_includes() {
  Layers below;
  below["words"] = {"words"};
  below["graph view"] = {"words", "graph view"};
  below["public"] = {"words", "graph view", "public"};
  below["base"] = {"words", "base"};
  below["search"] = {"words", "base", "search"};
  below["value"] = {"words", "base", "value"};
  below["record"] = {"words", "base", "value", "record", "schema"};
  below["storage"] = {"words", "base", "search", "value", "record", "storage"};
  below["algo"] = {"words", "base", "value", "storage", "graph view", "algo"};
  below["function"] = {"words", "base", "search", "value", "storage", "graph view", "algo", "function"};
  below["query/syntax"] = {"words", "base", "value", "query/syntax"};
  below["query/semantic"] = {"words", "base", "value", "storage", "function", "query/syntax", "query/semantic"};
  below["query/plan"] = below["query/semantic"];
  below["query/plan"].insert("query/plan");
  below["query/exec"] = below["query/plan"];
  below["query/exec"].insert("query/exec");
  below["api"] = below["query/exec"];
  below["api"].insert({"graph view", "public", "algo", "api"});
  below["ingest"] = {"words", "graph view", "public", "base", "ingest"};
  below["tools"] = {"words", "graph view", "public", "tools"};
  return below;
}

const std::set<std::string> kWords = {"kith/status.h", "kith/value.h", "kith/element.h", "kith/options.h"};
const std::set<std::string> kGraphView = {"kith/algorithm.h", "kith/boost.h"};

/// The layer of an included path, "" if it is none of ours.
std::string layer_of_include(const std::string& path) {
  if (kWords.count(path) != 0) return "words";
  if (kGraphView.count(path) != 0) return "graph view";
  if (path.rfind("kith/", 0) == 0) return "public";
  if (path.find(".capnp.h") != std::string::npos) return "schema";
  for (const auto& [layer, below] : allowed_includes())
    if (path.rfind(layer + "/", 0) == 0) return layer;
  return "";
}

/// Quoted and angled includes of a source text, in order.
std::vector<std::string> includes_of(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = text.find("#include"); at != std::string::npos; at = text.find("#include", at + 1)) {
    const std::size_t open = text.find_first_of("\"<", at);
    const std::size_t close = text.find_first_of("\">", open + 1);
    if (open == std::string::npos || close == std::string::npos || text.find('\n', at) < close) continue;
    found.push_back(text.substr(open + 1, close - open - 1));
  }
  return found;
}

/// Every include in `text`, a file of `layer`, that goes up or where it must not.
std::vector<std::string> violations(const std::string& layer, const std::string& text) {
  std::vector<std::string> wrong;
  const Layers allowed = allowed_includes();
  for (const std::string& include : includes_of(text)) {
    const std::string target = layer_of_include(include);
    if (!target.empty() && allowed.at(layer).count(target) == 0) wrong.push_back(layer + " -> " + include);
    if (include.rfind("rocksdb/", 0) == 0 && layer != "storage") wrong.push_back(layer + " -> " + include);
    if ((include.rfind("capnp/", 0) == 0 || include.rfind("kj/", 0) == 0) && layer != "record")
      wrong.push_back(layer + " -> " + include);
  }
  return wrong;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_source(const fs::path& path) { return path.extension() == ".h" || path.extension() == ".cc"; }

}  // namespace

TEST_CASE("architecture: includes only go down", "[architecture]") {
  const fs::path root = KITH_SOURCE_DIR;
  std::map<std::string, fs::path> folders;
  for (const auto& [layer, below] : allowed_includes())
    if (layer != "words" && layer != "graph view" && layer != "public" && layer != "tools") folders[layer] = root / "graph" / layer;
  folders["public"] = root / "graph/include/kith";
  folders["tools"] = root / "tools";
  std::vector<std::string> wrong;
  std::size_t files = 0;
  for (const auto& [layer, folder] : folders) {
    REQUIRE(fs::is_directory(folder));
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      ++files;
      std::string text = read_file(entry.path());
      for (const std::string& line : violations(layer, text))
        wrong.push_back(fs::relative(entry.path(), root).string() + ": " + line);
    }
  }
  CHECK(files > 50);
  CHECK(wrong == std::vector<std::string>{});
}

TEST_CASE("architecture: RocksDB is used by kv alone", "[architecture]") {
  std::set<std::string> users;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(KITH_SOURCE_DIR) / "graph")) {
    if (!entry.is_regular_file() || !is_source(entry.path())) continue;
    for (const std::string& include : includes_of(read_file(entry.path())))
      if (include.rfind("rocksdb/", 0) == 0) users.insert(entry.path().stem().string());
  }
  CHECK(users == std::set<std::string>{"kv", "kv_replay", "kv_watch"});
}

TEST_CASE("architecture: public headers include the standard library alone", "[architecture]") {
  std::vector<std::string> wrong;
  for (const auto& entry : fs::directory_iterator(fs::path(KITH_SOURCE_DIR) / "graph/include/kith")) {
    for (const std::string& include : includes_of(read_file(entry.path()))) {
      const bool own = include.rfind("kith/", 0) == 0;
      const bool standard = include.find('/') == std::string::npos && include.find('.') == std::string::npos;
      const bool boost_traits = entry.path().filename() == "boost.h" && include.rfind("boost/", 0) == 0;
      const bool c_header = entry.path().filename() == "kith_c.h" && (include == "stddef.h" || include == "stdint.h");
      if (!own && !standard && !boost_traits && !c_header) wrong.push_back(entry.path().filename().string() + " -> " + include);
    }
  }
  CHECK(wrong == std::vector<std::string>{});
  CHECK(read_file(fs::path(KITH_SOURCE_DIR) / "graph/include/kith/kith.h").find("boost.h") == std::string::npos);
}

TEST_CASE("architecture: a planted upward include is found", "[architecture]") {
  CHECK(violations("value", "#include \"base/ids.h\"\n#include <vector>\n").empty());
  CHECK(violations("value", "#include \"storage/reader.h\"\n") == std::vector<std::string>{"value -> storage/reader.h"});
  CHECK(violations("query/syntax", "#include \"storage/catalog.h\"\n").size() == 1);
  CHECK(violations("storage", "#include \"kith/store.h\"\n").size() == 1);
  CHECK(violations("tools", "#include \"base/utf8.h\"\n").size() == 1);
  CHECK(violations("query/exec", "#include <rocksdb/db.h>\n").size() == 1);
  CHECK(violations("storage", "#include \"record.capnp.h\"\n").size() == 1);
}
