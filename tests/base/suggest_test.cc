#include "base/suggest.h"

#include <catch2/catch.hpp>

using kith::suggest;

TEST_CASE("suggest: the nearest name, or none", "[base]") {
  struct Case {
    const char* wrong;
    std::vector<std::string> candidates;
    const char* hint;
  };
  const Case cases[] = {
      {"nmae", {"name", "born"}, "did you mean `name`?"},               // neighbours swapped
      {"NAME", {"name"}, "did you mean `name`?"},                       // case
      {"Persn", {"Place", "Person"}, "did you mean `Person`?"},         // a letter left out
      {"toUpperCase", {"toLower", "toUpper"}, "did you mean `toUpper`?"},
      {"born", {"name", "bornOn"}, "did you mean `bornOn`?"},
      {"substr", {"substring", "subtract"}, "did you mean `substring`?"},
      {"to", {"toUpper"}, ""},                                          // too short to be the beginning of something
      {"banana", {"name", "born"}, ""},
      {"n", {"m"}, "did you mean `m`?"},                                // a variable of one letter
      {"p", {}, ""},
  };
  for (const Case& each : cases) {
    INFO(each.wrong);
    CHECK(suggest(each.wrong, each.candidates) == each.hint);
  }
}
