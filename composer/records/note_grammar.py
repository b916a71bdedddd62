"""The grammar of a note's clause: whether it asks, denies, is private, or only tells. Word lists are in `note-words.yaml`.

Each pattern is a form of sentence, and its words come from the lists: "doesn't need anyone for …", "… is no problem",
"has plenty of …", "we're covered for …". A pattern is read best on one line, however long.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from composer.records.note_words import NoteWords

Verdict = Literal["asks", "tells", "denies", "private"]
FEW = 5
"""Words of a clause that says hardly more than one thing."""
_TOPIC = 3
"""Words of the shortest question that asks by itself: "Gambling?" is a topic, and what follows says what of it."""
_AUXILIARIES = frozenset(
    ["can", "could", "do", "does", "did", "will", "would", "has", "have", "had", "should", "may", "might", "must"]
)
_FUTURE, _TAKING = frozenset({"will", "would"}), frozenset({"do", "use", "try", "consider"})
_BEING = frozenset({"is", "are", "was", "were", "am"})
_NOT_DENIED = frozenset(
    [
        "only",
        "just",
        "even",
        "enough",
        "many",
        "one",
        "much",
        "all",
        "always",
        "every",
        "everyone",
        "sure",
        "able",
        "yet",
        "too",
        "so",
        "to",
        "there",
        "who",
        "if",
        "whether",
        "well",
        "against",
        "opposed",
    ]
)
_BARE = frozenset(
    {"no", "none", "nope", "nah", "never", "not really", "not here", "nope none", "not now", "no thanks", "done"}
)
_LOST = re.compile(
    r"\b(?:left|quit|retired|moved|closed|full(?! service| time)|booked|leaving|gone|died|overwhelmed|waits?|waitlist|backlog|tried|turned|nobody|no)\b"
)
_NEGATED = re.compile(r"\b(?:not|never|no|nobody|nothing|hardly|if|who|to|would|could|can|will)(?: \w+){0,2} $")
_PLURAL_KIN = frozenset({"family", "kids", "children", "parents"})
_ANYONES = frozenset({"kid", "child", "baby", "newborn", "toddler", "twins", "neighbor"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a note, its short forms written out."""

    words: tuple[str, ...]
    joint: str
    """How it is joined to the one before: ``stop``, ``dash``, ``comma``, ``but``, ``and``; empty for the first."""
    verdict: Verdict
    denied_from: int
    """The position of the first word that a "not" inside it denies."""
    asked: bool
    """Whether a question mark ends it: "Evenings? No." is a topic and what is said of it."""
    practical: bool
    """Whether it tells of an office's hours or doors, and so of none of the needs that only sound like them."""
    shows: Literal["", "people", "trouble"]
    """What in it shows a need where nobody asks: the words of a trouble or lack, or that it speaks of their people."""
    told_from: int
    """The position of the first word that tells what the reader does."""
    barred: bool = False
    """Whether it speaks of no need."""
    governed: bool = True
    """Whether something asks for what it speaks of; else only a clause that is hardly more than a need speaks of it."""


class Grammar:
    """The patterns of what asks, denies, has already, or is private, made from the lists of words."""

    def __init__(self, known: NoteWords, words: Callable[[str], list[str]]) -> None:
        def any_of(lines: Iterable[str]) -> str:
            plain = sorted({" ".join(words(line)) for line in lines}, key=len, reverse=True)
            return f"(?:{'|'.join(map(re.escape, plain)) or '(?!)'})"

        needing, problems, supply = any_of(known.needing), any_of(known.problems), any_of(known.supply)
        plenty, between, kin = any_of(known.plenty), any_of(known.between), any_of(known.kin)
        several = rf"(?:{plenty}|a|an|one|two|three|four|her|his|their|its|our|the|own|good|great|excellent|lovely|trusted|steady|new|full time|part time|couple of|few|some)"
        close = r"(?:own |late |older |younger |oldest |youngest |little |teenage |teen |adult |ex |two |three |\d+ year old )*"
        has = r"(?:has|have|got|uses|use|keeps|employs|hired|found|contracts with|works with|work with|partners with|partner with|refers to|refer to|there is|there are)"
        serves = r"(?:has|have|had|got|use|uses|using|work|works|working|refer|refers|send|sends|partner|partners|contract|contracts|employ|employs|hired|found|run|runs|running|offer|offers|does|do|provide|provides|covered|handled|set|there|fine|gets)"
        self._denies = _compile(
            rf"(?<!can )(?<!could )(?<!will )(?<!who do )(?<!who does )(?<!that do )(?<!patients do )(?<!students do )(?<!clients do )(?<!people do )(?<!parents do )(?<!teens do )(?<!kids do )\b(?:not|never|no longer|neither|nor)(?: {between})*? {needing}\b(?! for help)"
            rf"(?!(?<=want)s? (?:\w+ ){{0,2}}(?:to|waiting|going|missing|driving|hearing|sitting|telling|starting|losing|falling|sending|calling|chasing|paying)\b)",
            rf"\b{any_of(known.refusals)}\b",
            r"\bwill not need\b",
            r"\bno (?!(?:therapist|counselor|one|psych)\w*\b)(?:\w+ ){1,3}?(?:at|in|here at|for) (?:that|this|their|her|his|our|the) (?:own |whole )?(?:practice|office|clinic|shop|building|place|house|department|dept|firm|group|caseload|panel|line of work)\b",
            r"\bused to (?!have an?\b|send|refer|be able|get)\w+",
            r"\bnobody (?:(?:here|there|gets|is|ever|even|goes) )*(?:sent|complains?|minds?|misses|objects|waits|without)\b",
            r"\bneither (?!takes?\b|has\b|have\b|accepts?\b|does\b|do\b|can\b|of\b)(?:\w+ )+nor\b",
            r"\bnot (?:our|their|her|his|my) (?!usual|only|first)\w+$",
            r"\bdo not (?:send|bring|mail|email|call|give|leave|drop|fax|bother)\b(?! (?:up|out|them away))",
            r"\bnot (?:something|anything|somebody|a population|a group)(?: that)? (?:they|she|he|we|i|that|comes)\b",
            r"\b(?:does|do|did) not refer\b",
            r"\bnothing (?:new )?(?:on|about) the\b",
            r"\bnever comes? up\b",
            r"\b(?:needs?|needed|wants?|wanted|requires?) (?:no|nothing|nobody|none)\b(?! (?:wait|waitlist|waiting|phone|stairs|one))",
            rf"\b(?:was|were|used to be)(?: (?:a|an|the|real|big|huge|major|such))* {problems}\b",
            r"\bnot (?:had|seen|gotten|met)(?: \w+){0,3} in (?:years|months|ages|forever|a while)\b",
            r"\bnot (?:too |that |so |very |really )*(?:hard|tough|difficult|bad)\b",
            r"\b(?:one|two|a couple|a few|maybe one)(?: \w+)? (?:a|per|each|every) (?:year|decade)\b",
            rf"^(?:hardly any|barely any|very few|few) \w+(?! (?:{supply}|who|that|take|takes))",
            r"\bnobody(?: (?:here|there|has|is|ever|really|around|on staff))* (?:needs?|wants?|asks?|asked|asking|requested|looking)\b",
            rf"\b(?:no|without|without any|little|not much|not many|hardly any)(?: (?!(?:with|to|for|end|the|in|who|nobody)\b)\w+){{0,2}}? {problems}\b",
            rf"\b(?:not|never|hardly)(?: (?:has|have|had|having|really|exactly|currently|usually|been|such|that|a|an|any|the|much|of|big|huge|real|major|current|top|our|her|his|their|my|at|all|as))*? {problems}\b",
            rf"^no (?:more )?{any_of(known.populations)}\b(?! (?:{supply}|who|with))",
            r"\bnot(?: \w+)? (?:taking|accepting|adding|collecting|considering|meeting)(?: any| more| on)*(?: new| more| outside)? (?:names|therapists|vendors|partners|sources|contacts|cards|calls|referrals)\b",
        )
        self._served = _compile(
            rf"\b{any_of(known.served)}\b(?!(?<=covered) by)",
            r"(?:^|\b(?:is|are|got|has|have|totally|fully|pretty well|pretty much) )covered(?: |$)(?!by)",
            rf"\b{has}(?: {several})+(?: \w+){{0,3}}? (?:{supply}|(?:person|guy|gal|lady|woman|man|people|someone|one)(?= (?:for|who does|who do|who takes?|who sees?|who treats?|that|already|she|he|they|on staff)\b|$))(?: |$)(?!of )",
            rf"^(?:\w+ )?(?:plenty|enough|more than enough|lots|tons|loads|no shortage)(?: of)?(?: \w+){{0,3}}? (?:{supply}|people)\b",
            r"\b(?:sends|refers|gives|passes|routes|ships|steers)(?: (?:all|most|every|everyone|those|them|her|his|their|its|our|the|of|any))+(?: \w+){0,4} (?:to|over to) (?!me\b|us\b|nobody\b|nothing\b|no\b|voicemail)\w+",
            r"\b(?:runs|leads|teaches|facilitates|offers|hosts|started|has started)(?: \w+){0,4}? (?:group|groups|class|classes|program|programs|clinic|series|workshop|workshops|ministry)\b",
            rf"\b(?:staff|on site|onsite|resident|in house|full time|part time|embedded) {supply}\b",
            rf"\b(?:brought on|took on|taken on|bring on|hired|has hired|added|recruited|signed|landed|snagged|found) (?:{several}|\d+|its|another)(?: \w+){{0,4}}? (?:{supply}|people|speakers?|person|folks)\b",
            r"^hired (?:\w+|\d+)$",
            r"\b(?:go(?:es)?|going|sent|sends?|routed|directed) (?:straight |only |all |always |right )?to (?:dr|the same|(?:their|her|his|our|its) |one of )\b",
            r"\b(?:runs?|go(?:es)?|stays?|done|handled|kept|stayed|remains?|belongs?)(?: all)? (?:through|within|inside|in|under|to|at|on) (?:the |their |our |her |his )?(?:\w+ ){0,2}?(?:own|building|house|system|walls|network|unit|team|department)\b",
            r"^(?:\w+ ){1,4}(?:is|are) (?:fine|ok|okay|smooth|solid|excellent|plentiful|handled)(?: \w+)?$",
            r"\b(?:does|do|offers?|provides?|treats?|handles?|sees?|covers?|runs?|manages?)(?: \w+){0,5} (?:itself|herself|himself|themselves|ourselves|internally|in house)\b",
            r"\ball (?:see|use|have|love) (?!a\b|an\b|the same|trouble|no\b|nobody|to\b|waiting|had\b|been\b)\w+",
            r"\b(?:all|every|everyone|everything|those|most|they)(?: \w+){0,4} (?:go(?:es)?|ends? up|stays?|heads?) (?:only |all |always |right |straight |back )*(?:to|through|with|in) (?!the (?:er|ed|street|floor)\b|er\b|ed\b|nobody\b|nothing\b|no\b|jail\b|prison\b|waste\b|voicemail|work\b|bed\b|me\b|us\b|who)",
            rf"\b{has} someone (?:for|good|great|already|she|he|they|on|in)\b",
            rf"\b{has}(?: \w+)?(?: plenty| enough| ample| loads| tons)(?: of (?:them|those|that|it))?(?: already| for now| on hand| now)?$",
            rf"\b(?:already|currently)(?: \w+)? {serves}\b",
            rf"\b{serves}(?: \w+){{0,6}} already$",
            r"\b(?:does|do|runs?|has|have|offers?|provides?|keeps?|handles?|uses?)(?: \w+)? (?:its|their|her|his|our) own\b",
            rf"\bown (?:{supply}|people)(?= (?:does|do|handles?|sees?|takes?|covers?|runs?|there|for|already)\b|$)",
            r"\b(?:their|our) (?:\w+ ){0,2}(?:program|group|groups|clinic|service|services) (?:is|are|has|does|works|meets|covers|runs)\b",
            rf"\b{has} more(?: \w+){{0,2}} (?!referrals)(?:{supply}|people) than\b",
            r"\b(?:clinic|center|hospital|va|county|university|agency|team|program|partner|colleague|nurse|chaplain) (?:handles|takes|covers|does|sees|manages|has)(?: all)?(?: of)? (?:that|those|them|these|it)\b",
        )  # fmt: skip
        self._seldom = _compile(
            r"\b(?:rarely|seldom|hardly ever|almost never)(?: \w+)? (?:see|sees|has|come up|comes up|treat|treats|deals?)\b",
            r"\bnot(?: \w+)? (?:see|get|have|treat|serve)(?: \w+)? (?:many|much|a lot of|lots of)\b(?! (?:room|time|options|luck|choice|help|calls?))",
        )  # fmt: skip
        own = any_of(relation for relation in known.kin if relation not in _PLURAL_KIN)
        self._kin = _compile(
            r"\bfor (?:her|him)(?:self)?$",
            rf"\b(?:her|his|my) {close}(?:teen|teenager|boy|girl|{own})\b", rf"\bown {close}{kin}\b",
            r"\b(?:her|his|my) own (?!staff|team|people|patients|clients|practice|caseload|room|office|hours|pace)\w+",
            rf"^(?!(?:{'|'.join(sorted(_ANYONES))})s?\b){own}s? (?:a|an|is|was|has|had|works|just|plays|teaches|coaches|passed|got|goes|also)\b",
            r"\b(?:is|was|had|are|in|a \w+|lost \w+)(?: \w+){0,3} (?<!cuts )(?<!hurts )(?:herself|himself)\b",
        )  # fmt: skip
        hobbies = any_of(known.hobbies)
        self._private = _compile(
            rf"(?<!who )\b{any_of(known.own_past)}\b",
            rf"\b{any_of(known.remarks)}\b",
            rf"\b(?:one|two|three|both|all) of (?:her|his) (?:boys|girls|{kin})\b", rf"^\w+s {own}$", r"\b(?:in|since|during|from) (?:her|his|my) (?:own )?(?:teens|twenties|thirties|youth|childhood|college|\d0s)\b",
            r"^(?:while |when |and )?(?:i|we) (?:got|had|were|was|sat|waited|met|ran|chatted|laughed|talked|shared|rode|saw|took|left|went|both)\b", r"\bwhile (?:i|we)\b",
            r"^(?:she|he) (?:is|was) (?:a|an|also a)\b", r"^(?:was|is|were) (?:a|an|in)\b", r"\bnobody (?:has )?ever asked\b", r"^(?:a |an )?(?:retired|former) \w+[^s\W](?: \w+)?$",
            rf"\b(?:loves?|likes?|enjoys?|plays?|coaches|collects?|watches|into|fan of|rides|raises|grows|sings|avid|runs|talked about|her|his|brought|brings|makes)(?: \w+){{0,3}} {hobbies}\b",
            rf"^(?:\w+ ){{0,3}}{hobbies}(?: \w+)?$",
        )  # fmt: skip
        self._advice = _compile(rf"^{any_of(known.advice)}\b")
        self._doing = _compile(
            rf"\b{any_of(known.doing)}\b",
            r"^(?:she|he) (?!is|has|had|sa|would|can|could|will|does|keep|get|want|see|send|tell|ask|never|hardly|only|just|also|still|must)\w+",
        )
        self._office = _compile(rf"\b{any_of(known.office)}\b")
        self._asides = _compile(rf"\b{any_of(known.asides)}\b")
        self._wanting = _compile(
            rf"\b{any_of(known.wanting)}\b",
            r"^(?:so |and |but |then )?(?:who|where|what|how|which) (?:can|could|will|would|does|do|is|are|else|sees?|takes?|handles?|treats?|helps?|happens)\b",
            r"^(?:so |and |but )?(?:does|do|is|are|would|will|can|could) (?:anyone|there|you|we|i|any)\b",
            r"\b(?:would|will) (?:gladly |happily |always )?(?:send|refer|hand|steer|favor|point|use whoever|make|book|sign|tape|post|pass)\b(?! (?:no|nobody|nothing))",
            r"^(?:then|so|and then|now what|ideas|suggestions|names|thoughts|help|where|who)$",
            r"\b(?:find|give|get|tell|show|send|hand|point) (?:me|us|her|him|them) (?:a|an|one|someone|anyone|to|where|who|people|names|your|you)\b",
            r"\b(?:her|his|their|our|the|last|only|old|one) (?:\w+ ){0,2}(?:person|guy|gal|man|woman|therapists?|counselors?|psychologists?|one|ones|speaker|contact|names?) (?:\w+ ){0,3}(?:moved|retired|left|quit|died|closed|folded|stopped|leaving|retiring|full|gone|booked)\b",
            r"\bor (?:they|people|patients|she|he|it) (?:do|does|will|can|could|would) not\b",
            r"\bplease\b(?! (?:do not|stop|no|quit|never|remove|take me))",
        )  # fmt: skip
        self._lacks = _compile(rf"\b{any_of(known.troubles)}\b", rf"\bno {supply}\b")
        self._people = _compile(
            rf"\b{any_of(known.people)}\b",
            r"\b\w{3,}[^su]s (?:who|whose|without|after|coming|come|go|sit|leave|fall|cry|drop|quit|hide|vanish|feel)\b",
        )
        self._bare = _compile(rf"\b(?:{any_of(known.served)}|covered|plenty|enough|no thanks|nope|nah|none|no|never|not really|not here|not needed|not (?:an? )?(?:{problems})|no (?:need|{problems})|not (?:our|their|her|his|my) \w+|(?:built|has|have|got) (?:their|her|his|its|our) own|(?:not|no longer)(?: {between})* {needing}|already)\b")  # fmt: skip

    def clause(self, words: tuple[str, ...], joint: str, *, asked: bool) -> Clause:
        """A clause with what it does."""
        text = " ".join(words)
        verdict = self._verdict(text, asked=asked)
        practical = verdict != "asks" and bool(self._office.search(text))
        tells = verdict == "tells" and not self._advice.search(text)
        trouble = tells and self._lacks.search(text)
        does = self._doing.search(text) if tells and not trouble else None
        before = text[: does.start()] if does else text
        shows: Any = "trouble" if trouble else "people" if tells and self._people.search(before) else ""
        return Clause(words, joint, verdict, _denied_from(words), asked, practical, shows, len(before.split()))

    def _verdict(self, text: str, *, asked: bool) -> Verdict:
        if self._denies.search(text) or text in _BARE:
            return "denies"
        if self._kin.search(text) or self._asides.search(text):
            return "private"
        if (asked and len(text.split()) >= _TOPIC) or self._wanting.search(text):
            return "asks"
        if self._is_served(text) or self._seldom.search(text):
            return "denies"
        return "private" if self._private.search(text) else "tells"

    def _is_served(self, text: str) -> bool:
        """Whether somebody has it already; not where it is negated, wished for, or was lost."""
        found = self._served.search(text)
        return found is not None and not _NEGATED.search(text[: found.start()]) and not _LOST.search(text)

    def is_bare(self, clause: Clause) -> bool:
        """Whether a denial says hardly more than that, so that it is about what stands before it."""
        return len(clause.words) <= FEW and bool(self._bare.search(" ".join(clause.words)))

    def is_aside(self, clause: Clause) -> bool:
        """Whether it says that what stands before it was no business."""
        return bool(self._asides.search(" ".join(clause.words)))


def _denied_from(words: Sequence[str]) -> int:
    """Where a "not" that denies a thing, and no verb, begins: "wants dates, not a diagnosis"."""
    for at, word in enumerate(words[:-1]):
        before, after = words[at - 1] if at else "", words[at + 1]
        if word == "not" and before not in _AUXILIARIES and after not in _NOT_DENIED:
            being = before in _BEING and (after.endswith("ing") or "there" in words[:at])
            if not being and not {"therapist", "therapists", "counselor", "provider", "providers"} & set(
                words[at : at + 4]
            ):
                return at + 1
        if word == "not" and before in _FUTURE and after in _TAKING:
            return at + 1
        if (word, after) in {("rather", "than"), ("instead", "of"), ("other", "than"), ("anything", "but")}:
            return at + 1
    return len(words)


def _compile(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
