// What a commit costs, and what a writer costs the readers beside it.
//
//     commit_bench [SECONDS] [FOLDER]      (each measurement takes SECONDS, 0.5 by default; a folder of its own)
//
// Prints medians of five runs, the parts of a run one after the other so that all see the same machine:
//   commits  a second, of one new edge between two of 10,000 nodes each, with 1 and 8 writers and each durability;
//            beside fdatasync of as many bytes appended to a file, and beside plain RocksDB WriteBatches that
//            hold the same rows of one edge each, unsynced
//   reads    a point read by unique key and a one-hop count, through the language: median and 99th percentile
//            alone and beside a writer that commits 1,000 edges a second, synced
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <thread>

#include "kith/kith.h"
#include "support/raw_store.h"
#include "support/temporary_folder.h"

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kNodes = 10'000;
constexpr std::size_t kEdges = 100'000;
constexpr std::size_t kRuns = 5;
constexpr std::size_t kCommitBytes = 400;  // of the log, for one edge: four rows and the counts

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double at_rank(std::vector<double> values, double rank) {
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(rank * static_cast<double>(values.size())))];
}

double median(std::vector<double> values) { return at_rank(std::move(values), 0.5); }

void must(const kith::Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", status.error().to_text().c_str());
  std::exit(1);
}

template <class T>
T must(kith::Result<T> result) {
  must(result.status());
  return *std::move(result);
}

/// Repeats `work(i)` for a time; how often a second.
double rate(double seconds, const std::function<void(std::size_t)>& work) {
  const auto start = Clock::now();
  std::size_t times = 0;
  while (seconds_since(start) < seconds) work(times++);
  return static_cast<double>(times) / seconds_since(start);
}

double syncs(const std::string& path, double seconds) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const std::string bytes(kCommitBytes, 'x');
  const double found = rate(seconds, [&](std::size_t) {
    if (::write(file, bytes.data(), bytes.size()) < 0 || ::fdatasync(file) != 0) std::exit(1);
  });
  ::close(file);
  return found;
}

class Bench {
 public:
  Bench(std::string folder, double seconds)
      : folder_(std::move(folder)), seconds_(seconds), store_(must(kith::Store::open(folder_ + "/db"))) {
    must(store_.run("CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE"));
    kith::Transaction nodes = must(store_.begin());
    for (std::size_t i = 0; i < kNodes; ++i)
      nodes_.push_back(must(nodes.create_node({"Person"}, {{"id", static_cast<std::int64_t>(i)}})));
    must(nodes.commit());
    std::mt19937_64 random(1);
    kith::Transaction edges = must(store_.begin());
    for (std::size_t i = 0; i < kEdges; ++i)
      must(edges.create_edge(nodes_[random() % kNodes], nodes_[random() % kNodes], "MET"));
    must(edges.commit());
  }

  /// Commits a second of all writers together.
  double commits(std::size_t writers, kith::Durability durability) {
    std::atomic<std::size_t> all = 0;
    std::vector<std::thread> threads;
    const auto start = Clock::now();
    for (std::size_t t = 0; t < writers; ++t)
      threads.emplace_back([&, t] {
        std::mt19937_64 random(seed_ + t);
        std::size_t own = 0;
        for (; seconds_since(start) < seconds_; ++own) add_edge(random, durability);
        all += own;
      });
    for (std::thread& thread : threads) thread.join();
    seed_ += writers;
    return static_cast<double>(all) / seconds_since(start);
  }

  /// Microseconds of each run of a statement about a random person.
  std::vector<double> reads(const std::string& statement) {
    std::mt19937_64 random(seed_++);
    std::vector<double> times;
    rate(seconds_, [&](std::size_t) {
      const auto start = Clock::now();
      kith::Cursor cursor = must(store_.run(statement, {{"id", static_cast<std::int64_t>(random() % kNodes)}}));
      must(cursor.next());
      times.push_back(seconds_since(start) * 1e6);
    });
    return times;
  }

  /// Runs `work` beside a writer of 1,000 edges a second.
  void beside_writer(const std::function<void()>& work) {
    std::atomic<bool> is_over = false;
    std::thread writer([&] {
      std::mt19937_64 random(7);
      for (auto next = Clock::now(); !is_over; next += std::chrono::milliseconds(1)) {
        add_edge(random, kith::Durability::kSync);
        std::this_thread::sleep_until(next);
      }
    });
    work();
    is_over = true;
    writer.join();
  }

  void close() { must(store_.close()); }

 private:
  void add_edge(std::mt19937_64& random, kith::Durability durability) {
    kith::Transaction tx = must(store_.begin({.durability = durability}));
    must(tx.create_edge(nodes_[random() % kNodes], nodes_[random() % kNodes], "MET"));
    must(tx.commit());
  }

  std::string folder_;
  double seconds_;
  kith::Store store_;
  std::vector<kith::NodeId> nodes_;
  std::uint64_t seed_ = 1;
};

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 0.5;
  const kith::TemporaryFolder own;
  const std::string folder = argc > 2 ? std::string(argv[2]) : own.path();
  std::filesystem::create_directories(folder);
  Bench bench(folder, seconds);

  struct Case {
    kith::Durability durability;
    std::size_t writers;
    std::vector<double> rates;
  };
  using enum kith::Durability;
  std::vector<Case> cases = {{kSync, 1, {}}, {kSync, 8, {}}, {kGroup, 1, {}}, {kGroup, 8, {}}, {kNone, 1, {}}, {kNone, 8, {}}};
  std::vector<double> raw_syncs;
  for (std::size_t run = 0; run < kRuns; ++run) {
    raw_syncs.push_back(syncs(folder + "/raw.log", seconds));
    for (Case& c : cases) c.rates.push_back(bench.commits(c.writers, c.durability));
  }

  const char* statements[] = {"MATCH (p:Person {id: $id}) RETURN p.id", "MATCH (:Person {id: $id})-[:MET]->(o) RETURN count(o)"};
  const char* names[] = {"point read", "one hop"};
  std::vector<double> found[2][2][2];  // statement, alone or beside, median or p99
  const auto measure = [&](int s, int beside) {
    const std::vector<double> times = bench.reads(statements[s]);
    found[s][beside][0].push_back(median(times));
    found[s][beside][1].push_back(at_rank(times, 0.99));
  };
  for (std::size_t run = 0; run < kRuns; ++run)
    for (int s = 0; s < 2; ++s) {
      measure(s, 0);
      bench.beside_writer([&] { measure(s, 1); });
    }
  bench.close();
  const kith::RawWrites raw = kith::rewrite_edges_raw(folder + "/db", folder + "/raw.db", 1);
  const double raw_rate = static_cast<double>(raw.keys) / 4 / raw.seconds;

  const double sync_rate = median(raw_syncs);
  std::printf("fdatasync of %zu bytes   %8.0f/s\n", kCommitBytes, sync_rate);
  std::printf("plain WriteBatch         %8.0f/s   (4 rows each, %zu rows)\n", raw_rate, raw.keys);
  double alone = 0;
  for (const Case& c : cases) {
    const char* name = c.durability == kSync ? "sync " : c.durability == kGroup ? "group" : "none ";
    const double commits = median(c.rates);
    std::printf("commit %s  %zu writer%s  %8.0f/s", name, c.writers, c.writers == 1 ? " " : "s", commits);
    if (c.writers == 1) {
      alone = commits;
      const bool is_sync = c.durability == kSync;
      std::printf("   %.2fx the time of %s\n", (is_sync ? sync_rate : raw_rate) / commits, is_sync ? "fdatasync" : "a plain WriteBatch");
    } else {
      std::printf("   %.2fx one writer\n", commits / alone);
    }
  }
  for (int s = 0; s < 2; ++s) {
    const double p50 = median(found[s][0][0]), p99 = median(found[s][0][1]);
    const double beside50 = median(found[s][1][0]), beside99 = median(found[s][1][1]);
    std::printf("%-10s  median %6.1f us, p99 %6.1f us; beside a writer %6.1f us (%.2fx), p99 %6.1f us (%.2fx)\n", names[s], p50,
                p99, beside50, beside50 / p50, beside99, beside99 / p99);
  }
  return 0;
}
