"""French: how people promise to respond, and what only looks like it."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.promise_words import PromiseWords

_YOU = r"(?:vous|te|t'|tous les candidats|toutes les candidates|chaque candidat\w*|les candidats|l'ensemble des candidat\w*|chacun|toi)"
_ANSWER = (
    r"(?:réponse|reponse|retour|retours|décision|decision|nouvelles?|résultats?|resultats?|suite|suites|feedback|verdict|confirmation|avis|point|appel|mail|courriel|message|"
    r"offre|proposition|contrat|information|infos?|éléments?|précisions|dates?|compte rendu|conclusion|quelque chose|signe)"
)

FR = PromiseWords(
    respond=any_of(
        r"\b(?:vous|te) renseigner(?:ons|ai|a|ont)?\b",
        r"\bne manquer\w+ pas de\b|\bvous en (?:informer\w*|aviser\w*|faire part|tenir\w*|ferons part)\b",
        r"\b(?:réponse|décision|résultats?|retour|courriel|courrier|suite)\b[^.;!?]{0,30}\b(?:vous|te) (?:parviendr\w+|arriver\w+|ser\w+|attein\w+)\b",
        r"\b(?:réponse|décision|résultats?|verdict)\b[^.;!?]{0,20}\b(?:tombera|tombe|tomberont|arrivera|arrive|interviendra|suivra)\b",
        r"\b(?:vous|tu) (?:pouvez|pourrez|peux|pourras|devez|devriez) (?:vous |t')?(?:attendre|compter|tabler)\b",
        r"\b(?:vous|te) (?:passe|passerai|passera|passons|passerons) un (?:coup de (?:fil|téléphone)|appel)\b|\b(?:on|nous) (?:se |nous )(?:reparle|rappelle|reparlons|rappelons|reparlerons|reparlera)\b",
        rf"\b(?:{_YOU} )?(?:re)?(?:viens|vient|venons|viendrai|viendra|viendrons|viendront|reviens|revient|revenons|reviendrai|reviendra|reviendrons|reviendront|reviennent|revenir)\b[^.;!?]{{0,30}}\b(?:vers|auprès|là-dessus|la-dessus|avec|à toi|à vous)\b",
        r"\b(?:vous|te|t'|j'te|jte|j't) ?(?:re)?(?:viens|revient|reviens|reviendrai|reviendrons|revenons)\b",
        rf"\b(?:{_YOU} ?|jte |j'te )(?:re|r)?(?:appelle|appelles|appellent|appelons|appellerai|appellera|appellerons|appelleront|appeler|appeler|dis|dit|disons|dirai|dira|dirons|diront|dire|redis|redit|redirai|redire|écris|écrit|écrivons|écrirai|écrira|écrirons|écriront|écrire|ecris|ecrirai|réponds|répond|répondons|répondrai|répondra|répondrons|répondront|répondre|reponds|"
        r"contacte|contactent|contactons|contacterai|contactera|contacterons|contacteront|contacter|recontacte|recontactons|recontacterai|recontactera|recontacterons|recontacteront|recontacter|préviens|prévient|prévenons|préviendrai|préviendra|préviendrons|prévenir|informe|informons|informerai|informera|informerons|informer|"
        r"donne|donnons|donnerai|donnera|donnerons|donneront|donner|(?:fais|fait|faisons|ferai|fera|ferons|feront|faire) (?=un|une|signe|part|mon|notre|savoir|parvenir|le point|ce|son|nos|des)|envoie|envoyons|enverrai|enverra|enverrons|enverront|envoyer|tiens|tient|tenons|tiendrai|tiendra|tiendrons|tiendront|tenir|confirme|confirmons|confirmerai|confirmera|confirmerons|confirmer|"
        r"communique|communiquons|communiquerai|communiquera|communiquerons|communiquer|transmets|transmet|transmettons|transmettrai|transmettra|transmettrons|transmettre|notifie|notifierons|notifier|annonce|annoncerai|annoncerons|avise|avisons|aviserons|aviserai|aviser|fixe|fixerai|fixerons|joins|joindrai|joindrons|tél\w*|phone|texte|texto|tranche|relance|relancerai|recontacte|adresse|adressons|adresserai|adresserons|adresser)\b",
        r"\b(?:communiquerons|communiquerai|communiquera|communiquons|échangerons|correspondrons) avec vous\b",
        rf"\b(?:vous|tu)\b[^.;!?]{{0,10}}\b(?:aurez|auras|recevrez|recevras|allez (?:avoir|recevoir)|vas (?:avoir|recevoir)|saurez|sauras|entendrez|entendras|pouvez compter|obtiendrez|serez|seras|devriez|devrais|pourrez|connaîtrez|as|avez)\b[^.;!?]{{0,70}}\b(?:{_ANSWER}|fixé\w*|informé\w*|contacté\w*|recontacté\w*|rappelé\w*|prévenu\w*|avisé\w*|averti\w*|appelé\w*|notifié\w*|parler|de (?:mes|nos|ses) nouvelles|tenu\w*)\b",
        rf"\b(?:candidats?|candidates?|candidature|chacun|postulants?)\b[^.;!?]{{0,40}}\b(?:sera|seront|recevra|recevront|aura|auront)\b[^.;!?]{{0,40}}\b(?:informé\w*|contacté\w*|recontacté\w*|avisé\w*|averti\w*|prévenu\w*|notifié\w*|{_ANSWER})\b",
        rf"\b(?:{_ANSWER})\b[^.;!?]{{0,50}}\b(?:sera|seront|serait|devrait|devraient|va|vont)\b[^.;!?]{{0,30}}\b(?:apporté\w*|communiqué\w*|donné\w*|envoyé\w*|transmis\w*|adressé\w*|rendu\w*|prise?|annoncé\w*|publié\w*|notifié\w*|parvenir|tomber|arriver|être|connu\w*|fait\w*)\b",
        rf"\b(?:donner|donnerai|donnerons|donne|donnons|faire|ferai|ferons|fais|faisons|rendre|rendrons|rendra|apporter|apporterons|prendre|prendrons|prendra|prend|envoyer|envoie|enverrons|enverrai)\b[^.;!?]{{0,25}}\b(?:{_ANSWER})\b",
        rf"\battendez[- ]vous à\b[^.;!?]{{0,40}}\b(?:{_ANSWER})\b",
        r"\bde (?:mes|nos) nouvelles\b|\bdes nouvelles\b",
        r"\b(?:je|on|nous|il|elle|ils) (?:tranche|tranchons|trancherai|tranchera|décide|décidons|déciderai|décidera|déciderons)\b",
        r"\btiens au (?:courant|jus)\b|\btenir au courant\b|\btiendr\w+ (?:informé\w*|au courant)\b",
        r"\breprendr\w+ contact\b|\breprends contact\b|\bprendr\w+ contact\b|\breviendrons\b|\breviens vers\b|\bfaire signe\b|\bfais signe\b|\bferai signe\b",
        r"\bnous nous engageons à\b|\bs'engage à\b|\bje m'engage à\b",
        r"\b(?:le|la) (?:saurez|sauras)\b|\bvous serez fixé\w*\b|\btu seras fixé\w*\b",
        r"\b(?:appellerai|appellerons|rappellerai|rappellerons|contacterons|recontacterons|répondrons|répondrai|préviendrons|informerons|écrirons|écrirai|confirmerons|confirmerai) (?:tous|toutes|chaque|l'ensemble|les|chacun|tout le monde|à tous)\b",
    ),
    step=any_of(
        r"\b(?:envoie|envoyons|enverrai|enverra|enverrons|envoyer|transmets|transmettrai|transmettrons|proposerai|proposerons|organise|organiserai|organiserons|planifie|planifierai|planifierons|programme|programmerons|fixe|fixerai|fixerons|prépare|préparerai|cale|calerai|calons)\b"
    ),
    verbless=any_of(
        rf"\b(?:(?:notre|ma|mon|une|un|la|le|première?|bonne) )*(?:{_ANSWER})(?: (?:définitive?|ferme|finale?|de (?:ma|notre|sa) part|à vous|pour (?:vous|toi)|téléphonique|écrite|à (?:tous|toutes)(?: les)?(?: \w+)?|prévue?|attendue?|promise?)){{0,2}}\b"
    ),
    banned=any_of(
        r"\bje (?:vous|te) (?:contacte|écris|sollicite) (?:pour (?:un|une|le|la|vous)|au sujet|concernant|car|suite|à propos|de la part|dans le cadre)\b",
        r"\b(?:c'est pourquoi|c'est pour cela que|c'est donc moi qui|donc) je (?:vous|t'|te) ?(?:écris|contacte)\b(?![^.;!?]{0,50}\b(?:lundi|mardi|mercredi|jeudi|vendredi|d'ici|demain|semaine)\b)",
        r"^\W*(?:pas|rien|aucune?)\b",
        r"\b(?:merci de|veuillez|prière de|pourriez[- ]vous|(?<!vous )pouvez[- ]vous(?! attendre)|peux[- ]tu|pourrais[- ]tu|peut-tu|auriez[- ]vous|aurais[- ]tu|avez[- ]vous|as[- ]tu|seriez[- ]vous|serais[- ]tu|n'hésitez|n'hésite|je vous (?:prie|remercie|invite|demande|laisse|souhaite)|je te (?:laisse|remercie|souhaite)|nous vous (?:prions|remercions|invitons|souhaitons)|s'il vous plaît|s'il te plaît|svp|stp)\b(?! (?:de |pour |d')?(?:votre|ta|v?otre patience|patienter|ton))",
        r"\b(?:me|m'|nous|moi) (?:dire|confirmer|envoyer|transmettre|faire|donner|répondre|tenir|indiquer|communiquer|recontacter|rappeler|dites|dis|faites|donnez|envoyez|confirmez|envoie|confirme|indiquez)\b|\b(?:dites|dis|faites|donnez|envoyez|confirmez|envoie|confirme|répondez|réponds|rappelez|rappelle|tenez|tiens|appelez|appelle)[- ](?:moi|nous)\b",
        r"\b(?:ai|a|avons|ont|avait|avais|avions|suis|est|sommes)\b[^.;!?]{0,20}\b(?:appelé|rappelé|contacté|répondu|écrit|envoyé|donné|reçu|décidé|informé|revenu|laissé|tenté|essayé)\w*\b",
        r"\b(?:regret\w*|désolé\w*|heureux|heureuse|ravi\w*|le plaisir|tenais|tiens|tenons|voulais|voulions|au regret|plaisir) (?:à |de |d')?(?:vous|te|t')",
        r"\bnous vous informons\b|\bje vous informe\b|\bje vous (?:confirme|écris|contacte|réponds|fais suite|confirme)\b(?! (?:d'ici|avant|sous|dans|lundi|mardi|mercredi|jeudi|vendredi|demain|le \d|ça|ce soir|cette|la semaine|fin|début|mi-|courant|en |au plus|tout|très|dès|bientôt|le rendez-vous|l'heure|votre|cela|ce jour))",
        r"\b(?:ne|n'|n')(?! ?manqu)\w* ?[^.;!?]{0,30}\b(?:pas|rien|aucun\w*|guère)\b",
        r"\b(?:dans l'attente|en attendant|au plaisir|à bientôt|hâte)\b",
        r"\b(?:si vous|si tu) (?:avez|as|souhaitez|souhaites|voulez|veux|êtes|changez)\b|\ben cas de (?:question|besoin|changement)\w*\b|\bpour toute question\b|\ben règle générale\b|\bgénéralement\b|\bhabituellement\b",
        r"\b(?:vous|tu) (?:nous|me|m') ",
        r"\b(?:votre|ta) (?:réponse|retour|décision|confirmation)\b",
        r"\bil (?:nous|me) faut\b(?! (?:encore|un peu|quelques|une? |deux|trois))|\bnous attendons (?:votre|vos)\b|\bj'attends (?:votre|ton|ta|vos|tes)\b",
    ),
    banned_sentence=any_of(
        r"\bréponses? aux (?:courriels|mails|messages)\b|\bce (?:message|courriel)\b[^.;]{0,60}\b(?:confidentiel|automatique)\b",
        r"\b(?:seuls?|seules?) les? (?:candidat|profil|candidature|personne)\w*\b[^.;]{0,80}\b(?:sera|seront|sont)\b",
    ),
    hangs_on_others=any_of(
        r"(?<!dis )(?<!dire )(?<!savoir )(?<!dirai )(?<!dit )\b(?:si|s'(?=il)|au cas où|dans l'éventualité où|dès lors que|à condition que|pour autant que|sous réserve)\b ?[^.;!?]{0,25}\b(?:votre|ton|profil|candidature|le client|la cliente|sélection\w*|retenu\w*|il|elle|ils|intéress\w*|correspond\w*|convient|positif|positive|accord|budget|retenue?|besoin)\b",
        r"\ben cas d(?:e|')(?: )?(?:intérêt|adéquation|suite favorable|présélection|réponse positive|accord)\b|\ble cas échéant\b|\bsi besoin\b",
    ),
    hangs_on_me=any_of(
        r"\b(?:sous réserve|dans l'attente) de (?:la )?réception\b",
        r"\bà partir de (?:là|ce moment)\b",
        r"\b(?:dès|une fois|après|quand|lorsque|dès que|aussitôt|à|sitôt)\b[^.;!?]{0,40}\b(?:réception|reçu\w*|recevr\w*|aurai\w*|aurons|envoyé\w*|transmis\w*|rendu\w*|rempli\w*|complété\w*|votre (?:retour|réponse|accord|envoi)|ton (?:retour|accord|envoi)|ta réponse|signé\w*|validé par vous|en ma possession|remis\w*|dossier complet)\b",
        r"(?<!je )(?<!vous )(?<!te )(?<!on )(?<!lui )(?<!leur )\b(?:envoyez|envoie|transmettez|indiquez|donnez|donne|dites|dis|remplissez|confirmez|merci de (?:m'|me |nous )?\w+|faites|fais)\b[^.;!?]{3,110}\b(?:et|puis|,) (?:je|nous|on|j')\b",
        r"\bdans les \w+ jours? (?:ouvrés? )?(?:suivants?|qui suivent|suivant)\b",
    ),
    after_that=any_of(
        r"\b(?:après (?:ça|cela|quoi|ce|cette|mon retour|la réunion|le comité)|ensuite|dans la foulée|à la suite|juste après|aussitôt après|à l'issue|au terme d[eu]|suite à (?:cela|quoi)|après quoi|une fois (?:que )?(?:ce|cette|la|le|celui|celle)[\w -]{0,25} (?:passée?|tenue?|terminée?|réuni\w*|faite?)|par la suite|après(?=[.!?,]|$))"
    ),
    day_after=any_of(r"\b(?:le lendemain|le jour (?:d'après|suivant))\b"),
    that_day=any_of(
        r"\b(?:ce jour[- ]là|cette journée[- ]là|le jour même|à ce moment[- ]là|alors|d'ici là|ce jour|à cette date|le soir même|le même jour|à cette occasion|puis)\b"
    ),
    undated=any_of(
        r"\b(?:bientôt|prochainement|rapidement|dès que|au plus vite|dans les meilleurs délais|sous peu|très vite|asap|aussitôt que|dès possible|au plus tôt|sans tarder|incessamment|dans un (?:bref|court) délai|dans les plus brefs délais|à bref délai|quand (?:j'|je|on|nous)|vite|lorsque (?:j'|je|nous))"
    ),
    split=any_of(
        r"\b(?:informons|informe|noter|savoir|confirme|confirmons|indique|indiquons) (?:de ce )?qu(?:e |')",
        r"[;–—()]",
        r" -{1,2} ",
        r",? (?:mais|tandis que|alors que|car|parce que|puisque|bien que|cependant|toutefois|or|si bien que|de sorte que) ",
        r", (?:et|donc|puis|qui|ou|alors) ",
        r" (?:et|puis|donc|&|\+) (?=(?:je |j'|jte |on |nous |vous |tu |il |elle |ils |ensuite |puis |reviens|revenons|te |la |le |les ))",
        r", (?=(?:je|j'|jte|on|nous|vous|tu|il|elle|puis|ensuite)\b)",
        r" ?: (?=(?:je|nous|on|vous|j')\b)",
        r"\.{2,}|…",
    ),
    joined=any_of(r"\b(?:et|donc|puis|alors)\b|[,+&:]"),
    calls=any_of(r"\b(?:r?appel\w*|téléphon\w*|joins|joindr\w*|parl\w*|rencontr\w*|voi[rts]|phone)\b"),
    outcome=any_of(
        r"\b(?:décision|réponse|retour|résultat\w*|nouvelles?|verdict|rien|suite|avis|pour (?:vous|te) dire|wh|si (?:vous|tu|c'est))\b"
    ),
    appointment=any_of(
        r"\bpour (?:notre|votre|ton|l'|un|le|cet) ?(?:\w+ )?(?:entretien|échange|rendez-vous|appel|rencontre|visio\w*|call|rdv|point)\b",
        r"\b(?:entretien|rendez-vous|rdv|échange|visio) (?:est|aura|le|de|fixé|prévu|du)\b|\bcomme (?:convenu|prévu)\b(?! (?:je|nous|on) (?:fais|fait|faisons|vois|voyons|voit|reviens|revenons|revient)\b)",
    ),
    silence=any_of(
        r"\bà défaut d(?:e|'une) (?:réponse|retour|nouvelles?)\b",
        r"\bvous n'(?:avez|aviez|aurez) (?:pas|rien|aucune?)\b|\bsi d'ici\b[^.;!?]{0,50}\b(?:pas|aucun\w*|rien)\b",
        r"\b(?:sans|faute de|en l'absence de) (?:réponse|retour|nouvelles?|nouvelle|suite)\b",
        r"\bsi (?:vous|tu|nous)\b[^.;!?]{0,40}\b(?:n'|ne|pas|aucun\w*|sans)\b",
        r"\bpassé ce délai\b|\bau-delà de ce délai\b|\baucune? (?:réponse|nouvelle|retour)\b|\bnon[- ]réponse\b|\bsilence de notre part\b",
    ),
    silence_effect=any_of(
        r"\bne (?:donnons|donnerons|pouvons) pas\b|\bpas donné suite\b|\bsans suite\b",
        r"\b(?:n'(?:a|aura|ait|est|avons)(?: malheureusement)? pas|non retenue?|pas (?:été )?retenue?|rejetée?|refus\w*|sans suite|défavorable|d'autres candidat\w*|autre candidat\w*|négative?|considér\w*|n'a pu être|comme close)\b",
    ),
    closing=any_of(
        r"\b(?:date (?:limite|de clôture|butoir)|clôture|fin des candidatures|date limite de (?:dépôt|candidature))\b"
    ),
    not_before=any_of(
        r"\bavant\b(?=[^.;!?]{0,70}\b(?:pas|rien|aucune?|guère)\b)",
        r"\b(?:pas|rien|aucun\w*|guère|jamais)\b[^.;!?]{0,60}\bavant\b",
    ),
    reported=any_of(
        r"\b(?:je|j'ai bien|j'ai|bien|c'est) not(?:e|é|erai)\b|\bje retiens\b|\bj'ai compris\b",
        r"\bvous (?:évoquiez|parliez|mentionniez|annonciez|indiquiez|prévoyiez)\b|\btu (?:évoquais|parlais|mentionnais|annonçais)\b|\blors de (?:notre|nos|l')\b",
        r"\b(?:vous|tu|il|elle|ils|on|nous) (?:m'|nous |me )?(?:avez|as|aviez|avais|a|ont|avait|avions|disiez|disais|aviez dit|pensiez|pensais|deviez|devais|devait|prévoyiez|comptiez)\b",
        r"\b(?:comme|ainsi que) (?:convenu|prévu|discuté|évoqué|annoncé|indiqué|dit|entendu|vous (?:me )?l'avez|tu (?:me )?l'as)\b",
        r"\b(?:dans l'attente|hâte|au plaisir|je reste|j'attends)\b|\bmerci (?:pour|de) (?:votre|ton|l'|cet|notre|m'|ce|la)\b",
        r"\b(?:vous|tu|ils|elle|il) (?:me |m'|nous )?(?:tiendr\w+|reviendr\w+|rappeller\w+|contacter\w+|donner\w+|fer\w+|dir\w+|décider\w+|saur\w+)\b",
    ),
    reported_response=any_of(
        r"\b(?:réponse|retour|décision|décider\w*|nouvelles?|revenir|reviendr\w*|rappeler\w*|rappel\w*|contacter\w*|recontacter\w*|tenir|tiendr\w*|résultat\w*|trancher\w*|appeler\w*|donner\w*|confirmer\w*|verdict)\b"
    ),
    extension=any_of(
        r"\bil (?:nous|me) (?:faut|faudra|manque) encore\b",
        r"\b(?:besoin (?:de|d')|encore (?:un|une|deux|trois|quelques)|il (?:nous|me) faut|faudra|repoussé\w*|reporté\w*|décalé\w*|retard|plutôt|patienter|laissez|laisse|patience|délai|un peu plus)\b",
    ),
    commits=any_of(
        r"\b(?:je|j'|jte|on|nous|il|elle|ils|vous|tu|l'équipe|le|la|notre|mon|ma)\b|\b\w+(?:rai|rons|ront|ra)\b|(?:^|[,;:] ?)(?:reviens|retour|te|vous)\b"
    ),
    hour=any_of(r"\bà \d{1,2} ?(?:h|heures?|:)\b", r"\b\d{1,2} ?h(?: ?\d\d)?\b", r"\bà midi\b"),
    request_of_mine=any_of(
        r"\bje (?:vous|te|t') ?(?:recontacte|rappelle|tiens au courant|réponds|redis)\w*\b",
        r"\b(?:pourriez[- ]vous|pouvez[- ]vous|peux[- ]tu|pourrais[- ]tu|merci de|je (?:vous|te) (?:donne|tiens|réponds|confirme|envoie|reviens)|j'aimerais|je souhaiterais)\b",
    ),
    bare=any_of(
        r"\b(?:(?:re)?(?:viens|venons|viendrai|viendrons|vient|viendra) vers (?:vous|toi)|(?:vous|te) (?:re)?(?:contacter|tiendr|tien|rappeller|préviendr|recontact)\w*(?: au courant| informé\w*)?|(?:te|vous) (?:tiens|tenir) (?:au courant|au jus|informé\w*)|ne manquer\w+ pas de|on se reparle|(?:donnerai|donnerons) des nouvelles|(?:aurez|auras) de (?:mes|nos) nouvelles|fer(?:ai|ons) (?:signe|un retour)|(?:te|vous) (?:dirai|dirons|écrirai|écrirons|appellerai|appellerons|répondrai|répondrons|informerai|informerons))\b",
    ),
    addressed=any_of(r"(?:\b(?:vous|te|tu|toi|candidats?|chacun|chaque|jte)\b|\bt')"),
    beside=any_of(
        r"(?:\W|\b(?:le|la|les|pour|d'ici|d|ici|au|plus|tard|avant|sous|dans|en|à|de|ma|notre|part|prévue?|attendue?|définitive?|ferme|vers|fin|début|courant|max|maximum|promise?|est|sera|doit|arrive|vous|toi)\b)*"
    ),
    away=any_of(r"\b(?:absent\w*|en congés?|en vacances|en déplacement|de retour (?:au bureau|de congés)|hors du bureau)\b"),
)
