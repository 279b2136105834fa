// What a statement costs before it reads anything, and what a point query costs in all.
//
//     query_bench [SECONDS]      (each measurement takes SECONDS, 0.5 by default)
//
// Prints medians of five runs, one after the other so that all see the same machine:
//   uncached  parse, bind and plan of a query of three clauses, or of a point query, whose text was never seen
//   lifted    the same of texts that differ from one that was in a literal beside a property
//   text      the same of a text that was
//   prepared  the same of a statement that was prepared
//   fixed     RETURN $a through a cursor: time and allocations
//   point     a node by unique key, in all, by the same ways
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "kith/kith.h"
#include "support/temporary_folder.h"

namespace {

std::atomic<std::size_t> allocations = 0;

}  // namespace

void* operator new(std::size_t bytes) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kNodes = 10'000;
constexpr std::size_t kRuns = 5;

template <class T>
T must(kith::Result<T> result) {
  if (result.is_ok()) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().to_text().c_str());
  std::exit(1);
}

struct Cost {
  double micros = 0;
  double allocations = 0;
};

Cost cost(double seconds, const std::function<void(std::size_t)>& work) {
  std::vector<double> micros;
  double allocated = 0;
  std::size_t i = 0;
  for (std::size_t run = 0; run < kRuns; ++run) {
    const auto start = Clock::now();
    const std::size_t allocations_before = allocations;
    const std::size_t first = i;
    double elapsed = 0;
    do {
      for (int block = 0; block < 16; ++block) work(i++);
      elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    } while (elapsed < seconds / kRuns);
    micros.push_back(elapsed * 1e6 / static_cast<double>(i - first));
    allocated = static_cast<double>(allocations - allocations_before) / static_cast<double>(i - first);
  }
  std::sort(micros.begin(), micros.end());
  return {micros[kRuns / 2], allocated};
}

void print(const char* what, Cost of) {
  std::printf("%-36s %8.1f us %8.1f allocations\n", what, of.micros, of.allocations);
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 0.5;
  const kith::TemporaryFolder folder(kith::TemporaryFolder::in_memory());
  kith::Store store = must(kith::Store::open(folder.path() + "/db", {.durability = kith::Durability::kNone}));
  must(must(store.run("CREATE CONSTRAINT person_key FOR (p:Person) REQUIRE p.key IS UNIQUE")).rows());
  must(must(store.run("UNWIND range(1, " + std::to_string(kNodes) +
                      ") AS i CREATE (:Person {key: i, name: 'n' + toString(i)})"))
           .rows());
  must(must(store.run("MATCH (a:Person) MATCH (b:Person {key: a.key + 1}) CREATE (a)-[:MET {place: 'Rome'}]->(b)"))
           .rows());

  const auto three = [](std::size_t key, const std::string& end) {
    return "MATCH (a:Person {key: " + std::to_string(key) +
           "})-[m:MET]->(b:Person)-[:MET]->(c:Person) WHERE m.place = 'Rome' AND c.name STARTS WITH 'n' "
           "WITH b, count(DISTINCT c) AS others WHERE others > 0 "
           "RETURN b.name AS name, others ORDER BY others DESC, name LIMIT 10" +
           end;
  };
  const auto key_of = [](std::size_t i) { return 1 + i * 7919 % kNodes; };
  const auto point = [](const std::string& key, const std::string& end) {
    return "MATCH (p:Person {key: " + key + "}) RETURN p.name AS name" + end;
  };
  const auto unseen = [](std::size_t i) { return " // " + std::to_string(i); };
  const auto run = [&](const std::string& text, const kith::Parameters& parameters = {}) {
    must(must(store.run(text, parameters)).rows());
  };

  // Each also makes its text, which the others are charged with too.
  print("three clauses, compiled: uncached",
        cost(seconds, [&](std::size_t i) { must(store.describe(three(17, unseen(i)))); }));
  print("three clauses, compiled: lifted", cost(seconds, [&](std::size_t i) { must(store.describe(three(i, ""))); }));
  print("three clauses, compiled: text", cost(seconds, [&](std::size_t) { must(store.describe(three(17, ""))); }));
  print("point query, compiled: uncached",
        cost(seconds, [&](std::size_t i) { must(store.describe(point("17", unseen(i)))); }));
  print("point query, compiled: lifted",
        cost(seconds, [&](std::size_t i) { must(store.describe(point(std::to_string(i), ""))); }));
  print("point query, compiled: text", cost(seconds, [&](std::size_t) { must(store.describe(point("17", ""))); }));

  print("three clauses, run: uncached", cost(seconds, [&](std::size_t i) { run(three(17, unseen(i))); }));
  print("three clauses, run: lifted", cost(seconds, [&](std::size_t i) { run(three(key_of(i), "")); }));
  print("three clauses, run: text", cost(seconds, [&](std::size_t) { run(three(17, "")); }));
  const kith::Statement prepared_three = must(store.prepare(three(17, "")));
  print("three clauses, run: prepared", cost(seconds, [&](std::size_t) { must(must(prepared_three.run()).rows()); }));

  print("point query, run: uncached",
        cost(seconds, [&](std::size_t i) { run(point(std::to_string(key_of(i)), unseen(i))); }));
  print("point query, run: lifted", cost(seconds, [&](std::size_t i) { run(point(std::to_string(key_of(i)), "")); }));
  const std::string by_key = point("$key", "");
  const auto with_key = [&](std::size_t i) {
    return kith::Parameters{{"key", kith::Value(static_cast<std::int64_t>(key_of(i)))}};
  };
  print("point query, run: text", cost(seconds, [&](std::size_t i) { run(by_key, with_key(i)); }));
  const kith::Statement prepared_point = must(store.prepare(by_key));
  print("point query, run: prepared",
        cost(seconds, [&](std::size_t i) { must(must(prepared_point.run(with_key(i))).rows()); }));

  print("RETURN $a, run: text", cost(seconds, [&](std::size_t i) {
          run("RETURN $a AS a", {{"a", kith::Value(static_cast<std::int64_t>(i))}});
        }));
  const kith::Statement prepared_return = must(store.prepare("RETURN $a AS a"));
  print("RETURN $a, run: prepared", cost(seconds, [&](std::size_t i) {
          must(must(prepared_return.run({{"a", kith::Value(static_cast<std::int64_t>(i))}})).rows());
        }));
}
