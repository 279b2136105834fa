// The checker itself: each anomaly is found where it is, and not in the nearest history that is legal.
#include "model/isolation_checker.h"

#include <catch2/catch.hpp>
#include <stdexcept>

namespace kith::model {
namespace {

std::vector<std::string> names_in(std::string_view text, Isolation isolation) {
  std::vector<std::string> names;
  for (const Anomaly& anomaly : check_isolation(parse_history(text), isolation))
    names.push_back(name_of(anomaly.kind) + std::string(anomaly.realtime ? " in real time" : ""));
  return names;
}

using Catch::VectorContains;
using Names = std::vector<std::string>;

Names under_snapshot(std::string_view text) { return names_in(text, Isolation::kSnapshot); }

Names serialisably(std::string_view text) { return names_in(text, Isolation::kSerialisable); }

}  // namespace

TEST_CASE("history: the text form is read as it is written", "[model][checker]") {
  const History history = parse_history("0:1-8:9 ok x<1 x=1,2 P+7 P-7 P?7,8 P?\n2-3 abort y<-5\n4-5 unknown\n");
  REQUIRE(history.size() == 3);
  CHECK(history[0].begin_returned == 1);
  CHECK(history[0].operations[1].seen == std::vector<std::int64_t>{1, 2});
  CHECK(history[0].operations[5] == Operation{Operation::Kind::kSee, "P", 0, {}});
  CHECK(history[1].operations[0] == Operation{Operation::Kind::kAppend, "y", -5, {}});
  CHECK(history[2].outcome == Outcome::kUnknown);
  CHECK(parse_history(to_text(history)) == history);
  CHECK_THROWS_AS(parse_history("0-1 ok x!3"), std::invalid_argument);
  CHECK_THROWS_AS(parse_history("0-1 maybe x<3"), std::invalid_argument);
  CHECK_THROWS_AS(parse_history("0-1 ok x<three"), std::invalid_argument);
}

TEST_CASE("checker: a history of one after another is clean", "[model][checker]") {
  CHECK(serialisably("0-1 ok x<1 P+1\n"
                     "2-3 ok x=1 x<2 x=1,2 P?1 P-1 P?\n"
                     "4-5 abort x=1,2 x<3 P? P+4\n"
                     "6-7 ok x=1,2 y= P?") == Names{});
}

TEST_CASE("checker: concurrent transactions that do not meet are clean", "[model][checker]") {
  CHECK(serialisably("0-9 ok x= y<1\n0-9 ok z<1 P?\n0-9 ok w= w<1 Q+1\n10-11 ok w=1 y=1 z=1 Q?1") == Names{});
}

TEST_CASE("checker: a value that nobody wrote is a garbage read", "[model][checker]") {
  CHECK(under_snapshot("0-9 ok x=7") == Names{"garbage read"});
  CHECK(under_snapshot("0-9 ok P?7") == Names{"garbage read"});
  CHECK(under_snapshot("0-1 ok x<7 P+7\n2-9 ok x=7 P?7") == Names{});
}

TEST_CASE("checker: a value twice in a list is found", "[model][checker]") {
  CHECK(under_snapshot("0-1 ok x<7\n2-9 ok x=7,7") == Names{"duplicate"});
  CHECK(under_snapshot("0-1 ok P+7\n2-9 ok P?7,7") == Names{"duplicate"});
  CHECK(under_snapshot("0-1 ok x<7\n2-9 ok x=7 x=7") == Names{});
}

TEST_CASE("checker: an aborted read is found", "[model][checker]") {
  CHECK(under_snapshot("0-5 abort x<1\n6-9 ok x=1") == Names{"aborted read (G1a)"});
  CHECK(under_snapshot("0-5 abort P+1\n6-9 ok P?1") == Names{"aborted read (G1a)"});
  CHECK(under_snapshot("0-5 abort x<1 P+1\n6-9 ok x= P?") == Names{});
  CHECK(under_snapshot("0-5 abort x<1 x=1 P+1 P?1") == Names{});
}

TEST_CASE("checker: a commit that was not answered may be seen or not", "[model][checker]") {
  CHECK(serialisably("0-5 unknown x<1 P+1\n6-9 ok x=1 P?1") == Names{});
  CHECK(serialisably("0-5 unknown x<1 P+1\n6-9 ok x= P?") == Names{});
  CHECK(serialisably("0-1 ok P+1\n2-3 unknown P-1\n6-9 ok P?") == Names{});
  CHECK(serialisably("0-1 ok P+1\n2-3 unknown P-1\n6-9 ok P?1") == Names{});
  CHECK(under_snapshot("0-5 unknown x<1 y<1\n6-9 ok x=1 y=") == Names{"fractured read"});
}

TEST_CASE("checker: an intermediate read is found", "[model][checker]") {
  CHECK_THAT(under_snapshot("0-5 ok x<1 x<2\n0-5 ok x=1\n6-9 ok x=1,2"), VectorContains(std::string("intermediate read (G1b)")));
  CHECK(under_snapshot("0-5 ok P+1 P-1 P+2\n6-9 ok P?1,2") == Names{"intermediate read (G1b)"});
  CHECK(under_snapshot("0-5 ok x<1 x<2 P+1 P-1 P+2\n6-9 ok x=1,2 P?2") == Names{});
}

TEST_CASE("checker: lists that cannot have grown from one another are found", "[model][checker]") {
  CHECK_THAT(under_snapshot("0-5 ok x<1\n0-5 ok x<2\n6-9 ok x=1,2\n6-9 ok x=2"), VectorContains(std::string("incompatible order")));
  CHECK(under_snapshot("0-1 ok x<1\n2-3 ok x<2\n2-9 ok x=1\n6-9 ok x=1,2") == Names{});
}

TEST_CASE("checker: a transaction that does not see its own writes is found", "[model][checker]") {
  CHECK(under_snapshot("0-5 ok x<1 x=") == Names{"internal inconsistency"});
  CHECK(under_snapshot("0-5 ok P+1 P?") == Names{"internal inconsistency"});
  CHECK(under_snapshot("0-1 ok P+1\n2-5 ok P?1 P-1 P?1") == Names{"internal inconsistency"});
  CHECK(under_snapshot("0-1 ok P+1\n2-5 ok P?1 P-1 P? x<1 x=1") == Names{});
}

TEST_CASE("checker: a non-repeatable read is found", "[model][checker]") {
  CHECK(under_snapshot("0-5 ok x<1\n0-9 ok x= x=1") == Names{"internal inconsistency"});
  CHECK(under_snapshot("0-5 ok P+1\n0-9 ok P? P?1") == Names{"internal inconsistency"});
  CHECK(under_snapshot("0-5 ok x<1 P+1\n0-9 ok x= x= P? P?") == Names{});
  CHECK(under_snapshot("0-5 ok x<1\n0-9 abort x= x=1") == Names{"internal inconsistency"});
}

TEST_CASE("checker: a dirty write is found", "[model][checker]") {
  CHECK_THAT(under_snapshot("0-5 ok x<1 y<1\n0-5 ok x<2 y<2\n6-9 ok x=1,2\n6-9 ok y=2,1"), VectorContains(std::string("dirty write (G0)")));
  CHECK(under_snapshot("0-2 ok x<1 y<1\n3-5 ok x<2 y<2\n6-9 ok x=1,2\n6-9 ok y=1,2") == Names{});
}

TEST_CASE("checker: writers that were open at once and both wrote one object are found", "[model][checker]") {
  CHECK(under_snapshot("0-5 ok x<1\n1-6 ok x<2\n7-9 ok x=1,2") == Names{"concurrent writes"});
  CHECK(under_snapshot("0-5 ok x<1\n6-7 ok x<2\n8-9 ok x=1,2") == Names{});
  // Begin and commit may have met in either order while both were being answered.
  CHECK(under_snapshot("0-4:6 ok x<1\n3:5-7 ok x<2\n8-9 ok x=1,2") == Names{});
}

TEST_CASE("checker: circular information flow is found", "[model][checker]") {
  CHECK_THAT(under_snapshot("0-5 ok x<1 y=1\n0-5 ok x=1 y<1\n"), VectorContains(std::string("circular information flow (G1c)")));
  CHECK(under_snapshot("0-2 ok x<1 y=\n3-5 ok x=1 y<1\n") == Names{});
}

TEST_CASE("checker: a lost update is found", "[model][checker]") {
  CHECK_THAT(under_snapshot("0-5 ok x= x<1\n1-6 ok x= x<2\n7-9 ok x=1,2"), VectorContains(std::string("lost update")));
  CHECK_THAT(under_snapshot("0-5 ok x= x<1\n1-6 ok x= x<2\n7-9 ok x=2"), VectorContains(std::string("lost update")));
  CHECK_THAT(under_snapshot("0-1 ok P+1\n2-5 ok P?1 P-1 P+2\n2-5 ok P?1 P-1 P+3\n7-9 ok P?2,3"), VectorContains(std::string("lost update")));
  CHECK(under_snapshot("0-5 ok x= x<1\n1-6 abort x= x<2\n7-9 ok x=1") == Names{});
  CHECK(under_snapshot("0-5 ok x= x<1\n6-7 ok x=1 x<2\n8-9 ok x=1,2") == Names{});
}

TEST_CASE("checker: a fractured read is found", "[model][checker]") {
  CHECK_THAT(under_snapshot("0-9 ok x<1 y<1\n0-9 ok x=1 y="), VectorContains(std::string("fractured read")));
  CHECK_THAT(under_snapshot("0-9 ok x<1 P+1\n0-9 ok x=1 P?"), VectorContains(std::string("fractured read")));
  CHECK_THAT(under_snapshot("0-9 ok P+1 Q+1\n0-9 abort P?1 Q?"), VectorContains(std::string("fractured read")));
  CHECK(under_snapshot("0-3 ok x<1 y<1 P+1\n0-9 ok x= y= P?\n4-9 ok x=1 y=1 P?1") == Names{});
}

TEST_CASE("checker: read skew over a third transaction is found", "[model][checker]") {
  // T2 misses x of T0, but sees y of T1, which had seen it.
  CHECK(under_snapshot("0-1 ok x<1\n2-3 ok x=1 y<1\n0:9-9 ok x= y=1") == Names{"read skew (G-single)"});
  CHECK(under_snapshot("0-1 ok x<1\n2-3 ok x=1 y<1\n0:9-9 ok x=1 y=") == Names{});
}

TEST_CASE("checker: a long fork is found", "[model][checker]") {
  CHECK(under_snapshot("0:9-9 ok x<1\n0:9-9 ok y<1\n0:9-9 ok x=1 y=\n0:9-9 ok x= y=1") ==
        Names{"long fork (G-nonadjacent)"});
  CHECK(under_snapshot("0:9-9 ok x<1\n0:9-9 ok y<1\n0:9-9 ok x=1 y=\n0:9-9 ok x=1 y=1") == Names{});
  CHECK(under_snapshot("0:9-9 ok P+1\n0:9-9 ok Q+1\n0:9-9 ok P?1 Q?\n0:9-9 ok P? Q?1") ==
        Names{"long fork (G-nonadjacent)"});
}

TEST_CASE("checker: an acknowledged commit that is not seen is found", "[model][checker]") {
  CHECK(under_snapshot("0-1 ok x<1\n2-3 ok x=") == Names{"stale read in real time"});
  CHECK(under_snapshot("0-1 ok P+1\n2-3 ok z=\n4-5 ok P?") == Names{"stale read in real time"});
  CHECK(under_snapshot("0-1 ok P+1\n2-3 ok P-1\n4-5 ok P?1") == Names{"stale read in real time"});
  CHECK(under_snapshot("0-3 ok x<1\n2-3 ok x=") == Names{});
}

TEST_CASE("checker: an acknowledged commit that is lost for good is found", "[model][checker]") {
  CHECK(under_snapshot("0-1 ok x<1\n2-3 ok x<2\n4-5 ok x=1") == Names{"stale read in real time"});
  CHECK(under_snapshot("0-1 ok x<1\n2-3 ok x<2\n4-5 ok x=1,2") == Names{});
}

TEST_CASE("checker: a view that holds a later commit is found", "[model][checker]") {
  CHECK(under_snapshot("0-5 ok x<1\n1-9 ok x=1") == Names{"future read"});
  CHECK(under_snapshot("0-5 ok P+1\n1-9 ok P?1") == Names{"future read"});
  CHECK(under_snapshot("0-5 ok x<1 P+1\n1:7-9 ok x=1 P?1") == Names{});
}

TEST_CASE("checker: write skew is legal in snapshots and not serially", "[model][checker]") {
  const char* skew = "0-9 ok x= y= x<1\n0-9 ok x= y= y<1\n10-11 ok x=1 y=1";
  CHECK(under_snapshot(skew) == Names{});
  CHECK(serialisably(skew) == Names{"write skew (G2-item)"});
  CHECK_THAT(serialisably("0-9 ok x= y= x<1\n0-9 ok x=1 y= y<1\n10-11 ok x=1 y=1"), VectorContains(std::string("future read")));
  CHECK(serialisably("0-9 ok x= y= x<1\n0-9 abort x= y= y<1\n10-11 ok x=1 y=") == Names{});
}

TEST_CASE("checker: a phantom is legal in snapshots and not serially", "[model][checker]") {
  const char* phantom = "0-9 ok P? P+1\n0-9 ok P? P+2\n10-11 ok P?1,2";
  CHECK(under_snapshot(phantom) == Names{});
  CHECK(serialisably(phantom) == Names{"phantom (G2)"});
  const char* mixed = "0-9 ok P? x<1\n0-9 ok x= P+2\n10-11 ok P?2 x=1";
  CHECK(under_snapshot(mixed) == Names{});
  CHECK(serialisably(mixed) == Names{"phantom (G2)"});
  CHECK(serialisably("0-9 ok P? P+1\n0-9 abort P? P+2\n10-11 ok P?1") == Names{});
}

TEST_CASE("checker: the read-only anomaly is legal in snapshots and not serially", "[model][checker]") {
  // Fekete, O'Neil, O'Neil 2004: T0 saw neither deposit and draws; T1 deposits; T2 only reads, between the two.
  const char* fekete = "0-9 ok x= y= x<1\n1-2 ok y= y<2\n3-4 ok x= y=2\n10-11 ok x=1 y=2";
  CHECK(under_snapshot(fekete) == Names{});
  CHECK(serialisably(fekete) == Names{"write skew (G2-item)"});
  CHECK(serialisably("0-9 ok x= y= x<1\n1-2 ok y= y<2\n10-11 ok x=1 y=2") == Names{});
}

TEST_CASE("checker: an element that went again does not accuse who did not see it", "[model][checker]") {
  CHECK(serialisably("0-1 ok P+1 x<1\n2-3 ok P-1\n0:8-9 ok P? x=1\n0:8-9 ok P? x=") == Names{});
  CHECK(serialisably("0-1 ok P+1\n2-3 ok P-1 x<1\n4-9 ok P? x=1") == Names{});
  CHECK_THAT(serialisably("0-1 ok P+1\n2-8 ok P-1 x<1\n4-9 ok P? x="), VectorContains(std::string("fractured read")));
}

TEST_CASE("checker: an anomaly names its transactions and edges", "[model][checker]") {
  const std::vector<Anomaly> found = check_isolation(parse_history("0-9 ok x<1 y<1\n0:9-9 ok x=1 y="), Isolation::kSnapshot);
  REQUIRE(found.size() == 1);
  CHECK(found[0].transactions.size() == 2);
  CHECK(found[0].text.find("T0 -wr x-> T1") != std::string::npos);
  CHECK(found[0].text.find("T1 -rw y-> T0") != std::string::npos);
  CHECK(found[0].text.find("T1: 0:9-9:9 ok x=1 y=") != std::string::npos);
}

}  // namespace kith::model
