// Reads beside writes: views that stay as they are, writers that wait for no reader, and memory that is given back.
#include "base/random.h"
#include "model/crowd.h"
#include "model/stage.h"
#include "storage/must.h"
#include "storage/view.h"
#include "support/rounds.h"

namespace kith::model {
namespace {

using Errors = std::vector<std::string>;

const std::vector<std::string> kItems = {
    "CREATE INDEX FOR (i:Item) ON (i.score)",
    "UNWIND range(0, 199) AS i CREATE (:Item {number: i, score: i % 20, text: 'as it was'})",
    "MATCH (i:Item), (j:Item) WHERE j.number = (i.number * 7 + 1) % 200 CREATE (i)-[:NEXT {weight: i.number}]->(j)",
};

/// One answer a path: label, count, index equality and range, expansion, degree, type, whole graph, values.
const std::vector<std::string> kLooks = {
    "MATCH (i:Item) RETURN i.number, i.score, i.text ORDER BY i.number",
    "MATCH (i:Item) RETURN count(i)",
    "MATCH (i:Item) WHERE i.score = 7 RETURN i.number ORDER BY i.number",
    "MATCH (i:Item) WHERE i.score >= 5 AND i.score < 8 RETURN i.score, i.number ORDER BY i.score, i.number",
    "MATCH (i:Item {number: 11})-[r:NEXT]->(j) RETURN j.number, r.weight ORDER BY j.number",
    "MATCH (i:Item) RETURN i.number, COUNT { (i)--() } ORDER BY i.number",
    "MATCH ()-[r:NEXT]->() RETURN sum(r.weight), count(r)",
    "MATCH (n) RETURN count(n), count(n.new)",
    "MATCH (i:Item {number: 0})-[:NEXT*1..3]->(j) RETURN collect(j.number)",
};

Result<std::vector<List>> look(Transaction& reading, const std::string& statement) {
  KITH_TRY(Cursor cursor, reading.run(statement));
  return cursor.rows();
}

/// A change that every look would show.
Status change_something(Store& store, Random& random) {
  static constexpr const char* kStatements[] = {
      "MATCH (i:Item {number: $number}) SET i.score = $other % 20, i.text = 'changed'",
      "CREATE (:Item {number: $number + 1000, score: $other % 20, new: true})",
      "MATCH (i:Item {number: $number + 1000}) DETACH DELETE i",
      "MATCH (i:Item {number: $number}), (j:Item {number: $other}) CREATE (i)-[:NEXT {weight: 1}]->(j)",
      "MATCH (i:Item {number: $number})-[r:NEXT]->() WITH r LIMIT 1 DELETE r",
      "MATCH (i:Item {number: $number}) REMOVE i:Item SET i:Former",
      "MATCH (i:Former) WITH i LIMIT 1 REMOVE i:Former SET i:Item",
  };
  return store
      .run(kStatements[random.below(std::size(kStatements))], {{"number", static_cast<std::int64_t>(random.below(200))},
                                                               {"other", static_cast<std::int64_t>(random.below(200))}})
      .status();
}

}  // namespace

TEST_CASE("readers: a view stays the same while four writers go on", "[model][readers]") {
  Stage stage(kItems);
  constexpr std::size_t kWriters = 4, kReaders = 2;
  const std::size_t steps = 5 * rounds();
  std::atomic<std::size_t> writing = kWriters;
  CHECK(crowd(kWriters + kReaders, [&](std::size_t thread) -> Status {
          if (thread < kWriters) {
            struct Done {
              std::atomic<std::size_t>& writing;
              ~Done() { --writing; }
            } done{writing};
            Random random(seed_or(90) + thread);
            for (std::size_t step = 0; step < steps; ++step) KITH_DO(change_something(stage.store, random));
            return ok();
          }
          do {
            // One look at the view again and again, each time on every path.
            KITH_TRY(Transaction reading, stage.store.begin({.read_only = thread % 2 == 0}));
            std::vector<std::vector<List>> first;
            for (const std::string& statement : kLooks) {
              KITH_TRY(auto rows, look(reading, statement));
              first.push_back(std::move(rows));
            }
            for (int again = 0; again < 4; ++again) {
              for (std::size_t i = 0; i < kLooks.size(); ++i) {
                KITH_TRY(const auto rows, look(reading, kLooks[i]));
                if (rows != first[i]) return Error{.code = ErrorCode::kInternal, .message = "another answer of " + kLooks[i]};
              }
            }
          } while (writing != 0);
          return ok();
        }) == Errors{});
}

TEST_CASE("readers: a view that was kept open answers as it did after thousands of commits", "[model][readers]") {
  Stage stage(kItems);
  Transaction reading = stage.begin({.read_only = true});
  Cursor half_read = must(stage.store.run("MATCH (i:Item) RETURN i.number, i.text ORDER BY i.number"));
  Cursor streaming = must(stage.store.run("MATCH (i:Item) RETURN i.text"));
  for (int i = 0; i < 10; ++i) {
    REQUIRE(must(half_read.next()));
    CHECK(half_read.row()[0] == i);
    REQUIRE(must(streaming.next()));
  }
  std::vector<std::vector<List>> before;
  for (const std::string& statement : kLooks) before.push_back(must(look(reading, statement)));

  CHECK(crowd(4, [&](std::size_t thread) -> Status {
          Random random(seed_or(95) + thread);
          for (std::size_t step = 0; step < 10 * rounds(); ++step) KITH_DO(change_something(stage.store, random));
          return ok();
        }) == Errors{});
  stage.run("MATCH (n) DETACH DELETE n");
  CHECK(stage.value("MATCH (n) RETURN count(n)") == 0);

  for (std::size_t i = 0; i < kLooks.size(); ++i) {
    INFO(kLooks[i]);
    CHECK(must(look(reading, kLooks[i])) == before[i]);
  }
  const std::vector<List> rest = must(half_read.rows());
  REQUIRE(rest.size() == 190);
  for (std::size_t i = 0; i < rest.size(); ++i) CHECK(rest[i] == List{static_cast<std::int64_t>(i) + 10, "as it was"});
  CHECK(must(streaming.rows()) == std::vector<List>(190, List{"as it was"}));
}

TEST_CASE("readers: views of different commits are open at once and each shows its own", "[model][readers]") {
  Stage stage({"CREATE (:Counter {n: 0})"});
  std::vector<Transaction> views;
  for (std::int64_t n = 0; n < 50; ++n) {
    views.push_back(stage.begin({.read_only = n % 2 == 0}));
    stage.run("MATCH (c:Counter) SET c.n = c.n + 1 CREATE (:Step)");
  }
  for (std::int64_t n = 0; n < 50; ++n) {
    CHECK(Stage::value(views[static_cast<std::size_t>(n)], "MATCH (c:Counter) RETURN c.n") == n);
    CHECK(Stage::value(views[static_cast<std::size_t>(n)], "MATCH (s:Step) RETURN count(s)") == n);
  }
  CHECK(stage.value("MATCH (c:Counter) RETURN c.n") == 50);
}

TEST_CASE("readers: closing the last reader of a view frees what it pinned", "[model][readers][storage]") {
  TemporaryFolder folder(TemporaryFolder::in_memory());
  auto store = must(storage::Store::open(folder.path() + "/pinned.db", {.durability = Durability::kNone}));
  constexpr std::size_t kNodes = 32, kBytes = 32 << 10;
  std::vector<NodeId> nodes;
  Random random(7);
  const auto noise = [&] {  // what no compression makes smaller
    std::string text;
    while (text.size() < kBytes) text.push_back(static_cast<char>('!' + random.below(90)));
    return text;
  };
  const auto write_all = [&] {
    storage::Transaction writing = must(store->begin(false));
    const KeyId key = must(writing.key("text"));
    for (std::size_t i = 0; i < kNodes; ++i) {
      if (nodes.size() < kNodes) nodes.push_back(must(writing.create_node({}, {})));
      must(writing.set_property(nodes[i], key, noise()));
    }
    must(writing.commit(Durability::kNone));
  };
  const auto compacted_bytes = [&] {
    const storage::ViewPtr view = must(store->view());
    must(view->kv->flush());
    must(view->kv->compact());
    return must(store->info()).size_bytes;
  };
  write_all();
  const std::uint64_t one_version = compacted_bytes();

  auto reading = std::make_unique<storage::Transaction>(must(store->begin(true)));
  auto reading_too = std::make_unique<storage::Transaction>(must(store->begin(true)));
  std::weak_ptr<const storage::View> pinned = must(store->view());
  const std::string before = must(reading->reader().node(nodes[0])).properties["text"].to_text();
  for (int version = 0; version < 4; ++version) write_all();
  // The view that is kept and the newest; what lies between is nobody's.
  const std::uint64_t two_versions = compacted_bytes();
  CHECK(two_versions > one_version + kNodes * kBytes / 2);
  CHECK(two_versions < one_version + kNodes * kBytes * 2);
  CHECK(must(reading->reader().node(nodes[0])).properties["text"].to_text() == before);

  reading.reset();
  CHECK_FALSE(pinned.expired());
  reading_too.reset();
  CHECK(pinned.expired());
  write_all();  // a compaction leaves alone what nothing new lies over
  CHECK(compacted_bytes() < one_version + kNodes * kBytes / 2);
}

TEST_CASE("readers: a writer that was open for long is checked against every commit since its view", "[model][readers]") {
  Stage stage({"CREATE (:Counter {n: 0}), (:Other {n: 0})"});
  Transaction old_writer = stage.begin();
  Transaction old_beside = stage.begin();
  for (int i = 0; i < 500; ++i) stage.run(i == 0 ? "MATCH (c:Counter) SET c.n = 1" : "CREATE (:Step)");
  Stage::rows(old_writer, "MATCH (c:Counter) SET c.n = 2");
  Stage::rows(old_beside, "MATCH (c:Other) SET c.n = 2");
  CHECK(is_conflict(old_writer.commit()));
  must(old_beside.commit());
  CHECK(stage.value("MATCH (c:Counter) RETURN c.n") == 1);
}

}  // namespace kith::model
