// Small articles that share persons and places, as many as wanted.
#pragma once

#include <filesystem>
#include <string>

#include "ingest/kit.h"

namespace kith::test {

/// The article of a number: its persons, places and days come round again in other articles.
inline std::string story(int number) {
  static constexpr const char* kFirst[] = {"Anna", "Tomas", "Lena", "Omar", "Ruth", "Pavel", "Ines"};
  static constexpr const char* kLast[] = {"Keller", "Brandt", "Fischer", "Said", "Marsh", "Novak", "Ferro", "Holm"};
  static constexpr const char* kPlace[] = {"Paris", "Oslo", "Chile", "Norway", "Rome"};
  const auto person = [](int n) { return std::string(kFirst[n % 7]) + " " + kLast[n % 8]; };
  const std::string day = std::to_string(10 + number % 15);
  std::string text = "PARIS, May " + day + ", 2025\n\n";
  text += person(number) + " met " + person(3 * number + 1) + " in " + kPlace[number % 5] + " on Monday.\n";
  text += person(number + 2) + " spoke with " + person(number) + " on May " + day + ", 2025.\n";
  text += person(number + 4) + " visited " + kPlace[(number + 2) % 5] + ".\n";
  if (number % 3 == 0) text += person(number + 1) + " was born in " + kPlace[(number + 1) % 5] + ".\n";
  return text;
}

/// "a00012.txt"
inline std::string story_name(int number) {
  const std::string digits = std::to_string(number);
  return "a" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits + ".txt";
}

inline void write_stories(const std::filesystem::path& folder, int count) {
  for (int number = 0; number < count; ++number) write_file(folder / story_name(number), story(number));
}

}  // namespace kith::test
