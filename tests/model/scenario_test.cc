// The named anomalies, each as two or three transactions step by step.
#include "model/stage.h"

namespace kith::model {
namespace {

const std::vector<std::string> kTwoAccounts = {"CREATE (:Account {name: 'x', balance: 50}), (:Account {name: 'y', balance: 50})"};

std::string balance_of(const std::string& name) { return "MATCH (a:Account {name: '" + name + "'}) RETURN a.balance"; }

std::string set_balance(const std::string& name, int balance) {
  return "MATCH (a:Account {name: '" + name + "'}) SET a.balance = " + std::to_string(balance);
}

}  // namespace

TEST_CASE("scenario: a dirty read does not happen", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  Transaction writer = stage.begin();
  Stage::rows(writer, set_balance("x", 1));
  Stage::rows(writer, "CREATE (:Account {name: 'z'})");
  CHECK(stage.value(balance_of("x")) == 50);
  Transaction reader = stage.begin();
  CHECK(Stage::value(reader, balance_of("x")) == 50);
  CHECK(Stage::value(reader, "MATCH (a:Account) RETURN count(a)") == 2);
  writer.rollback();
  CHECK(stage.value(balance_of("x")) == 50);
  CHECK(Stage::value(reader, balance_of("x")) == 50);
}

TEST_CASE("scenario: own writes are visible on every path", "[model][scenario]") {
  Stage stage({"CREATE INDEX FOR (a:Account) ON (a.balance)", kTwoAccounts[0]});
  Transaction writer = stage.begin();
  Stage::rows(writer, set_balance("x", 70));
  Stage::rows(writer, "MATCH (a:Account {name: 'x'}), (b:Account {name: 'y'}) CREATE (a)-[:PAID {sum: 20}]->(b)");
  CHECK(Stage::value(writer, balance_of("x")) == 70);
  CHECK(Stage::value(writer, "MATCH (a:Account {balance: 70}) RETURN a.name") == "x");
  CHECK(Stage::rows(writer, "MATCH (a:Account) WHERE a.balance > 40 RETURN a.balance ORDER BY a.balance") ==
        std::vector<List>{{50}, {70}});
  CHECK(Stage::value(writer, "MATCH (:Account {name: 'y'})<-[r:PAID]-(a) RETURN a.name + r.sum") == "x20");
  CHECK(Stage::value(writer, "MATCH ()-[r]->() RETURN count(r)") == 1);
  CHECK(stage.value("MATCH ()-[r]->() RETURN count(r)") == 0);
  must(writer.commit());
  CHECK(stage.value("MATCH (a:Account {balance: 70})-[:PAID]->(b) RETURN b.name") == "y");
}

TEST_CASE("scenario: a read is repeatable", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  const bool read_only = GENERATE(false, true);
  Transaction reader = stage.begin({.read_only = read_only});
  const NodeId x = Stage::value(reader, "MATCH (a:Account {name: 'x'}) RETURN a").as_node().id;
  CHECK(Stage::value(reader, balance_of("x")) == 50);
  stage.run(set_balance("x", 1));
  CHECK(Stage::value(reader, balance_of("x")) == 50);
  CHECK(must(reader.find_node(x))->properties["balance"] == 50);
  stage.run("MATCH (a:Account {name: 'x'}) DELETE a");
  CHECK(Stage::value(reader, balance_of("x")) == 50);
  CHECK(must(reader.find_node(x))->properties["balance"] == 50);
  must(reader.commit());
  CHECK(stage.run(balance_of("x")).empty());
}

TEST_CASE("scenario: a view is that of begin and not of the first read", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  Transaction reader = stage.begin();
  stage.run(set_balance("x", 1));
  CHECK(Stage::value(reader, balance_of("x")) == 50);
}

TEST_CASE("scenario: an acknowledged commit is in every view that is taken after it", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  for (Durability durability : {Durability::kSync, Durability::kGroup, Durability::kNone}) {
    for (int i = 0; i < 20; ++i) {
      Transaction writer = stage.begin({.durability = durability});
      Stage::rows(writer, set_balance("x", i));
      must(writer.commit());
      Transaction reader = stage.begin({.read_only = true});
      CHECK(Stage::value(reader, balance_of("x")) == i);
      CHECK(stage.value(balance_of("x")) == i);
    }
  }
}

TEST_CASE("scenario: a lost update does not happen", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  const bool serializable = GENERATE(false, true);
  Transaction first = stage.begin({.serializable = serializable});
  Transaction second = stage.begin({.serializable = serializable});
  CHECK(Stage::value(first, balance_of("x")) == 50);
  CHECK(Stage::value(second, balance_of("x")) == 50);
  Stage::rows(first, set_balance("x", 60));
  Stage::rows(second, set_balance("x", 70));
  must(second.commit());
  CHECK(is_conflict(first.commit()));
  CHECK_FALSE(first.is_open());
  CHECK(stage.value(balance_of("x")) == 70);
}

TEST_CASE("scenario: a dirty write does not happen", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  Transaction first = stage.begin();
  Transaction second = stage.begin();
  Stage::rows(first, set_balance("x", 1));
  Stage::rows(second, set_balance("x", 2));
  Stage::rows(second, set_balance("y", 2));
  Stage::rows(first, set_balance("y", 1));
  must(first.commit());
  CHECK(is_conflict(second.commit()));
  CHECK(stage.value(balance_of("x")) == 1);
  CHECK(stage.value(balance_of("y")) == 1);
}

TEST_CASE("scenario: what was refused or rolled back leaves nothing and stops nobody", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  Transaction winner = stage.begin();
  Transaction loser = stage.begin();
  Transaction given_up = stage.begin();
  Transaction later = stage.begin();
  Stage::rows(winner, set_balance("x", 1));
  Stage::rows(loser, set_balance("x", 2));
  Stage::rows(loser, set_balance("y", 2));
  Stage::rows(loser, "CREATE (:Account {name: 'z'})");
  Stage::rows(given_up, set_balance("y", 3));
  Stage::rows(later, set_balance("y", 4));
  must(winner.commit());
  CHECK(is_conflict(loser.commit()));
  given_up.rollback();
  must(later.commit());
  CHECK(stage.value(balance_of("x")) == 1);
  CHECK(stage.value(balance_of("y")) == 4);
  CHECK(stage.value("MATCH (a:Account) RETURN count(a)") == 2);
}

TEST_CASE("scenario: a fractured read does not happen", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  Transaction reader = stage.begin();
  CHECK(Stage::value(reader, balance_of("x")) == 50);
  Transaction writer = stage.begin();
  Stage::rows(writer, set_balance("x", 10));
  Stage::rows(writer, set_balance("y", 90));
  must(writer.commit());
  CHECK(Stage::value(reader, balance_of("y")) == 50);
  CHECK(Stage::value(reader, "MATCH (a:Account) RETURN sum(a.balance)") == 100);
  CHECK(Stage::rows(reader, "MATCH (a:Account) WHERE a.balance = 90 RETURN a").empty());
}

TEST_CASE("scenario: write skew happens in snapshots and is refused when serialisable", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  const bool serializable = GENERATE(false, true);
  Transaction first = stage.begin({.serializable = serializable});
  Transaction second = stage.begin({.serializable = serializable});
  const char* total = "MATCH (a:Account) RETURN sum(a.balance)";
  CHECK(Stage::value(first, total) == 100);
  CHECK(Stage::value(second, total) == 100);
  Stage::rows(first, set_balance("x", -50));
  Stage::rows(second, set_balance("y", -50));
  must(first.commit());
  CHECK(is_conflict(second.commit()) == serializable);
  CHECK(stage.value(total) == (serializable ? 0 : -100));
}

TEST_CASE("scenario: write skew by calls is refused when serialisable", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  const bool serializable = GENERATE(false, true);
  const NodeId x = stage.node("MATCH (a:Account {name: 'x'}) RETURN a");
  const NodeId y = stage.node("MATCH (a:Account {name: 'y'}) RETURN a");
  Transaction first = stage.begin({.serializable = serializable});
  Transaction second = stage.begin({.serializable = serializable});
  CHECK(must(first.find_node(y))->properties["balance"] == 50);
  CHECK(must(second.find_node(x))->properties["balance"] == 50);
  must(first.set_property(x, "balance", -50));
  must(second.set_property(y, "balance", -50));
  must(second.commit());
  CHECK(is_conflict(first.commit()) == serializable);
}

TEST_CASE("scenario: a phantom of a label is refused when serialisable", "[model][scenario]") {
  Stage stage;
  const bool serializable = GENERATE(false, true);
  Transaction first = stage.begin({.serializable = serializable});
  Transaction second = stage.begin({.serializable = serializable});
  const char* on_call = "MATCH (d:OnCall) RETURN count(d)";
  CHECK(Stage::value(first, on_call) == 0);
  CHECK(Stage::value(second, on_call) == 0);
  Stage::rows(first, "CREATE (:OnCall {name: 'a'})");
  Stage::rows(second, "CREATE (:OnCall {name: 'b'})");
  CHECK(Stage::value(second, on_call) == 1);
  must(first.commit());
  CHECK(is_conflict(second.commit()) == serializable);
  CHECK(stage.value(on_call) == (serializable ? 1 : 2));
}

TEST_CASE("scenario: a phantom of an index range is refused when serialisable", "[model][scenario]") {
  Stage stage({"CREATE INDEX FOR (b:Booking) ON (b.hour)", "CREATE (:Booking {hour: 3})"});
  const bool serializable = GENERATE(false, true);
  Transaction first = stage.begin({.serializable = serializable});
  Transaction second = stage.begin({.serializable = serializable});
  const char* between = "MATCH (b:Booking) WHERE b.hour >= 10 AND b.hour < 12 RETURN b";
  CHECK(Stage::rows(first, between).empty());
  CHECK(Stage::rows(second, between).empty());
  Stage::rows(first, "CREATE (:Booking {hour: 10})");
  Stage::rows(second, "MATCH (b:Booking {hour: 3}) SET b.hour = 11");
  must(first.commit());
  CHECK(is_conflict(second.commit()) == serializable);
}

TEST_CASE("scenario: a phantom of a neighbourhood is refused when serialisable", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  const bool serializable = GENERATE(false, true);
  Transaction first = stage.begin({.serializable = serializable});
  Transaction second = stage.begin({.serializable = serializable});
  const char* paid = "MATCH (:Account {name: 'x'})-[r:PAID]->() RETURN count(r)";
  const char* pay = "MATCH (x:Account {name: 'x'}), (y:Account {name: 'y'}) CREATE (x)-[:PAID]->(y)";
  CHECK(Stage::value(first, paid) == 0);
  CHECK(Stage::value(second, paid) == 0);
  Stage::rows(first, pay);
  Stage::rows(second, pay);
  must(first.commit());
  CHECK(is_conflict(second.commit()) == serializable);
  CHECK(stage.value(paid) == (serializable ? 1 : 2));
}

TEST_CASE("scenario: a phantom of the whole graph is refused when serialisable", "[model][scenario]") {
  Stage stage;
  const bool serializable = GENERATE(false, true);
  const std::string everything = GENERATE("MATCH (n) RETURN count(n)", "MATCH (n) WHERE n.x = 1 RETURN count(n)");
  Transaction first = stage.begin({.serializable = serializable});
  Transaction second = stage.begin({.serializable = serializable});
  CHECK(Stage::value(first, everything) == 0);
  CHECK(Stage::value(second, everything) == 0);
  Stage::rows(first, "CREATE (:A {x: 1})");
  Stage::rows(second, "CREATE ({x: 1})");
  must(first.commit());
  CHECK(is_conflict(second.commit()) == serializable);
}

TEST_CASE("scenario: the read-only anomaly happens in snapshots and is refused when serialisable", "[model][scenario]") {
  // A. Fekete, E. O'Neil, P. O'Neil, "A read-only transaction anomaly under snapshot isolation", 2004: the report
  // shows the deposit without the withdrawal, whose fee says that there was no deposit yet.
  Stage stage({"CREATE (:Account {name: 'x', balance: 0}), (:Account {name: 'y', balance: 0})"});
  const bool serializable = GENERATE(false, true);
  Transaction withdrawal = stage.begin({.serializable = serializable});
  CHECK(Stage::value(withdrawal, "MATCH (a:Account) RETURN sum(a.balance)") == 0);
  Transaction deposit = stage.begin({.serializable = serializable});
  CHECK(Stage::value(deposit, balance_of("y")) == 0);
  Stage::rows(deposit, set_balance("y", 20));
  must(deposit.commit());
  Transaction report = stage.begin({.read_only = true, .serializable = serializable});
  CHECK(Stage::value(report, balance_of("x")) == 0);
  CHECK(Stage::value(report, balance_of("y")) == 20);
  must(report.commit());
  Stage::rows(withdrawal, set_balance("x", -11));
  CHECK(is_conflict(withdrawal.commit()) == serializable);
}

TEST_CASE("scenario: a long fork does not happen", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  Transaction first = stage.begin();
  Transaction second = stage.begin();
  Stage::rows(first, set_balance("x", 1));
  Stage::rows(second, set_balance("y", 1));
  Transaction before = stage.begin({.read_only = true});
  must(first.commit());
  Transaction between = stage.begin({.read_only = true});
  must(second.commit());
  Transaction after = stage.begin({.read_only = true});
  const char* both = "MATCH (a:Account) RETURN a.balance ORDER BY a.name";
  CHECK(Stage::rows(before, both) == std::vector<List>{{50}, {50}});
  CHECK(Stage::rows(between, both) == std::vector<List>{{1}, {50}});
  CHECK(Stage::rows(after, both) == std::vector<List>{{1}, {1}});
}

TEST_CASE("scenario: readers are never refused", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  const bool serializable = GENERATE(false, true);
  const bool read_only = GENERATE(false, true);
  Transaction reader = stage.begin({.read_only = read_only, .serializable = serializable});
  CHECK(Stage::value(reader, "MATCH (a:Account) RETURN sum(a.balance)") == 100);
  stage.run(set_balance("x", 1));
  stage.run("CREATE (:Account {name: 'z', balance: 3})");
  stage.run("CREATE INDEX FOR (a:Account) ON (a.balance)");
  CHECK(Stage::value(reader, "MATCH (a:Account) RETURN sum(a.balance)") == 100);
  must(reader.commit());
}

TEST_CASE("scenario: a serialisable transaction sees what one that was open before it commits", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  Transaction early = stage.begin();
  Stage::rows(early, "CREATE (:Account {name: 'z', balance: 5})");
  Transaction serial = stage.begin_serializable();
  CHECK(Stage::value(serial, "MATCH (a:Account) RETURN count(a)") == 2);
  must(early.commit());
  Stage::rows(serial, "CREATE (:Total {of: 2})");
  CHECK(is_conflict(serial.commit()));
}

TEST_CASE("scenario: a serialisable transaction does not conflict with what was there before it", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  stage.run("CREATE (:Account {name: 'z', balance: 5})");
  Transaction serial = stage.begin_serializable();
  CHECK(Stage::value(serial, "MATCH (a:Account) RETURN count(a)") == 3);
  Stage::rows(serial, "MATCH (a:Account) SET a.balance = 0");
  CHECK(Stage::value(serial, "MATCH (a:Account) RETURN sum(a.balance)") == 0);
  must(serial.commit());
}

TEST_CASE("scenario: an update that meets others is tried again until it passes", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  int tries = 0;
  must(stage.store.update([&](Transaction& transaction) -> Status {
    ++tries;
    KITH_TRY(Cursor cursor, transaction.run(balance_of("x")));
    KITH_TRY(auto rows, cursor.rows());
    // From the fourth try on nobody else could commit, and this would wait for itself.
    if (tries < 4) stage.run("MATCH (a:Account {name: 'x'}) SET a.balance = a.balance + 1");
    KITH_DO(transaction.run(set_balance("x", static_cast<int>(rows[0][0].as_integer()) + 100)));
    return ok();
  }));
  CHECK(tries == 4);
  CHECK(stage.value(balance_of("x")) == 153);
}

TEST_CASE("scenario: an update whose work fails is not tried again and leaves nothing", "[model][scenario]") {
  Stage stage(kTwoAccounts);
  int tries = 0;
  const Status failed = stage.store.update([&](Transaction& transaction) -> Status {
    ++tries;
    KITH_DO(transaction.run(set_balance("x", 1)));
    return Error{.code = ErrorCode::kArgument, .message = "not today"};
  });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message == "not today");
  CHECK(tries == 1);
  CHECK(stage.value(balance_of("x")) == 50);
}

}  // namespace kith::model
