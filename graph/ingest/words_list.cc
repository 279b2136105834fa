#include "ingest/word_lists.h"

namespace kith::ingest::lists {

const std::string_view kTitles =
    "president|vice president|vice-president|deputy president|former president|prime minister|deputy prime minister|premier|"
    "chancellor|minister|foreign minister|defence minister|defense minister|interior minister|finance minister|justice minister|"
    "health minister|education minister|energy minister|trade minister|environment minister|culture minister|home secretary|"
    "foreign secretary|defence secretary|defense secretary|secretary of state|secretary of defense|secretary of defence|"
    "secretary of the treasury|treasury secretary|interior secretary|secretary|secretary general|secretary-general|"
    "attorney general|attorney-general|solicitor general|governor general|governor-general|governor|lieutenant governor|mayor|"
    "deputy mayor|lord mayor|senator|representative|congressman|congresswoman|deputy|councillor|councilor|speaker|"
    "house speaker|majority leader|minority leader|opposition leader|party leader|leader|supreme leader|ambassador|envoy|"
    "special envoy|special representative|consul|consul general|diplomat|commissioner|police commissioner|chief|police chief|"
    "army chief|chief justice|chief executive|chief executive officer|chief of staff|chairman|chairwoman|chairperson|chair|ceo|"
    "director|managing director|executive director|director general|director-general|general secretary|first secretary|"
    "general|major general|lieutenant general|brigadier general|brigadier|colonel|lieutenant colonel|major|captain|lieutenant|"
    "sergeant|corporal|private|admiral|rear admiral|vice admiral|commander|marshal|field marshal|judge|justice|magistrate|"
    "prosecutor|chief prosecutor|sheriff|inspector|chief inspector|superintendent|detective|constable|officer|professor|"
    "associate professor|doctor|rector|archbishop|bishop|cardinal|patriarch|rabbi|imam|ayatollah|grand ayatollah|"
    "reverend|father|sister|brother|pastor|sheikh|mullah|emir|sultan|caliph|shah|tsar|"
    "crown prince|dictator|spokesman|spokeswoman|spokesperson|coach|head coach|manager|author|actor|actress|singer|director|"
    "journalist|lawyer|astronaut|scientist|first lady|co-founder|founder|head|counterpart|member|team member|candidate|"
    "presidential candidate|president-elect|national security adviser|national security advisor|adviser|advisor|"
    "press secretary|permanent representative|high representative|high commissioner|minister of foreign affairs|"
    "minister of defence|minister of defense|minister of finance|minister of justice|minister of health|minister of education|"
    "minister of the interior|minister for foreign affairs|deputy foreign minister|deputy minister|undersecretary|"
    "deputy secretary of state|assistant secretary of state|chief negotiator|negotiator|chief of police|chief of defence|"
    "member of parliament|mp|acting president|interim president|acting prime minister|interim prime minister|president pro tempore|"
    "governing mayor|first minister|deputy first minister|taoiseach|head of state|head of government|commander in chief|"
    "commander-in-chief|chief spokesman|deputy spokesman|deputy spokesperson|vp|analyst|economist|activist|"
    "defender|striker|midfielder|goalkeeper|forward|winger|driver|champion|world champion";
const std::string_view kHonorifics =
    "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sir madam dame lord lady gen gen. sen sen. rep rep. gov gov. rev rev. "
    "capt capt. lt lt. col col. sgt sgt. maj maj. adm adm. hon hon. st st.";
const std::string_view kRegnal = "pope king queen emperor empress prince princess saint";

const std::string_view kDeterminers =
    "the a an this that these those each every some any no all both either neither another such several many most few "
    "more less much other own what which";
const std::string_view kPrepositions =
    "of in on at to from with by for about against between among amongst into onto over under after before during since "
    "until till through throughout across along around near beside besides behind beyond above below off toward towards "
    "within without via per despite upon aboard amid amidst inside outside unlike like alongside including following "
    "regarding concerning versus vs vs. as than aged";
const std::string_view kCoordinators = "and or but nor & yet";
const std::string_view kSubordinators =
    "that because although though while when whenever if unless whereas whether so since until after before as once lest";
const std::string_view kRelatives = "who whom which where whose";
const std::string_view kPronouns =
    "i you he she it we they me him us them himself herself itself themselves myself ourselves someone everyone anyone "
    "nobody something everything nothing";
const std::string_view kPossessives = "his her its their my our your";
const std::string_view kAuxiliaries =
    "am is are was were be been being has have had having do does did done 's 're 've 'm";
const std::string_view kModals =
    // The Segmenter cuts "can't" and "won't" before the "n't".
    "will would shall should can could may might must cannot 'll 'd ca wo sha";
const std::string_view kNegations = "not n't never cannot";
const std::string_view kAdverbs =
    "also then later earlier now still already just only even again ever never not n't often once twice soon recently "
    "previously currently reportedly allegedly formally officially personally directly jointly separately briefly "
    "subsequently eventually initially originally finally first together too very quite almost nearly however meanwhile "
    "therefore thus hence instead further furthermore moreover otherwise indeed perhaps maybe away back out up down "
    "today yesterday tomorrow tonight here there ago well overall largely mostly partly roughly actively basically";
const std::string_view kAdjectives =
    "new old young former late current future next last past first second third final recent ongoing great good bad big "
    "small large high low long short major minor main key top leading senior junior early local national international "
    "foreign federal public private military political economic social religious civil armed nuclear peaceful violent "
    "bilateral trilateral multilateral inaugural annual comprehensive immediate full permanent temporary lasting total "
    "direct indirect joint separate productive strong several important different similar same own able available free "
    "open possible likely necessary special general common entire whole face-to-face";
const std::string_view kTimeUnits =
    "second seconds minute minutes hour hours day days week weeks weekend month months year years decade decades century "
    "centuries morning afternoon evening night midnight noon today yesterday tomorrow tonight time";
const std::string_view kPeoples =
    "muslim muslims christian christians jew jews jewish islamic catholic catholics protestant protestants buddhist "
    "buddhists hindu hindus sikh sikhs orthodox sunni shia shiite shi'ite arab arabs arabic kurd kurds kurdish african "
    "africans european europeans asian asians latino latinos hispanic latin western eastern northern southern democrat "
    "democrats republican republicans democratic communist communists liberal liberals conservative conservatives nazi nazis "
    "marxist socialist socialists zionist scientologist scientologists internet web english christmas easter ramadan "
    "covid-19 covid bible koran quran nobel atheist mormon mormons roma hebrew";
const std::string_view kPersons =
    "man woman men women boy girl boys girls person people child children mother father son daughter brother sister "
    "husband wife ex-husband ex-wife uncle aunt cousin friend colleague spokesman spokeswoman spokesperson official "
    "officials officer leader leaders critic critics witness witnesses resident residents student students teacher player "
    "players author writer singer actor actress lawyer attorney doctor physician engineer driver soldier soldiers victim "
    "victims survivor suspect suspects politician journalist reporter activist citizen citizens member members teenager "
    "teenagers founder president minister mayor governor coach manager captain chief head director boss owner partner "
    "girlfriend boyfriend fiancé fiancée widow parents parent widower politician senator ambassador candidate "
    "bishop priest pope missionary attendee attendees guest guests participant participants pilot astronaut artist "
    "musician scientist researcher professor economist analyst historian philanthropist businessman businesswoman entrepreneur";
const std::string_view kVessels =
    "ship vessel boat yacht ferry tanker carrier frigate destroyer submarine liner trawler freighter spacecraft aircraft";
const std::string_view kTeams = "team delegation squad side group crew";
const std::string_view kNameParticles =
    "de da do dos das del della di du la le van von der den ter ten bin ibn al el abu ben binti st st. y e af av zu zur "
    "o' d' al- el-";

// Words that are capitalised in headings and at the start of sentences and are no names by themselves.
const std::string_view kNoNames =
    "i god monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december image photo picture video file update updated breaking exclusive editorial "
    "opinion analysis news world sports sport business politics according hopefully sources source related see also "
    "external links share email print advertisement note yes no ok okay please thank thanks sorry hello dear best "
    "regards what when where who whom why how which there here if although though while because since despite unlike "
    "like as at by for from in into of off on onto out over to up with within without after before during until about "
    "against among between through throughout under above below near around across and or but nor so yet the a an this "
    "that these those each every some any all both either neither another such several many most few more much other "
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty hundred thousand million billion dozen dozens half first second third fourth "
    "he she it we they you his her its their our your my him them us me myself himself herself itself themselves "
    "today yesterday tomorrow tonight earlier later now then soon once again still already just only even never always "
    "often sometimes usually perhaps maybe however therefore thus hence moreover furthermore meanwhile nevertheless "
    "nonetheless additionally finally eventually previously currently recently originally initially instead indeed "
    "overall likewise similarly otherwise besides following including regarding asked speaking citing quoting officials "
    "police authorities critics experts people women men children students teams members team residents witnesses "
    "protesters government officials leaders leader party parties both prior let make get go come take look read click "
    "is are was were be been being has have had do does did will would shall should can could may might must not "
    "part chapter section page figure table appendix contents introduction conclusion history background biography "
    "early life career death personal family education abstract references notes results methods discussion "
    "secretary president minister mayor governor senator chairman director professor doctor pope king queen emperor "
    "opposition analyst coroner skipper prince princess lord lady sir saint bishop judge general colonel captain "
    "sergeant officer ambassador chancellor "
    "premier prime vice deputy chief head former acting interim spokesman spokeswoman spokesperson bloodbath hope "
    "nation nations country state city town village county province region district street road internet english";

const std::string_view kOrganisationWords =
    "survey council department ministry corporation corp corp. company co. inc inc. ltd ltd. llc plc group holdings church "
    "university college school institute institution academy party union association federation confederation league "
    "committee commission agency administration authority bureau office board bank fund foundation trust organisation "
    "organization society club navy army force forces guard guards police service services court tribunal parliament "
    "congress senate assembly cabinet government bloc coalition alliance front movement brigade brigades battalion "
    "regiment division corps network newspaper times post journal herald tribune gazette magazine press news broadcasting "
    "television radio media studios pictures records airlines airways motors industries systems technologies laboratories "
    "labs hospital clinic centre center museum library orchestra team united fc f.c. rovers athletic partners associates "
    "consortium cooperative syndicate secretariat registry treasury exchange insurance pharmaceuticals airline "
    "org firm startup carmaker retailer charity band brand network project initiative campaign programme program chamber house militia state-department departments "
    "ministries councils observatory conference-board opera philharmonic ballet symphony choir conservatory conservatoire polytechnic gallery synod diocese archdiocese monastery order lodge taskforce";
const std::string_view kPlaceWords =
    "city town village county province state states district region territory republic kingdom island islands isle isles "
    "peninsula cape coast bay gulf sea ocean strait straits channel canal river creek stream lake lakes falls mountain "
    "mountains mount hill hills valley plain plains plateau desert forest woods park garden gardens square street avenue "
    "road boulevard lane drive highway bridge tunnel airport port harbour harbor station terminal base camp fort castle "
    "palace hall stadium arena tower building plaza gate wall temple cathedral basilica mosque shrine abbey chapel "
    "cemetery prison jail beach reef basin delta glacier crater pass ridge volcano archipelago heights quarter borough "
    "parish municipality prefecture oblast crossing border corridor strip bank zone ranch farm mine dam reservoir "
    "theatre theater hotel mall market pier wharf dock suburb township capital east west north south";
const std::string_view kEventClasses = R"(talks negotiations negotiation talk session sessions
war conflict hostilities fighting invasion
meeting meetings encounter
summit
conference congress convention forum symposium
mass liturgy
ceremony inauguration
dinner banquet reception gala
funeral burial vigil
wedding
competition contest olympics games championship championships tournament cup challenge match race marathon final finals semi-final semi-finals semifinal quarter-final quarterfinal derby friendly
election elections vote referendum poll ballot
agreement deal accord treaty pact
ceasefire truce armistice
plan
ban
attack attacks assault bombing shooting strike strikes raid massacre airstrike airstrikes
protest protests demonstration demonstrations rally march riot riots uprising revolution rebellion coup
earthquake flood floods hurricane cyclone typhoon tsunami storm wildfire eruption disaster landslide mudslide avalanche drought famine
crash accident collision explosion derailment stampede blast blasts
trial hearing
inquiry inquest investigation probe
festival
exhibition expo fair
visit tour
crisis
pandemic epidemic outbreak
battle siege offensive clash clashes skirmish skirmishes
launch mission
debate
concert
parade
anniversary
awards)";

const std::string_view kRegularVerbs =
    "accept accuse achieve acquire act add address admit adopt advise affirm aim allege allow announce answer apologise "
    "apologize appeal appear applaud apply appoint approach approve argue arrest arrive ask assassinate assert assist "
    "attack attempt attend authorise authorize award ban believe belong blame block bomb book brief call campaign cancel "
    "capture carry cause cease celebrate chair challenge charge cite claim clash close co-found command comment commit "
    "compete complain complete condemn conduct confer confirm congratulate consider consult contact contest continue "
    "control cooperate coordinate criticise criticize crown date debate decide declare decline defeat defend define "
    "delay deliver demand demonstrate denounce deny depart deploy describe design destroy detain develop die direct "
    "disappear disclose disconnect discuss dismiss dispatch display donate dominate drop earn elect emphasise emphasize "
    "employ encourage end endorse engage enjoy ensure enter entitle escape establish evacuate evict exchange execute "
    "expect expel explain explode express extend extradite face fail fire flee follow force form free fund gain "
    "gather govern grant greet guarantee guard happen head help highlight hope host hug hurt identify imprison improve "
    "include increase indicate inform inaugurate injure insist inspect interview introduce invade invest investigate invite "
    "issue jail join justify kidnap kill lack land launch liberate like list live locate look manage march mark "
    "marry mediate mention migrate move murder name need negotiate nominate note obtain occupy occur offer open operate "
    "oppose order organise organize oust outline own participate pass perform permit phone place plan play pledge "
    "praise pray prepare present preserve press prevent proclaim produce promise promote propose protect protest prove "
    "provide publish punish pursue question raise rank reach react reaffirm realise receive recognise recognize "
    "recommend refuse regard reiterate reject rejoin relate release relocate remain remove replace reply report represent "
    "request require rescue reside resign resolve respond result resume retire return reveal rule sanction scheduled "
    "schedule score seize sentence separate serve settle shell share sign sponsor stage start state stay stop stress "
    "strike study succeed suffer suggest summon support suppress surrender suspect suspend talk target telephone test "
    "text thank threaten tour trade train transfer travel treat trust try tweet undergo unite unveil urge use "
    "vacate veto view violate visit volunteer vote vow wait walk want warn watch welcome wish witness work worry "
    "wound base chat converse embrace hail lobby host-co star collaborate partner merge vie collide disagree "
    "reconcile befriend divorce graduate enrol enroll flank accompany aid back bury beg";

const std::string_view kIrregularVerbs =
    "flee/fled/fled wed/wed/wed be/was/been become/became/become begin/began/begun/beginning beat/beat/beaten break/broke/broken bring/brought/brought "
    "build/built/built buy/bought/bought catch/caught/caught choose/chose/chosen come/came/come cut/cut/cut/cutting "
    "deal/dealt/dealt do/did/done draw/drew/drawn drive/drove/driven fall/fell/fallen fight/fought/fought find/found/found "
    "flee/fled/fled/fleeing fly/flew/flown forbid/forbade/forbidden/forbidding get/got/got/getting give/gave/given go/went/gone "
    "grow/grew/grown hang/hung/hung have/had/had hear/heard/heard hit/hit/hit/hitting hold/held/held hurt/hurt/hurt keep/kept/kept "
    "know/knew/known lead/led/led leave/left/left lend/lent/lent let/let/let/letting lie/lay/lain/lying lose/lost/lost "
    "make/made/made mean/meant/meant meet/met/met pay/paid/paid put/put/put/putting quit/quit/quit/quitting read/read/read "
    "ride/rode/ridden rise/rose/risen run/ran/run/running say/said/said see/saw/seen/seeing seek/sought/sought sell/sold/sold "
    "send/sent/sent set/set/set/setting shake/shook/shaken shoot/shot/shot show/showed/shown sit/sat/sat/sitting "
    "speak/spoke/spoken spend/spent/spent stand/stood/stood steal/stole/stolen strike/struck/struck swear/swore/sworn "
    "take/took/taken teach/taught/taught tell/told/told think/thought/thought throw/threw/thrown understand/understood/understood "
    "wear/wore/worn win/won/won/winning withdraw/withdrew/withdrawn write/wrote/written agree/agreed/agreed/agreeing "
    "oversee/oversaw/overseen/overseeing undergo/underwent/undergone ban/banned/banned/banning admit/admitted/admitted/admitting "
    "commit/committed/committed/committing confer/conferred/conferred/conferring expel/expelled/expelled/expelling "
    "transfer/transferred/transferred/transferring permit/permitted/permitted/permitting plan/planned/planned/planning "
    "stop/stopped/stopped/stopping drop/dropped/dropped/dropping chat/chatted/chatted/chatting hug/hugged/hugged/hugging "
    "occur/occurred/occurred/occurring kidnap/kidnapped/kidnapped/kidnapping star/starred/starred/starring "
    "enrol/enrolled/enrolled/enrolling beg/begged/begged/begging control/controlled/controlled/controlling "
    "co-found/co-founded/co-founded found/founded/founded/founding bear/bore/born cast/cast/cast "
    "beset/beset/beset split/split/split/splitting overthrow/overthrew/overthrown die/died/died/dying vie/vied/vied/vying";

// Verbs that the language model does not know as such: it was not taught with them.
const std::string_view kOtherVerbs =
    "abandon abduct abolish absorb abuse accelerate accommodate accumulate accustom activate adapt adjust administer "
    "admire adore advance advertise advocate afford airlift alert allocate alter amend amount amuse analyse analyze "
    "annex anticipate appreciate appropriate arouse arrange articulate ascend assault assemble assess assign "
    "associate assume assure attach attain attract auction audit await balance bargain bark barricade battle behave "
    "benefit betray blast bless boast bolster bombard boost borrow bounce boycott brand breach breathe bribe bridge "
    "broaden browse brush bully burn calculate calm capitalise capitalize captain cater caution cement certify "
    "champion characterise characterize chase cheat cheer chide clarify classify clean clear climb coach coincide "
    "collapse collect combat combine commemorate commend commission communicate compare compensate compile compose "
    "comprise compromise conceal concede conceive concentrate concern conclude condense confess confine confiscate "
    "confront confuse connect conquer consist constitute constrain construct consume contain contemplate contend "
    "contract contradict contribute convene convert convey convict convince correct correspond counter couple cover "
    "crack craft crash create credit cripple cross crush cultivate curb cure customise cycle damage dampen dance dare "
    "dash deceive declassify decorate decrease decry dedicate deem deepen default defect defraud defy degrade "
    "delegate delete deliberate delight demolish demote depend depict deplore deport depose deprive derail derive "
    "deserve designate desire despatch deteriorate determine devastate deviate devise devote diagnose dictate differ "
    "diminish dine disarm disband discard discharge discover discredit discriminate disguise dislike dismantle "
    "dispute disrupt dissolve distance distinguish distort distribute disturb diversify divert divide dodge double "
    "doubt downgrade draft drain dress drift drown dry dub dump earmark ease educate elaborate elevate eliminate "
    "elope elude email embark embarrass embed emerge emigrate empower enable enact encounter endanger endure energise "
    "enforce enhance enjoin enlarge enlist enrich ensue entail entertain entrust envisage envision equal equip erase "
    "erect erode erupt escalate escort estimate evade evaluate evolve exaggerate examine exceed exclude excuse exempt "
    "exercise exert exhaust exhibit exile exist expand expedite experience experiment expire exploit explore export "
    "expose fabricate facilitate fade falter fare fascinate fasten favor favour fear feature feud file fill film "
    "finalise finalize finance fine finish fit flatten float flock flood flourish flow focus foil foster fracture "
    "frame frighten frustrate fuel fulfil fulfill function furnish further fuse garner generate glance grab grace "
    "grade grapple grasp grieve groom ground guess guide hack halt hamper hand handle harass harbor harbour harm "
    "harvest hasten haul haunt headquarter heal heighten hesitate hijack hike hinder hint hire honor honour house "
    "hunt hurry ignite ignore illustrate imagine immigrate impeach implement implicate implore imply import impose "
    "impress incarcerate incite incorporate induce indulge infect infer infiltrate inflict influence infuriate "
    "inherit inhibit initiate inject innovate inquire insert install instruct insult insure integrate intend "
    "intensify interact intercept interfere intern interpret interrogate interrupt intervene intimidate inundate "
    "invent invoke involve irritate isolate jeopardise journey judge jump kick kiss knock label lag lambast lambaste "
    "lament last laud laugh lease lecture legalise legislate lessen level levy liken limit linger link liquidate "
    "listen litigate load loan lock lodge loom loot lower lunch maintain mandate manipulate manoeuvre manufacture map "
    "mass master match matter mature maximise measure meddle melt message milk minimise mint misuse mitigate mobilise "
    "mobilize mock moderate modernise modify monitor motivate mount mourn multiply narrate narrow neglect nod "
    "normalise notice notify nudge object oblige observe obstruct outlaw outnumber outrage outweigh overhaul overlook "
    "overrule overwhelm owe pace pack paint pardon part pause pave peak peer penetrate perceive persecute "
    "persist persuade petition phase photograph pile pilot pioneer pitch plague plead plot plunder plunge point poise "
    "poison polarise police pool portray pose position possess post postpone pour power practice practise preach "
    "precede preclude predict prescribe preside presume pretend prevail privatise probe proceed process procure "
    "profess profile profit prohibit project prolong prompt pronounce prop prosecute prosper provoke publicise pull "
    "pump purchase purge push qualify quarrel quarter quell quote race raid rally ransack rate ratify rebuke recall "
    "reckon reclaim reconsider reconstruct record recount recover recruit recycle redeem redefine reduce reform "
    "refrain refuel refute regain register regulate reinforce reinstate relax relay relieve relinquish rely remark "
    "remember remind renew renounce rent reopen reorganise repair repeal repeat replicate reprimand reproduce rescind "
    "research resemble reserve reshape reshuffle resist resort respect restore restrain restrict retain retaliate "
    "retreat retrieve reunite reuse reverse revert review revise revive revoke revolt reward ridicule risk rival rob "
    "roll round row ruin rush sabotage sack sacrifice safeguard sail salute sample satisfy save scale scan scare "
    "scatter scold scrap scream screen scrutinise seal search secure seem select sense shatter shelter shelve shift "
    "ship shock shore shorten shout shove shower shrug shun side sideline signal simplify ski skip slam slap slash "
    "slip slow slump smash smile smoke smuggle snap soar soften solve sort sound spare spark spearhead specialise "
    "specialize specify speculate spot spur squander stab stabilise staff stagger stamp standardise stare steer stem "
    "step stimulate stir stock storm strain strand strap streamline strengthen stretch strip strive structure "
    "struggle stumble stun subscribe subsidise substitute sue suit sum supervise supplement supply suppose surge "
    "surpass surprise surround survey survive sustain swap switch symbolise sympathise table tackle tailor tap tape "
    "taste tax tease televise tempt tend tender term terminate terrify testify thrash thrive thwart tighten tip toast "
    "tolerate top topple torch torture toss total touch tow trace track trail transform translate transmit transport "
    "trap treble trek trick trigger triple triumph trouble tuck tumble tune turn tutor twist type uncover underline "
    "undermine underscore unfold unify unleash unload unlock unravel update upgrade utilise utter vaccinate validate "
    "value vanish vary ventilate venture verify vilify voice wage wander warrant wash waste wave weaken weigh whip "
    "widen wipe wire wonder worsen worship wrap wreck wrestle yell yield";

const std::string_view kOtherIrregularVerbs =
    "arise/arose/arisen awake/awoke/awoken bend/bent/bent bet/bet/bet/betting bid/bid/bid/bidding bind/bound/bound "
    "bite/bit/bitten bleed/bled/bled blow/blew/blown breed/bred/bred broadcast/broadcast/broadcast burst/burst/burst "
    "cling/clung/clung cost/cost/cost creep/crept/crept dig/dug/dug/digging drink/drank/drunk eat/ate/eaten "
    "feed/fed/fed feel/felt/felt forecast/forecast/forecast foresee/foresaw/foreseen/foreseeing "
    "forget/forgot/forgotten/forgetting forgive/forgave/forgiven freeze/froze/frozen grind/ground/ground "
    "hide/hid/hidden lay/laid/laid light/lit/lit mislead/misled/misled mistake/mistook/mistaken outdo/outdid/outdone "
    "overcome/overcame/overcome overtake/overtook/overtaken overturn/overturned/overturned rebuild/rebuilt/rebuilt "
    "rethink/rethought/rethought rewrite/rewrote/rewritten ring/rang/rung shed/shed/shed/shedding shine/shone/shone "
    "shrink/shrank/shrunk shut/shut/shut/shutting sing/sang/sung sink/sank/sunk sleep/slept/slept slide/slid/slid "
    "speed/sped/sped spin/spun/spun/spinning spread/spread/spread spring/sprang/sprung stick/stuck/stuck "
    "sting/stung/stung stride/strode/stridden sweep/swept/swept swim/swam/swum/swimming swing/swung/swung "
    "tear/tore/torn thrust/thrust/thrust undertake/undertook/undertaken uphold/upheld/upheld "
    "upset/upset/upset/upsetting wake/woke/woken weave/wove/woven weep/wept/wept wind/wound/wound "
    "withhold/withheld/withheld withstand/withstood/withstood prefer/preferred/preferred/preferring "
    "refer/referred/referred/referring submit/submitted/submitted/submitting regret/regretted/regretted/regretting "
    "compel/compelled/compelled/compelling propel/propelled/propelled/propelling incur/incurred/incurred/incurring "
    "defer/deferred/deferred/deferring concur/concurred/concurred/concurring omit/omitted/omitted/omitting "
    "patrol/patrolled/patrolled/patrolling dispel/dispelled/dispelled/dispelling repel/repelled/repelled/repelling "
    "tie/tied/tied/tying";

}  // namespace kith::ingest::lists
