#include "ingest/role_words.h"

#include <string>
#include <unordered_map>

namespace kith::ingest {

namespace {

struct RoleList {
  RoleKind kind;
  std::string_view words;
};

constexpr RoleList kLists[] = {
    {RoleKind::kHead,
     "head chief director chairman chairwoman chairperson chair ceo president leader executive boss principal dean rector "
     "headmaster headmistress superintendent commander abbot"},
    {RoleKind::kOffice,
     "minister premier secretary undersecretary ambassador envoy consul governor mayor mayoress senator representative congressman "
     "congresswoman councillor councilor speaker whip treasurer deputy vp commissioner judge justice magistrate prosecutor "
     "coroner sheriff inspector ombudsman mediator negotiator delegate coordinator administrator general colonel captain skipper "
     "admiral marshal bishop archbishop cardinal patriarch imam rabbi king queen emperor sultan emir taoiseach vicar "
     "registrar prefect alderman staff lieutenant rapporteur regent dictator provost commissioner chancellor"},
    {RoleKind::kSpeaker, "spokesman spokeswoman spokesperson"},
    {RoleKind::kMember,
     "member mp lawmaker legislator backbencher striker midfielder defender goalkeeper keeper winger forward player footballer fullback "
     "batsman bowler quarterback guitarist bassist drummer vocalist frontman singer activist dancer cellist violinist oboist flautist "
     "trumpeter fellow trustee militant fighter soldier guitarist trombonist parliamentarian"},
    {RoleKind::kWorker,
     "journalist reporter lawyer analyst economist scientist researcher officer detective astronaut professor lecturer doctor diplomat "
     "engineer historian geologist correspondent accountant official employee worker adviser advisor consultant strategist editor "
     "columnist producer presenter anchor curator librarian teacher instructor nurse surgeon physician biologist ecologist "
     "climatologist meteorologist glaciologist seismologist virologist epidemiologist oceanographer archaeologist astronomer "
     "physicist chemist psychologist sociologist anthropologist criminologist linguist pilot manager trader banker architect designer "
     "programmer developer auditor partner technician barrister solicitor attorney counsel aide clerk investigator inspector conservationist "
     "hydrologist volcanologist botanist zoologist palaeontologist paleontologist statistician planner agent guard foreman "
     "photographer broadcaster neurologist cardiologist pathologist psychiatrist chemist entomologist geneticist mathematician philosopher theologian "
     "educator campaigner organiser organizer strategist pollster recruiter steward chef cook waiter bartender machinist welder miner "
     "electrician carpenter plumber mechanic dispatcher paramedic firefighter policeman policewoman constable trooper ranger expert specialist scholar tutor conductor translator interpreter volunteer academic driver"},
    {RoleKind::kFounder, "founder co-founder cofounder"},
    {RoleKind::kOwner, "owner proprietor co-owner"},
    {RoleKind::kCoach, "coach trainer"},
    {RoleKind::kRelative,
     "father mother son daughter brother sister wife husband ex-wife ex-husband uncle aunt cousin nephew niece grandfather "
     "grandmother grandson granddaughter great-grandson great-granddaughter widow widower fiancé fiancée stepfather stepmother "
     "stepson stepdaughter half-brother half-sister son-in-law daughter-in-law brother-in-law sister-in-law father-in-law "
     "mother-in-law parent sibling spouse twin grandchild grandparent heir"},
    {RoleKind::kStudent, "student pupil graduate undergraduate postgraduate alumnus alumna schoolboy schoolgirl"},
    {RoleKind::kNative, "native"},
    {RoleKind::kCandidate, "candidate nominee contender hopeful frontrunner"},
    {RoleKind::kVeteran, "veteran"},
    {RoleKind::kResident, "resident farmer shopkeeper villager elder fisherman inhabitant"},
    {RoleKind::kCritic, "critic opponent detractor"},
    {RoleKind::kSupporter, "supporter ally backer loyalist"},
};

struct Words {
  std::unordered_map<std::string, RoleKind> kinds;

  Words() {
    for (const RoleList& list : kLists)
      for (std::size_t at = 0; at < list.words.size();) {
        const std::size_t end = std::min(list.words.find(' ', at), list.words.size());
        kinds.try_emplace(std::string(list.words.substr(at, end - at)), list.kind);
        at = end + 1;
      }
  }

  RoleKind of(std::string_view word) const {
    const auto it = kinds.find(std::string(word));
    return it == kinds.end() ? RoleKind::kNoRole : it->second;
  }
};

const Words& words() {
  static const Words instance;
  return instance;
}

// The singular of a plural that "s" or another vowel makes; empty if the word is none.
std::string singular(std::string_view word) {
  if (word.ends_with("wives")) return std::string(word.substr(0, word.size() - 3)) + "fe";
  if (word.ends_with("men")) return std::string(word.substr(0, word.size() - 2)) + "an";
  if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) return std::string(word.substr(0, word.size() - 1));
  return {};
}

}  // namespace

RoleKind role_kind(std::string_view lower) {
  const RoleKind kind = words().of(lower);
  return kind != RoleKind::kNoRole ? kind : words().of(singular(lower));
}

bool is_plural_role(std::string_view lower) {
  return words().of(lower) == RoleKind::kNoRole && words().of(singular(lower)) != RoleKind::kNoRole;
}

}  // namespace kith::ingest
