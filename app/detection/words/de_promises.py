"""German: how people promise to respond, and what only looks like it."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.promise_words import PromiseWords

_YOU = r"(?:ihnen|dir|euch|sie|dich|allen|alle|allen bewerber\w*|allen kandidat\w*|den bewerber\w*|bewerber\w*|kandidat\w*|jedem|jeder)"
_WE = r"(?:ich|wir|er|sie|man|das team|unser team|die kollegin|der kollege|frau \w+|herr \w+|unsere? \w+|die \w+abteilung|hr|mein[e]? \w+)"
_ANSWER = (
    r"(?:rückmeldung(?:en)?|rueckmeldung|antwort|entscheidung|nachricht|bescheid|feedback|ergebnis(?:se)?|info(?:s|rmation(?:en)?)?|zu- oder absage|zusage oder absage|"
    r"wasserstandsmeldung|zwischenstand|update|neuigkeiten|auskunft|rückantwort|rückruf|anruf|mail|e-mail|zwischenbescheid|angebot|vertrag|vertragsentwurf|termin(?:vorschl\w+)?|näheres|stand der dinge|beschluss|entscheid|retour|votum|resultat(?:e)?)"
)

DE = PromiseWords(
    respond=any_of(
        r"\b(?:haben|hast|habt|kriegst|kriegen|bekommst|bekommen|erhalten)\b (?:sie|du|ihr)\b[^.;!?]{0,40}\bvon (?:mir|uns)\b",
        r"\b(?:rechn(?:e|en|et)|erwart(?:e|en|et)|stell(?:e|en|t)?)\b[^.;!?]{0,70}\b(?:rückmeldung|antwort|nachricht|anruf|bescheid|entscheidung|rückruf|ergebnis)\b",
        r"\b(?:sagen|sage) (?:ich |wir )?(?:ihnen|dir|euch) (?:ab|zu|ab oder zu|zu oder ab)\b|\b(?:bekommen|bekommst|erhalten|kriegst) (?:sie|du) (?:\w+ ){0,4}post\b",
        r"\bvon (?:mir|uns|ihm|ihr|hr)(?: \w+){0,3} (?:hören|hörst|hört)\b",
        r"\b(?:schick(?:e|en)?|send(?:e|en)|mail(?:e|en)|übersend(?:e|en)|lass(?:e|en)) (?:ich|wir) (?:ihnen|dir|euch)\b(?! (?:hiermit|anbei))",
        r"\b(?:schick(?:e|en)?|send(?:e|en)) (?:ihnen|dir|euch)\b[^.;!?]{0,50}\b(?:bescheid|entscheidung|ergebnis|rückmeldung|antwort|nachricht|entscheid)\b",
        r"\b(?:erhalten|erhältst|bekommen|bekommst|kriegst) (?:sie|du)\b[^.;!?]{0,50}\b(?:einladung|entscheid|zusage)\b|\b(?:einladung|zusage|entscheid)\b[^.;!?]{0,50}\b(?:erhalten|erhältst|bekommen|bekommst|kriegst) (?:sie|du)\b",
        r"\bnichts (?:sagen|mitteilen|versprechen)\b|\bnicht (?:entscheiden|sagen können)\b",
        r"\bmeld(?:e|en|et|')?(?!\w)(?:,)?(?: (?:ich|wir|sie|er|man|unser\w*|die|das|der|frau|herr|hr)(?: \w+)?)? (?:mich|uns|sich)\b",
        r"\b(?:mich|uns|sich)\b[^.;!?]{0,90}\b(?:melden|melde|meldet)\b",
        r"\bmeld(?:e|en|')? (?:mich|uns)\b",
        r"\brühr(?:e|en|t|')? (?:ich |wir )?(?:mich|uns)\b|\b(?:mich|uns) (?:\w+ ){0,6}rühren\b",
        rf"\b(?:geb(?:e|en)?|gibt|gebt|geb'|gib)\b(?: {_WE})?[^.;!?]{{0,80}}\b(?:bescheid|rückmeldung|feedback|nachricht|antwort|auskunft|durch|wasserstandsmeldung|weiter|update|info\w*|zwischenstand|rückantwort|bekannt)\b",
        r"\b(?:bescheid|rückmeldung|feedback|nachricht|antwort|auskunft|update|info|zwischenstand)\b[^.;!?]{0,40}\b(?:geben|gibt|gebe|sagen|sage|sag)\b",
        r"\bsag(?:e|en|t|')?\b(?: ich| wir)?[^.;!?]{0,50}\b(?:bescheid|ob|was|wie|zu oder ab|ja oder nein)\b",
        r"\b(?:lass(?:e|en|t)?)\b(?: ich| wir)?[^.;!?]{0,80}\b(?:wissen|hören|zukommen|von (?:mir|uns) hören)\b",
        r"\bkomm(?:e|en|t)?\b(?: ich| wir)?[^.;!?]{0,70}\bauf (?:sie|dich|euch|alle|die bewerber\w*)(?: alle| beide)? (?:zu|zurück)\b",
        r"\bauf (?:sie|dich|euch|alle)\b[^.;!?]{0,40}\b(?:zukommen|zurückkommen|zu kommen|zurück)\b",
        r"\b(?:ruf(?:e|en|t|')?|anrufen|telefonier\w*)\b(?: (?:ich|wir|er|sie))?[^.;!?]{0,60}\b(?:an|zurück|durch|anrufen|zurückrufen)\b",
        r"\b(?:anrufen|zurückrufen|kontaktieren|benachrichtigen|verständigen|anschreiben|antworten|zurückmelden|zurückschreiben|entscheiden|mitteilen|unterrichten|informieren|bekanntgeben|bekannt geben)\b",
        rf"\bschreib(?:e|en|t|')?\b(?: (?:ich|wir|er|sie))?(?: \w+){{0,5}}? ?\b(?:{_YOU})\b|\b(?:{_YOU})\b[^.;!?]{{0,50}}\bschreiben\b",
        rf"\b(?:teil(?:e|en|t))\b(?: {_WE})?[^.;!?]{{0,120}}\bmit\b",
        rf"\b(?:informier(?:e|en|t)|kontaktier(?:e|en|t)|benachrichtig(?:e|en|t)|verständig(?:e|en|t)|unterricht(?:e|en|et))\b(?: {_WE})?[^.;!?]{{0,50}}\b{_YOU}\b",
        r"\bwerden (?:sie|alle|die)\b[^.;!?]{0,100}\b(?:informiert|benachrichtigt|verständigt|kontaktiert|angerufen|angeschrieben|unterrichtet|hören|erfahren|erhalten|bekommen|in kenntnis gesetzt)\b",
        r"\b(?:wirst|werdet) (?:du|ihr)\b[^.;!?]{0,90}\b(?:informiert|benachrichtigt|kontaktiert|hören|erfahren|erhalten|bekommen|kriegen|angerufen)\b",
        r"\b(?:wird|werden)\b[^.;!?]{0,100}\b(?:mitgeteilt|bekannt ?gegeben|zugestellt|zugesandt|zugeschickt|verschickt|versandt|versendet|gefällt|getroffen|entschieden|benachrichtigt|informiert|kontaktiert|verständigt|mitteilen|entscheiden|kommuniziert|bekanntgemacht|feststehen)\b",
        r"\b(?:hören|hörst|hört|höret)\b(?: (?:sie|du|ihr))?[^.;!?]{0,70}\bvon (?:mir|uns|der|dem|unserer?|unserem|ihm|ihr|hr)\b",
        r"\b(?:sie|du|ihr) (?:hören|hörst|hört)\b|\bhören (?:sie|wir)\b|\bhörst du\b",
        rf"\b(?:erhalten|erhältst|erhält|bekommen|bekommst|bekommt|kriegst|kriegen|kriegt|haben|hast|habt)\b(?: (?:sie|du|ihr|alle \w+|jeder \w+))?[^.;!?]{{0,90}}\b{_ANSWER}\b",
        rf"\b{_ANSWER}\b[^.;!?]{{0,60}}\b(?:erhalten|bekommen|kriegst|bekommst|erhältst|kriegen|haben)\b",
        r"\b(?:erfahren|erfährst|wissen|weißt) (?:sie|du|ihr)\b|\b(?:sie|du) (?:erfahren|erfährst)\b",
        r"\b(?:dürfen|können|kannst|darfst|könnt)\b(?: (?:sie|du|ihr))?[^.;!?]{0,110}\brechnen\b",
        r"\brechnen (?:sie|wir)\b[^.;!?]{0,30}\bmit\b",
        rf"\b{_ANSWER}\b[^.;!?]{{0,50}}\b(?:kommt|folgt|kommen|folgen|geht|gehen|erfolgt|fällt|steht|liegt|ist (?:da|fertig))\b",
        r"\b(?:entscheid(?:e|en|et)|entschließen)\b(?: (?:ich|wir|sie|er))?[^.;!?]{0,10}\b(?:uns|mich|sich|wir)\b",
        r"\bhalt(?:e|en)?\b[^.;!?]{0,40}\bauf dem laufenden\b|\bauf dem laufenden (?:halten|halte)\b",
        r"\b(?:bin|sind|bleibe)\b[^.;!?]{0,30}\b(?:wieder )?in kontakt\b|\bsetz(?:e|en|t)?\b[^.;!?]{0,50}\bin verbindung\b|\bin verbindung (?:setzen|setze|treten)\b|\bnehm(?:e|en)\b[^.;!?]{0,40}\bkontakt\b|\bkontakt auf(?:nehmen)?\b",
        r"\bmeine? (?:antwort|rückmeldung)\b|\bunsere? (?:antwort|rückmeldung|entscheidung)\b",
        r"\b(?:mehr|etwas|genaueres|näheres|was) (?:sagen|mitteilen|berichten)(?: können| zu können)?\b",
        r"\bweiß ich (?:mehr|bescheid)\b|\bwissen wir (?:mehr|bescheid)\b|\bmehr (?:weiß|wissen)\b",
        r"\bgebe? es (?:ihnen|dir)\b|\bgeht (?:ihnen|dir|euch)\b[^.;!?]{0,30}\bzu\b|\bihnen\b[^.;!?]{0,40}\bzu(?:gehen|kommen)\b|\bgehört? (?:ihr|sie) von\b|\btreff(?:e|en) (?:ich|wir) (?:meine|die|eine|unsere) entscheidung\b|\b(?:fälle|fällen) (?:ich|wir)\b",
        r"\bhake? (?:ich )?nach und\b|\b(?:ping|pinge|texte|simse|whatsappe|maile?) (?:ich )?(?:dich|dir|ihnen)\b|\bmail(?:e|en) (?:ich|wir) (?:ihnen|dir)\b",
    ),
    step=any_of(
        r"\b(?:schick(?:e|en|t)?|send(?:e|en|et)|zuschicken|zusenden|übersenden|übersend(?:e|en)|nachreichen|weiterleiten|leit(?:e|en) weiter)\b",
        r"\b(?:vereinbar(?:e|en)|organisier(?:e|en)|ein(?:zu)?laden|lad(?:e|en)\b|terminier(?:e|en)|abstimmen|plan(?:e|en)|mach(?:e|en) (?:\w+ ){0,3}termin)\b",
    ),
    verbless=any_of(
        rf"\b(?:(?:unsere?|meine?|eine?|die|das|finale?|endgültige?|verbindliche?) )*{_ANSWER}(?: (?:von (?:mir|uns)|kommt|folgt|geht raus|an (?:sie|dich|alle)))?\b|\bmelde mich\b"
    ),
    banned=any_of(
        r"\bich (?:schreibe|kontaktiere|kontaktier) (?:ihnen|sie|dir|dich)\b[^.;!?]{0,20}\b(?:wegen|bezüglich|im auftrag|zu einer|zu einem|aufgrund|weil|da ich)\b",
        r"\b(?:hat|haben|wurde|wurden) (?:sich )?(?:am|gestern|letzte\w*|vergangene\w*|heute)\b[^.;!?]{0,60}\b(?:\w*ge\w{3,}(?:t|en)|ent\w+en|be\w{3,}en|ver\w+en)\s*[.!]?$",
        r"\b(?:daher|deshalb|darum|deswegen|also|nun) (?:schreibe|melde|kontaktiere|wende) (?:ich|wir)\b(?![^.;!?]{0,50}\b(?:am|bis|nächste|morgen|sobald)\b)",
        r"\bbitte(?! um (?:etwas |ein wenig |noch )?(?:geduld|verständnis|nachsicht|entschuldigung)|[^.;]{0,30}\bgeduld)\b",
        r"\b(?:könnten|könntest|würden|würdest|können|kannst|könnt|möchten|möchtest|wollen|willst|mögen) (?:sie|du|ihr)\b(?![^.;]{0,110}\b(?:rechnen|erwarten)\b)",
        r"\b(?:schreiben|geben|gib|gebt|schicken|schick|senden|rufen|sagen|sag|teilen|informieren|nennen|lassen) (?:sie )?(?:mir|uns)\b(?! mit\b)|\bmeld(?:e|en|et)? (?:dich|euch|sie sich)\b|\b(?:geben|schreiben|schicken|senden|rufen|teilen|informieren|nennen) sie (?:mir|uns|mich)\b",
        r"\b(?:wollte|wollten|möchte|möchten|freue[n]? (?:mich|uns)|leider|müssen (?:wir|ich)|bedauern|darf|dürfen wir|habe|haben|hatte|hatten|wurde|wurden)\b[^.;!?]{0,60}\b(?:mitteilen|mitteilen zu können|informiert|gemeldet|geschrieben|angerufen|mitgeteilt|sie zu|dir zu|bescheid gesagt|ihnen sagen|ihnen mitzuteilen|erreicht|bedanken|einladen)\b",
        r"\b(?:habe|haben|hast|hatte|hatten)\b[^.;,!?]{0,40}\b(?:erhalten|bekommen|entschieden|gehört)\b",
        r"\b(?:habe|haben|hatte|hatten)\b[^.;,!?]{0,60}\b(?:geschickt|gesendet|verschickt|versandt|versendet|zugeschickt|zugesandt|hinterlassen|versucht|telefoniert|gesprochen|weitergeleitet)\b",
        r"\b(?:vor|bevor)\b[^.;!?]{0,60}\b(?:nicht|nichts|kein|keine|keinen|kaum)\b",
        r"\b(?:nicht|kein|keine|keinen|noch nichts)\b[^.;!?]{0,30}\b(?:vor|bevor|melden können|sagen können|versprechen|möglich)\b",
        r"\b(?:freue|freuen|freut) (?:mich|uns) (?:auf|von)\b|\bauf (?:ihre|deine|eure) (?:rückmeldung|antwort|nachricht)\b",
        r"\b(?:falls|sofern|wenn) (?:sie|du) (?:noch )?(?:fragen|etwas|rückfragen|möchten|wollen|willst|möchtest|interesse)\b|\bbei (?:rück)?fragen\b|\bfür (?:rück)?fragen\b|\bjederzeit\b|\bzögern sie nicht\b|\bgerne? (?:anrufen|melden)\b",
        r"\b(?:ihre|deine|eure) (?:rückmeldung|antwort|entscheidung|zusage)\b",
        r"\bvon (?:ihnen|dir|euch) (?:zu )?hör",
        r"\b(?:benötigen|brauchen|bräuchten|brauche|bräuchte|erwarten|erwarte) (?:wir|ich) (?:von (?:ihnen|dir)|ihre|deine|noch (?:ihre|deine|folgende))\b",
        r"\bin der regel\b|\bnormalerweise\b|\büblicherweise\b",
    ),
    banned_sentence=any_of(
        r"\bvertraulich\b|\bdiese (?:e-mail|nachricht) (?:enthält|ist|wurde)\b|\bals arbeitgeber\b",
        r"\bnur (?:bewerber\w*|kandidat\w*|diejenigen|bei)\b[^.]{0,60}\b(?:kontaktiert|benachrichtigt|melden|eingeladen)\b",
        r"\b(?:alle |ihre |auf )?(?:e-mails|anfragen|mails)\b[^.;]{0,40}\b(?:beantworte|beantworten|antworte)\b",
    ),
    hangs_on_others=any_of(
        r"^\W*(?:passt|passen|entspricht|entsprechen|überzeugt|überzeugen|gefällt|ergibt sich|ergeben sich|kommt|kommen sie)\b[^.;!?]{0,90}, (?:dann )?(?:kommen|melden|melde|kontaktieren|laden|geben|rufen|nehmen)\b",
        r"\b(?:bei interesse|bei passung|bei eignung|im (?:positiven|erfolgs)fall|im falle (?:einer|eines|der|ihrer)|bei positive[rm]|gegebenenfalls|ggf\.?|bei bedarf)\b",
        r"\b(?:wenn|falls|sofern|sollte[n]?|vorausgesetzt)\b[^.;!?]{0,50}\b(?:passt|passen|überzeugt|überzeugen|interesse|engere (?:aus)?wahl|in frage|infrage|der kunde|die kundin|gefällt|zusagt|zusagen|ausgewählt|geeignet|weiterkommen|erfolgreich|berücksichtigt|positiv|grünes licht|eingeladen|übereinstimm\w*)\b",
    ),
    hangs_on_me=any_of(
        r"\bsobald (?:beides|beide|alles|das|sie|die|diese) (?:\w+ ){0,2}?(?:hier|da|vollständig|komplett|eingegangen|bei (?:mir|uns)|vorliegt|vorliegen) (?:ist|sind)?",
        r"^\W*(?:liegt|liegen|habe|haben|sind|ist) (?:mir|uns|ich|wir|das|alles|die unterlagen|beides)\b[^.;!?,]{0,50}, (?:dann )?(?:gebe|geben|melde|melden|bekommen|erhalten|hören|sage|sagen|kann|können|schicke|schicken)\b",
        r"\b(?:lass|lassen sie) (?:mir|uns)\b[^;!?]{3,110}\b(?:dann|und) (?:bekommen|bekommst|kriegst|hören|hörst|erhalten|erhältst|haben|hast|melde|gebe|ich|wir)\b",
        r"\b(?:ab dann|ab da)\b",
        r"\b(?:sobald|wenn|nachdem|nach|mit|ab) (?:ich|wir|sie|du|mir|uns|das|die|alles|deine|ihre|dein|ihr|erhalt|eingang|zusendung|abgabe|einreichung|vorliegen|ihrer|deiner|der unterlagen)\b[^.;!?]{0,70}\b(?:habe|haben|hast|vorliegt|vorliegen|da ist|da sind|erhalten|bekommen|eingegangen|geschickt|gesendet|zugesendet|zugeschickt|eingereicht|ausgefüllt|abgegeben|bestätigt|unterlagen|erhalt|eingang|rückmeldung|antwort|unterschrieben|zugesagt|zusage)\b",
        r"\b(?:schick\w*|send\w*|teil\w* mir|nenn\w*|gib(?! uns (?:\w+ )?(?:bis|zeit|noch|ein))|geben sie(?! uns (?:\w+ )?(?:bis|zeit|noch|ein))|sag\w* mir|füll\w*|bestätig\w*)\b[^.;!?]{3,90}\b(?:dann|und|danach|so) (?:kriegst|bekommst|hörst|hast|bekommen|hören|erhalten|haben|melde|gebe|komme|rufe|sage|schicke|bestätige|ich|wir)\b",
        r"\bnach (?:erhalt|eingang|zusendung|abgabe|einreichung)\b|\bim anschluss an (?:ihre|deine)\b|\b(?:danach|dann) (?:melde|melden|bekomm\w*|erhalten|geb\w*|hör\w*) [^.;]{0,40}\binnerhalb\b",
    ),
    after_that=any_of(
        r"\b(?:danach|im anschluss|anschließend|hinterher|nach (?:dem|diesem) (?:termin|gespräch|treffen|meeting)|im nachgang|darauf(?:hin)?|direkt nach|im nachhinein|nach (?:der|dieser|unserer) (?:sitzung|besprechung|runde|beratung)|(?:sobald|wenn|nachdem) (?:die|der|das|sie|er|wir|es|alle) (?:[\w ]{0,25})(?:getagt|getroffen|gesprochen|besprochen|stattgefunden|zusammengesessen|beraten|vorbei|durch) (?:hat|haben|ist|sind))\b"
    ),
    day_after=any_of(r"\b(?:tags darauf|am tag da(?:nach|rauf)|am (?:nächsten|folgenden) tag|einen tag (?:später|danach))\b"),
    that_day=any_of(
        r"\b(?:dann|an dem tag|an diesem tag|am selben tag|am gleichen tag|bis dahin|noch am selben tag|gleichentags|selben tags)\b"
    ),
    undated=any_of(
        r"\b(?:ehestmöglich|ehestens|baldigst|baldmöglichst|in kürze|bald|baldmöglichst|schnellstmöglich|zeitnah|demnächst|so schnell wie möglich|so bald wie möglich|sobald|asap|schnellstens|umgehend|unverzüglich|in bälde|zeitig|alsbald|in absehbarer zeit|möglichst schnell|möglichst bald|möglichst rasch|rasch|schon bald)\b"
    ),
    split=any_of(
        r", dass? ",
        r"[;–—()]",
        r" -{1,2} ",
        r",? (?:aber|während|obwohl|weil|da|damit|jedoch|allerdings) ",
        r", (?:und|so|dann|also|der|die|das|wo|oder|sodass) ",
        r" (?:und|dann|sowie|&|\+) (?=(?:dann |danach |ich |wir |sie |du |er |melde|gebe|geben|komme|rufe|sage|sag |teile|schreibe|schicke|kommen |teilen |rufen |stimmen|entscheid|erhalten |bekomm|hör|informier|gib|geb |meld))",
        r", (?=(?:ich|wir|er|sie|du|es|dann|danach|melde|gebe|komme|sage|rufe|meld))",
        r"\.{2,}|…",
        r": (?=(?:ich|wir|sie|du|melde)\b)",
    ),
    joined=any_of(r"\b(?:und|dann|also|so|danach|sodass)\b|[,+&]"),
    calls=any_of(r"\b(?:ruf\w*|anrufen|zurückrufen|telefonier\w*|sprechen|treffen|sehen uns)\b"),
    outcome=any_of(rf"\b(?:{_ANSWER}|ob|wie es|stand|bescheid|nichts|entscheiden)\b"),
    appointment=any_of(
        r"\b(?:zum|für das|für unser|fürs|zu einem|zu unserem|für ein) (?:\w+ )?(?:gespräch|interview|telefonat|kennenlern\w*|vorstellungsgespräch|telefoninterview|termin|probearbeiten|erstgespräch|zweitgespräch|call)\b",
        r"\b(?:termin|gespräch|interview) (?:ist|findet|am|steht)\b|\bladen (?:wir|ich) (?:sie|dich)\b|\bwie (?:vereinbart|besprochen|verabredet)\b",
    ),
    silence=any_of(
        r"\b(?:erhalten|hören|bekommen|haben|hörst|bekommst|erhältst) (?:sie|du)\b[^.;!?]{0,60}\b(?:keine|keinen|nichts)\b",
        r"\b(?:sollten|falls|wenn|sofern) (?:sie|du|wir|ihr)\b[^.;!?]{0,70}\b(?:nicht|keine|keinen|nichts)\b",
        r"\bsolltest du\b[^.;!?]{0,60}\b(?:nicht|keine|nichts)\b",
        r"\bohne (?:rückmeldung|antwort|nachricht|eine rückmeldung)\b|\bkeine (?:rückmeldung|antwort|nachricht)\b[^.;!?]{0,60}\b(?:innerhalb|binnen|bis|nach)\b",
        r"\bhören sie (?:\w+ ){0,6}nichts\b|\bnichts von uns\b",
    ),
    silence_effect=any_of(
        r"\b(?:nicht berücksichtig\w*|absage|nicht in (?:die engere|der engeren)|anderweitig|andere[nrs]? (?:bewerber\w*|kandidat\w*|person|profil)|abgelehnt|nicht (?:weiter )?(?:verfolg\w*|erfolgreich|zum zug|geklappt|ausgewählt|in betracht)|als (?:erledigt|gegenstandslos|abgeschlossen)|davon aus(?:gehen|zugehen)?|gehen sie (?:bitte )?davon)\b"
    ),
    closing=any_of(
        r"\b(?:bewerbungsschluss|bewerbungsfrist|einsendeschluss|ausschreibungsende|frist endet|bewerbungsende|ende der bewerbungsfrist|ablauf der)\b"
    ),
    not_before=any_of(
        r"\b(?:vor|bevor)\b(?=[^.;!?]{0,70}\b(?:nicht|nichts|kein|keine|keinen|kaum)\b)",
        r"\b(?:nicht|kein|keine|keinen|nichts|kaum|frühestens|erst)\b[^.;!?]{0,60}\b(?:vor|bevor|ab)\b",
        r"\b(?:nicht|kein|keine|nichts|kaum)\b[^.;!?]{0,60}\b(?:erst|bevor|vor)\b",
    ),
    reported=any_of(
        r"\b(?:ich habe (?:mir )?(?:notiert|verstanden|mitgenommen)|notiert|ich merke mir|so wie ich (?:es|sie) verstanden habe)\b",
        r"\b(?:laut|gemäß) (?:ihrer|deiner|ihrem|deinem|eurer)\b|\bin aussicht gestellt\b|\b(?:bin|bleibe) gespannt auf\b",
        r"\b(?:sie|du|wie|ihr|er|man) (?:hatten|hatte|hattest|haben|sagten|sagtest|erwähnten|erwähntest|meinten|meintest|kündigten|wollten|wolltest|besprochen|vereinbart|angekündigt|gesagt|erwähnt|versprochen|abgesprochen|verabredet|telefonisch)\b",
        r"\bwie (?:(?:eben|heute|gestern|telefonisch|im gespräch|von ihnen|gerade|vorhin) )*(?:besprochen|vereinbart|angekündigt|erwähnt|gesagt|verabredet|abgesprochen|mitgeteilt)\b",
        r"\b(?:freue|freuen) (?:ich )?(?:mich|uns)?[^.;!?]{0,40}\bauf (?:ihre|deine|eure) (?:rückmeldung|antwort|nachricht|entscheidung|rückruf|anruf)\b",
        r"\b(?:wollten|wolltest|würden|würdest|werden|wirst|wollen) (?:sie|du|ihr)\b|\b(?:sie|du|ihr) (?:wollten|wolltest|würden|würdest|werden|wirst|melden sich|sich)\b|\bdanke für (?:das|die|ihre|deine|den)\b|\bvielen dank für\b",
    ),
    reported_response=any_of(
        r"\b(?:melden|meldest|meldet|entscheid\w*|rückmeldung|antwort|bescheid|nachricht|feedback|anruf\w*|anrufen|ergebnis\w*|mitteil\w*|informier\w*|hören|höre|zurück|kontaktier\w*|zu- oder absage|angebot|rückruf)\b"
    ),
    extension=any_of(
        r"\b(?:brauch(?:e|en|t)|benötig(?:e|en|t)|dauert|verzögert|verschiebt|verschoben|bis zur entscheidung|wird es|wird's|es wird(?= (?:leider |nun |doch |wohl |aber |jetzt |wahrscheinlich |vermutlich |eher )*(?:erst|eher|doch|bis|mitte|anfang|ende|montag|dienstag|mittwoch|donnerstag|freitag|nächste))|geduld|gedulden|bitte(?:n)? (?:noch )?um)\b",
        r"\bnoch (?:eine?|zwei|drei|vier|ein paar|etwas|einige|bis)(?: \w+){0,2} (?:\w*tage?n?|\w*wochen?|zeit|geduld|monate?)\b",
    ),
    commits=any_of(
        r"\b(?:ich|wir|er|sie|man|es|du|werde|werden|wird|wollen|will|möchte|hoffe|hoffen|sollte|sollten|melde|gebe|komme|sage|rufe|kann|können|frau|herr|team|kollegin|kollege|\w+abteilung)\b"
    ),
    hour=any_of(r"\b(?:um|gegen|ab) \d{1,2}(?:[:.]\d\d)?\b", r"\b\d{1,2}(?:[:.]\d\d)? ?(?:uhr|h)\b"),
    request_of_mine=any_of(
        r"\b(?:könnten|können|könntest|kannst|würden|würdest) (?:sie|du) (?:mir|bitte)\b|\bbitte\b|\bich (?:melde|gebe|schicke|sende|entscheide|muss|sage)\b"
    ),
    bare=any_of(
        r"\b(?:meld(?:e|en)? (?:ich |wir )?(?:mich|uns)|(?:mich|uns) [^.;!?]{0,40}(?:melden|melde)|(?:geben?|gebe|sage|sagen) (?:ich |wir )?(?:ihnen|dir|euch) [^.;!?]{0,30}bescheid|komm\w* (?:ich |wir )?(?:\w+ ){0,3}auf (?:sie|dich|euch) (?:zu|zurück)|halt\w* (?:ich |wir )?(?:sie|dich) auf dem laufenden|(?:sie|du) hör\w+ (?:wieder )?von|hör\w+ (?:sie|du) von|informier\w+ (?:wir |ich )?(?:sie|dich))\b",
    ),
    addressed=any_of(r"\b(?:ihnen|dir|euch|sie|dich|du|ihr|bewerb\w+|kandidat\w+|allen?|melde\w*|rühr\w*|bescheid)\b"),
    beside=any_of(
        r"(?:\W|\b(?:bis|am|im|in|zum|zur|spätestens|kommt|folgt|geht|raus|noch|von|mir|uns|voraussichtlich|wohl|für|dich|sie|an|ab|gegen|erst|dann|ist|gibt|es|der|die|das|ende|anfang|mitte|sollte|kommen|da|sein|wird|werden|ca)\b)*"
    ),
    away=any_of(
        r"\b(?:im urlaub|abwesend|nicht im (?:büro|haus)|außer haus|verreist|dienstreise|elternzeit|krank|bin (?:bis|ab|vom|am))\b"
    ),
)
