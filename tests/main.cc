// The runner of all tests; no test lives here.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <cstdlib>

int main(int argc, char** argv) {
  Catch::Session session;
  bool update_golden = false;
  session.cli(session.cli() | Catch::clara::Opt(update_golden)["--update-golden"]("write the golden files anew instead of comparing"));
  if (const int error = session.applyCommandLine(argc, argv); error != 0) return error;
  if (update_golden) setenv("KITH_UPDATE_GOLDEN", "1", 1);
  return session.run();
}
