#include "common/deep_stack.h"

#include <pthread.h>
#include <sys/resource.h>

namespace kith::tools {

namespace {

struct Call {
  const std::function<int()>& work;
  int status = 0;
};

void* run(void* given) {
  auto* call = static_cast<Call*>(given);
  call->status = call->work();
  return nullptr;
}

}  // namespace

int with_deep_stack(const std::function<int()>& work) {
  rlimit stack = {};
  if (getrlimit(RLIMIT_STACK, &stack) != 0 || stack.rlim_cur >= kStackBytes) return work();
  Call call{work};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackBytes);
  pthread_t thread;
  const bool started = pthread_create(&thread, &attributes, run, &call) == 0;
  pthread_attr_destroy(&attributes);
  if (!started) return work();
  pthread_join(thread, nullptr);
  return call.status;
}

}  // namespace kith::tools
