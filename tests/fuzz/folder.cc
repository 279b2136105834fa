// A folder of a store with damage in it: opening it is refused, or the damage is reported, or every answer is one
// that the undamaged store gave. Never a crash, an abort, a hang or a wrong answer.
//
// The input is a byte of flags and then up to eight pieces of damage, each of a kind, a file and what to do to it:
//
//     01                 a store whose process died, opened to read and write
//     00 03 02 0010 41   a closed store: in its third file the bit 1 of the byte at 16 is another one
//
// Where the list of files of a clean close is there, nothing but the newest answers will do. Without it a store
// ends where its log ends, so the answers may be those after any of its commits.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/input.h"
#include "kith/store.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::fuzz;

namespace {

namespace fs = std::filesystem;

struct File {
  std::string name;
  std::string bytes;
};

using Files = std::vector<File>;  // by name

/// All rows of a few queries that read every family and both directions, by scan and by index.
using Answers = std::vector<std::string>;

constexpr const char* kQueries[] = {
    "MATCH (p:Person) RETURN p.name AS name, p.n AS n, p.list AS list ORDER BY n",
    "MATCH (p:Person {n: 3}) RETURN p.name AS name",
    "MATCH (p:Person)-[k:KNOWS]->(q) RETURN p.n AS p, k.since AS since, q.n AS q ORDER BY p, q, since",
    "MATCH (p:Person)<-[k:KNOWS]-(q:Person) RETURN p.n AS p, q.n AS q ORDER BY p, q",
    "MATCH ()-[k:KNOWS]->() RETURN count(k) AS edges",
    "MATCH (a:Article) RETURN a.text AS text",
};

StoreOptions options(bool read_only) {
  StoreOptions options;
  options.create_if_missing = false;
  options.read_only = read_only;
  options.memory_bytes = 64u << 20;
  options.durability = Durability::kNone;  // no power fails here
  return options;
}

Result<Answers> ask(Store& store) {
  Answers answers;
  for (const char* query : kQueries) {
    KITH_TRY(Cursor cursor, store.run(query));
    KITH_TRY(const std::vector<List> rows, cursor.rows());
    std::string text;
    for (const List& row : rows) text += Value(row).to_text() + "\n";
    answers.push_back(std::move(text));
  }
  return answers;
}

Files read_files(const std::string& folder) {
  Files files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::string name = entry.path().filename().string();
    if (name.starts_with("LOG")) continue;  // for people
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({std::move(name), std::string(std::istreambuf_iterator<char>(in), {})});
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.name < b.name; });
  return files;
}

void write_files(const Files& files, const std::string& folder) {
  fs::remove_all(folder);
  fs::create_directory(folder);
  for (const File& file : files) {
    std::ofstream out(fs::path(folder) / file.name, std::ios::binary);
    out.write(file.bytes.data(), static_cast<std::streamsize>(file.bytes.size()));
  }
}

void must(const Status& status) {
  if (!status.is_ok()) throw std::runtime_error(status.error().to_text());
}

template <class T>
T must(Result<T> result) {
  must(result.status());
  return *std::move(result);
}

/// What is damaged, and what may be answered.
struct Undamaged {
  Files closed;
  Files crashed;                  ///< as of a moment when it was open
  std::vector<Answers> versions;  ///< after each commit
  Answers newest_closed;
  TemporaryFolder scratch{TemporaryFolder::in_memory()};

  Undamaged() {
    const std::string folder = scratch.path() + "/made";
    StoreOptions created = options(false);
    created.create_if_missing = true;
    {
      Store store = must(Store::open(folder, created));
      versions.push_back(must(ask(store)));
      change(store, "CREATE INDEX person_n FOR (p:Person) ON (p.n)");
      change(store, "CREATE (:Article {text: 'said so'})");
      change(store, "UNWIND range(1, 12) AS n CREATE (:Person {n: n, name: 'Ada ' + toString(n), list: [n, 'x', n / 2.0]})");
      change(store, "MATCH (p:Person), (q:Person) WHERE q.n = p.n + 1 CREATE (p)-[:KNOWS {since: p.n + 1900}]->(q)");
      Transaction tx = must(store.begin());
      const NodeId article = must(tx.find_nodes("Article", "text", "said so")).at(0);
      must(tx.set_property(article, "text", std::string(3000, 'z')));
      const NodeId ada = must(tx.find_nodes("Person", "n", 1)).at(0);
      const EdgeId edge = must(tx.create_edge(ada, article, "KNOWS", {{"since", 1}}));
      must(tx.add_evidence(edge, {.article = article, .start_byte = 1, .end_byte = 9, .extractor = "rules/1"}));
      must(tx.commit());
      versions.push_back(must(ask(store)));
      must(store.close());
    }
    {
      Store store = must(Store::open(folder, created));
      for (int n = 13; n < 18; ++n)
        change(store, "CREATE (:Person {n: " + std::to_string(n) + ", name: 'Bo'})-[:KNOWS]->(:Person {n: " + std::to_string(n + 10) + "})");
      change(store, "MATCH (p:Person {n: 2}) DETACH DELETE p");
      must(store.close());
    }
    closed = read_files(folder);
    newest_closed = versions.back();
    Store store = must(Store::open(folder, created));
    change(store, "MATCH (p:Person {n: 5}) SET p.name = 'Cy'");
    change(store, "CREATE (:Person {n: 40})");
    crashed = read_files(folder);
    must(store.close());
    fs::remove_all(folder);
  }

 private:
  void change(Store& store, const std::string& statement) {
    must(store.run(statement).status());
    versions.push_back(must(ask(store)));
  }
};

/// One more piece of damage.
void damage(Files& files, Input& input) {
  const std::uint8_t kind = input.choice(8);
  if (files.empty()) return;
  const std::size_t which = input.choice(static_cast<unsigned>(std::min<std::size_t>(files.size(), 256)));
  std::string& bytes = files[which].bytes;
  const std::uint64_t at = input.fixed(2) % (bytes.size() + 1);
  switch (kind) {
    case 0: files.erase(files.begin() + static_cast<std::ptrdiff_t>(which)); return;
    case 1: bytes.resize(at); return;
    case 2: bytes.resize(bytes.size() - at); return;
    case 3:
      if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << input.choice(8)));
      return;
    case 4: {
      const std::string_view other = input.bytes(input.byte());
      bytes.replace(at, std::min<std::size_t>(other.size(), bytes.size() - at), other);
      return;
    }
    case 5: bytes.append(input.byte(), static_cast<char>(at)); return;
    case 6: bytes = files[at % files.size()].bytes; return;  // a file takes another's place
    default: {  // a file of another name
      static constexpr const char* kNames[] = {"000999.sst", "000999.log", "MANIFEST-000999", "CURRENT", "clean.new", "notes.txt"};
      const std::string name = kNames[input.choice(6)];
      for (const File& file : files)
        if (file.name == name) return;
      files.push_back({name, bytes.substr(0, at)});
      return;
    }
  }
}

const File* find(const Files& files, const std::string& name) {
  const auto at = std::find_if(files.begin(), files.end(), [&](const File& file) { return file.name == name; });
  return at == files.end() ? nullptr : &*at;
}

/// Whether the folder says of itself that it was closed.
bool has_clean_file(const Files& files) { return find(files, "clean") != nullptr; }

/// What is answered is right; nothing if an error was.
std::optional<Answers> expect_right(Store& store, const Undamaged& undamaged, bool is_closed) {
  const Result<CheckReport> report = store.check();
  const bool is_whole = report.is_ok() && report->damages == 0;
  Result<Answers> answers = ask(store);
  if (!answers.is_ok()) {
    promise(!is_whole, "a store that is whole answers: " + answers.error().to_text());
    return std::nullopt;
  }
  if (is_closed) {
    promise(*answers == undamaged.newest_closed, "a closed store gives its newest answers");
  } else if (is_whole) {
    const auto& versions = undamaged.versions;
    promise(std::find(versions.begin(), versions.end(), *answers) != versions.end(),
            "a store that is whole gives the answers after one of its commits");
  }
  return *std::move(answers);
}

void open_damaged(const Files& files, const std::string& folder, const Undamaged& undamaged, bool read_only) {
  const bool is_closed = has_clean_file(files);
  Result<Store> opened = Store::open(folder, options(read_only));
  if (!opened.is_ok()) {
    promise(!opened.error().message.empty(), "what is refused says why");
    if (is_closed)
      for (const File& file : files)
        promise(fs::exists(fs::path(folder) / file.name), "a closed store that is refused keeps its file " + file.name);
    return;
  }
  const std::optional<Answers> before = expect_right(*opened, undamaged, is_closed);
  const bool is_changed = !read_only && opened->run("CREATE (:Extra)").is_ok();
  const Status closed = opened->close();
  if (!closed.is_ok() || !before || read_only) return;
  Result<Store> again = Store::open(folder, options(true));
  if (!again.is_ok()) return;
  const Result<Answers> after = ask(*again);
  promise(!after.is_ok() || *after == *before, "a store that was closed answers as before");
  Result<Cursor> extra = again->run("MATCH (x:Extra) RETURN x");
  const auto rows = extra.is_ok() ? extra->rows() : Result<std::vector<List>>(std::vector<List>(is_changed ? 1 : 0));
  promise(!rows.is_ok() || rows->size() == (is_changed ? 1u : 0u), "what was acknowledged is there after a clean close");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Undamaged undamaged;
  Input input(data, size);
  const std::uint8_t flags = input.byte();
  Files files = (flags & 1) != 0 ? undamaged.crashed : undamaged.closed;
  if ((flags & 2) != 0) std::erase_if(files, [](const File& file) { return file.name == "clean"; });
  for (int i = 0; i < 8 && !input.is_at_end(); ++i) damage(files, input);
  const std::string folder = undamaged.scratch.path() + "/damaged";
  for (bool read_only : {true, false}) {
    write_files(files, folder);
    open_damaged(files, folder, undamaged, read_only);
  }
  return 0;
}
