// What a statement costs before it reads anything, and what a point query costs in all.
//
//     query_bench [SECONDS]      (each measurement takes SECONDS, 0.5 by default)
//
// Prints medians of five runs, one after the other so that all see the same machine:
//   uncached  parse, bind and plan of a query of three clauses whose text was never seen
//   cached    the same of a text that was
//   fixed     RETURN $a through a cursor: time and allocations
//   point     a node by unique key, cached: time and allocations
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

void print(const char* what, Cost of) { std::printf("%-44s %8.1f us %8.1f allocations\n", what, of.micros, of.allocations); }

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 0.5;
  const kith::TemporaryFolder folder(kith::TemporaryFolder::in_memory());
  kith::Store store = must(kith::Store::open(folder.path() + "/db", {.durability = kith::Durability::kNone}));
  must(must(store.run("CREATE CONSTRAINT person_key FOR (p:Person) REQUIRE p.key IS UNIQUE")).rows());
  must(must(store.run("UNWIND range(1, " + std::to_string(kNodes) + ") AS i CREATE (:Person {key: i, name: 'n' + toString(i)})")).rows());
  must(must(store.run("MATCH (a:Person) MATCH (b:Person {key: a.key + 1}) CREATE (a)-[:MET {place: 'Rome'}]->(b)")).rows());

  const std::string three =
      "MATCH (a:Person {key: 17})-[m:MET]->(b:Person)-[:MET]->(c:Person) WHERE m.place = 'Rome' AND c.name STARTS WITH 'n' "
      "WITH b, count(DISTINCT c) AS others WHERE others > 0 "
      "RETURN b.name AS name, others ORDER BY others DESC, name LIMIT 10";
  print("three clauses, text never seen", cost(seconds, [&](std::size_t i) { must(store.describe(three + " // " + std::to_string(i))); }));
  print("three clauses, text seen", cost(seconds, [&](std::size_t) { must(store.describe(three)); }));
  print("RETURN $a", cost(seconds, [&](std::size_t i) {
          must(must(store.run("RETURN $a AS a", {{"a", kith::Value(static_cast<std::int64_t>(i))}})).rows());
        }));
  print("a node by unique key", cost(seconds, [&](std::size_t i) {
          must(must(store.run("MATCH (p:Person {key: $key}) RETURN p.name AS name",
                              {{"key", kith::Value(static_cast<std::int64_t>(1 + i * 7919 % kNodes))}}))
                   .rows());
        }));
}
