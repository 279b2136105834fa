// Files of a store are damaged behind its back. A closed store: the open is refused and touches nothing, or
// what cannot be read is reported. A store whose process died: what is left of the log is a prefix of the
// commits. Never a wrong answer, and never a crash.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>

#include "fault/judge.h"
#include "storage/must.h"
#include "storage/store.h"
#include "support/rounds.h"
#include "support/temporary_folder.h"
#include "tools/process.h"

namespace kith::fault {
namespace {

namespace fs = std::filesystem;

using storage::Store;
using storage::Transaction;
using testing::must;

std::string read_whole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_whole(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

std::size_t damaged_copies() { return std::max<std::size_t>(rounds() / 2, 12); }

/// Names and bytes of all files but the locks, which hold who opened last.
std::map<std::string, std::string> files_of(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name != "kith.lock" && name != "LOCK") files.emplace(name, read_whole(entry.path()));
  }
  return files;
}

/// One transaction: some nodes with texts, edges and reasons, and an old node deleted.
void write_some(Store& store, std::mt19937_64& random, std::vector<NodeId>& nodes, std::size_t count) {
  Transaction tx = must(store.begin(false));
  const LabelId person = must(tx.label("Person"));
  const KeyId name = must(tx.key("name"));
  const KeyId text = must(tx.key("text"));
  const TypeId met = must(tx.type("MET"));
  for (std::size_t i = 0; i < count; ++i) {
    // Bytes that do not compress, so that tables are as long as they look.
    std::string words(random() % 5 == 0 ? 2000 : 40, ' ');
    for (char& letter : words) letter = static_cast<char>('!' + random() % 90);
    const NodeId node = must(tx.create_node(std::span(&person, 1), {{name, std::to_string(nodes.size())}, {text, words}}));
    if (!nodes.empty()) {
      const NodeId other = nodes[random() % nodes.size()];
      if (must(tx.reader().exists(other))) {
        const EdgeId edge = must(tx.create_edge(node, other, met, {{name, "x"}}));
        must(tx.add_evidence(edge, {.article = other, .start_byte = 1, .end_byte = 2, .extractor = "test"}));
      }
    }
    nodes.push_back(node);
  }
  const NodeId last = nodes.back();
  const NodeId alone = must(tx.create_node(std::span(&person, 1), {{name, "alone"}}));
  must(tx.delete_node(alone));
  must(tx.set_property(last, text, Value("changed")));
  must(tx.commit(Durability::kNone));
}

/// Stores to take copies of, made once for each test.
struct Originals {
  explicit Originals(std::uint64_t seed) : random(seed) {
    auto store = must(Store::open(closed, {.memory_bytes = 32u << 20}));
    must(store->create_index({.name = "by_name", .label_or_type = "Person", .keys = {"name"}}, true));
    must(store->create_index({.name = "by_text", .label_or_type = "Person", .keys = {"text"}}, true));
    std::vector<NodeId> nodes;
    for (int i = 0; i < 12; ++i) write_some(*store, random, nodes, 200);
    must(store->drop_index("by_text", false, false));  // whole ranges are deleted
    digest = must(digest_of(*store));
    must(store->close());
    // Another store, whose files have the same names and are of another.
    auto stranger = must(Store::open(other, {}));
    std::vector<NodeId> others;
    write_some(*stranger, random, others, 30);
    must(stranger->close());
  }

  TemporaryFolder folder{TemporaryFolder::in_memory()};
  std::string closed = folder.path() + "/closed";
  std::string other = folder.path() + "/other";
  std::string digest;
  std::mt19937_64 random;
};

/// The files that damage can be done to, in some order that is always the same.
std::vector<fs::path> data_files(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name != "kith.lock" && name != "LOCK" && entry.file_size() > 0) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

enum class Harm : std::uint8_t { kFlip, kCut, kZero, kRemove, kForeign, kReplace, kSwap, kGrow };
constexpr std::uint64_t kHarms = 8;

/// Does harm to a random file; says what it did.
std::string harm(const std::string& folder, const std::string& other, Harm kind, std::mt19937_64& random) {
  const std::vector<fs::path> files = data_files(folder);
  const fs::path file = files[random() % files.size()];
  const std::string name = file.filename().string();
  std::string bytes = read_whole(file);
  const std::size_t at = random() % bytes.size();
  switch (kind) {
    case Harm::kFlip:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
      write_whole(file, bytes);
      return "a bit flipped at " + std::to_string(at) + " of " + name;
    case Harm::kCut:
      write_whole(file, bytes.substr(0, at));
      return name + " cut to " + std::to_string(at);
    case Harm::kZero: {
      const std::size_t count = std::min<std::size_t>(bytes.size() - at, 4096);
      if (bytes.find_first_not_of('\0', at) >= at + count) bytes[at] = 1;
      else std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), count, '\0');
      write_whole(file, bytes);
      return std::to_string(count) + " zeros at " + std::to_string(at) + " of " + name;
    }
    case Harm::kRemove:
      fs::remove(file);
      return name + " removed";
    case Harm::kForeign:
      write_whole(folder + "/" + std::to_string(100'000 + random() % 1000) + ".sst", bytes);
      return "a table that is not of the store";
    case Harm::kReplace:
      for (const fs::path& candidate : data_files(other)) {
        if (candidate.extension() != file.extension() || candidate.extension() != ".sst") continue;
        fs::copy_file(candidate, file, fs::copy_options::overwrite_existing);
        return name + " replaced by another store's " + candidate.filename().string();
      }
      write_whole(file, bytes + bytes);
      return name + " twice";
    case Harm::kSwap: {
      const fs::path second = files[random() % files.size()];
      const std::string second_bytes = read_whole(second);
      if (second_bytes == bytes) bytes += 'x';
      write_whole(file, second_bytes);
      write_whole(second, bytes);
      return name + " and " + second.filename().string() + " swapped";
    }
    case Harm::kGrow:
      write_whole(file, bytes + std::string(1 + random() % 5000, static_cast<char>(random())));
      return name + " with bytes behind its end";
  }
  return "";
}

}  // namespace

TEST_CASE("damage: a closed store that was changed is refused or reported and never answers wrongly", "[fault][damage]") {
  const std::uint64_t seed = seed_or(21);
  INFO("KITH_SEED=" << seed);
  Originals originals(seed);
  std::size_t refused = 0;
  const std::size_t copies = std::max<std::size_t>(rounds() / 2, 2 * kHarms);
  for (std::size_t round = 0; round < copies; ++round) {
    const std::string path = originals.folder.path() + "/copy";
    fs::remove_all(path);
    fs::copy(originals.closed, path);
    const std::string what = harm(path, originals.other, static_cast<Harm>(round % kHarms), originals.random);
    INFO("round " << round << ": " << what);
    const auto before = files_of(path);
    const Verdict verdict = judge_apart(path);
    INFO(verdict.text);
    CHECK(verdict.status == 0);
    if (what == "clean removed") {  // as after a kill: there is nothing wrong with the rest
      CHECK(verdict.digest == originals.digest);
      continue;
    }
    CHECK(verdict.is_reported());
    if (!verdict.digest.empty()) CHECK(verdict.digest == originals.digest);
    if (!verdict.refused.empty()) {
      ++refused;
      CHECK(files_of(path) == before);
    }
    const Outcome checked = run_kith({"check", path});
    INFO(checked.out << checked.error);
    CHECK((checked.status == 3 || checked.status == 4));
  }
  CHECK(refused > copies / 2);
}

TEST_CASE("damage: the log of a dead process gives a prefix of the commits whatever was done to it", "[fault][damage]") {
  const std::uint64_t seed = seed_or(22);
  INFO("KITH_SEED=" << seed);
  std::mt19937_64 random(seed);
  const TemporaryFolder folder(TemporaryFolder::in_memory());
  const std::string dead = folder.path() + "/dead";
  // What the store answers after each commit.
  std::set<std::string> prefixes;
  {
    auto store = must(Store::open(folder.path() + "/db", {}));
    std::vector<NodeId> nodes;
    prefixes.insert(must(digest_of(*store)));
    for (int i = 0; i < 12; ++i) {
      write_some(*store, random, nodes, 5);
      prefixes.insert(must(digest_of(*store)));
    }
    fs::copy(folder.path() + "/db", dead);  // what a kill would leave
  }
  std::set<std::string> seen;
  for (std::size_t round = 0; round < damaged_copies(); ++round) {
    const std::string path = folder.path() + "/copy";
    fs::remove_all(path);
    fs::copy(dead, path);
    fs::path log;
    for (const auto& entry : fs::directory_iterator(path))
      if (entry.path().extension() == ".log" && entry.file_size() > 0) log = entry.path();
    REQUIRE_FALSE(log.empty());
    std::string bytes = read_whole(log);
    const std::size_t at = random() % bytes.size();
    INFO("round " << round << ", at " << at << " of " << bytes.size());
    switch (round % 3) {
      case 0: bytes.resize(at); break;
      case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8)); break;
      default:
        for (std::size_t i = at; i < bytes.size(); ++i) bytes[i] = static_cast<char>(random());
    }
    write_whole(log, bytes);
    const Verdict verdict = judge_apart(path);
    INFO(verdict.text);
    CHECK(verdict.status == 0);
    CHECK(verdict.damage == "");
    if (verdict.refused.empty()) {
      CHECK(prefixes.count(verdict.digest) == 1);
      seen.insert(verdict.digest);
    } else {
      CHECK(verdict.refused.find(".log") != std::string::npos);
    }
  }
  CHECK(seen.size() > 2);  // the harm was at many places
}

TEST_CASE("damage: a damaged table of a dead process is an error that names the file", "[fault][damage]") {
  const std::uint64_t seed = seed_or(23);
  INFO("KITH_SEED=" << seed);
  Originals originals(seed);
  std::size_t named = 0;
  for (std::size_t round = 0; round < damaged_copies(); ++round) {
    const std::string path = originals.folder.path() + "/copy";
    fs::remove_all(path);
    fs::copy(originals.closed, path);
    fs::remove(path + "/clean");  // as a process that died leaves it
    std::vector<fs::path> tables;
    for (const fs::path& file : data_files(path))
      if (file.extension() == ".sst") tables.push_back(file);
    const fs::path table = tables[originals.random() % tables.size()];
    std::string bytes = read_whole(table);
    const std::size_t at = originals.random() % bytes.size();
    const std::size_t kind = round % 4;
    INFO("round " << round << ": kind " << kind << " at " << at << " of " << bytes.size() << " of " << table);
    if (kind == 0) bytes[at] = static_cast<char>(bytes[at] ^ (1 << originals.random() % 8));
    if (kind == 1) std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(512, bytes.size() - at), '\0');
    if (kind == 2) bytes.resize(at);
    write_whole(table, bytes);
    if (kind == 3) fs::remove(table);
    const Verdict verdict = judge_apart(path);
    INFO(verdict.text);
    CHECK(verdict.status == 0);
    if (!verdict.digest.empty()) CHECK(verdict.digest == originals.digest);
    if (verdict.is_reported()) {
      ++named;
      CHECK(verdict.text.find(table.filename().string()) != std::string::npos);
    }
  }
  CHECK(named > damaged_copies() * 2 / 3);
}

}  // namespace kith::fault
