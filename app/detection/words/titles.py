"""Names of jobs in four languages: a subject such as "Band 6 Community Nurse" speaks of a post."""

from __future__ import annotations

import re

from app.detection.words.promise_words import any_of

_EN = r"""(?:account|team|shift|crew|office|project|product|programme?|area|area|branch|store|shop|duty|site|warehouse|operations?|ops|marketing|sales|brand|hr|people|finance|
credit|risk|facilities|event|events|kitchen|bar|floor|hotel|farm|park|stage|studio|practice|case|depot|transport|logistics|supply[ -]chain|delivery|production|plant|quality|
engineering|design|data|content|editorial|managing|payroll|procurement|community|fundraising|development|nursery|care|assistant|general|senior|it|security|compliance|regional|fleet|restaurant|front of house)
[ -](?:managers?|mgr|leads?|leaders?|editors?|directors?|coordinators?|co-ordinators?|officers?|supervisors?|executives?|assistants?|associates?|heads?)"""
_EN_HEADS = r"""engineers?|developers?|programmers?|architects?|analysts?|designers?|nurses?|teachers?|lecturers?|professors?|postdocs?|postdoctoral|technicians?|mechanics?|electricians?|
sparky|plumbers?|welders?|carpenters?|joiners?|machinists?|fitters?|bricklayers?|roofers?|drivers?|conductors?|rangers?|chefs?|sous chef|bakers?|baristas?|waiters?|waitress|bartenders?|housekeepers?|
receptionists?|secretary|administrators?|admin assistant|clerks?|clerical|accountants?|bookkeepers?|auditors?|controllers?|buyers?|planners?|schedulers?|surveyors?|paralegals?|solicitors?|
counsel|lawyers?|barristers?|pharmacists?|physiotherapists?|therapists?|dietitians?|psychologists?|radiographers?|paramedics?|midwife|midwives|carers?|doctors?|physicians?|
registrars?|scientists?|microbiologists?|biologists?|chemists?|physicists?|statisticians?|economists?|researchers?|research (?:fellow|assistant|associate)|librarians?|archivists?|curators?|
conservators?|journalists?|reporters?|copywriters?|writers?|producers?|videographers?|photographers?|animators?|illustrators?|translators?|interpreters?|trainees?|
apprentice(?:ship)?s?|internships?|interns?|graduate scheme|stagiaire|superintendents?|foreman|forklift|hgv|lgv|operatives?|labourers?|stewards?|caretakers?|janitors?|cleaners?|gardeners?|
specialists?|consultants?|strategists?|underwriters?|actuar(?:y|ies)|brokers?|traders?|tellers?|cashiers?|merchandisers?|stylists?|tailors?|seamstress|tutors?|instructors?|trainers?|
social workers?|youth workers?|support workers?|caseworkers?|firefighters?|dispatchers?|estimators?|metallurgists?|geologists?|sysadmin|devops|sre|sdet|sde(?:-\d)?|swe|frontend|front-end|backend|back-end|
full[- ]?stack|data science|ux|ui|scrum master|product owner|cfo|cto|coo|vp|svp|avp|chief of staff|head of [\w ]{3,25}|director of [\w ]{3,25}|staff eng|founding eng(?:ineer)?|leading hand|
traffic controller|cover (?:teacher|role)|teaching assistant|year \d cover|nursery nurse|lpn|rn|pgt|tgt|nqt|modellers?|modelers?|stylist|dj|organist|verger|chaplain|pilots?|cabin crew|
deckhands?|skippers?|beekeepers?|vets?|veterinary|groomers?|groundskeepers?|arborists?|millwright|splicer|linesman|rigger|rope access|sommelier|concierge|seasonal (?:worker|staff|job)|ranger|warden|docent|usher|luthier"""
_DE = r"""[\w-]*(?:ingenieur|entwickler|techniker|mechaniker|mechatroniker|elektriker|elektroniker|meister|schlosser|schreiner|tischler|maler|maurer|dachdecker|installateur|verkäufer|kaufmann|kauffrau|kaufleute|
sachbearbeiter|buchhalter|controller|referent|berater|leiter|leitung|assistenz|assistent|sekretär|pfleger|pflegekraft|pflegefachkraft|schwester|krankenschwester|hebamme|erzieher|lehrkraft|lehrer|dozent|arzt|ärztin|
apotheker|fahrer|lagerist|logistiker|koch|köchin|kellner|bäcker|konditor|gärtner|konstrukteur|architekt|designer|redakteur|lektor|lektorat|volontariat|volontär|werkstudent|praktikant|praktikum|auszubildende|ausbildung|
fachkraft|fachfrau|fachmann|hilfskraft|mitarbeiter|spezialist|experte|manager|jurist|anwalt|notar|steuerberater|wissenschaftler|forscher|doktorand|chemiker|laborant|optiker|friseur|zimmerer|zerspaner|monteur|disponent|einkäufer|vertriebler|vertrieb|förster|imker|winzer|restaurator|bibliothekar|archivar|musiker|lehrstelle)(?:in|innen|en|n|s|:in|\*in|/in|/-in|\(in\))?"""
_FR = r"""ingénieure?s?|développeu(?:r|se)s?|technicien(?:ne)?s?|mécanicien(?:ne)?s?|électricien(?:ne)?s?|plombier|soudeu(?:r|se)|menuisi(?:er|ère)|maçon|infirmi(?:er|ère)s?|aide-soignante?|sage-femme|médecin|pharmacien(?:ne)?|kinésithérapeute|
enseignante?|professeure?|formateur|formatrice|éducat(?:eur|rice)|animat(?:eur|rice)|comptable|contrôleu(?:r|se) de gestion|assistante?|secrétaire|gestionnaire|chargée? de [\wéè]+|chargée? d'\w+|responsable|chef(?:fe)? de (?:projet|cuisine|rang|partie|produit|chantier|équipe)|
directeur|directrice|conseill(?:er|ère)|commerciale|vendeu(?:r|se)|caissi(?:er|ère)|magasini(?:er|ère)|chauffeu(?:r|se)|conducteur|conductrice|cuisini(?:er|ère)|serveu(?:r|se)|boulang(?:er|ère)|pâtissi(?:er|ère)|juriste|avocate?|notaire|architecte|dessinat(?:eur|rice)|
graphiste|rédact(?:eur|rice)|journaliste|traduct(?:eur|rice)|bibliothécaire|archiviste|chercheu(?:r|se)|doctorante?|stage|stagiaire|alternance|alternante?|apprentie?|agent d'accueil|agente? (?:de|d')[\w ]{3,20}|éclairagiste|régisseu(?:r|se)|jardini(?:er|ère)|ouvri(?:er|ère)|préparat(?:eur|rice)|logisticien(?:ne)?|acheteu(?:r|se)|consultante?|analyste|paysagiste|vétérinaire"""
_ES = r"""ingenier[oa]s?|desarrollador(?:a|es)?|programador(?:a|es)?|t[eé]cnic[oa]|mec[aá]nic[oa]|electricista|fontanero|soldador(?:a)?|carpinter[oa]|albañil|enfermer[oa]s?|auxiliar|m[eé]dic[oa]|farmac[eé]utic[oa]|fisioterapeuta|maestr[oa]|profesor(?:a)?|docente|
educador(?:a)?(?: social)?|monitor(?:a)?|contable|contador(?:a)?|administrativ[oa]|asistente|secretari[oa]|recepcionista|coordinador(?:a)?|encargad[oa]|gerente|jef[ea] de \w+|director(?:a)?|responsable de \w+|comercial|vendedor(?:a)?|dependient[ea]|cajer[oa]|mozo|almac[eé]n|
chofer|conductor(?:a)?|repartidor(?:a)?|cociner[oa]|camarer[oa]|meser[oa]|panader[oa]|pasteler[oa]|abogad[oa]|arquitect[oa]|delineante|diseñador(?:a)?|redactor(?:a)?|periodista|traductor(?:a)?|bibliotecari[oa]|investigador(?:a)?|becari[oa]|pr[aá]cticas|pasante|practicante|analista|
consultor(?:a)?|supervisor(?:a)?|operari[oa]|jardiner[oa]|peluquer[oa]|veterinari[oa]|logopeda|psic[oó]log[oa]|trabajador(?:a)? social|community manager|residente de obra|capataz|guardia|vigilante|azafata"""

_ONE_LINE = [part.replace("\n", "") for part in (_EN, _EN_HEADS, _FR, _ES)]
TITLE = re.compile("\\b(?:" + "|".join([*_ONE_LINE, _DE.replace("\n", "")]) + ")\\b", re.IGNORECASE)
"""A job by name, in any language: for subjects."""

TITLES = any_of(*(f"\\b(?:{part})\\b" for part in _ONE_LINE))
"""The same without German, whose compounds need a search of their own: for the text."""

GERMAN_TITLE = re.compile("\\b(?:" + _DE.replace("\n", "") + ")\\b", re.IGNORECASE)
