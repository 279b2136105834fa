#include "common/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>

#include "common/exit_code.h"

namespace kith::tools {

namespace {

// All that a signal handler may touch.
std::atomic<Store*> stopped_store = nullptr;
std::atomic<int> interrupts = 0;
static_assert(std::atomic<Store*>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void on_interrupt(int) {
  if (interrupts.fetch_add(1) >= 2) _exit(kExitInterrupted);
  if (Store* store = stopped_store.load()) store->interrupt();
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;  // without SA_RESTART: a read that waits for a line has to notice
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
}

}  // namespace

InterruptScope::InterruptScope(Store& store) : InterruptScope() { stopped_store = &store; }

InterruptScope::InterruptScope() {
  interrupts = 0;
  handle(on_interrupt);
}

InterruptScope::~InterruptScope() {
  stopped_store = nullptr;
  handle(SIG_DFL);
}

bool interrupted() noexcept { return interrupts.load() > 0; }

void clear_interrupt() noexcept { interrupts = 0; }

void ignore_broken_pipes() { signal(SIGPIPE, SIG_IGN); }

}  // namespace kith::tools
