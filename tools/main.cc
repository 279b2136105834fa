// The program `kith`: dispatches to its subcommands.
#include "common/deep_stack.h"
#include "common/program.h"

int main(int argc, char** argv) {
  kith::tools::Program program;
  kith::tools::add_load(program);
  kith::tools::add_extract(program);
  kith::tools::add_export(program);
  kith::tools::add_retract(program);
  kith::tools::add_review(program);
  kith::tools::add_merge(program);
  kith::tools::add_split(program);
  kith::tools::add_query(program);
  kith::tools::add_shell(program);
  kith::tools::add_pipe(program);
  kith::tools::add_info(program);
  kith::tools::add_check(program);
  kith::tools::add_compact(program);
  kith::tools::add_backup(program);
  kith::tools::add_restore(program);
  kith::tools::add_train(program);
  return kith::tools::with_deep_stack([&] { return program.main(argc, argv); });
}
