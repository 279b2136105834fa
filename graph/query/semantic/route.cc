#include "query/semantic/route.h"

#include <cstddef>

namespace kith::semantic {

namespace {

RouteLeg reversed(const RouteLeg& leg) {
  RouteLeg out = leg;
  const std::size_t count = leg.steps.size();
  out.from = leg.steps.back().to;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t mirrored = count - 1 - i;
    out.steps[i] = leg.steps[mirrored];
    out.steps[i].to = mirrored == 0 ? leg.from : leg.steps[mirrored - 1].to;
    out.steps[i].direction = kith::reversed(leg.steps[mirrored].direction);
  }
  return out;
}

std::string slot_text(Slot slot) { return slot == kNoSlot ? "#-" : "#" + std::to_string(slot); }

std::string where_text(const std::vector<Expr>& predicates) {
  std::string text;
  for (const Expr& predicate : predicates) text += (text.empty() ? " where " : ", ") + to_text(predicate);
  return text;
}

std::string leg_text(const RouteLeg& leg) {
  std::string text = "(" + slot_text(leg.from);
  for (const RouteStep& step : leg.steps) {
    text += step.direction == Direction::kIn ? " <-[" : " -[";
    text += slot_text(step.edge);
    for (std::size_t i = 0; i < step.types.size(); ++i) text += (i == 0 ? " :" : "|") + step.types[i];
    text += (step.direction == Direction::kOut ? "]-> " : "]- ") + slot_text(step.to);
  }
  text += where_text(leg.predicates) + ")";
  if (leg.repeated) {
    text += "{" + std::to_string(leg.min) + ",";
    if (leg.max != ~std::uint64_t{0}) text += std::to_string(leg.max);
    text += "}";
  }
  for (std::size_t i = 0; i < leg.lists.size(); ++i)
    text += (i == 0 ? " lists " : ", ") + slot_text(leg.lists[i].element) + " as " + slot_text(leg.lists[i].list);
  return text;
}

}  // namespace

std::vector<Slot> outputs_of(const Route& route) {
  std::vector<Slot> slots;
  for (const RouteLeg& leg : route.legs) {
    if (!leg.repeated) slots.push_back(leg.steps[0].edge);
    for (const RouteList& list : leg.lists) slots.push_back(list.list);
  }
  for (const RouteStop& stop : route.stops) slots.push_back(stop.node);
  return slots;
}

std::set<Slot> inner_slots(const RouteLeg& leg) {
  std::set<Slot> slots{leg.from};
  for (const RouteStep& step : leg.steps) slots.insert({step.edge, step.to});
  return slots;
}

Route reversed(const Route& route) {
  Route out = route;
  out.legs.clear();
  for (std::size_t i = route.legs.size(); i-- > 0;) out.legs.push_back(reversed(route.legs[i]));
  out.stops.assign(route.stops.rbegin(), route.stops.rend());
  return out;
}

std::string to_text(const Route& route) {
  std::string text;
  switch (route.choice) {
    case RouteChoice::kAll:
      break;
    case RouteChoice::kPaths:
    case RouteChoice::kGroups:
      text += "shortest " + (route.count ? to_text(*route.count) : std::string("1"));
      text += route.choice == RouteChoice::kGroups ? " groups " : " ";
      break;
  }
  if (route.mode == RouteMode::kWalk) text += "walk ";
  if (route.mode == RouteMode::kSimple) text += "simple ";
  if (route.mode == RouteMode::kAcyclic) text += "acyclic ";
  for (std::size_t i = 0; i < route.legs.size(); ++i) {
    if (i > 0) text += " " + slot_text(route.stops[i - 1].node) + where_text(route.stops[i - 1].predicates) + " ";
    text += leg_text(route.legs[i]);
  }
  if (!route.accept.empty()) text += " accept" + where_text(route.accept);
  return text;
}

}  // namespace kith::semantic
