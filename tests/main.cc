// The runner of all tests; no test lives here.
//
//     kith_tests [Catch2's options]
//     kith_tests --update-golden …          renews the golden files instead of comparing
//     kith_tests --write-steps PATH FD      the writer that the crash test kills
//     kith_tests --judge PATH               what a store that may be damaged answers
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include <cstdlib>
#include <string_view>

#include "fault/judge.h"
#include "model/crash_writer.h"
#include "spec/register.h"

#if defined(__SANITIZE_ADDRESS__)
// RocksDB drops the table it was about to switch to when the log for it cannot be made.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() { return "leak:rocksdb::DBImpl::SwitchMemtable\n"; }
#endif

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "--write-steps") return kith::model::write_steps(argv[2], std::atoi(argv[3]));
  if (argc == 3 && std::string_view(argv[1]) == "--judge") return kith::fault::judge(argv[2]);
  kith::spec::register_spec_files(KITH_SOURCE_DIR "/tests/spec");
  Catch::Session session;
  bool update_golden = false;
  session.cli(session.cli() | Catch::clara::Opt(update_golden)["--update-golden"]("write the golden files anew instead of comparing"));
  if (const int error = session.applyCommandLine(argc, argv); error != 0) return error;
  if (update_golden) setenv("KITH_UPDATE_GOLDEN", "1", 1);
  return session.run();
}
