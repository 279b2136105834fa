// Plans that statements share: what is found again, what must not be, and that nobody can tell from the answers.
#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "api/plan_cache.h"
#include "query/syntax/caret.h"
#include "query/syntax/parser.h"
#include "support/temporary_folder.h"

using namespace kith;
using namespace kith::api;

namespace {

/// A store that lets its cache be seen.
struct Opened {
  Opened() : impl(std::make_shared<Store::Impl>(StoreOptions{.durability = Durability::kNone})), store(impl) {
    auto storage = storage::Store::open(folder.path() + "/db", {.durability = Durability::kNone});
    REQUIRE(storage);
    impl->storage = *std::move(storage);
  }

  /// Whether the plan of `text` is there.
  bool knows(const std::string& text, const Parameters& parameters = {}) {
    auto view = impl->storage->view();
    const storage::Reader reader(*std::move(view), nullptr);
    return impl->plans.find(text, {.parameters = &parameters,
                                   .schema_version = reader.catalog().schema_version,
                                   .procedures_version = impl->procedures().version}) != nullptr;
  }

  /// Rows as text, or the error with its caret.
  std::string run(const std::string& text, const Parameters& parameters = {}) {
    auto cursor = store.run(text, parameters);
    if (!cursor) return failure(text, cursor.error());
    std::string out;
    for (const std::string& column : cursor->columns()) out += (out.empty() ? "" : ", ") + column;
    out += ":";
    while (true) {
      const auto more = cursor->next();
      if (!more) return failure(text, more.error());
      if (!*more) return out;
      for (const Value& value : cursor->row()) out += " " + value.to_text();
    }
  }

  static std::string failure(const std::string& text, const Error& error) {
    return error.to_text() + (error.span ? "\n" + syntax::caret_text(text, *error.span) : "");
  }

  TemporaryFolder folder;
  std::shared_ptr<Store::Impl> impl;
  Store store;
};

PlanPtr some_plan() { return std::make_shared<const plan::PhysicalPlan>(); }

KnownPtr add(PlanCache& cache, const std::string& text, const PlanConditions& conditions = {}) {
  auto statement = syntax::parse(text);
  REQUIRE(statement);
  const auto tokens = syntax::literal_tokens(text);
  return cache.add(text, conditions, *tokens, syntax::lift_literals(*statement, *tokens), some_plan());
}

}  // namespace

TEST_CASE("plan cache: a plan is found under all that it depends on", "[api][cache]") {
  PlanCache cache;
  const Parameters a = {{"a", 1}};
  add(cache, "RETURN $a", {&a, 3, 1, 2});
  CHECK(cache.find("RETURN $a", {&a, 3, 1, 2}) != nullptr);
  const Parameters same = {{"a", 7}}, kind = {{"a", "x"}}, none = {}, more = {{"a", 1}, {"b", 1}};
  CHECK(cache.find("RETURN $a", {&same, 3, 1, 2}) != nullptr);
  CHECK(cache.find("RETURN $a", {&kind, 3, 1, 2}) == nullptr);
  CHECK(cache.find("RETURN $a", {&none, 3, 1, 2}) == nullptr);
  CHECK(cache.find("RETURN $a", {nullptr, 3, 1, 2}) == nullptr);
  CHECK(cache.find("RETURN $a", {&more, 3, 1, 2}) == nullptr);
  CHECK(cache.find("RETURN  $a", {&a, 3, 1, 2}) == nullptr);
  CHECK(cache.find("RETURN $a", {&a, 4, 1, 2}) == nullptr);
  CHECK(cache.find("RETURN $a", {&a, 3, 2, 2}) == nullptr);
  CHECK(cache.find("RETURN $a", {&a, 3, 1, 3}) == nullptr);
  const Parameters spaced = {{"a b", 1}};
  add(cache, "RETURN 1", {&spaced, 3, 1, 2});
  CHECK(cache.find("b RETURN 1", {&a, 3, 1, 2}) == nullptr);
}

TEST_CASE("plan cache: lifted literals are told apart by their kinds alone", "[api][cache]") {
  PlanCache cache;
  const KnownPtr first = add(cache, "MATCH (n {a: 1, b: 'x'}) RETURN 1 AS one");
  const KnownPtr other = cache.find("MATCH (n {a: 22, b: 'it\\'s'}) RETURN 1 AS one", {});
  REQUIRE(other != nullptr);
  CHECK(other->plan == first->plan);
  CHECK(other->literals == List{Value(22), Value("it's")});
  CHECK(first->literals == List{Value(1), Value("x")});
  CHECK(cache.find("MATCH (n {a: 1.0, b: 'x'}) RETURN 1 AS one", {}) == nullptr);
  CHECK(cache.find("MATCH (n {a: -1, b: 'x'}) RETURN 1 AS one", {}) == nullptr);
  CHECK(cache.find("MATCH (n {a: '1', b: 'x'}) RETURN 1 AS one", {}) == nullptr);
  CHECK(cache.find("MATCH (n {a: null, b: 'x'}) RETURN 1 AS one", {}) == nullptr);
  CHECK(cache.find("MATCH (n {a: 1, b: 'x'}) RETURN 2 AS one", {}) == nullptr);
  CHECK(cache.find("MATCH (n {a: 1, b: 'x'})  RETURN 1 AS one", {}) == nullptr);
  // No value: whoever compiles it finds out why.
  CHECK(cache.find("MATCH (n {a: 9223372036854775808, b: 'x'}) RETURN 1 AS one", {}) == nullptr);
}

TEST_CASE("plan cache: the least recently used go first", "[api][cache]") {
  PlanCache cache(2);
  const PlanPtr a = add(cache, "RETURN $a")->plan;
  add(cache, "RETURN $b");
  CHECK(cache.find("RETURN $a", {})->plan == a);
  add(cache, "RETURN $c");
  CHECK(cache.size() == 2);
  CHECK(cache.find("RETURN $a", {})->plan == a);
  CHECK(cache.find("RETURN $b", {}) == nullptr);
  CHECK(cache.find("RETURN $c", {}) != nullptr);
}

TEST_CASE("plan cache: a plan outlives the texts that shared it", "[api][cache]") {
  PlanCache cache(4);
  const KnownPtr first = add(cache, "MATCH (n {a: 0}) FINISH");
  for (int i = 1; i < 50; ++i) {
    const KnownPtr next = cache.find("MATCH (n {a: " + std::to_string(i) + "}) FINISH", {});
    REQUIRE(next != nullptr);
    CHECK(next->plan == first->plan);
    CHECK(next->literals == List{Value(i)});
  }
  CHECK(cache.size() == 4 + 1 + 1);
  CHECK(cache.find("MATCH (n {a: 0}) FINISH", {})->plan == first->plan);
}

TEST_CASE("plan cache: its memory is bounded whatever the texts are", "[api][cache]") {
  constexpr std::size_t kBytes = std::size_t{1} << 20;
  PlanCache cache(100'000, kBytes);
  const std::string huge = "RETURN '" + std::string(kBytes, 'x') + "'";
  CHECK(add(cache, huge) != nullptr);
  CHECK(cache.find(huge, {}) == nullptr);
  for (int i = 0; i < 500; ++i) {
    const std::string label = "L" + std::to_string(i);
    add(cache, "MATCH (n:" + label + " {a: '" + std::string(static_cast<std::size_t>(i), 'y') + "'}) FINISH");
    add(cache, "RETURN " + std::to_string(i) + " AS " + label);
    CHECK(cache.size_bytes() <= 2 * kBytes + kBytes / 8);
  }
  CHECK(cache.find("MATCH (n:L499 {a: 'z'}) FINISH", {}) != nullptr);
  CHECK(cache.find("MATCH (n:L0 {a: 'z'}) FINISH", {}) == nullptr);
}

TEST_CASE("plan cache: columns are named by the text that was run", "[api][cache]") {
  Opened db;
  db.run("CREATE (:N {age: 3}), (:N {age: 4})");
  CHECK(db.run("MATCH (n:N) WHERE n.age = 3 RETURN n.age = 3") == "n.age = 3: true");
  CHECK(db.run("MATCH (n:N) WHERE n.age = 4 RETURN n.age = 3") == "n.age = 3: false");
  CHECK(db.run("MATCH (n:N) WHERE n.age = 4 RETURN n.age = 4") == "n.age = 4: true");
  CHECK(db.run("MATCH (n:N) WHERE n.age = 4 RETURN n.age  = 4") == "n.age  = 4: true");
  CHECK(db.run("MATCH (n:N) WHERE n.age = 4 RETURN 4") == "4: 4");
  CHECK(db.run("MATCH (n:N) WHERE n.age = 4 RETURN 5") == "5: 5");
  CHECK(db.run("MATCH (n:N {age: 3}) RETURN COUNT { (n) WHERE n.age = 3 }") == "COUNT { (n) WHERE n.age = 3 }: 1");
  CHECK(db.run("MATCH (n:N {age: 3}) RETURN COUNT { (n) WHERE n.age = 4 }") == "COUNT { (n) WHERE n.age = 4 }: 0");
}

TEST_CASE("plan cache: an expression that stands for a column does so only if it is the same", "[api][cache]") {
  Opened db;
  db.run("CREATE (:N {age: 3}), (:N {age: 4})");
  CHECK(db.run("MATCH (n:N) WITH n.age = 3 AS x, count(*) AS c WHERE n.age = 3 RETURN x, c") == "x, c: true 1");
  CHECK_THAT(db.run("MATCH (n:N) WITH n.age = 3 AS x, count(*) AS c WHERE n.age = 4 RETURN x, c"),
             Catch::StartsWith("SyntaxError"));
}

TEST_CASE("plan cache: a number of rows is refused when it always was", "[api][cache]") {
  Opened db;
  db.run("UNWIND [1, 2, 3] AS i CREATE (:N {i: i})");
  CHECK(db.run("MATCH (n:N) WHERE n.i > 0 RETURN n.i LIMIT 1") == "n.i: 1");
  CHECK(db.run("MATCH (n:N) WHERE n.i > 0 RETURN n.i LIMIT 2") == "n.i: 1 2");
  const std::string negative = "MATCH (n:N) WHERE n.i > 0 RETURN n.i LIMIT -1";
  const auto refused = db.store.run(negative);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().phase == Phase::kCompileTime);
  CHECK(refused.error().detail == "NegativeIntegerArgument");
  const auto given = db.store.run("MATCH (n:N) WHERE n.i > 0 RETURN n.i LIMIT $n", {{"n", -1}});
  CHECK(db.run("MATCH (n:N) WHERE n.i > 0 RETURN n.i LIMIT $n", {{"n", 1}}) == "n.i: 1");
}

TEST_CASE("plan cache: errors point into the text that was run", "[api][cache]") {
  Opened db;
  db.run(
      "CREATE (:N {name: 'a', zero: 0}), (:N {name: 'a much longer one', zero: 0}), (:N {name: 'two\nlines', zero: "
      "0}), "
      "(:N {name: 'Gül', zero: 0})");
  const std::string before = "MATCH (n:N) WHERE n.name = ", after = " AND n.zero = 0 RETURN 1 / n.zero AS x";
  const std::string literal = GENERATE("'a'", "'a much longer one'", "\"two\nlines\"", "'two\\nlines'", "'Gül'", "'a'");
  const std::string text = before + literal + after;
  CAPTURE(text);
  Opened fresh;
  fresh.run(
      "CREATE (:N {name: 'a', zero: 0}), (:N {name: 'a much longer one', zero: 0}), (:N {name: 'two\nlines', zero: "
      "0}), "
      "(:N {name: 'Gül', zero: 0})");
  CHECK_FALSE(fresh.knows(text));
  db.run(before + "'some text that was here first'" + after);
  REQUIRE(db.knows(text));
  const std::string wanted = fresh.run(text);
  CHECK_THAT(wanted, Catch::Contains("ArithmeticError"));
  CHECK_THAT(wanted, Catch::Contains("^^^^^^^^^^"));
  CHECK(db.run(text) == wanted);
  CHECK(db.run(text) == wanted);  // known by its text now
}

TEST_CASE("plan cache: errors between and under lifted literals keep their places", "[api][cache]") {
  Opened db;
  db.run("CREATE (:N {a: 1, zero: 0}), (:N {a: 22222, zero: 0})");
  // `@` is a literal that is lifted.
  const std::string form = GENERATE(
      "MATCH (n:N {a: @}) /* 5\n */ WHERE n.zero = 0 AND CASE WHEN n.a = 22222 THEN n.a / n.zero > 2 ELSE true END "
      "FINISH",
      "MATCH (n:N {a: @})\n  WHERE n.zero <> @ AND n.a % n.zero = 1 // here\n  FINISH",
      "MATCH (n:N {a: @}) WITH n\n SET n.a = 1 / n.zero, n.b = @",
      "MATCH (n:N {a: @}) CREATE (:M {x: @, z: n.a / n.zero})");
  const auto filled = [&](const std::string& literal) {
    std::string text = form;
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@')) text.replace(at, 1, literal);
    return text;
  };
  const std::string text = filled("22222"), first = filled("1");
  CAPTURE(text, first);
  const std::string wanted = db.run(text);
  CHECK_THAT(wanted, Catch::Contains("ArithmeticError"));
  CHECK_THAT(wanted, Catch::Contains("^"));
  Opened other;
  other.run("CREATE (:N {a: 1, zero: 0}), (:N {a: 22222, zero: 0})");
  other.run(first);
  REQUIRE(other.knows(text));
  CHECK(other.run(text) == wanted);
}

TEST_CASE("plan cache: compile errors of a shape that is known are the caller's own", "[api][cache]") {
  Opened db;
  CHECK(db.run("MATCH (n:N {a: 1}) RETURN n.b") == "n.b:");
  CHECK(db.run("MATCH (n:N {a: 9223372036854775808}) RETURN n.b") ==
        "SyntaxError: `9223372036854775808` does not fit in 64 bits at 1:16\n"
        "MATCH (n:N {a: 9223372036854775808}) RETURN n.b\n"
        "               ^^^^^^^^^^^^^^^^^^^");
  CHECK(db.run("MATCH (n:N {a: -9223372036854775808}) RETURN n.b") == "n.b:");
  CHECK_THAT(db.run("MATCH (n:N {a: 12x}) RETURN n.b"), Catch::StartsWith("SyntaxError"));
}

TEST_CASE("plan cache: values of every form come through", "[api][cache]") {
  Opened db;
  const auto check = [&](const std::string& literal) {
    CAPTURE(literal);
    db.run("CREATE (:V {v: " + literal + "})");
    CHECK(db.run("MATCH (n:V {v: " + literal + "}) RETURN n.v AS v, count(*) AS c") ==
          "v, c: " + db.run("RETURN " + literal + " AS v").substr(3) + " 1");
    CHECK(db.run("MATCH (n:V) WHERE n.v = " + literal + " DETACH DELETE n RETURN count(*) AS c") == "c: 1");
  };
  for (const char* literal : {"1",
                              "-1",
                              "- 1",
                              "0x1F",
                              "-0x1F",
                              "1_000",
                              "1.5",
                              "-1.5",
                              "1e3",
                              ".5",
                              "-0.0",
                              "''",
                              "'x'",
                              "\"x\"",
                              "'it\\'s'",
                              "\"it's\"",
                              "'\\u00e9\\n\\t\\\\'",
                              "'ü €'",
                              "'-1'",
                              "'// no comment'",
                              "'\x01i'",
                              "9223372036854775807",
                              "-9223372036854775808"})
    check(literal);
}

TEST_CASE("plan cache: parameters stand beside lifted literals", "[api][cache]") {
  Opened db;
  db.run("CREATE (:N {a: 1, b: 2}), (:N {a: 2, b: 1})");
  const std::string text = "MATCH (n:N {a: 1, b: $`0`}) WHERE n.b = $`?0` AND n.a < 5 RETURN n.a + $`0` AS s";
  CHECK(db.run(text, {{"0", 2}, {"?0", 2}}) == "s: 3");
  CHECK(db.run("MATCH (n:N {a: 2, b: $`0`}) WHERE n.b = $`?0` AND n.a < 5 RETURN n.a + $`0` AS s",
               {{"0", 1}, {"?0", 1}}) == "s: 3");
  CHECK(db.run("MATCH (n:N {a: 1, b: $`0`}) WHERE n.b = $`?0` AND n.a < 5 RETURN n.a + $`0` AS s",
               {{"0", 1}, {"?0", 1}}) == "s:");
  CHECK_THAT(db.run("MATCH (n:N {a: 1, b: $`0`}) WHERE n.b = $`?0` AND n.a < 5 RETURN n.a + $`0` AS s", {{"0", 1}}),
             Catch::Contains("`$?0` was not given"));
}

TEST_CASE("plan cache: the same literal twice may be two", "[api][cache]") {
  Opened db;
  db.run("CREATE (:N {a: 1, b: 1}), (:N {a: 1, b: 2})");
  CHECK(db.run("MATCH (n:N) WHERE n.a = 1 AND n.b = 1 RETURN count(*) AS c") == "c: 1");
  CHECK(db.run("MATCH (n:N) WHERE n.a = 1 AND n.b = 2 RETURN count(*) AS c") == "c: 1");
  CHECK(db.run("MATCH (n:N) WHERE n.a = 1 AND n.b = 3 RETURN count(*) AS c") == "c: 0");
  CHECK(db.run("MATCH (n:N) WHERE n.a = 1 AND n.a = 1 RETURN count(*) AS c") == "c: 2");
  CHECK(db.run("MATCH (n:N) WHERE n.a = 1 AND n.a = 2 RETURN count(*) AS c") == "c: 0");
}

TEST_CASE("plan cache: names that came after a plan are seen by it", "[api][cache]") {
  Opened db;
  const std::string text = "MATCH (a:New {key: 1})-[r:NEW]->(b) RETURN a.fresh AS fresh";
  CHECK(db.run(text) == "fresh:");
  db.run("CREATE (:New {key: 1, fresh: 'yes'})-[:NEW]->(:New {key: 2, fresh: 'no'})");
  REQUIRE(db.knows(text));
  CHECK(db.run(text) == "fresh: 'yes'");
  CHECK(db.run("MATCH (a:New {key: 2})<-[r:NEW]-(b) RETURN a.fresh AS fresh") == "fresh: 'no'");
}

TEST_CASE("plan cache: indexes and constraints that come and go are heeded", "[api][cache]") {
  Opened db;
  db.run("UNWIND range(1, 200) AS i CREATE (:N {a: i, b: i % 7})");
  const auto ask = [&](int a) { return "MATCH (n:N {a: " + std::to_string(a) + "}) RETURN n.b AS b"; };
  const auto create = [&](int a) { return "CREATE (:N {a: " + std::to_string(a) + "})"; };
  const auto plan = [&](int a) {
    auto view = db.impl->storage->view();
    const storage::Reader reader(*std::move(view), nullptr);
    const Parameters none;
    return plan::to_text(*(*db.impl->prepare(ask(a), &none, {}, reader))->plan);
  };
  CHECK(db.run(ask(10)) == "b: 3");
  CHECK_THAT(plan(11), Catch::Contains("scan #"));
  db.run("CREATE INDEX n_a FOR (n:N) ON (n.a)");
  CHECK_FALSE(db.knows(ask(12)));
  CHECK(db.run(ask(12)) == "b: 5");
  CHECK_THAT(plan(13), Catch::Contains("index seek"));
  db.run("DROP INDEX n_a");
  CHECK_FALSE(db.knows(ask(14)));
  CHECK(db.run(ask(14)) == "b: 0");
  CHECK_THAT(plan(15), Catch::Contains("scan #"));
  db.run("CREATE CONSTRAINT n_key FOR (n:N) REQUIRE n.a IS UNIQUE");
  CHECK(db.run(create(201)) == ":");
  CHECK_THAT(db.run(create(200)), Catch::StartsWith("ConstraintValidationFailed"));
  db.run("DROP CONSTRAINT n_key");
  CHECK(db.run(create(200)) == ":");
  CHECK(db.run(ask(200)) == "b: 4 null");
}

TEST_CASE("plan cache: a plan for lifted literals is the plan for the literals", "[api][cache]") {
  Opened db;
  db.run(
      "UNWIND range(1, 300) AS i CREATE (:P {k: i, a: i % 5, b: i % 3, name: 'n' + toString(i)})-[:T {w: i}]->(:Q {k: "
      "i})");
  for (const char* schema :
       {"CREATE CONSTRAINT p_k FOR (n:P) REQUIRE n.k IS UNIQUE", "CREATE INDEX p_ab FOR (n:P) ON (n.a, n.b)",
        "CREATE INDEX p_name FOR (n:P) ON (n.name)", "CREATE INDEX t_w FOR ()-[r:T]-() ON (r.w)"})
    REQUIRE(db.run(schema) == ":");
  const std::string text = GENERATE(
      "MATCH (n:P {k: 1}) RETURN n", "MATCH (n:P {a: 1, b: 2}) RETURN n", "MATCH (n:P {a: 1}) WHERE n.b > 1 RETURN n",
      "MATCH (n:P) WHERE n.name STARTS WITH 'n1' RETURN n", "MATCH (n:P) WHERE 3 < n.k <= 9 RETURN n",
      "MATCH (n:P {b: 1}) RETURN n", "MATCH (q:Q)<-[:T]-(n:P {k: 3}) WHERE q.k = 3 RETURN q",
      "MATCH ()-[r:T {w: 5}]->() RETURN r", "MATCH (n:P {k: 1.5}) RETURN n", "MERGE (n:P {k: 7}) SET n.x = 'y'",
      "MATCH (a:P {k: 1}), (b:P {k: 2}) MATCH p = shortestPath((a)-[*]-(b)) RETURN p");
  CAPTURE(text);
  auto view = db.impl->storage->view();
  const storage::Reader reader(*std::move(view), nullptr);
  const Parameters none;
  const auto operators = [&](const std::string& statement) {
    auto known = db.impl->prepare(statement, &none, {}, reader);
    REQUIRE(known);
    std::string plan = plan::to_text(*(*known)->plan);
    if (statement == text) CHECK_FALSE((*known)->literals.empty());
    // What a literal says is all that may differ.
    std::string out;
    for (std::size_t line = 0; line < plan.size();) {
      const std::size_t end = std::min(plan.find('\n', line), plan.size());
      const std::size_t first = plan.find_first_not_of(' ', line);
      out += plan.substr(line, std::min(plan.find(' ', first), end) - line) + "\n";
      line = end + 1;
    }
    return out;
  };
  CHECK(operators(text) == operators("EXPLAIN " + text));
}

TEST_CASE("plan cache: EXPLAIN shows the literals of its own text", "[api][cache]") {
  Opened db;
  CHECK_THAT(db.run("EXPLAIN MATCH (n:N {a: 17}) RETURN n"), Catch::Contains("17"));
  CHECK_THAT(db.run("EXPLAIN MATCH (n:N {a: 18}) RETURN n"), Catch::Contains("18"));
  CHECK(db.run("MATCH (n:N {a: 18}) RETURN n") == "n:");
  CHECK_THAT(db.run("EXPLAIN MATCH (n:N {a: 19}) RETURN n"), Catch::Contains("19"));
}

TEST_CASE("plan cache: procedures declared later are found", "[api][cache]") {
  Opened db;
  const std::string text = "CALL app.one() YIELD x RETURN x";
  CHECK_THAT(db.run(text), Catch::StartsWith("ProcedureError"));
  REQUIRE(db.store.declare({.signature = "app.one() :: (x :: INTEGER?)", .columns = {"x"}, .rows = {{Value(1)}}}));
  CHECK(db.run(text) == "x: 1");
}

TEST_CASE("plan cache: threads share plans and keep their literals", "[api][cache]") {
  Opened db;
  db.run("UNWIND range(0, 99) AS i CREATE (:N {a: i, name: 'n' + toString(i)})");
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 200; ++i) {
        const std::string a = std::to_string((thread * 31 + i * 7) % 100);
        if (db.run("MATCH (n:N {a: " + a + "}) RETURN n.name AS name") != "name: 'n" + a + "'") ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
}
