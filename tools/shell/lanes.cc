#include "shell/lanes.h"

#include <utility>

namespace kith::tools {

void Lanes::Queue::push(Lane& lane) noexcept {
  (first == nullptr ? first : last->next_ready) = &lane;
  last = &lane;
}

Lane& Lanes::Queue::pop() noexcept {
  Lane& lane = *first;
  first = std::exchange(lane.next_ready, nullptr);
  return lane;
}

void Lanes::make_ready(Lane& lane) noexcept {
  (lane.session.in_transaction() ? ready_in_transaction_ : ready_).push(lane);
}

void Lanes::add(const std::optional<std::string>& name, Result<Request> request, std::size_t bytes) {
  bytes += kRequestBytes;
  std::unique_ptr<Lane>& place = lanes_[name];
  if (place == nullptr) place = std::make_unique<Lane>(store_, name);
  Lane& lane = *place;
  lane.waiting.push_back({std::move(request), bytes});
  bytes_ += bytes;
  ++count_;
  full_ = full_ || bytes_ > kWaitingBytesMax;
  if (!lane.at_work && lane.waiting.size() == 1) make_ready(lane);
}

Session* Lanes::find(const std::optional<std::string>& name) {
  const auto place = lanes_.find(name);
  return place == lanes_.end() || place->second == nullptr ? nullptr : &place->second->session;
}

Lane& Lanes::take() {
  Lane& lane = (ready_in_transaction_.first != nullptr ? ready_in_transaction_ : ready_).pop();
  lane.at_work = true;
  ++at_work_;
  return lane;
}

void Lanes::done(Lane& lane) {
  bytes_ -= lane.waiting.front().bytes;
  full_ = full_ && bytes_ > kWaitingBytesMax / 2;
  lane.waiting.pop_front();
  --count_;
  lane.at_work = false;
  --at_work_;
  if (!lane.waiting.empty()) return make_ready(lane);
  // The unnamed one stays: it is the one that most clients have.
  if (lane.name && !lane.session.in_transaction()) lanes_.erase(lanes_.find(lane.name));
}

}  // namespace kith::tools
