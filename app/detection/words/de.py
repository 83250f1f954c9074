"""German: outcomes, requests, courtesy."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.turn_words import TurnWords

DE = TurnWords(
    rejected=any_of(
        r"\bfür (?:eine |einen |ein )?(?:andere[nrs]?|weitere[nrs]?) (?:person|bewerber\w*|kandidat\w*|bewerbung|mitbewerber\w*|profil)\b[^.!?]{0,30}\b(?:entschieden|entscheiden|ausgesprochen)\b|\bentschieden\b[^.!?]{0,20}\bfür (?:eine |einen )?andere[nrs]? (?:person|bewerber\w*|kandidat\w*)\b",
        r"\b(?:wahl|entscheidung|auswahl)\b[^.!?]{0,40}\b(?:auf (?:eine|einen|jemand|andere)[^.!?]{0,40}(?:bewerb|kandidat|person|gefallen|ander)\w*|nicht auf (?:sie|dich)|zugunsten|zu gunsten|gegen (?:sie|dich))\b",
        r"\bgegen (?:sie|dich|eine zusammenarbeit|ihre bewerbung|deine bewerbung)\b[^.!?]{0,20}\bentschieden\b",
        r"\bnicht (?:mehr |weiter )?(?:weiterverfolg\w*|fortsetz\w*|fortführ\w*|fortzusetzen|fortzuführen|weiterzuverfolgen|weitergeht|mit (?:ihnen|dir) weiter\w*|auf die (?:liste|shortlist))\b",
        r"\bander\w+ (?:bewerber\w*|kandidat\w*)\b[^.!?]{0,90}\b(?:besser|mehr überzeugt|eher|stärker|genauer)\b|\b(?:bewerber|kandidat|bewerberin|kandidatin)\w* gefunden\b[^.!?]{0,60}\b(?:besser|genau)\b",
        r"\bkeine[nrs]? (?:besser\w+|positiv\w+|günstiger\w*|erfreulicher\w*) (?:bescheid|nachricht\w*|rückmeldung|antwort|mitteilung|auskunft)\b",
        r"\b(?:diese|unsere|meine) absage\b|\bbedauern zurück\b",
        r"\bfür (?:ihre|deine) (?:\w+ )?(?:\w+ )?(?:zukunft|suche|jobsuche|stellensuche)\b[^.!?]{0,60}\b(?:alles gute|erfolg|glück)\b|\bfür (?:ihren|deinen) (?:\w+ ){0,3}(?:weg|werdegang|lebensweg)\b[^.!?]{0,60}\b(?:alles gute|erfolg|glück)\b|\b(?:alles gute|viel erfolg|viel glück|das beste)\b[^.!?]{0,30}\b(?:für|bei|auf) (?:ihre[nmr]?|deine[nmr]?) (?:\w+ ){0,3}(?:zukunft|weg|werdegang|suche|jobsuche|stellensuche|lebensweg)\b",
        r"\bhat es\b[^.!?]{0,40}\bnicht (?:ganz )?gereicht\b|\bnicht (?:ganz )?gereicht\b|\bnicht sollen sein\b|\bnicht sein sollen\b",
        r"\b(?:leider|bedauern|bedaure|bedauerlicherweise|schweren herzens|tut (?:uns|mir) leid)\b[^.!?]{0,120}\b(?:absage\w*|absagen|nicht (?:berücksichtig\w*|anbieten|in (?:die|der)|weiter|für (?:sie|dich)|zu (?:ihren|deinen) gunsten|ausgewählt|mitteilen|entschieden|zum)|ander\w+ (?:bewerb\w*|kandidat\w*|person)|keine (?:zusage|positive)|abgelehnt|nicht geklappt)\b",
        r"\b(?:für|zugunsten) (?:eine[nr]?|einer|jemand|andere[nr]?)\b[^.!?]{0,30}(?:ander\w+|bewerb\w*|kandidat\w*|mitbewerb\w*|person)[^.!?]{0,40}\b(?:entschieden|entscheiden)\b|\bentschieden\b[^.!?]{0,40}\b(?:für|zugunsten)\b[^.!?]{0,20}\bander\w+\b",
        r"\b(?:ander\w+|eine[nr]? (?:interne[nr]?|weitere[nr]?)) (?:bewerb\w*|kandidat\w*|mitbewerb\w*|person|profil\w*)\b[^.!?]{0,50}\b(?:entschieden|den vorzug|ausgewählt|gewählt|zugesagt|besser|bekommen|erhalten|vorgezogen)\b",
        r"\bnicht (?:zu (?:ihren|deinen) gunsten|in die engere (?:wahl|auswahl)|weiter (?:berücksichtig\w*|verfolg\w*|im)|berücksichtigen (?:können|konnten)|für (?:sie|dich) entschieden)\b|\b(?:eine )?absage (?:erteilen|geben|schicken)\b|\bmüssen wir (?:ihnen|dir) (?:leider )?absagen\b|\bwir (?:ihnen|dir) absagen\b|\bfür (?:ihren|deinen) weiteren (?:weg|berufsweg|werdegang)\b[^.!?]{0,60}\b(?:alles gute|erfolg)\b|\bleider (?:eine )?absage\b|\bleider hat es (?:diesmal )?nicht\b",
    ),
    filled=any_of(
        r"\b(?:stelle|position|vakanz)\b[^.!?]{0,10}\b(?:konnten?|können) (?:wir )?(?:\w+ ){0,3}besetzen\b|\bkonnten (?:wir )?(?:die|diese) (?:stelle|position|vakanz)\b[^.!?]{0,40}\bbesetzen\b",
        r"\b(?:stelle|position|vakanz|platz|posten)\b[^.!?]{0,50}(?<!nicht )\b(?:besetzt|vergeben|weg|nicht mehr (?:frei|verfügbar|offen|vakant))\b|\b(?:haben|wurde)\b[^.!?]{0,30}\bstelle\b[^.!?]{0,60}\b(?:besetzt|vergeben)\b|\bintern besetzt\b|\banderweitig (?:besetzt|vergeben)\b",
    ),
    cancelled=any_of(
        r"\b(?:stellen|stelle|stellt|nehmen|einstellen|nehme)\b[^.!?]{0,50}\b(?:niemanden|niemand|keinen mehr|keine neuen)\b[^.!?]{0,20}(?:\bein\b|\bauf\b|\bdazu\b|\beinstellen\b|$)",
        r"\b(?:einstellungsstopps?|stellenstopps?|besetzungssperre|haushaltssperre)\b|\b(?:stelle|position|stellen|ausschreibung|vakanz|(?:auswahl|besetzungs|bewerbungs|berufungs|stellenbesetzungs)?verfahren|suche|besetzung)\b[^.!?]{0,50}(?<!noch )\b(?:gestrichen|ergebnislos|ohne ergebnis|beendet|zurückgezogen|aufgehoben|eingestellt|entfällt|entfallen|weggefallen|nicht (?:mehr |weiter )?(?:besetzt|nachbesetzt|ausgeschrieben|verfolgt)|storniert|abgebrochen)\b",
    ),
    offered=any_of(
        r"\b(?:möchten|würden|dürfen|wollen)\b(?: (?:wir|dich|sie))?(?:(?! bis | am | in | nächste)[^.!?]){0,50}\b(?:einstellen|(?:ein|unser|folgendes) angebot (?:machen|unterbreiten|vorlegen)|(?:eine|die) zusage (?:geben|erteilen|machen)|bei uns begrüßen)\b|\bkönnen (?:wir )?(?:ihnen|dir) (?:eine|die) zusage\b",
        r"\b(?:freuen|freue|glücklich|stolz)\b[^.!?]{0,60}\b(?:anbieten|angebot|zusage|zusagen|im team (?:begrüßen|willkommen)|stelle (?:an|geben))\b|\bmöchten (?:wir )?(?:ihnen|dir)\b[^.!?]{0,40}\b(?:stelle|position|job|vertrag)\b[^.!?]{0,20}\banbieten\b|\bbieten (?:wir )?(?:ihnen|dir)\b[^.!?]{0,40}\b(?:stelle|position|job|vertrag)\b|\b(?:anbei|im anhang)\b[^.!?]{0,40}\b(?:arbeitsvertrag|vertragsangebot|ihr angebot|dein angebot|vertragsentwurf)\b|\b(?:sie|du) (?:haben|hast) (?:die|den) (?:stelle|job)\b|\bzusage für die stelle\b|\bherzlich willkommen im team\b|\bwir haben uns für (?:sie|dich) entschieden\b",
    ),
    maybe=any_of(
        r"\b(?:noch nicht|noch offen|noch frei)\b",
        r"\b(?:falls|ob|sollten|sollte|wenn|sofern|bevor|eventuell|vielleicht|könnte[n]?|würde[n]?|zu- oder absage|bis (?:zum|ende|mitte)|melde\w*|gespräch)\b",
    ),
    withdrew=any_of(
        r"\bbei (?:einer|einem) ander\w+\b[^.!?]{0,40}\b(?:unterschrieben|zugesagt|angefangen|anfangen)\b|\bich bin (?:dann |leider |hiermit )?raus\b|\baus dem (?:auswahl|bewerbungs)(?:verfahren|prozess)\b|\bbewerbung\b[^.!?]{0,30}\b(?:gegenstandslos|hinfällig)\b",
        r"\b(?:ziehe|zurückziehen|zurückzuziehen|zurückgezogen|nehme)\b[^.!?]{0,40}\b(?:bewerbung|zurück)\b|\bbewerbung\b[^.!?]{0,30}\b(?:zurück\w*)\b|\b(?:andere stelle|anderes angebot|andere zusage|woanders|anderweitig)\b[^.!?]{0,40}\b(?:angenommen|zugesagt|unterschrieben|entschieden)\b|\bfür (?:ein anderes|eine andere|einen anderen)\b[^.!?]{0,40}\bentschieden\b|\bnicht (?:mehr|weiter) (?:zur verfügung|interessiert|verfolgen)\b|\bbleibe (?:bei meinem|wo ich|doch)\b|\bstehe (?:ihnen |dir )?nicht (?:mehr|länger)\b|\baus dem (?:rennen|verfahren)\b",
    ),
    declined=any_of(
        r"\bangebot\b[^.!?]{0,30}\bausschlagen\b",
        r"\b(?:absagen|abzusagen|ablehnen|abzulehnen|lehne|nicht annehmen|sage (?:ich )?(?:leider )?ab|schlage\b[^.!?]{0,30}\baus)\b",
    ),
    accepted=any_of(
        r"\b(?:nehme|annehmen)\b[^.!?]{0,40}\b(?:an|gerne|stelle|angebot)\b|\bich sage (?:\w+ )?zu\b|\bunterschrieben\w*\b[^.!?]{0,40}\b(?:\w*vertrag|zurück)\b|\b(?:vertrag|angebot)\b[^.!?]{0,30}\bunterschrieben\b|^(?!.*\b(?:termin\w*|gespräch\w*|interview|uhr|teilnahme|call|\w+tag)\b).*\b(?:zusagen|sage ich (?:\w+ )?zu)\b"
    ),
    request=any_of(
        r"\bbrauch(?:e|en)\b (?:wir|ich)\b[^.!?]{0,25}\b(?:noch|von (?:ihnen|dir))\b|\b(?:wir|ich) (?:brauchen|brauche|benötigen|benötige) (?:noch|von (?:ihnen|dir))\b|^(?!.*\b(?:nichts?|kein\w*)\b).*\b(?:her|zu|ein|rüber)(?:schicken|mailen|senden|reichen)\W*$",
        r"\?",
        r"\b(?:möchten|würden|wollen) (?:wir|ich)\b[^.!?]{0,40}\b(?:klären|wissen|erfahren|fragen)\b|\b(?:über eine|um eine) (?:kurze |baldige )?(?:antwort|rückmeldung|nachricht)\b[^.!?]{0,30}\b(?:freuen|bitten|gebeten|dankbar)\b",
        r"\b(?:bitten wir|wir bitten)\b[^.!?]{0,25}\bum\b(?! (?:etwas |ein wenig |noch |ihr |dein )*(?:verständnis|geduld|nachsicht|entschuldigung))",
        r"\bum (?:\w+ )?(?:zusendung|übersendung|einsendung|vorlage|nachreichung|mitteilung|rückmeldung|bestätigung|angabe|rücksendung)\b[^.!?]{0,70}\b(?:wird|werden|bitten|bitte|gebeten|ersuch\w*)\b",
        r"\b(?:werden|wird)\b[^.!?]{0,50}\b(?:unterlagen?|nachweise?|angaben?|dokumente?|zeugnisse?)\b[^.!?]{0,20}\b(?:benötigt|erbeten|gebraucht)\b",
        r"\bbitte\b[^.!?]{0,70}\b(?:send\w*|schick\w*|teil\w*|geb\w*|gib|nenn\w*|bestätig\w*|mitteil\w*|ausfüll\w*|füll\w*|wähl\w*|buch\w*|meld\w*|reich\w*|einreich\w*|zusend\w*|zukommen|mailen|unterschr\w*|antwort\w*|lad\w*|hochlad\w*|sag\w*|nachreich\w*|vereinbar\w*|um (?:ihre|deine|kurze|rückmeldung|zusendung|übersendung|bestätigung|angabe|terminvorschläge))\b",
        r"\b(?:könnten|könntest|können|kannst|würden|würdest|magst|mögen|haben|hätten|hättest|hast|passt|wann|wären|wärst|bist|sind)\b (?:sie|du|ihnen|dir|es ihnen)\b[^.!?]{0,90}\?",
        r"\b(?:schick|send|gib|sag|teil|nenn|meld|lass)(?:e|en sie)? (?:mir|uns|dich|doch|einfach|gerne)\b|\b(?:schicken|senden|geben|sagen|teilen|nennen|melden|lassen|füllen|reichen|wählen|buchen) sie\b",
        r"\b(?:benötigen|brauchen|bräuchten|benötige|brauche|bräuchte|fehlt|fehlen|es fehlen)\b[^.!?]{0,50}\b(?:ihre?|ihren|deine?|deinen|von ihnen|von dir|uns noch|mir noch)\b|\bwir bitten (?:sie|dich|um)\b",
    ),
    pleads=any_of(
        r"\bbitte\b[^.!?]{0,40}\b(?:senden|schicken|reichen|übersenden|übermitteln|nennen|bestätigen|teilen) sie (?:mir|uns|ihre|die|das|den|bitte)\b|\b(?:bitten wir|wir bitten)\b[^.!?]{0,25}\bum (?:zusendung|übersendung|einsendung|vorlage|nachreichung|rücksendung)"
    ),
    no_request=any_of(
        r"\b(?:etwaige|eventuelle|mögliche|allfällige|zwischenzeitliche)\w* (?:\w+ )?(?:änderung\w*|verhinderung\w*|fragen|rückfragen)\b[^?]*$",
        r"^\W*(?:sollte|sollten|falls|wenn)\b[^?]{0,90}\b(?:änder\w*|etwas dazwischen|verhindert|fragen (?:haben|hast)|auftauch\w*)\b[^?]*$",
        r"\bbitte (?:\w+ ){0,4}?(?:am|beim|an der|zum|zur) (?:empfang|pförtner|pforte|rezeption|eingang|einlass|haupteingang|tor|schranke)\b[^?]*$",
        r"\b(?:gedulden|geduld|abwarten|abzuwarten|zuwarten)\b[^.!?]*\?*\W*$",
        r"\b(?:füße stillhalten|stillhalten|daumen (?:drücken|gedrückt))\b[^?]*$",
        r"^\W*(?:bei|für|zu) (?:allem|allen|allfällig\w+|weitere[nm]?|sonstige[nm]?|etwaige[nm]?) (?:\w+ )?(?:fragen|rückfragen|anliegen|anfragen|änderungen)\b[^?]*$",
        r"^\W*(?:noch |weitere )?fragen\W*$",
        r"^\W*(?:und )?(?:wie geht es|wie geht's|was passiert|wie läuft es)\b[^.!]{0,40}\b(?:weiter|jetzt|nun|ab)\b[^.!]{0,10}\?\W*$",
        r"\bum (?:etwas |ein wenig |noch (?:etwas |ein wenig )?|ihr |dein )?(?:verständnis|geduld|nachsicht)\b",
        r"^\W*(?:aber |und )?(?:wenn|falls|sollte[nst]*|für den fall) (?!(?:ja|sie (?:noch )?interesse|du (?:noch )?interesse|das für|dir das|ihnen das)\b)[^.!?]{0,110}\b(?:sag|sagen sie|melde?|melden sie|geben sie|gib|ruf|rufen sie|schreib|schreiben sie|lass|lassen sie)\b[^?]*$",
        r"\b(?:oder|ok|okay|gell|ne|ja|gut|einverstanden) ?\?\W*$",
        r"\b(?:fragen|rückfragen)\b[^.!?]{0,40}\b(?:haben|gerne|jederzeit|stehe|melden|sie|du)\b|\bbei (?:rück)?fragen\b|\bbitte (?:nicht|beachten|entschuldig\w*|haben sie (?:etwas |noch )?(?:geduld|verständnis)|um (?:etwas |ein wenig |noch )?(?:geduld|verständnis)|bringen|denken|sehen sie|gedulden|melden sie sich am empfang|antworten sie nicht)\b|\bwie geht\b|\bgeduld\b|\bbitte bringen\b|\bwenn (?:sie|du)\b[^.!?]{0,40}\b(?:fragen|möchten|möchtest|brauchen|brauchst)\b|\bantworten sie (?:bitte )?nicht\b|\bjederzeit\b|\bgut angekommen\?",
    ),
    availability=any_of(
        r"\b(?:verfügbar\w*|terminvorschl\w*|zeitfenster|wann (?:würde|passt|hätten|haben|können|könnten|wäre|kannst|hast|geht)|passt (?:es )?(?:ihnen|dir)|würde (?:es )?(?:ihnen|dir)|zeit (?:für|am|haben|hätten|hast|hat|hättest)|hätten sie (?:am|zeit|lust)|hast du (?:am|zeit|lust)|termin\w*|slot|vormittag\w*|nachmittag\w*|vorbeikommen|welcher tag|welchen tag|calendly|buchen|kennenlernen|telefonieren)\b"
    ),
    document=any_of(
        r"\b(?:lebenslauf|zeugnis\w*|arbeitszeugnis\w*|unterlagen|referenz\w*|portfolio|kopie\w*|nachweis\w*|zertifikat\w*|führerschein|führungszeugnis|ausweis\w*|scan|foto|anschreiben|arbeitsproben?|bescheinigung\w*|diplom|urkunde|aufenthalts\w*|bankverbindung|adresse|personalbogen|personalfragebogen)\b"
    ),
    decision=any_of(
        r"\b(?:(?:könnten|können|würden) sie sich vorstellen|kannst du dir vorstellen|könntest du dir vorstellen|wären sie bereit|wärst du bereit|interesse|interessiert|sagen sie zu|ihre entscheidung|deine entscheidung|einverstanden|was (?:meinen|halten|denken|meinst|hältst|denkst)|käme für (?:sie|dich)|kommt für (?:sie|dich)|nehmen sie|nimmst du|lust)\b"
    ),
    task=any_of(r"\b(?:test|aufgabe|fallstudie|case|übung|probeaufgabe|fragebogen|formular|portal|online-test|assessment)\b"),
    detail=any_of(
        r"\b(?:gehalt\w*|gehaltsvorstellung\w*|kündigungsfrist|eintrittstermin|starttermin|frühest\w+|verfügbar ab|telefonnummer|adresse|geburtsdatum|führerschein|arbeitserlaubnis|konfektionsgröße|steuer\w*|sozialversicherungs\w*|stunden|wie viele|seit wann|kurz bestätigen|bestätig\w*)\b"
    ),
    next_step=any_of(
        r"\b(?:einladen|laden (?:wir |ich )?(?:sie|dich)|eingeladen|zweite[sn]? (?:gespräch|runde|mal)|nächste[nr]? (?:runde|schritt|stufe)|möchten (?:wir )?(?:sie|dich)|kennenlernen|auf eis|zurückgestellt|pausiert|liegt (?:erst ?mal )?auf eis|vorerst|mailbox|erreicht|versucht|telefonat|telefoniert|wie (?:eben|gerade|telefonisch)|calendly|erwarten (?:wir )?(?:sie|dich)|engere[nr]? (?:wahl|auswahl)|probearbeiten|probetag|hospitation)\b"
    ),
    courtesy=any_of(
        r"\b(?:(?:vielen |herzlichen |besten |lieben )?dank(?:e)?(?: (?:ihnen|dir|euch))?(?: (?:auch|sehr|schön|vielmals|nochmals|nochmal))?(?: (?:für (?:die|ihre|deine|das|den|diese) [\wäöüß-]+(?: [\wäöüß-]+)?))?|danke|gern(?:e)?(?: geschehen)?|kein problem|keine ursache|alles klar|in ordnung|passt(?: (?:gut|mir gut|so|super))?|notiert|erhalten|angekommen|ist angekommen|habe ich erhalten|perfekt|super|prima|toll|wunderbar|schönes wochenende|(?:schönen|guten) (?:tag|abend|feierabend)|schöne (?:woche|feiertage|tage)|bis (?:dann|bald|dahin|morgen)|freut mich|mich auch|ebenso|ebenfalls|gleichfalls|zur kenntnis genommen|verstanden|okay|ok|bestens|viele grüße|liebe grüße|beste grüße|mit freundlichen grüßen|herzliche grüße|freundliche grüße|alles gute|viel erfolg|ich wünsche (?:ihnen|dir) [\wäöüß ]{0,30}|das freut (?:mich|uns)(?: sehr)?)\b"
    ),
    delivers=any_of(
        r"https?://\w|\b(?:anbei|angehängt|im anhang|beigefügt|hier|fotos?|scans?|dateien?|lebenslauf|geschickt|gesendet|hochgeladen|ausgefüllt|erledigt|unterschrieben|abgegeben|link|passt|könnte|kann ich|bin ich|bestätige|meine? \w+ (?:ist|sind|beträgt)|ich (?:habe|bin|wohne|verdiene|hätte|würde))\b"
    ),
    defers=any_of(
        r"\b(?:setze mich|mache mich)\b[^.!?]{0,40}\b(?:dran|daran|an die aufgabe)\b|\b(?:schaue|gucke|sehe) (?:ich )?(?:mir )?(?:das |es )?[^.!?]{0,30}\ban\b",
        r"\b(?:schicke|sende|melde|gebe|reiche|werde|liefere|sage|kläre)\b[^.!?]{0,70}\b(?:morgen|später|heute abend|nächste|bis|am|sobald|nach|ende|zeitnah|bald|in den nächsten)\b",
    ),
    formal=any_of(
        r"\b(?:Ihnen|Ihre[nmrs]?|sehr geehrte[r]?|geehrte[r]?|liebe frau|lieber herr|guten tag (?:frau|herr)|hallo (?:frau|herr))\b"
    ),
    informal=any_of(r"\b(?:du|dir|dich|dein|deine[nmrs]?|euch|eure?)\b"),
    greeting=any_of(
        r"^\W*(?:sehr geehrte[r]?|liebe[r]?|guten (?:tag|morgen|abend)|hallo|hi|hey|moin|servus|grüezi|grüß gott|grüss gott|grüß dich),? +(?P<name>[^\n,.!:;–—]{2,40})"
    ),
    other_role=any_of(
        r"\b(?:etwas (?:ganz |völlig |komplett )?anderes|in (?:einer )?anderen sache|unabhängig (?:davon|von)|andere[nrs]? (?:stelle|position|vakanz|angebot)|neue[nrs]? (?:stelle|position|vakanz)|weitere[nrs]? (?:stelle|position|vakanz))\b"
    ),
)
