// EXPLAIN and PROFILE: what each operator gave, counted exactly, and the same numbers as tree and as JSON.
#include <catch2/catch.hpp>

#include <sstream>
#include <string>
#include <vector>

#include "kith/kith.h"
#include "support/temporary_folder.h"

using namespace kith;

namespace {

/// Three people who know each other in a ring, and two places, one of which each of them lives in.
class Graph {
 public:
  Graph() {
    run("CREATE (a:Person {name: 'a', age: 1}), (b:Person {name: 'b', age: 2}), (c:Person {name: 'c', age: 3}), "
        "(p:Place {name: 'p'}), (:Place {name: 'q'}), (a)-[:KNOWS]->(b)-[:KNOWS]->(c)-[:KNOWS]->(a), "
        "(a)-[:IN]->(p), (b)-[:IN]->(p), (c)-[:IN]->(p)");
  }

  Cursor start(const std::string& statement, const RunOptions& options = {}) {
    Result<Cursor> cursor = store_.run(statement, {}, options);
    if (!cursor) FAIL(statement << "\n" << cursor.error().to_text());
    return *std::move(cursor);
  }

  Plan run(const std::string& statement, const RunOptions& options = {}) {
    Cursor cursor = start(statement, options);
    Result<std::vector<List>> rows = cursor.rows();
    if (!rows) FAIL(statement << "\n" << rows.error().to_text());
    return cursor.plan().value_or(Plan{});
  }

  Plan profile(const std::string& statement, const RunOptions& options = {}) {
    return run("PROFILE " + statement, options);
  }

  Store& store() { return store_; }

 private:
  static Store opened(const TemporaryFolder& folder) {
    Result<Store> store = Store::open(folder.path() + "/plan.db", {.durability = Durability::kNone});
    REQUIRE(store);
    return *std::move(store);
  }

  TemporaryFolder folder_;
  Store store_ = opened(folder_);
};

/// "aggregate 1 <- expand 3 <- label scan 3"; several children in parentheses.
std::string counted(const Plan& plan) {
  std::string text = plan.operation + " " + (plan.measured ? std::to_string(plan.measured->rows) : "-");
  if (plan.children.size() == 1) return text + " <- " + counted(plan.children[0]);
  for (const Plan& child : plan.children) text += " (" + counted(child) + ")";
  return text;
}

void check_times(const Plan& plan) {
  REQUIRE(plan.measured);
  CHECK(plan.measured->own_time.count() >= 0);
  auto below = plan.measured->own_time;
  for (const Plan& child : plan.children) {
    check_times(child);
    below += child.measured->time;
  }
  CHECK(plan.measured->time == below);
  CHECK((plan.measured->batches > 0) == (plan.measured->rows > 0));
}

/// The numbers of a field of every operator, parents first.
std::vector<std::string> numbers_after(const std::string& json, const std::string& key) {
  std::vector<std::string> numbers;
  const std::string mark = "\"" + key + "\":";
  for (std::size_t at = json.find(mark); at != std::string::npos; at = json.find(mark, at + 1)) {
    const std::size_t begin = at + mark.size();
    numbers.push_back(json.substr(begin, json.find_first_of(",}", begin) - begin));
  }
  return numbers;
}

void add_rows(const Plan& plan, std::vector<std::string>& rows) {
  rows.push_back(std::to_string(plan.measured->rows));
  for (const Plan& child : plan.children) add_rows(child, rows);
}

}  // namespace

TEST_CASE("profile: reading operators count their rows", "[api][profile]") {
  Graph db;
  const auto [statement, expected] = GENERATE(table<std::string, std::string>({
      {"MATCH (n) RETURN n", "all nodes scan 5"},
      {"MATCH (n:Person) RETURN n", "label scan 3"},
      {"MATCH (n:Person) WHERE n.age > 1 RETURN n", "filter 2 <- label scan 3"},
      {"MATCH (n:Person)-[:KNOWS]->(m) RETURN m", "project 3 <- filter 3 <- edge scan 3"},
      {"MATCH (n:Person {name: 'a'})-[:KNOWS*1..2]->(m) RETURN m", "project 2 <- expand 2 <- filter 1 <- label scan 3"},
      {"MATCH (n)-[:KNOWS]->()-[:IN]->() RETURN count(*)", "aggregate 1 <- expand 3 <- edge scan 3"},
      {"MATCH (n:Person), (m:Place) RETURN count(*)", "aggregate 1 <- label scan 6 <- label scan 3"},
      {"MATCH (n:Person) RETURN n LIMIT 2", "limit 2 <- label scan 3"},
      {"MATCH (n:Person) RETURN n SKIP 1", "skip 2 <- label scan 3"},
      {"MATCH (n:Person) RETURN n ORDER BY n.age DESC LIMIT 1", "limit 1 <- sort 1 <- label scan 3"},
      {"UNWIND [1, 2, 2] AS x RETURN DISTINCT x", "distinct 2 <- unwind 3 <- unit 1"},
      {"MATCH (n:Nothing) RETURN n", "label scan 0"},
  }));
  INFO(statement);
  const Plan plan = db.profile(statement);
  INFO(plan.to_text());
  CHECK(counted(plan) == expected);
  check_times(plan);
}

TEST_CASE("profile: rows do not depend on the size of batches", "[api][profile]") {
  Graph db;
  const std::string statement = "MATCH (n:Person)-[:IN]->(p) RETURN p.name, count(*)";
  const Plan whole = db.profile(statement);
  const Plan single = db.profile(statement, {.batch_rows = 1});
  CHECK(counted(whole) == counted(single));
  CHECK(single.children[0].measured->batches >= whole.children[0].measured->batches);
}

TEST_CASE("profile: subplans count over all their executions", "[api][profile]") {
  Graph db;
  SECTION("optional match") {
    const Plan plan = db.profile("MATCH (n) OPTIONAL MATCH (n)-[:KNOWS]->(m) RETURN n, m");
    INFO(plan.to_text());
    const Plan& apply = plan.operation == "project" ? plan.children[0] : plan;
    CHECK(counted(apply) == "optional apply 5 (all nodes scan 5) (expand 3 <- argument 5)");
  }
  SECTION("EXISTS is a child of who asks") {
    const Plan plan = db.profile("MATCH (n) WHERE EXISTS { (n)-[:IN]->() } RETURN n");
    INFO(plan.to_text());
    const Plan& filter = plan.operation == "project" ? plan.children[0] : plan;
    REQUIRE(filter.operation == "filter");
    REQUIRE(filter.children.size() == 2);
    CHECK(filter.measured->rows == 3);
    CHECK(counted(filter.children[0]) == "all nodes scan 5");
    CHECK(counted(filter.children[1]).find("expand 3 <- argument 5") != std::string::npos);
    check_times(filter);
  }
  SECTION("CALL, run for one row after the other") {
    const Plan plan = db.profile("MATCH (n:Person) CALL (n) { MATCH (n)-[:KNOWS]->(m) RETURN m LIMIT 1 } RETURN m");
    INFO(plan.to_text());
    const Plan& apply = plan.operation == "project" ? plan.children[0] : plan;
    REQUIRE(apply.operation == "apply");
    CHECK(apply.measured->rows == 3);
    CHECK(counted(apply.children[1]).find("limit 3 <- ") != std::string::npos);
  }
  SECTION("UNION") {
    const Plan plan = db.profile("MATCH (n:Person) RETURN n.name AS x UNION ALL MATCH (n:Place) RETURN n.name AS x");
    CHECK(counted(plan) == "union 5 (project 3 <- label scan 3) (project 2 <- label scan 2)");
    check_times(plan);
  }
}

TEST_CASE("profile: updates and procedures count too", "[api][profile]") {
  Graph db;
  CHECK(counted(db.profile("UNWIND [1, 2] AS x CREATE (:New {x: x})")) == "empty result 0 <- create 2 <- unwind 2 <- unit 1");
  CHECK(counted(db.profile("MATCH (n:New) SET n.y = 1")) == "empty result 0 <- set 2 <- label scan 2");
  CHECK(counted(db.profile("MERGE (n:New {x: 1})")).find("merge 1 ") != std::string::npos);
  CHECK(counted(db.profile("MATCH (n:New) DELETE n")) == "empty result 0 <- delete 2 <- label scan 2");
  const Plan call = db.profile("CALL db.labels() YIELD label RETURN label");
  INFO(call.to_text());
  CHECK(counted(call).find("call 2 <- unit 1") != std::string::npos);
}

TEST_CASE("profile: a transaction's own statement, and one that changes the schema", "[api][profile]") {
  Graph db;
  Result<Transaction> transaction = db.store().begin();
  REQUIRE(transaction);
  Result<Cursor> cursor = transaction->run("PROFILE CREATE (n:New) RETURN n.x");
  REQUIRE(cursor);
  REQUIRE(cursor->plan());
  CHECK(counted(*cursor->plan()) == "project 1 <- create 1 <- unit 1");
  transaction->rollback();
  CHECK(db.profile("CREATE INDEX i FOR (n:Person) ON (n.name)").operation == "schema command");
}

TEST_CASE("profile: a cursor that is not read to its end tells what was seen", "[api][profile]") {
  Graph db;
  Cursor cursor = db.start("PROFILE UNWIND range(1, 10) AS x RETURN x", {.batch_rows = 2});
  Result<bool> more = cursor.next();
  REQUIRE(more);
  REQUIRE(*more);
  const Plan early = *cursor.plan();
  CHECK(early.measured->rows == 2);
  REQUIRE(cursor.rows());
  CHECK(cursor.plan()->measured->rows == 10);

  Cursor failing = db.start("PROFILE UNWIND [1, 2, 0, 3] AS x RETURN 1 / x", {.batch_rows = 1});
  const auto rows = failing.rows();
  REQUIRE_FALSE(rows.is_ok());
  CHECK(counted(*failing.plan()) == "project 2 <- unwind 3 <- unit 1");
}

TEST_CASE("explain: estimates and names and nothing run", "[api][profile]") {
  Graph db;
  const Plan plan = db.run("EXPLAIN MATCH (person:Person)-[:KNOWS]->(friend) WHERE friend.age = 2 RETURN friend.name AS name");
  CHECK_FALSE(plan.measured);
  CHECK(plan.operation == "project");
  CHECK(plan.details == "friend.name as name");
  std::vector<const Plan*> all{&plan};
  while (!all.back()->children.empty()) all.push_back(&all.back()->children[0]);
  INFO(plan.to_text());
  CHECK(all.back()->operation.find("scan") != std::string::npos);
  CHECK(all.back()->estimated_rows >= 3);
  for (const Plan* one : all) CHECK(one->estimated_rows > 0);
  CHECK(plan.to_text().find("own (ms)") == std::string::npos);
  CHECK(db.run("EXPLAIN MATCH (n:Person) RETURN n").estimated_rows == 3);
  CHECK(db.run("EXPLAIN MATCH (n) RETURN n").estimated_rows == 5);
  CHECK(db.run("EXPLAIN MATCH (n:Person) RETURN n LIMIT 2").estimated_rows == 2);
  CHECK(db.run("EXPLAIN MATCH (n:Person), (m:Place) RETURN count(*)").estimated_rows == 1);
  CHECK_FALSE(db.start("MATCH (n) RETURN n").plan());
}

TEST_CASE("profile: JSON has the numbers of the tree", "[api][profile]") {
  Graph db;
  const Plan plan = db.profile("MATCH (n:Person {name: 'a #0 \"quoted\"'}) RETURN count(*) AS `how many`");
  const std::string json = plan.to_json();
  INFO(json);
  std::vector<std::string> rows;
  add_rows(plan, rows);
  CHECK(numbers_after(json, "rows") == rows);
  CHECK(numbers_after(json, "timeMs").size() == rows.size());
  CHECK(json.find("'a #0 \\\"quoted\\\"'") != std::string::npos);
  CHECK(json.find("`how many`") != std::string::npos);
  std::istringstream lines(plan.to_text());
  std::string line;
  std::size_t count = 0;
  while (std::getline(lines, line)) ++count;
  CHECK(count == rows.size() + 1);
}

TEST_CASE("profile: runs of one plan are measured apart", "[api][profile]") {
  Graph db;
  const std::string statement = "PROFILE MATCH (n:Person) RETURN n.age AS age";
  Cursor first = db.start(statement);
  Cursor second = db.start(statement);
  REQUIRE(second.next().is_ok());
  REQUIRE(first.rows().is_ok());
  CHECK(counted(*first.plan()) == "project 3 <- label scan 3");
  REQUIRE(second.rows().is_ok());
  CHECK(counted(*second.plan()) == "project 3 <- label scan 3");

  const Result<Statement> prepared = db.store().prepare(statement);
  REQUIRE(prepared.is_ok());
  for (int run = 0; run < 2; ++run) {
    Result<Cursor> cursor = prepared->run();
    REQUIRE(cursor.is_ok());
    REQUIRE(cursor->rows().is_ok());
    CHECK(counted(*cursor->plan()) == "project 3 <- label scan 3");
  }
}

TEST_CASE("profile: a subquery in transactions is counted over all of them", "[api][profile]") {
  Graph db;
  const Plan plan = db.profile(
      "UNWIND range(1, 5) AS i CALL (i) { CREATE (:Q {i: i}) RETURN i AS j } IN TRANSACTIONS OF 2 ROWS RETURN j");
  CHECK(counted(plan) == "apply 5 (unwind 5 <- unit 1) (project 5 <- create 5 <- argument 5)");
}
