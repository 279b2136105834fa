// Nouns that say what one is to a body, a place or a person.
//
//     role_kind("chairwoman")   RoleKind::kHead       of a company: HEAD_OF
//     role_kind("grandson")     RoleKind::kRelative   of a person: FAMILY_OF
//     role_kind("table")        RoleKind::kNoRole
#pragma once

#include <cstdint>
#include <string_view>

namespace kith::ingest {

enum class RoleKind : std::uint8_t {
  kNoRole,
  kHead,     ///< chairwoman: heads a body, holds an office of a place
  kOffice,   ///< minister
  kSpeaker,  ///< spokesman
  kMember,   ///< striker
  kWorker,   ///< accountant
  kFounder,
  kOwner,
  kCoach,
  kRelative,  ///< grandson
  kStudent,
  kNative,     ///< comes from there
  kCandidate,  ///< stands for it
  kVeteran,    ///< has served in it
  kResident,   ///< lives there
  kCritic,     ///< criticises
  kSupporter,  ///< supports
};

/// What the noun makes of who is called by it; "ministers" is as "minister".
RoleKind role_kind(std::string_view lower);

/// Whether the noun is the plural of one that role_kind() knows.
bool is_plural_role(std::string_view lower);

}  // namespace kith::ingest
