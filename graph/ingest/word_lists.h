// The hand-written lists behind the Lexicon, as plain text: words parted by blanks, phrases by '|' and lines.
#pragma once

#include <string_view>

namespace kith::ingest::lists {

// One country a line: name | other names and short forms, by commas | adjectives and what its people are called.
extern const std::string_view kCountries;
extern const std::string_view kCities;         // by '|'
extern const std::string_view kRegions;        // by '|'
extern const std::string_view kOrganisations;  // one a line: name | other names
extern const std::string_view kTitles;         // by '|'
extern const std::string_view kHonorifics;
extern const std::string_view kRegnal;

extern const std::string_view kDeterminers, kPrepositions, kCoordinators, kSubordinators, kRelatives, kPronouns,
    kPossessives, kAuxiliaries, kModals, kAdverbs, kAdjectives, kNegations, kTimeUnits, kPeoples, kPersons, kVessels,
    kTeams, kNoNames, kNameParticles;
extern const std::string_view kOrganisationWords, kPlaceWords;
extern const std::string_view kEventClasses;  // one class a line; the first word names it
extern const std::string_view kRegularVerbs;
extern const std::string_view kIrregularVerbs;  // base/past/participle[/gerund]
extern const std::string_view kOtherVerbs;
extern const std::string_view kOtherIrregularVerbs;

}  // namespace kith::ingest::lists
