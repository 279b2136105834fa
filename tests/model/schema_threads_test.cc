// Indexes and constraints that are made and dropped beside writers.
#include "base/random.h"
#include "model/crowd.h"
#include "model/stage.h"
#include "support/rounds.h"

namespace kith::model {
namespace {

constexpr std::size_t kWriters = 4;
constexpr std::int64_t kValues = 40;
using Errors = std::vector<std::string>;

/// Ends the other threads' loops however its own ends.
struct Stopping {
  std::atomic<bool>& stop;
  ~Stopping() { stop = true; }
};

/// A write of items that an index on (Item, value) must follow.
Status write_item(Store& store, Random& random) {
  const Parameters parameters = {{"value", static_cast<std::int64_t>(random.below(kValues))},
                                 {"other", static_cast<std::int64_t>(random.below(kValues))}};
  static constexpr const char* kStatements[] = {
      "CREATE (:Item {value: $value})",
      "CREATE (:Item {value: $value})-[:AT {value: $other}]->(:Item {value: $other})",
      "MATCH (i:Item) WHERE i.value = $value WITH i LIMIT 1 SET i.value = $other",
      "MATCH (i:Item) WHERE i.value = $value WITH i LIMIT 1 REMOVE i.value",
      "MATCH (i:Item) WHERE i.value = $value WITH i LIMIT 1 REMOVE i:Item SET i:Former",
      "MATCH (i:Former) WITH i LIMIT 1 SET i:Item",
      "MATCH (i:Item) WHERE i.value = $value WITH i LIMIT 2 DETACH DELETE i",
  };
  return store.run(kStatements[random.below(std::size(kStatements))], parameters).status();
}

/// For every value, what a seek finds and what a scan finds.
void compare_seek_and_scan(Stage& stage) {
  std::size_t found = 0;
  for (std::int64_t value = 0; value < kValues; ++value) {
    const auto ids = [&](bool optimise) {
      const char* statement = "MATCH (i:Item) WHERE i.value = $value RETURN elementId(i) AS id ORDER BY id";
      return must(must(stage.store.run(statement, {{"value", value}}, {.rules_off = optimise ? 0 : kAllRules})).rows());
    };
    const auto sought = ids(true);
    CHECK(sought == ids(false));
    found += sought.size();
  }
  CHECK(stage.value("MATCH (i:Item) WHERE i.value IS NOT NULL RETURN count(i)") == static_cast<std::int64_t>(found));
}

}  // namespace

TEST_CASE("threads: an index built beside four writers equals a scan", "[model][threads]") {
  Stage stage;
  stage.run("UNWIND range(1, 3000) AS i CREATE (:Item {value: i % $values})", {{"values", kValues}});
  const std::size_t builds = 2 + rounds() / 10;
  std::atomic<bool> stop = false;
  const Errors errors = crowd(kWriters + 1, [&](std::size_t thread) -> Status {
    if (thread < kWriters) {
      Random random(seed_or(70) + thread);
      while (!stop) KITH_DO(write_item(stage.store, random));
      return ok();
    }
    const Stopping stopping{stop};
    for (std::size_t build = 0; build < builds; ++build) {
      KITH_DO(stage.store.run("CREATE INDEX item_value FOR (i:Item) ON (i.value)"));
      KITH_DO(stage.store.run("CREATE INDEX at_value FOR ()-[r:AT]-() ON (r.value)"));
      // Beside the writers already, one view must give both answers alike.
      KITH_TRY(Transaction reading, stage.store.begin({.read_only = true}));
      for (std::int64_t value = 0; value < kValues; value += 7) {
        const char* statement = "MATCH (i:Item) WHERE i.value = $value RETURN count(i)";
        KITH_TRY(Cursor sought, reading.run(statement, {{"value", value}}));
        KITH_TRY(const auto by_index, sought.rows());
        KITH_TRY(Cursor scanned, reading.run(statement, {{"value", value}}, {.rules_off = kAllRules}));
        KITH_TRY(const auto by_scan, scanned.rows());
        if (by_index != by_scan)
          return Error{.code = ErrorCode::kInternal,
                       .message = "an index finds " + by_index[0][0].to_text() + ", a scan " + by_scan[0][0].to_text()};
      }
      reading.rollback();
      if (build + 1 == builds) break;
      KITH_DO(stage.store.run("DROP INDEX item_value"));
      KITH_DO(stage.store.run("DROP INDEX at_value"));
    }
    return ok();
  });
  CHECK(errors == Errors{});
  compare_seek_and_scan(stage);
  CHECK(must(stage.store.info()).indexes.size() == 2);
}

TEST_CASE("threads: a unique constraint made beside writers is never violated", "[model][threads]") {
  Stage stage;
  const std::size_t builds = 4 + rounds() / 5;
  constexpr std::int64_t kKeys = 50;  // of each writer
  std::atomic<bool> stop = false, is_constrained = false;
  std::atomic<std::size_t> made = 0, violated = 0, refused = 0;
  const Errors errors = crowd(kWriters + 1, [&](std::size_t thread) -> Status {
    if (thread < kWriters) {
      Random random(seed_or(80) + thread);
      while (!stop) {
        // Seldom a twin, so that some builds pass; often once that is refused.
        const bool is_twin = random.one_in(is_constrained ? 3 : 100);
        const std::int64_t key = static_cast<std::int64_t>(thread) * kKeys + static_cast<std::int64_t>(random.below(kKeys));
        static constexpr const char* kStatements[] = {
            "MERGE (u:User {key: $key}) SET u.times = coalesce(u.times, 0) + 1",
            "MATCH (u:User {key: $key}) DELETE u",
            "MATCH (u:User {key: $key}) WITH u LIMIT 1 SET u.key = u.key + 10000",
            "MATCH (u:User {key: $key + 10000}) WITH u LIMIT 1 SET u.key = u.key - 10000",
        };
        const char* statement = is_twin ? "CREATE (:User {key: $key})" : kStatements[random.below(std::size(kStatements))];
        const Status done = stage.store.run(statement, {{"key", key}}).status();
        if (!done) ++refused;
        KITH_DO(unless(done, {ErrorCode::kConstraint}));
      }
      return ok();
    }
    const Stopping stopping{stop};
    for (std::size_t build = 0; build < builds; ++build) {
      KITH_DO(stage.store.run("MATCH (u:User) WITH u.key AS key, collect(u) AS twins UNWIND tail(twins) AS u DELETE u"));
      const Status built =
          stage.store.run("CREATE CONSTRAINT user_key FOR (u:User) REQUIRE u.key IS UNIQUE").status();
      if (!built) {
        ++violated;
        KITH_DO(unless(built, {ErrorCode::kConstraint}));
        continue;
      }
      ++made;
      is_constrained = true;
      for (int look = 0; look < 5; ++look) {
        KITH_TRY(Cursor cursor, stage.store.run("MATCH (u:User) RETURN count(u) - count(DISTINCT u.key)"));
        KITH_TRY(const auto twins, cursor.rows());
        if (twins[0][0] != Value(0))
          return Error{.code = ErrorCode::kInternal, .message = twins[0][0].to_text() + " twins under a constraint"};
      }
      is_constrained = false;
      KITH_TRY(const CheckReport report, stage.store.check());
      if (!report.damage.empty()) return Error{.code = ErrorCode::kCorruption, .message = report.damage[0].message};
      if (build + 1 < builds) KITH_DO(stage.store.run("DROP CONSTRAINT user_key"));
    }
    return ok();
  });
  INFO(made << " made, " << violated << " violated, " << refused << " writes refused");
  CHECK(errors == Errors{});
  CHECK(made + violated == builds);
}

TEST_CASE("threads: a unique constraint that nobody violates is made beside writers", "[model][threads]") {
  Stage stage({"UNWIND range(1, 2500) AS key CREATE (:User {key: key})"});
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> next = 2500;
  const Errors errors = crowd(kWriters + 1, [&](std::size_t thread) -> Status {
    if (thread < kWriters) {
      Random random(seed_or(85) + thread);
      while (!stop) {
        const Parameters keys = {{"old", static_cast<std::int64_t>(1 + random.below(2500))}, {"new", ++next}};
        static constexpr const char* kStatements[] = {
            "CREATE (:User {key: $new})",
            "MATCH (u:User) WHERE u.key = $old SET u.key = $new",
            "MATCH (u:User) WHERE u.key = $old REMOVE u:User SET u:Former",
            "MATCH (u:Former) WITH u LIMIT 1 REMOVE u:Former SET u:User",
        };
        KITH_DO(stage.store.run(kStatements[random.below(std::size(kStatements))], keys));
      }
      return ok();
    }
    const Stopping stopping{stop};
    for (std::size_t build = 0; build < 1 + rounds() / 20; ++build) {
      if (build > 0) KITH_DO(stage.store.run("DROP CONSTRAINT user_key"));
      KITH_DO(stage.store.run("CREATE CONSTRAINT user_key FOR (u:User) REQUIRE u.key IS UNIQUE"));
    }
    return ok();
  });
  CHECK(errors == Errors{});
  CHECK(stage.value("MATCH (u:User) RETURN count(u) - count(DISTINCT u.key)") == 0);
}

TEST_CASE("threads: a key constraint made beside writers is never violated", "[model][threads]") {
  Stage stage({"UNWIND range(1, 1500) AS key CREATE (:User {key: key, name: 'u'})"});
  const std::size_t builds = 3 + rounds() / 10;
  std::atomic<bool> stop = false;
  std::atomic<std::int64_t> next = 1500;
  std::atomic<std::size_t> made = 0, refused = 0;
  const Errors errors = crowd(kWriters + 1, [&](std::size_t thread) -> Status {
    if (thread < kWriters) {
      Random random(seed_or(90) + thread);
      while (!stop) {
        static constexpr const char* kStatements[] = {
            "CREATE (:User {key: $new, name: 'v'})",
            "MATCH (u:User {key: $old}) SET u.key = $new",
            "MATCH (u:User {key: $old}) DELETE u",
            "CREATE (u:User {key: $new}) SET u.name = 'w'",
            "MATCH (u:User {key: $old}) REMOVE u.name",  // seldom done where there is no constraint yet
        };
        const std::size_t which = random.one_in(50) ? 4 : random.below(4);
        const Parameters keys = {{"old", static_cast<std::int64_t>(1 + random.below(1500))}, {"new", ++next}};
        const Status done = stage.store.run(kStatements[which], keys).status();
        if (!done) ++refused;
        KITH_DO(unless(done, {ErrorCode::kConstraint}));
      }
      return ok();
    }
    const Stopping stopping{stop};
    for (std::size_t build = 0; build < builds; ++build) {
      KITH_DO(stage.store.run("MATCH (u:User) WHERE u.name IS NULL SET u.name = 'again'"));
      const Status built =
          stage.store.run("CREATE CONSTRAINT user_key FOR (u:User) REQUIRE (u.key, u.name) IS NODE KEY").status();
      KITH_DO(unless(built, {ErrorCode::kConstraint}));
      if (!built) continue;
      ++made;
      for (int look = 0; look < 5; ++look) {
        KITH_TRY(Cursor cursor, stage.store.run("MATCH (u:User) WHERE u.name IS NULL OR u.key IS NULL RETURN count(u)"));
        KITH_TRY(const auto lacking, cursor.rows());
        if (lacking[0][0] != Value(0))
          return Error{.code = ErrorCode::kInternal, .message = lacking[0][0].to_text() + " lack a key under a constraint"};
      }
      KITH_TRY(const CheckReport report, stage.store.check());
      if (!report.damage.empty()) return Error{.code = ErrorCode::kCorruption, .message = report.damage[0].message};
      if (build + 1 < builds) KITH_DO(stage.store.run("DROP CONSTRAINT user_key"));
    }
    return ok();
  });
  INFO(made << " made, " << refused << " writes refused");
  CHECK(errors == Errors{});
}

}  // namespace kith::model
