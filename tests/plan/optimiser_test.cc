// The optimiser against itself switched off: random patterns over a small random multigraph, the same rows.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace {

using namespace kith;

/// One question at a time: a clause of one to three paths over few variables, so that they often meet again.
class Questions {
 public:
  explicit Questions(std::uint32_t seed) : random_(seed) {}

  std::string next() {
    variables_.clear();
    edges_ = 0;
    std::string text = match();
    if (one_in(3)) text += (one_in(2) ? " OPTIONAL " : " ") + match();
    std::string columns;
    for (const std::string& variable : variables_) columns += (columns.empty() ? "" : ", ") + variable;
    if (columns.empty()) columns = "1 AS one";
    switch (pick(4)) {
      case 0:
        return text + " RETURN count(*) AS n";
      case 1:
        return text + " RETURN DISTINCT " + columns;
      case 2:
        return text + " WITH " + (variables_.empty() ? "1 AS v0" : variables_[0]) +
               ", count(*) AS n WHERE n > 1 RETURN *";
      default:
        return text + " RETURN " + columns;
    }
  }

 private:
  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }

  bool one_in(std::uint32_t n) { return pick(n) == 0; }

  void seen(const std::string& variable) {
    if (std::find(variables_.begin(), variables_.end(), variable) == variables_.end()) variables_.push_back(variable);
  }

  std::string node() {
    std::string text = "(";
    if (!one_in(4)) {
      const std::string variable = "v" + std::to_string(pick(4));
      seen(variable);
      text += variable;
    }
    if (one_in(3)) text += one_in(2) ? ":A" : ":B";
    if (one_in(4)) text += " {k: " + std::to_string(pick(4)) + "}";
    return text + ")";
  }

  std::string edge() {
    std::string inside;
    const bool several = one_in(5);
    if (one_in(3)) {
      inside = "e" + std::to_string(edges_++);
      seen(inside);
    }
    if (one_in(2)) inside += one_in(3) ? ":R|S" : one_in(2) ? ":R" : ":S";
    if (several)
      inside += one_in(3) ? "*0..2" : "*1..2";
    else if (one_in(5))
      inside += " {k: " + std::to_string(pick(3)) + "}";
    const std::uint32_t arrow = pick(3);
    return (arrow == 0 ? "<-[" : "-[") + inside + (arrow == 1 ? "]->" : "]-");
  }

  std::string match() {
    std::string text = "MATCH ";
    const std::uint32_t paths = 1 + pick(2);
    for (std::uint32_t i = 0; i < paths; ++i) {
      if (i != 0) text += ", ";
      text += node();
      for (std::uint32_t hops = pick(3); hops > 0; --hops) text += edge() + node();
    }
    if (one_in(3) && !variables_.empty()) {
      for (const std::string& variable : variables_)
        if (variable[0] == 'v')
          return text + " WHERE " + variable + ".k " + (one_in(2) ? "= " : "> ") + std::to_string(pick(4));
    }
    return text;
  }

  std::mt19937 random_;
  std::vector<std::string> variables_;
  std::uint32_t edges_ = 0;
};

std::vector<std::string> sorted_rows(Store& store, const std::string& question, RunOptions options) {
  Result<Cursor> cursor = store.run(question, {}, options);
  REQUIRE(cursor.is_ok());
  Result<std::vector<List>> rows = cursor->rows();
  REQUIRE(rows.is_ok());
  std::vector<std::string> texts;
  for (List& row : *rows) {
    std::string text;
    for (const Value& value : row) text += value.to_text() + " | ";
    texts.push_back(std::move(text));
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

}  // namespace

TEST_CASE("optimiser: random patterns have the same rows with the rules on and off", "[plan]") {
  const TemporaryFolder folder;
  Result<Store> store = Store::open(folder.path() + "/g.db");
  REQUIRE(store.is_ok());
  // Parallel edges, loops and both directions; the id tells nodes and edges apart in the rows.
  REQUIRE(
      store->run("UNWIND range(0, 7) AS i CREATE (:A {id: i, k: i % 4}) CREATE (:B {id: 10 + i, k: i % 3})").is_ok());
  REQUIRE(store
              ->run("MATCH (a), (b) WHERE (a.id * 7 + b.id * 3) % 11 = 1 CREATE (a)-[:R {id: a.id * 100 + b.id, k: "
                    "a.id % 3}]->(b)")
              .is_ok());
  REQUIRE(store->run("MATCH (a:A), (b:B) WHERE (a.id + b.id) % 5 = 0 CREATE (a)-[:S {k: 1}]->(b), (b)-[:S {k: 2}]->(a)")
              .is_ok());
  REQUIRE(store->run("MATCH (a:A) WHERE a.k = 1 CREATE (a)-[:S {k: 0}]->(a), (a)-[:S {k: 0}]->(a)").is_ok());
  REQUIRE(store->run("CREATE INDEX a_k FOR (n:A) ON (n.k)").is_ok());

  const std::uint32_t seed = GENERATE(1U, 2U);
  Questions questions(seed);
  for (int i = 0; i < 20; ++i) {
    const std::string question = questions.next();
    CAPTURE(seed, question);
    RunOptions plain;
    plain.rules_off = kAllRules;
    RunOptions single;
    single.batch_rows = 1;
    const std::vector<std::string> rows = sorted_rows(*store, question, {});
    CHECK(rows == sorted_rows(*store, question, plain));
    if (rows.size() < 500) CHECK(rows == sorted_rows(*store, question, single));
  }
}
