"""What people write where somebody asked to be left alone, in their own words: a small grammar of one sentence.

A wish is a negation or a verb of asking that goes with a word for writing: ``asked me not to write``, ``no more
letters``. Where the sentence also says when, how, where or about what, it may be no more than that, and a person has
to say. The words are our judgement, measured by the tables in `tests/records/test_wishes.py`.
"""

# ruff: noqa: E501  # one pattern a line: broken in two it cannot be read

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from composer.patterns import regex

Answer = Literal["clear", "possible", ""]

_DO = (
    r"(?:(?:contact|write|mail|e_?mail|call|phone|ring|text|message|bother|disturb|approach|solicit|reach out|(?:get|be|stay) in touch|visit)\b"
    r"|(?:send|forward|post|address)\b(?: \w+){0,4}?(?= (?:letters?|mail\w*|emails?|anything|things?|stuff|materials?|cards?|newsletters?|more)\b))"
)
_DONE = (
    r"(?:contacted|written|mailed|emailed|called|phoned|texted|messaged|bothered|disturbed|approached|solicited|sent)\b"
)
_DOING = r"(?:contacting|writing|mailing|emailing|sending|calling|phoning|texting|messaging|bothering|approaching|soliciting)\b"
_THING = (
    r"(?:letters?|mails?|mailings?|emails?|contact|correspondence|newsletters?|calls?|messages?|communications?|outreach"
    r"|post|texts?|solicitations?|marketing|cards?|flyers?|brochures?|writing|solicit\w+|spam)\b"
)
_ASK = r"(?:ask|told|tell|said|say|request|beg|want|wish|prefer|instruct|insist|demand|urge|plead|rather|promis|agree|vow)\w*"
_LIST = r"(?:(?:the|our|my|your|this|all|any|that|every) )?(?:\w+ )?(?:lists?|mailings?|newsletters?|database|letters|mail|emails?)\b"
_WISHES: Final = (
    # said of a person: asked, wants, prefers
    rf"{_ASK}(?: \w+){{0,5}}? (?:not|never)(?: ever| again)? (?:to )?(?:{_DO}|be {_DONE})",
    rf"{_ASK}(?: (?:for|that|to|have|receive|get|us|me|there|be))* (?:no|nothing|zero)(?: (?:more|further|other|such))? {_THING}",
    rf"(?:not|dont|doesnt|didnt|no longer|never) (?:want|wish|like|care|desire)\w*(?: \w+){{0,5}}? (?:{_THING}|{_DONE}|hear\b|(?:us|me) to {_DO})",
    r"(?:rather|prefer\w*|wish\w*|want\w*|ask\w*|like) (?:not|never)(?: to)? hear",
    r"(?:want|wish|ask|like|prefer)\w*(?: \w+){0,2}? be left alone|not (?:interested|willing)(?: \w+){0,2} (?:hear|receiv|our mail|our letters)\w*",
    # said to whoever keeps the book
    rf"(?<!they )(?<!who )(?<!people )(?<!clients )(?<!patients )(?<!insurers )(?:do not|dont|should not|shouldnt|must not|mustnt|shall not) (?:ever |please |be |again )*(?:{_DO}|{_DONE})",
    rf"(?:^|please |and |to |says? |said )never (?:ever |again )?(?:{_DO}|be {_DONE})|^{_DO} (?:\w+ ){{0,2}}no (?:more|longer)\b",
    rf"(?:will|shall|wont|shant|going to|am|are) (?:not )?(?:be )?(?:{_DO}|{_DOING})(?: \w+){{0,3}}? (?:any ?more|any longer)\b|(?:will|shall|going to) never (?:be )?(?:{_DO}|{_DOING})|\bnot (?:ok|okay|all right|alright|fine) to {_DO}",
    rf"(?:^|please |is |are |wants? )not to be {_DONE}|^not to {_DO}|(?:may|can|will) not be (?:contacted|written)\b",
    rf"\bno (?:more|further|additional) {_THING}",
    rf"(?:^|please |says? |said |so )no {_THING}(?=$| (?:please|thanks|thank|ever|at all|from us|from me|to|by|per|wanted|desired|requested|whatsoever|again|at|in the|before|after|during|on (?!file)|about|until|for now|\d+)\b)",
    rf"(?:^|please |to |said |says |we |should |must |and |that )(?:stop|cease|quit|discontinue)(?: (?:all|the|any|her|him|them|our|your|us|me|with|this))*(?: {_DOING}| {_THING})",
    r"(?:ask|told|tell|beg|request|want|plead)\w*(?: \w+){0,3} to stop$|^(?:please )?stop please$|^please stop\b(?! by| in)",
    rf"(?:{_ASK}(?: \w+){{0,2}}? (?:taken|to come) off$|(?:remov|delet|struck|strik|taken off)\w*(?: \w+){{0,2}}? (?:per|at|on|upon|by) (?:her|his|their|its|own)(?: own)? (?:request|wish)|lose (?:my|our|her|his|their) (?:address|number|email|name)|(?:report|sue|lawyer|complain)\w*(?: \w+){{0,4}} if (?:i|we) {_DO})|(?:take|taken|took|remov\w+|strike|struck|strik\w+|delet\w+|drop|dropped|cross\w*|get)\b(?: \w+){{0,4}}? (?:off|from|of) {_LIST}",
    r"^(?:is |now |wants? )?off (?:the|our|my|your) (?:\w+ )?list",
    rf"(?:{_ASK}(?: \w+){{0,6}}?(?: (?:come|came|get|be|go|taken?))?|^please(?: \w+){{0,2}}|^) ?off (?:of )?(?:(?:the|our|my|all|any|every) )*(?:mailing |email |e mail )?(?:lists?|mailings?|newsletters?|letters|mail)\b",
    r"leave (?:\w+ ){1,3}alone\b|leave alone$",
    # what happened, and what programs call it
    r"(?<!for the )(?<!at the )\bdnc\b|\bunsubscri\w+|\bun subscribed\b",
    r"\bopt(?:ed|s|ing)?[ _]?outs?\b(?! (?:counsel|form|program|polic|law|clause|right|rule|test))(?! of (?!our|my|all|every|the mail|mail|letter|email|contact|newsletter|marketing|this list|the list|further|any))",
    r"(?:withdr[ae]w\w*|revok\w+|refus\w+|declin\w+|den(?:y|ie)\w*)(?: \w+)? (?:consent|permission|contact)\b|(?:consent|permission)(?: \w+)? (?:withdrawn|revoked|refused|denied)",
    rf"object(?:s|ed)? to (?:\w+ )?(?:{_THING}|{_DOING}|being {_DONE})|complain\w*(?: \w+)? about (?:our|my|the|these) (?:{_THING}|{_DOING})|block(?:ed|s) (?:us|me|my|our)\b",
    rf"(?:refus|declin|reject|forbid|prohibit|discontinu)\w*(?: \w+){{0,2}}? {_THING}|(?<!not )\benough (?:of )?(?:our |the |my |these )?{_THING}",
    rf"{_THING}(?: (?:is|are|was|were))? (?:not (?:wanted|welcome|desired|wished|permitted|allowed)|unwanted|unwelcome|undesired|refused|declined|forbidden|prohibited)\b",
    rf"(?:avoid|refrain from|desist from|discontinue|end|ended|broke off|quit)(?: any| all)? (?:{_DOING}|contact\b|correspondence\b)|cease and desist",
    rf"\bno (?:wish|interest|desire)\b(?: \w+){{0,3}}? (?:hear|hearing|{_THING})|\bno (?:permission|consent) to (?:be )?(?:{_DO}|{_DONE})|^no consent$|(?:does|did|do)(?: not|nt) consent\b",
    rf"(?:{_ASK}(?: that)? (?:nobody|no one|none of us)\b(?: \w+){{0,4}}?|(?:nobody|no one)(?: \w+){{0,3}}? (?:should|must|may|is to)) {_DO}",
    rf"\bnot (?:allowed|permitted|supposed|welcome) to {_DO}|(?:am|are|is) not to {_DO}|(?:should|must|may) never {_DO}|not to (?:receive|get)(?: \w+){{0,2}}? {_THING}",
    rf"rather (?:\w+ ){{1,2}}(?:not|didnt|did not|dont) {_DO}|(?:like|want|wish|prefer)\w* (?:us|me|you)(?: \w+)? to stop$|complain\w* about being {_DONE}",
    r"(?:ask|want|wish|request|like|demand)\w*(?: (?:to|for|us|me|her|him|them|be|have|name|his|their))* (?:removed?|removal|deletion|deleted(?! \w)|forgotten|erasure|erased)\b(?! of)|erasure request",
    r"delet\w* (?:all )?(?:her|his|their|my) (?:data|details|record|name|address)|\bobjection (?:received|filed|lodged|under)|(?:gdpr|art(?:icle)?) ?(?:21)? objection|\b(?:as|for) spam\b",
    r"\bunsub(?!stan)\w*|(?:not|\w*nt|no longer) want\w*(?: \w+){0,2} on (?:the|our|any|my) (?:\w+ )?list|keep (?:\w+ ){0,2}off (?:\w+ )?(?:list|mailings?)\b|^off (?:mailing )?list$",
    r"(?:leave|let) (?:her|him|them|us|this \w+|the \w+)? ?(?:be|in peace)$|(?:left|leave) in peace\b|^(?:is |are |they are )?(?:not|no longer) interested$",
    r"^(?:please )?(?:stop(?: it)?|blocked|removed|objected|never again|do not send|dont send|do not use|no more(?: please)?|nothing (?:more|further)(?: to \w+)?|send (?:\w+ )?nothing(?: more)?|not another letter|suppress(?:ed)?|black ?list(?:ed)?|block ?list(?:ed)?|please discontinue|(?:by )?(?:phone|calls?|in person) only|only (?:by )?(?:phone|calls?|in person))$",
    # German, Spanish, French
    r"unerwunscht|\bnicht (?:mehr )?(?:erwunscht|gewunscht)|\bwiderspruch\b|nichts mehr(?: \w+){0,3} (?:horen|bekommen|erhalten|schicken|senden)|nicht (?:mehr )?(?:bei \w+ )?melden",
    r"retir\w+ de (?:la|notre) liste|refuse (?:tout|les|nos) (?:contact|courriers?|lettres?)",
    r"\b(?:nicht|nie)(?: \w+){0,3}? (?:\w*schreiben|\w*kontaktier(?:en|t)|angeschrieben|anrufen|\w*mailen|belastigen|storen)\b",
    r"\bkein\w*(?: \w+){0,2}? (?:briefe?n?|post|kontakt\w*|schreiben|e?mails?|werbung|anrufe|zuschriften|newsletter)\b(?! vorhanden| bekannt| seit)",
    r"\babgemeldet\b|\babbestellt\b|\bwidersprochen\b|einwilligung widerrufen|in ruhe (?:ge)?lassen|(?:verteiler|liste) (?:nehmen|streichen|gestrichen|genommen|entfern\w+)",
    r"\bno (?:\w+ ){0,3}?(?:contact(?:ar|en|e|emos)\w*|escrib(?:ir|an|amos|a)\w*|llam(?:ar|en|e)|molest(?:ar|en|e)\w*)\b",
    r"\bno (?:(?:quiere|desea|enviar|mandar|recibir|mas)\b ?)+(?:\w+ ){0,3}?(?:cartas?|correos?|correspondencia|contacto|mensajes)\b",
    r"\bde baja\b|\bdej\w+ de escribir\w*|(?:quitar|borrar|sacar|eliminar)\w* de (?:la|nuestra) lista",
    r"\bn(?:e|ous) (?:veut |souhaite |desire )?(?:plus|pas|jamais)(?: \w+){0,4}? (?:ecri\w+|contact\w*|appel\w+|envoyer|relancer|deranger|courriers?|lettres?|mails?)\b",
    r"^plus (?:de|aucune?) (?:lettres?|courriers?|mails?|contact)\b|\bdesabonn\w*|\bdesinscri\w*",
)  # fmt: skip
_WISH = r"\b(?:" + "|".join(f"(?:{one})" for one in _WISHES) + ")"
_LIMIT = (
    r"\b(?:before|after|until|till|unless|during|while|except|about(?! our| my| these| the letters)|regarding|between|for now|yet|only|instead|assistant"
    r"|letterhead|old|former|long|such|so many|at (?:work|home|(?:the|her|his) (?!request|own))|in the (?:spring|summer|autumn|fall|winter|morning|evening|afternoon)"
    r"|on \w+(?:days|ends)|on (?:the (?!phone|list)|letterhead)|to (?:the|her|his|their) (?!again|any|ever|please|at)\w+|this (?:week|month|summer|year)"
    r"|from (?!us\b|me\b|our\b|my\b|you\b|now\b|everything|the list|all\b|list|contacting|writing|mailing|sending|hearing|receiving|further)|e?mail(?:ed|ing)? (?:her|his|their) "
    r"|interested|emails?|emailed|emailing|call|calls|called|calling|phone[ds]?|phoning|texts?|texted|texting|ring"
    r"|vor|nach|bis|wahrend|anruf\w*|llam\w+|antes|despues|hasta|appel\w+|avant|apres)\b"
    r"(?<!by phone)(?<!on the phone)(?<!per phone)"
)
"""What a wish may be restricted to: a time, a way, a place, a matter."""
_NO_WISH = (
    r"\b(?:write|send|mail|call|contact|email) (?:back|\w+ back|prescriptions?|scripts?|letters? (?:of|for)|notes?|reports?|referrals|records|insur\w+|checks?|bills?|invoices?|statements?)\b"
    r"|called (?:dr|doctor|prof|by)\b|waiting list|list of\b"
)
_SPELLED = regex(r"\b(?:e[- ]mail(?=\w*)|(?P<dnc>d[. /]n[. /]c\b)|(?P<please>pl[sz]\b)|(?P<contact>c[acnot]{4,7}t\b))")
_SPLIT = regex(
    r"(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bprof)\.|\n\s*\n|[;:!?()\[\]|*\"]+|\s[-\u2013\u2014]+\s|\u2014"
)
_APOSTROPHE, _BROKEN = regex("['\u2019`]"), regex(r"(?<=\w)-\n\s*(?=\w)")
_NEGATED = (
    r"\b(?:not|never|nobody|no one|\w+nt)(?: (?:yet|ever|been|on|the|our|a|any|ask\w*|told|want\w*|us|me|to|be))*$"
)
"""Before a wish it says that there is none: ``has never asked to be left alone``."""
_OWN = r"(?:(?:she|he|they|it|dr \w+|has|have|had|also|and|but|please|just|now|we|i|me|us|to|for|ask\w*|told|said|the|office|\w+ly|\d+)(?: |$))*"
"""What may stand before a wish of whoever a sentence is about; ``patients who`` is somebody else."""
# Worth a look at all: most notes hold none of these, and the whole grammar takes ten times as long.
_SIGN = regex(
    r"\b(?:no|not|nothing|nobody|never|only|(?:do|does|did|is|was|has|have|had|wo|wa|ca|should|must|would|are|were|could|need|sha)nt"
    r"|stop|cease|quit|rather|t(?:ake|aken|aking|ook)|struck|get|off|leave|left|let|lose|report|sue|lawyer|dnc|un subscribed|enough|end|ended|broke|gdpr|spam"
    r"|(?:remov|discontinu|strik|delet|drop|cross|unsub|opt|withdr|revok|refus|declin|den[iy]|object|complain|block|black|reject|forbid|prohib|forg[oe]t"
    r"|avoid|refrain|desist|eras|consent|permission|permit|suppress|unwant|unwelc|undesir|nicht|kein|abgemeld|abbestell|wider|unerw|einwill|verteiler|dej|quitar"
    r"|borrar|sacar|elimin|desabonn|desinscri|retir)\w*|to come|nie|ruhe|liste|baja|ne|nous|plus)\b"
)


def has_sign(text: str) -> bool:
    """Whether a text holds one of the words without which nothing is a wish here."""
    return bool(_SIGN.search(_plain(text)))


@lru_cache(maxsize=4096)
def wish_in(text: str, *, of_others: bool = False) -> Answer:
    """Whether words say that somebody is to be left alone, may say so, or say something else.

    Where a line ends decides nothing: a sentence is read over its lines, and each line alone. Words that tell `of_others`,
    such as what clients need, hold a wish only where it is plain and nobody else's.
    """
    found: Answer = ""
    plain = _plain(text)
    for sentence in _SPLIT.split(plain) if _SIGN.search(plain) else ():
        clauses = (
            (sentence.replace(",", " "), *re.split(r"[,\n]", sentence))
            if re.search(r"[,\n]", sentence)
            else (sentence,)
        )
        for clause in clauses:
            answer = _wish_of(" ".join(re.findall(r"\w+", clause)), of_others=of_others)
            if answer == "clear":
                return answer
            found = found or answer
    return found


def _wish_of(clause: str, *, of_others: bool) -> Answer:
    for wish in re.finditer(_WISH, clause):
        before, rest = clause[: wish.start()].rstrip(), clause[wish.start() :]
        if re.search(_NO_WISH, rest) or re.search(_NEGATED, before) or (of_others and not re.fullmatch(_OWN, before)):
            continue
        if not re.search(_LIMIT, rest):
            return "clear"
        return "" if of_others else "possible"
    return ""


def _plain(text: str) -> str:
    """The words in small letters, without accents, apostrophes, marks that do not show, and hyphens at a line's end."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in {"Mn", "Cf"})
    text = _APOSTROPHE.sub("", text.casefold())
    if "\n" in text:
        text = _BROKEN.sub("", text)
    return _SPELLED.sub(_respelled, text)


def _respelled(found: re.Match[str]) -> str:
    if found["contact"]:  # two letters that changed places, or one twice
        return "contact" if set(found["contact"]) == set("contact") else found[0]
    return "dnc" if found["dnc"] else "please" if found["please"] else "email"
