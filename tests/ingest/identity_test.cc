// Who is one with whom in many articles: by rule, whatever the order of loading, and back again.
#include "ingest/identity.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include "data/graph_lines.h"
#include "ingest/kit.h"
#include "ingest/roles.h"
#include "kith/ingest.h"
#include "kith/store.h"
#include "storage/must.h"

using namespace kith;
using namespace kith::test;
using ingest::Appearance;
using ingest::Decision;
using ingest::EntityType;
using kith::testing::must;

namespace {

namespace fs = std::filesystem;

Appearance person(std::string article, std::string name, std::vector<std::string> roles = {},
                  std::vector<std::string> company = {}) {
  Appearance one{.article = std::move(article), .type = EntityType::kPerson, .name = name};
  if (name.find(' ') != std::string::npos) one.strong = {name};
  one.roles = std::move(roles);
  one.company = std::move(company);
  return one;
}

Appearance organisation(std::string article, std::vector<std::string> strong, std::vector<std::string> weak) {
  Appearance one{.article = std::move(article), .type = EntityType::kOrganization};
  one.name = strong.empty() ? weak.front() : strong.front();
  one.strong = std::move(strong);
  one.weak = std::move(weak);
  return one;
}

Appearance event(std::string article, std::string name, std::optional<Date> date = {}) {
  return {.article = std::move(article), .type = EntityType::kEvent, .name = name, .strong = {name}, .date = date};
}

// Articles of each group: "a b | c".
std::string groups_of(const std::vector<Appearance>& all, const std::vector<Decision>& decisions = {}) {
  const std::vector<std::uint32_t> groups = ingest::partition(all, decisions);
  std::map<std::uint32_t, std::string> texts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string& text = texts[groups[i]];
    text += (text.empty() ? "" : " ") + all[i].article;
  }
  std::string out;
  for (const auto& [group, text] : texts) out += (out.empty() ? "" : " | ") + text;
  return out;
}

Decision decided(bool same, std::string left, std::string left_name, std::string right, std::string right_name,
                 bool wide = false) {
  return {.same = same,
          .left = {EntityType::kPerson, std::move(left_name), std::move(left)},
          .right = {EntityType::kPerson, std::move(right_name), std::move(right)},
          .wide = wide};
}

Store open_store(const fs::path& path) { return must(Store::open(path.native(), {.durability = Durability::kNone})); }

std::string graph_of(Store& store) {
  std::string graph;
  must(tools::export_graph(store, false, [&](std::string_view line) {
    graph += line;
    return ok();
  }));
  return graph;
}

void check_whole(Store& store) {
  const CheckReport report = must(store.check());
  for (const Damage& damage : report.damage) UNSCOPED_INFO(damage.kind + ": " + damage.message);
  CHECK(report.damage.empty());
}

// Each node's articles, of a label: "Jane Roe: a.txt b.txt".
std::vector<std::string> nodes_of(Store& store, const std::string& label) {
  Cursor cursor = must(store.run("MATCH (e:" + label + ")<-[:MENTIONS]-(a) WITH e, a ORDER BY a.key WITH e, collect(DISTINCT a.key) AS keys "
                                 "RETURN e.name + ':' + reduce(t = '', k IN keys | t + ' ' + k) AS line ORDER BY line"));
  std::vector<std::string> out;
  for (const List& row : must(cursor.rows())) out.emplace_back(row[0].as_string());
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("roles: of one walk of life and not of two places", "[ingest][identity]") {
  struct Row {
    const char* a;
    const char* b;
    bool agree;
  };
  static constexpr Row kRows[] = {
      {"Foreign Minister, Varna", "minister", true},
      {"Foreign Minister, Varna", "Foreign Minister, Lund", false},
      {"Foreign Minister, Varna", "president, varna", true},
      {"Foreign Minister", "striker, FC Lund", false},
      {"Secretary of State", "Senator", true},
      {"chief prosecutor", "judge", true},
      {"harbour master", "harbour master, Lund", true},
      {"harbour master", "wing commander", false},
      {"Chairman, Dockers' Union", "Head, Dockers' Union", true},
      {"Chairman, Dockers' Union", "Head, Rowing Club", false},
      {"Judge, Lund", "Governor, Lund", false},
  };
  for (const Row& row : kRows) {
    INFO(row.a << " / " << row.b);
    CHECK(ingest::role_agrees(row.a, row.b) == row.agree);
    CHECK(ingest::role_agrees(row.b, row.a) == row.agree);
  }
}

TEST_CASE("names: how a name is written does not make it another", "[ingest][identity]") {
  CHECK(ingest::spelling_key("volodymyr zelenskyy") == ingest::spelling_key("volodymyr zelensky"));
  CHECK(ingest::spelling_key("volodymyr zelenskyy") == ingest::spelling_key("volodimir zelenskij"));
  CHECK(ingest::spelling_key("sergey lavrov") == ingest::spelling_key("sergei lavrov"));
  CHECK(ingest::spelling_key("mohammed al-khatib") == ingest::spelling_key("mohamed alkhatib"));
  CHECK(ingest::spelling_key("john smith") != ingest::spelling_key("jon smith"));
  CHECK(ingest::spelling_key("anna roe") != ingest::spelling_key("hanna roe"));
  CHECK(ingest::spelling_key("zelenskyy").empty());
  CHECK(ingest::joining_key("U.N.") == "un");
  CHECK(ingest::joining_key("Bank of N. Y.") == "bank of n. y.");
  const ingest::JoiningNames names =
      ingest::joining_names(EntityType::kOrganization, {"HSB", "Harbour Safety Board"}, {"harbour safety board", "hsb"});
  CHECK(names.strong == Lines{"harbour safety board"});
  CHECK(names.weak == Lines{"hsb"});
}

TEST_CASE("identity: who is one", "[ingest][identity]") {
  CHECK(groups_of({person("a", "jane roe"), person("b", "jane roe"), person("c", "john roe"), person("d", "roe"),
                   person("e", "roe")}) == "a b | c | d | e");
  CHECK(groups_of({person("a", "jane roe", {"judge"}), person("b", "jane roe", {"striker"}), person("c", "jane roe")}) ==
        "a c | b");
  CHECK(groups_of({person("a", "jane roe", {"judge"}, {"tom hill"}), person("b", "jane roe", {"striker"}),
                   person("c", "jane roe", {}, {"tom hill"}), person("d", "jane roe", {"coach"}, {"ann lee"}),
                   person("e", "jane roe", {}, {"ann lee"})}) == "a c | b d e");
  // Company makes no judge a striker, nor does one without a role who keeps that of both.
  CHECK(groups_of({person("a", "jane roe", {"judge"}, {"tom hill"}), person("b", "jane roe", {"striker"}, {"tom hill"}),
                   person("c", "jane roe", {}, {"tom hill"})}) == "a c | b");
  // It makes one of those whose roles say nothing of each other, but not of those between whom such a one stands.
  CHECK(groups_of({person("a", "jane roe", {"judge"}, {"tom hill"}), person("b", "jane roe", {"beekeeper"}, {"tom hill"})}) == "a b");
  CHECK(groups_of({person("a", "jane roe", {"judge"}, {"tom hill"}), person("b", "jane roe", {"beekeeper"}, {"tom hill"}),
                   person("c", "jane roe", {"striker"}, {"tom hill"})}) == "a b | c");
  CHECK(groups_of({person("a", "jane roe", {"mayor, lund"}), person("b", "jane roe", {"mayor, oslo"})}) == "a | b");
  CHECK(groups_of({organisation("a", {"harbour safety board"}, {"hsb"}), organisation("b", {}, {"hsb"}),
                   organisation("c", {"harbour safety board"}, {})}) == "a b c");
  CHECK(groups_of({organisation("a", {}, {"hsb"}), organisation("b", {}, {"hsb"}),
                   organisation("c", {"harbour safety board"}, {})}) == "a b | c");
  CHECK(groups_of({organisation("a", {"election commission"}, {"ec"}), organisation("b", {}, {"ec"}),
                   organisation("c", {"european commission"}, {"ec"})}) == "a | b | c");
  CHECK(groups_of({event("a", "spring cup", Date{100}), event("b", "spring cup", Date{131}), event("c", "spring cup", Date{465}),
                   event("d", "spring cup")}) == "a b d | c");
  Appearance other = organisation("b", {"jane roe"}, {});
  CHECK(groups_of({person("a", "jane roe"), other}) == "a | b");
}

TEST_CASE("identity: what was decided holds", "[ingest][identity]") {
  const std::vector<Appearance> all = {person("a", "jane roe", {"judge"}), person("b", "jane roe", {"striker"}),
                                       person("c", "jane roe", {"coach"}), person("d", "roe"), person("e", "j roe"),
                                       person("f", "j roe")};
  CHECK(groups_of(all) == "a | b c | d | e f");
  CHECK(groups_of(all, {decided(true, "a", "jane roe", "b", "jane roe")}) == "a b c | d | e f");
  CHECK(groups_of(all, {decided(true, "d", "roe", "c", "jane roe")}) == "a | b c d | e f");
  CHECK(groups_of(all, {decided(false, "b", "jane roe", "c", "jane roe")}) == "a | b | c | d | e f");
  CHECK(groups_of(all, {decided(true, "e", "j roe", "a", "jane roe")}) == "a e f | b c | d");
  CHECK(groups_of(all, {decided(true, "x", "j roe", "y", "jane roe", true)}) == "a e f | b c | d");
  CHECK(groups_of(all, {decided(true, "x", "j roe", "y", "jane roe")}) == "a | b c | d | e f");
}

TEST_CASE("identity: neither order of articles nor of decisions means anything", "[ingest][identity]") {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  static const std::string kNames[] = {"jane roe", "j roe", "jane m roe"};
  static const std::vector<std::string> kRoles[] = {{}, {}, {"judge"}, {"striker"}, {"coach, lund"}, {"mayor"}};
  for (int round = 0; round < 300; ++round) {
    std::vector<Appearance> all;
    for (int i = 0; i < 9; ++i) {
      Appearance one = person(std::string(1, static_cast<char>('a' + i)), kNames[below(3)], kRoles[below(6)]);
      if (below(4) == 0) one.strong = {kNames[below(3)], one.name};
      if (below(3) == 0) one.company = {std::string("p") + std::to_string(below(3))};
      all.push_back(std::move(one));
    }
    std::vector<Decision> decisions;
    for (std::uint32_t d = below(3); d > 0; --d) {
      const Appearance& left = all[below(9)];
      const Appearance& right = all[below(9)];
      if (left.article != right.article)
        decisions.push_back(decided(below(2) == 0, left.article, left.name, right.article, right.name, below(3) == 0));
    }
    const std::string expected = groups_of(all, decisions);
    std::reverse(decisions.begin(), decisions.end());
    CHECK(groups_of(all, decisions) == expected);
    for (const Decision& decision : decisions) {
      if (decision.same) continue;
      const std::vector<std::uint32_t> groups = ingest::partition(all, decisions);
      const auto group = [&](const ingest::Anchor& anchor) {
        const auto at = std::find_if(all.begin(), all.end(), [&](const Appearance& one) { return is_about(anchor, one); });
        return groups[static_cast<std::size_t>(at - all.begin())];
      };
      const bool contradicted = std::any_of(decisions.begin(), decisions.end(), [](const Decision& d) { return d.same; });
      if (!contradicted) CHECK(group(decision.left) != group(decision.right));
    }
  }
}

TEST_CASE("identity: an acronym joins and parts with the article that explains it", "[ingest][identity]") {
  const Scratch scratch;
  write_file(scratch / "in/a.txt", "2025-05-01\nThe Harbour Safety Board met Ann Brody in Oslo on Monday.\n");
  write_file(scratch / "in/b.txt", "2025-05-02\nThe HSB criticised Tom Hill in Oslo. HSB met Ann Brody on Monday.\n");
  write_file(scratch / "in/c.txt", "2025-05-03\nThe Harbour Safety Board (HSB) criticised Tom Hill.\n");
  std::vector<std::string> names = {"a.txt", "b.txt", "c.txt"};
  std::map<std::string, std::string> graphs;  // by the articles that are there
  do {
    Store store = open_store(scratch / "n.db");
    std::vector<std::string> there;
    const auto note = [&] {
      std::string key;
      for (const char* name : {"a.txt", "b.txt", "c.txt"})
        if (std::find(there.begin(), there.end(), name) != there.end()) key += name;
      const std::string graph = graph_of(store);
      CHECK(graphs.try_emplace(key, graph).first->second == graph);
    };
    for (const std::string& name : names) {
      const std::string paths[] = {(scratch / "in" / name).native()};
      must(load(store, paths));
      there.push_back(name);
      note();
    }
    CHECK(nodes_of(store, "Organization") == Lines{"Harbour Safety Board: a.txt b.txt c.txt"});
    must(retract(store, "c.txt"));
    std::erase(there, "c.txt");
    note();
    CHECK(nodes_of(store, "Organization") == Lines{"HSB: b.txt", "Harbour Safety Board: a.txt"});
    check_whole(store);
    for (const char* name : {"a.txt", "b.txt"}) {
      must(retract(store, name));
      std::erase(there, name);
      note();
    }
    CHECK(must(store.info()).nodes == 0);
    must(store.close());
    fs::remove_all(scratch / "n.db");
  } while (std::next_permutation(names.begin(), names.end()));
  CHECK(graphs.size() >= 7);
}

TEST_CASE("identity: loading, changing and retracting in any order gives the graph of a fresh load", "[ingest][identity]") {
  std::mt19937 random(11);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  static const std::string kSentences[] = {
      "Judge Jane Roe met Tom Hill in Oslo on Monday.",
      "The striker Jane Roe met Omar Said in Lund on Monday.",
      "Jane Roe visited Norway. Roe met Ann Brody on Tuesday.",
      "Mayor Jane M. Roe met Tom Hill in Oslo on Sunday.",
      "Jane Roe and Jane M. Roe met Omar Said in Paris.",
      "Roe criticised Tom Hill on Monday.",
      "The Harbour Safety Board criticised Tom Hill.",
      "HSB criticised Jane Roe on Monday.",
      "The Harbour Safety Board (HSB) met Jane Roe.",
      "The Hill School Board (HSB) met Omar Said. HSB criticised Ann Brody.",
      "Volodymyr Zelensky met Ann Brody in Oslo.",
      "President Volodymyr Zelenskyy met Ann Brody in Oslo on Monday."};
  const Scratch scratch;
  for (int round = 0; round < 12; ++round) {
    std::map<std::string, std::string> texts;
    Store store = open_store(scratch / "n.db");
    for (int step = 0; step < 14; ++step) {
      const std::string name = "a" + std::to_string(below(6)) + ".txt";
      if (texts.count(name) != 0 && below(3) == 0) {
        must(retract(store, name));
        texts.erase(name);
      } else {
        std::string text = "2025-05-0" + std::to_string(1 + below(9)) + "\n";
        for (std::size_t n = 1 + below(3); n > 0; --n) text += kSentences[below(std::size(kSentences))] + "\n";
        texts[name] = text;
        Loader loader = must(Loader::make(store));
        must(loader.add({.key = name, .text = text}));
      }
      Store fresh = open_store(scratch / "fresh.db");
      Loader loader = must(Loader::make(fresh));
      for (const auto& [key, text] : texts) must(loader.add({.key = key, .text = text}));
      INFO("round " << round << ", step " << step);
      REQUIRE(graph_of(store) == graph_of(fresh));
      must(fresh.close());
      fs::remove_all(scratch / "fresh.db");
    }
    check_whole(store);
    must(store.close());
    fs::remove_all(scratch / "n.db");
  }
}
