#include "common/interrupt.h"

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>

#include "common/exit_code.h"

namespace kith::tools {

namespace {

// All that a signal handler may touch.
std::atomic<Store*> stopped_store = nullptr;
std::atomic<int> interrupts = 0;
std::atomic<int> waker = -1;
static_assert(std::atomic<Store*>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void on_interrupt(int) {
  if (interrupts.fetch_add(1) >= 2) _exit(kExitInterrupted);
  if (Store* store = stopped_store.load()) store->interrupt();
  wake();
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
  waker = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  handle(on_interrupt);
}

InterruptScope::~InterruptScope() {
  stopped_store = nullptr;
  handle(SIG_DFL);
  if (const int descriptor = waker.exchange(-1); descriptor >= 0) close(descriptor);
}

bool interrupted() noexcept { return interrupts.load() > 0; }

void clear_interrupt() noexcept { interrupts = 0; }

int wake_descriptor() noexcept { return waker.load(); }

void wake() noexcept {
  const int code = errno;  // a handler's caller must find it as it was
  constexpr std::uint64_t kOne = 1;
  if (const int descriptor = waker.load(); descriptor >= 0) (void)!write(descriptor, &kOne, sizeof kOne);
  errno = code;
}

void ignore_broken_pipes() { signal(SIGPIPE, SIG_IGN); }

}  // namespace kith::tools
