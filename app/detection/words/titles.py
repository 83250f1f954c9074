"""Names of jobs in four languages: a subject such as "Band 6 Community Nurse" speaks of a post.

Three kinds of knowledge: words that name a job by themselves, endings that make one in any trade (-ologist, -fachkraft, -ière,
-ador), and rank words that do so only beside another word ("Technical Lead", "Head of Sales", "Leiter Technik").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from app.detection.words.cut import Cut
from app.detection.words.pattern import Pattern, any_of
from app.detection.words.scanner import Scanner, begins_with_letters

_EN_RANKS = r"""(?:managers?|mgr|leads?|leaders?|editors?|directors?|coordinators?|co-ordinators?|officers?|supervisors?|executives?|exec|assistants?|associates?|heads?|operators?|handlers?|attendants?|
workers?|advis[eo]rs?|agents?|engineers?|artists?|partners?|representatives?|reps?|inspectors?|guards?|hands?|crew|staff|porters?|fellows?|instructors?|trainers?|coach|keepers?|makers?|owners?|principal|secretary|apprentice|trainee|intern|temp)"""
_EN_FIELDS = r"""(?:account|team|shift|crew|office|project|product|programme?|area|branch|store|shop|duty|site|warehouse|operations?|ops|marketing|sales|brand|hr|people|finance|
credit|risk|facilities|events?|kitchen|bar|floor|hotel|farm|park|stage|studio|practice|case|depot|transport|logistics|supply[ -]chain|delivery|production|plant|quality|
engineering|design|data|content|editorial|managing|payroll|procurement|community|fundraising|development|nursery|care|assistant|general|senior|junior|it|security|compliance|regional|fleet|restaurant|front of house|
technical|tech|deputy|interim|clinical|ward|research|laboratory|lab|teaching|classroom|healthcare|executive|personal|legal|policy|communications|comms|social media|growth|partnerships?|customer success|
business development|health and safety|hse|ehs|safety|maintenance|service|field|retail|checkout|gallery|museum|library|cellar|banqueting|night|day|housing|probation|prison|police|customs|welfare|admissions|exams|
crane|machine|press|cnc|plant|fork ?lift|baggage|claims|flight|cabin|station|vision|fp&a|tax|treasury|investor relations|category|e-?commerce|crm|seo|ppc|pr|qa|test|release|platform|cloud|network|systems|support)"""
_EN = rf"{_EN_FIELDS}[ -]{_EN_RANKS}"
_EN_HEADS = r"""engineers?|developers?|programmers?|architects?|analysts?|designers?|nurses?|teachers?|lecturers?|professors?|postdocs?|postdoctoral|technicians?|mechanics?|electricians?|
sparky|plumbers?|welders?|carpenters?|joiners?|machinists?|fitters?|bricklayers?|roofers?|drivers?|conductors?|rangers?|chefs?|sous chef|bakers?|baristas?|waiters?|waitress|bartenders?|housekeepers?|
receptionists?|secretary|administrators?|admin assistant|clerks?|clerical|accountants?|bookkeepers?|auditors?|controllers?|buyers?|planners?|schedulers?|surveyors?|paralegals?|solicitors?|
counsel|lawyers?|barristers?|pharmacists?|physiotherapists?|therapists?|dietitians?|psychologists?|radiographers?|paramedics?|midwife|midwives|carers?|doctors?|physicians?|
registrars?|scientists?|microbiologists?|biologists?|chemists?|physicists?|statisticians?|economists?|researchers?|research (?:fellow|assistant|associate)|librarians?|archivists?|curators?|
conservators?|journalists?|reporters?|copywriters?|writers?|producers?|videographers?|photographers?|animators?|illustrators?|translators?|interpreters?|trainees?|
apprentice(?:ship)?s?|internships?|interns?|graduate scheme|stagiaire|superintendents?|foreman|forewoman|foreperson|forklift|hgv|lgv|operatives?|labourers?|laborers?|stewards?|stewardess|caretakers?|janitors?|cleaners?|gardeners?|
specialists?|consultants?|strategists?|underwriters?|actuar(?:y|ies)|brokers?|traders?|tellers?|cashiers?|merchandisers?|stylists?|tailors?|seamstress|tutors?|instructors?|trainers?|
social workers?|youth workers?|support workers?|caseworkers?|firefighters?|dispatchers?|estimators?|metallurgists?|geologists?|sysadmin|devops|sre|sdet|sde(?:-\d)?|swe|frontend|front-end|backend|back-end|
full[- ]?stack|data science|ux|ui|scrum master|product owner|cfo|cto|coo|vp|svp|avp|chief of staff|head of [\w ]{3,25}|director of [\w ]{3,25}|staff eng|founding eng(?:ineer)?|leading hand|
traffic controller|cover (?:teacher|role)|teaching assistant|year \d cover|nursery nurse|lpn|rn|pgt|tgt|nqt|modellers?|modelers?|dj|organist|verger|chaplain|pilots?|cabin crew|
deckhands?|skippers?|beekeepers?|vets?|veterinary|groomers?|groundskeepers?|arborists?|millwright|splicer|linesman|rigger|rope access|sommelier|concierge|seasonal (?:worker|staff|job)|warden|docent|usher|luthier|
(?:line |fry |prep |grill |breakfast |head )cook|cooks?|pastry chef|chef de partie|commis|kitchen porter|dishwasher|barback|mixologist|butchers?|fishmonger|florists?|farriers?|farmhand|stockperson|milker|shepherd|
hygienists?|opticians?|optometrists?|phlebotomists?|sonographers?|surgeons?|anaesthetists?|locum|hca|healthcare assistant|care assistant|senco|headteachers?|head teacher|deputy head|bursar|invigilator|nanny|au pair|childminder|
scaffolders?|plasterers?|glaziers?|painters?|decorators?|tilers?|banksman|slinger|groundworkers?|pipefitters?|steelfixer|boilermakers?|gaffer|stagehands?|colou?rists?|choreographers?|recordist|projectionist|
adjusters?|conveyancers?|captain|first officer|chief mate|bosun|able seaman|purser|flight attendant|signaller|couriers?|pickers?|packers?|stockers?|shelf stacker|lifeguards?|hairdressers?|barbers?|beauticians?|make-?up artist|
doorman|detective|caseworker|campaigner|fundraisers?|canvasser|testers?|sdr|bdr|csm|quant|editors?|subeditor|proofreaders?|typesetter|bookbinder|upholsterers?|seamster|blacksmith|goldsmith|watchmaker|glassblower|potter|weaver|
practitioners?|orderly|orderlies|lectureship|professorship|fellow(?:ship)?|tenure[- ]track|adjunct|2ic|(?<!-)devs?|(?:wind|vet|pharmacy|lab|nail|hvac|support|service|field|bike|auto|x-ray|theatre|dental|sterile|it|desktop|data centre|data center) tech(?: [iv]+| \d)?|
paraeducator|paraprofessional|custodians?|greenkeeper|gamekeeper|groundsman|jockey|stablehand|winemaker|brewers?|distillers?|roasters?|cheesemaker|shearers?|pruners?|foresters?|loggers?|divers?|miners?|drillers?|lineman|moulders?|grinders?|toolmakers?|
hostess|busser|(?:food|film|show) runner|aides?|nannies|housemaid|butler|vicar|curate|pastor|rabbi|sexton|youth pastor|substitute|bus monitor|crossing guard|playworkers?|early years|eyfs|registered manager|key ?worker|interpreter|stenographer|usher|
compositors?|(?:facilit(?:y|ies)|building|grounds?|apartment|property|site|estates?|plant|vehicle|fleet|aircraft|hotel) maintenance|(?:[a-z]{3,} )?maintenance tech|processors?|originators?|examiners?|adjudicators?|appraisers?|assessors?|investigators?|loaders?|sorters?|greeters?|pressers?|finishers?|fabricators?|assemblers?|installers?|repairers?|inseminators?|restorers?|sewing machinist|modeller|expediters?|negotiators?|valuers?|verifiers?|coders?|transcribers?|captioners?|wardrobe|dressers?|riggers?|winders?|turners?|setters?|moulders?|enamellers?|tufters?|brewers?|
(?:band|grade) \d+[a-z]? [\w' -]{4,40}"""
_EN_ENDINGS = r"""(?:crafts|trades|sales|fisher|draughts|drafts|boiler|milk|post|fore|line|door|bar|watch|grounds?|stock|herds|signal|service|repair|barge|tug|crane|handy)m[ae]n|(?!(?:before|first|second|under|short|free|left|right|over|long|off)hand\b|(?:third|first|chair|sports|gentle)person\b)[a-z]{3,}(?:ologist|ographer|onomist|iatrist|therapist|hygienist|keeper|smith|wright|worker|hand|person|trician|matician|tician)s?"""
_DE_POSTS = r"""[\w-]*professur|(?:plan|teilzeit|vollzeit|ausbildungs|assistenz|assistenten|halbtags|lehr|doktoranden|praktikums|[a-zäöü]{4,}s|[a-zäöü]+in(?:nen)?)-?stelle"""
_DE = r"""[\w-]*(?:gesell|ingenieur|entwickler|techniker|mechaniker|mechatroniker|elektriker|elektroniker|meister|schlosser|schreiner|tischler|maler|maurer|dachdecker|installateur|verkäufer|kaufmann|kauffrau|kaufleute|
sachbearbeiter|sachbearbeitung|buchhalter|buchhaltung|controller|referent|berater|leiter|leitung|assistenz|assistent|sekretär|sekretariat|pfleger|pflegekraft|pflegefachkraft|pflegefachfrau|pflegefachmann|schwester|krankenschwester|hebamme|erzieher|lehrkraft|lehrer|dozent|arzt|ärztin|
apotheker|fahrer|lagerist|logistiker|koch|köchin|kellner|bäcker|konditor|gärtner|konstrukteur|architekt|designer|redakteur|lektor|lektorat|volontariat|volontär|werkstudent|praktikant|praktikum|auszubildende|ausbildung|
fachkraft|fachfrau|fachmann|hilfskraft|mitarbeiter|spezialist|experte|manager|jurist|anwalt|anwält|notar|steuerberater|wissenschaftler|forscher|doktorand|chemiker|laborant|optiker|friseur|zimmerer|zerspaner|monteur|disponent|einkäufer|vertriebler|förster|imker|winzer|restaurator|bibliothekar|archivar|musiker|lehrstelle|
(?:haus|platz|tank|zeug|schul|hallen|geräte|kassen|hütten|berg|block)wart|hausmeister|servicekraft|arbeitskraft|bürokraft|teilzeitkraft|aushilfe|lokführer|kranführer|anlagenführer|maschinenführer|geschäftsführer|geschäftsführung|zugführer|baggerführer|maschinenbediener|kommissionierer|zusteller|reiniger|gießer|dreher|fräser|schweißer|lackierer|
therapeut|pädagog|sozialarbeiter|betreuer|begleiter|kapitän|steuermann|matrose|lotse|pilot|beamter|beamtin|anwärter|dolmetscher|übersetzer|texter|grafiker|gestalter|bildner|kantor|organist|dirigent|moderator|kurator|prokurist|revisor|prüfer|aktuar|sanitäter|chirurg|
rezeptionist|barkeeper|küchenchef|souschef|patissier|metzger|fleischer|schneider|uhrmacher|goldschmied|steinmetz|sattler|buchbinder|drucker|forstwirt|landwirt|bademeister|trainer|helfer|vorarbeiter|polier|planer|analyst|administrator|programmierer|tester|trainee|ologe|ologin)(?:in|innen|en|n|s|e|:in|\*in|_in|/in|/-in|\(in\))?
|dgkp|mfa|zfa|pta|mta|bta|fsj-stelle|azubi|ferialjob|ferialpraktikum|lehre als [\w-]+"""
_FR = r"""ingénieure?s?|développeu(?:r|se)s?|technicien(?:ne)?s?|mécanicien(?:ne)?s?|électricien(?:ne)?s?|plombier|soudeu(?:r|se)|menuisi(?:er|ère)|maçon|infirmi(?:er|ère)s?|aide-soignante?|aide-soignant|sage-femme|médecin|pharmacien(?:ne)?|kinésithérapeute|
enseignante?|professeure?|formateur|formatrice|éducat(?:eur|rice)|animat(?:eur|rice)|comptable|contrôleu(?:r|se) de gestion|assistante?|secrétaire|gestionnaire|chargée? de [\wéè]+|chargée? d'\w+|responsable|chef(?:fe)? de (?:projet|cuisine|rang|partie|produit|chantier|équipe|service|culture|gare)|
directeur|directrice|conseill(?:er|ère)|commerciale|vendeu(?:r|se)|caissi(?:er|ère)|magasini(?:er|ère)|chauffeu(?:r|se)|conducteur|conductrice|cuisini(?:er|ère)|serveu(?:r|se)|boulang(?:er|ère)|pâtissi(?:er|ère)|juriste|avocate?|notaire|architecte|dessinat(?:eur|rice)|
graphiste|rédact(?:eur|rice)|journaliste|traduct(?:eur|rice)|bibliothécaire|archiviste|chercheu(?:r|se)|doctorante?|stage|stagiaire|alternance|alternante?|apprentie?|agent d'accueil|agente? (?:de|d')[\w ]{3,20}|éclairagiste|régisseu(?:r|se)|jardini(?:er|ère)|ouvri(?:er|ère)|préparat(?:eur|rice)|logisticien(?:ne)?|acheteu(?:r|se)|consultante?|analyste|paysagiste|vétérinaire|
clerc|réceptionniste|gouvernante|femme de chambre|livreu(?:r|se)|cariste|opérat(?:eur|rice)|manutentionnaire|couvreu(?:r|se)|charpenti(?:er|ère)|peintre|carreleu(?:r|se)|gruti(?:er|ère)|chaudronni(?:er|ère)|usineu(?:r|se)|monteu(?:r|se)|régleu(?:r|se)|orthophoniste|psychologue|diététicien(?:ne)?|auxiliaire de vie|aide à domicile|
atsem|aesh|surveillante?|maître de conférences|post-?doc(?:torante?)?|contrema[iî]tre|surintendante?|adjointe?|coordonnat(?:eur|rice)|coordinat(?:eur|rice)|gérante?|administrat(?:eur|rice)|attachée? de [\wéè]+|déléguée?|négociat(?:eur|rice)|courti(?:er|ère)|actuaire|audit(?:eur|rice)|trésori(?:er|ère)|greffi(?:er|ère)|facteur|factrice|
gardien(?:ne)?|hôte(?:sse)?|caviste|sommeli(?:er|ère)|maraîch(?:er|ère)|berg(?:er|ère)|ébéniste|tapissi(?:er|ère)|couturi(?:er|ère)|modéliste|styliste|commis|plongeu(?:r|se)|barman|barmaid|maître d'hôtel|préposée?|mont(?:eur|euse)|ambulanci(?:er|ère)|puéricult(?:eur|rice)"""
_FR_ENDINGS = r"""libraire|disquaire|bibliothécaire|vétérinaire|(?!liste|piste|touriste|optimiste|réaliste|catégoriste)[a-zéè]{4,}iste|(?!(?:premi|derni|mati|lumi|mani|carri|rivi|fili|croisi|chaudi|barri|cafeti|fronti|poussi|prem|dern)ère|matrice|heureuse)[a-zéèêïç-]{3,}(?:euse|trice|ière|chère|gère)s?|garde [a-zéè]+|prof(?:e|esseur)? d[e']\b ?[\wéèà ]{3,20}|
seconde? de cuisine|cheffe? d[e'] ?[\wéè]+|cheffe? pâtissière?|dev (?:front|back|full)\w*|dév(?:eloppeur)? \w+|maître[- ]nageur|eje|ide|ibode|iade|as de nuit|tisf|[a-zéè]{2,}(?:ologue|graphe|thérapeute|icienne?)"""
_ES = r"""ingenier[oa]s?|desarrollador(?:a|es)?|programador(?:a|es)?|t[eé]cnic[oa]|mec[aá]nic[oa]|electricista|fontanero|soldador(?:a)?|carpinter[oa]|albañil|enfermer[oa]s?|auxiliar|m[eé]dic[oa]|farmac[eé]utic[oa]|fisioterapeuta|maestr[oa]|profesor(?:a)?|docente|
educador(?:a)?(?: social)?|monitor(?:a)?|contable|contador(?:a)?|administrativ[oa]|asistente|secretari[oa]|recepcionista|coordinador(?:a)?|encargad[oa]|gerente|jef[ea] de \w+|director(?:a)?|responsable de \w+|comercial|vendedor(?:a)?|dependient[ea]|cajer[oa]|mozo|almac[eé]n|
chofer|conductor(?:a)?|repartidor(?:a)?|cociner[oa]|camarer[oa]|meser[oa]|panader[oa]|pasteler[oa]|abogad[oa]|arquitect[oa]|delineante|diseñador(?:a)?|redactor(?:a)?|periodista|traductor(?:a)?|bibliotecari[oa]|investigador(?:a)?|becari[oa]|pr[aá]cticas|pasante|practicante|analista|
consultor(?:a)?|supervisor(?:a)?|operari[oa]|jardiner[oa]|peluquer[oa]|veterinari[oa]|logopeda|psic[oó]log[oa]|trabajador(?:a)? social|community manager|residente de obra|capataz|guardia|vigilante|azafata|
agr[oó]nom[oa]|ge[oó]log[oa]|operador(?:a)?|ayudante(?: de \w+)?|pe[oó]n|encofrador|gruista|maquinista|torner[oa]|fresador(?:a)?|montador(?:a)?|instalador(?:a)?|pintor(?:a)?|teleoperador(?:a)?|orientador(?:a)?|tutor(?:a)?|cuidador(?:a)?|gerocultor(?:a)?|celador(?:a)?|matrona|odont[oó]log[oa]|higienista|dietista|terapeuta|
conserje|socorrista|gu[ií]a tur[ií]stic[oa]|animador(?:a)?|gobernanta|sumiller|en[oó]log[oa]|capit[aá]n|tripulante|mariner[oa]|top[oó]graf[oa]|arque[oó]log[oa]|archiver[oa]|gestor(?:a)?|tramitador(?:a)?|perito|actuari[oa]|letrad[oa]|l[ií]der de \w+|ejecutiv[oa] de \w+|asesor(?:a)?|promotor(?:a)?|reponedor(?:a)?|carnicer[oa]|pescader[oa]|florista|
lavaplatos|pinche|guionista|locutor(?:a)?|realizador(?:a)?|productor(?:a)?|especialista|cient[ií]fic[oa]|qu[ií]mic[oa]|bi[oó]log[oa]|economista|maestro de obra|inspector(?:a)?|bombero|polic[ií]a"""
_ES_ENDINGS = r"""(?!(?:cam|primer|otr|carrer|maner|esper|carter|bander|fronter|escaler|never|calder|mader|barrer|moner|acer|pion|ener|febrer|diner|númer|tabler|sender|ordenador|computador|calculador|lavador|secador)[oa]s?\b|(?:entre|re|pre|auto)?vistas?\b|listas?\b|[a-z]*pistas?\b|conquista|ordenador)
[a-záéíóúñ]{3,}(?:ero|era|ista|ador|adora|edor|edora|idor|idora|ctora|ctriz)\b|profe de [\wáéíóú ]{3,25}|cargo de [\wáéíóú ]{3,25}|(?:co)?rrector(?:a)? de \w+|[a-záéíóú]{2,}(?:[oó]log[oa]|[oó]graf[oa]|terapeuta)"""


def _line(*parts: str) -> str:
    return "|".join(part.replace("\n", "") for part in parts)


def _alternatives(part: str) -> list[str]:
    """What stands between the bars of a pattern, outside brackets: each can then be looked up by its own first letters."""
    out, depth = [""], 0
    for char in part:
        depth += (char in "([") - (char in ")]")
        if char == "|" and not depth:
            out.append("")
        else:
            out[-1] += char
    return [one for one in out if one]


_HEADLESS = r"(?:vp|svp|head(?= of\b)|(?-i:Head(?= [A-Z]{2}))|chief|junior|jr\.?|senior|sr\.?|lead|principal|staff|deputy|assistant|associate|interim|trainee|graduate)(?= [a-zà-ÿ&])"

ENDS_AS_TITLE = any_of(rf"\b(?:{_line(_EN, _EN_HEADS, _EN_ENDINGS, _DE, _DE_POSTS, _EN_RANKS)})(?:\s+[ivx]{{1,3}}|\s+\d)?$")
"""English and German put the job last: "Dental hygienist", "Technical Lead"."""

BEGINS_AS_TITLE = any_of(rf"(?:{_HEADLESS}|(?:{_line(_FR, _FR_ENDINGS, _ES, _ES_ENDINGS, _DE, _DE_POSTS)})(?![\w'’]))")
"""French and Spanish put it first ("Jefa de recepción"), German may ("Leiter Technik"), and ranks do ("Head of Sales")."""

RANK = any_of(
    rf"\b(?:{_line(_EN_RANKS)}|vp|svp|head|chief|junior|senior|[js]r|deputy|interim|graduate|[\w-]*professur|[\w-]*stelle)\b",
)
"""A word without which, and without a job, no subject is the name of one."""


@cache
def _jobs() -> tuple[Scanner, Pattern]:
    """The jobs that are found by the first letters of a word, and those that are by its ending; told apart at the first use."""
    every = [one for part in (_EN, _EN_HEADS, _EN_ENDINGS, _FR, _ES) for one in _alternatives(_line(part))]
    by_beginning = [one for one in every if begins_with_letters(one)]
    by_ending = [one for one in every if one not in by_beginning]
    return Scanner({"title": any_of(*(f"\\b(?:{one})\\b" for one in by_beginning))}), any_of(*by_ending)


_LONG_WORD = re.compile(r"[^\W\d_][\w-]{4,}")
_compounds = Cut(r"[\w-]")


@lru_cache(maxsize=50_000)
def _ends_as_job(compound: str) -> bool:
    """Whether a word is a job by its ending; remembered, as most words come again and again."""
    word = _LONG_WORD.search(compound)
    return word is not None and _jobs()[1].fullmatch(word.group()) is not None


_GERMAN = any_of("(?:" + _DE.replace("\n", "").removeprefix("[\\w-]*") + ")\\b")
_GERMAN_PHRASE = "lehre als"
"""The one German job of several words; all others show in a single one."""
_WORD_END = re.compile(r"[\w-]*$")
_COMPOUND = re.compile(r"[\w-]+")
_FEW_CHARS = 200


@lru_cache(maxsize=50_000)
def _holds_german_job(word: str) -> bool:
    return _GERMAN.search(word) is not None


def find_title(text: str, *, german: bool = True) -> re.Match[str] | None:
    """The first job that a text names.

    Args:
        german: look for German ones too, which stand inside compounds ("Bäckereifachverkäuferin") and cost more.
    """
    return _find_in_subject(text, german) if len(text) <= _FEW_CHARS else _find(text, german)


def _find(text: str, german: bool) -> re.Match[str] | None:
    found = _jobs()[0].scan(text).get("title")
    lower = text.lower()
    if found is None and True in map(_ends_as_job, set(_compounds(lower))):
        found = next((word for word in _LONG_WORD.finditer(text) if _ends_as_job(word.group().lower())), None)
    if found is not None or not german:
        return found
    may = _GERMAN_PHRASE in lower or True in map(_holds_german_job, set(_compounds(lower)))
    if may and (stem := _GERMAN.search(text)):
        begun = _WORD_END.search(text, 0, stem.start())
        found = _COMPOUND.match(text, begun.start() if begun else stem.start())
    return found


_find_in_subject = lru_cache(maxsize=256)(_find)
"""One subject is asked about again and again, in its message and in its thread."""


@cache
def _beginnings() -> Scanner:
    jobs = [one for part in (_FR, _FR_ENDINGS, _ES, _ES_ENDINGS, _DE, _DE_POSTS) for one in _alternatives(_line(part))]
    return Scanner({"title": any_of(_HEADLESS, *jobs)})


@lru_cache(maxsize=50_000)
def _may_begin_title(word: str) -> bool:
    return _beginnings().may_begin_with(word)


def begins_as_title(part: str) -> bool:
    """Whether a part of a subject begins with the name of a job, as French and Spanish ones do (:data:`BEGINS_AS_TITLE`)."""
    first = _COMPOUND.match(part)
    return first is not None and _may_begin_title(first.group().lower()) and BEGINS_AS_TITLE.match(part) is not None


@lru_cache(maxsize=50_000)
def _is_rank(word: str) -> bool:
    return RANK.search(word) is not None


def has_rank(subject: str) -> bool:
    """Whether a subject has a word of :data:`RANK`."""
    return True in map(_is_rank, _compounds(subject.lower()))
