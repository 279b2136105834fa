#include "storage/recent_commits.h"

#include <catch2/catch.hpp>

#include <deque>
#include <map>
#include <random>

#include "support/rounds.h"

namespace kith::storage {
namespace {

TEST_CASE("recent commits: the newest commit of a claim is known until it is forgotten", "[storage][commit]") {
  RecentCommits recent;
  CHECK(recent.newest(7) == 0);
  recent.enter(std::vector<Claim>{7, 8, 0}, 3);
  recent.enter(std::vector<Claim>{8}, 5);
  CHECK(recent.newest(7) == 3);
  CHECK(recent.newest(8) == 5);
  CHECK(recent.newest(0) == 3);
  recent.forget_until(3);
  CHECK(recent.newest(7) == 0);
  CHECK(recent.newest(0) == 0);
  CHECK(recent.newest(8) == 5);
  recent.forget_until(5);
  CHECK(recent.size() == 0);
  CHECK(recent.floor() == 0);
}

TEST_CASE("recent commits: those pushed out raise the floor", "[storage][commit]") {
  RecentCommits recent(4);
  recent.enter(std::vector<Claim>{1, 2}, 10);
  recent.enter(std::vector<Claim>{3, 4}, 11);
  CHECK(recent.floor() == 0);
  recent.enter(std::vector<Claim>{1}, 12);
  CHECK(recent.floor() == 10);
  CHECK(recent.newest(2) == 0);
  CHECK(recent.newest(1) == 12);
  recent.enter(std::vector<Claim>{5, 6, 7, 8, 9}, 13);
  CHECK(recent.floor() == 13);
  CHECK(recent.size() == 0);
}

TEST_CASE("recent commits: agree with a plain map", "[storage][commit]") {
  std::mt19937_64 random(seed_or(1));
  for (std::size_t round = 0; round < rounds(); ++round) {
    const std::size_t claims_max = 200 + random() % 4000;
    RecentCommits recent(claims_max);
    std::deque<std::pair<std::uint64_t, std::vector<Claim>>> history;
    std::uint64_t commit = 0;
    std::uint64_t floor = 0;
    const Claim different = 1 + random() % 3000;
    for (int step = 0; step < 400; ++step) {
      std::vector<Claim> written(random() % 20);
      for (Claim& c : written) c = random() % different;
      recent.enter(written, ++commit);
      if (!written.empty()) history.emplace_back(commit, written);
      std::size_t total = 0;
      for (const auto& [at, claims] : history) total += claims.size();
      while (total > claims_max) {
        floor = history.front().first;
        total -= history.front().second.size();
        history.pop_front();
      }
      if (random() % 16 == 0) {
        const std::uint64_t until = commit - random() % std::min<std::uint64_t>(commit, 30);
        recent.forget_until(until);
        while (!history.empty() && history.front().first <= until) history.pop_front();
      }
      REQUIRE(recent.floor() == floor);
      if (step % 20 != 0) continue;
      std::map<Claim, std::uint64_t> plain;
      for (const auto& [at, claims] : history)
        for (const Claim c : claims) plain[c] = at;
      REQUIRE(recent.size() == plain.size());
      for (Claim c = 0; c < different; ++c) REQUIRE(recent.newest(c) == (plain.count(c) != 0 ? plain[c] : 0));
    }
  }
}

}  // namespace
}  // namespace kith::storage
