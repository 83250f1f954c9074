"""French: outcomes, requests, courtesy."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.turn_words import TurnWords

FR = TurnWords(
    rejected=any_of(
        r"\bne (?:donner\w*|donnons|poursuiv\w*|poursuivons|continuer\w*|retien\w*|irons|va|allons)\b[^.!?]{0,10}\b(?:pas|plus)\b[^.!?]{0,30}\b(?:suite|processus|plus loin|avec (?:vous|toi)|candidature|profil)\b",
        r"\bpas aller plus loin\b|\bpas pu (?:être )?retenir\b|\b(?:retenu|choisi|pris|recruté|engagé|préféré)\w* quelqu'un d'autre\b",
        r"\bcandidature\b[^.!?]{0,30}\bpas (?:abouti|été|pu|convaincu)\b|\bn'a(?:vez|s)? (?:malheureusement )?pas été (?:retenu|choisi|sélectionné|pris)\w*\b",
        r"\b(?:pleine|bonne|beaucoup de|plein de|tout le) (?:réussite|chance|succès|continuation|courage)\b[^.!?]{0,40}\b(?:recherches?|suite|projets?|parcours|avenir|carrière)\b",
        r"^\W*(?:c'est|ce sera) (?:malheureusement )?non\b",
        r"\b(?:pas|plus|sans)\b[^.!?]{0,40}\b(?:suite favorable|suite positive|retenue?s?|donner suite|une suite|réponse favorable|poursuivre|été (?:retenu\w*|sélectionné\w*))\b",
        r"\b(?:réponse|suite|décision|avis) (?:est )?(?:malheureusement )?(?:négative|défavorable)\b|\bregret\w*\b[^.!?]{0,80}\b(?:retenu\w*|suite|candidature|poste)\b",
        r"\b(?:retenu|choisi|opté|préféré|sélectionné|porté|tourné\w*|pris|recruté|arrêté)\w*\b[^.!?]{0,50}\b(?:autre (?:candidat\w*|profil|personne)|un profil|une personne|d'autres (?:candidat\w*|profils))\b|\bautre candidat\w*\b[^.!?]{0,60}\b(?:retenu\w*|choisi\w*|préféré\w*)\b|\bpleine réussite dans (?:vos|tes|la)\b|\bbonne (?:continuation|chance) dans (?:vos|tes)\b",
        r"\bne (?:correspond|répond)\w*\b[^.!?]{0,30}\bpas\b[^.!?]{0,40}\b(?:profil|besoin\w*|attentes|recherch\w*)\b",
    ),
    filled=any_of(
        r"\b(?:avons|ai|a) (?:déjà |finalement )?(?:pourvu|comblé) (?:le|ce) poste\b|\b(?:poste|place|offre|mission)\b[^.!?]{0,40}(?<!pas )(?<!pas encore )\b(?:pourvue?|comblée?|plus (?:disponible|d'actualité|vacant\w*|à pourvoir)|prise?|attribuée?)\b|\bpourvu en interne\b"
    ),
    cancelled=any_of(
        r"\b(?:n'allons|n'allions|ne (?:vais|va|vont)|n'ira|ne (?:recrut|embauch|prend)\w*) (?:finalement |plus |pas |donc )*(?:recruter|embaucher|prendre|engager)? ?(?:plus )?personne\b|\bne recrutons (?:plus|pas)\b",
        r"\b(?:gel des (?:embauches|recrutements|postes))\b|\b(?:renonc\w+|mis fin|mettre fin|met fin|mettons fin|annul\w+) (?:à |au )?(?:ce|le|au|notre|du)? ?(?:recrutement|poste|processus|projet de recrutement|concours)\b|\b(?:poste|recrutement|ouverture|processus|budget|embauche|concours|affichage)\b[^.!?]{0,40}\b(?:annulée?|supprimée?|gelée?|abandonnée?|suspendu définitivement|n'est plus)\b",
    ),
    offered=any_of(
        r"\b(?:vous|tu) (?:êtes|es) (?:prise?s?|embauchée?s?|recrutée?s?|engagée?s?)\b(?! (?:par|en|le|la|dans|mardi|lundi|jeudi))",
        r"\bbienvenue (?:dans|au sein de|chez|parmi) (?:l'équipe|notre|nous|nos)\b",
        r"\b(?:souhaitons|souhaite|voulons|aimerions|désirons) (?:vous|t') ?(?:embaucher|recruter|engager|proposer le poste|faire une (?:offre|proposition))\b",
        r"\ble poste est à (?:vous|toi)\b",
        r"\b(?:plaisir|heureu\w*|ravi\w*|joie)\b[^.!?]{0,60}\b(?:proposer (?:le|ce|un) (?:poste|contrat|cdi|cdd)|offrir|offre|embauch\w*|recruter|promesse|intégr\w*|accueillir parmi|compter parmi|retenu\w*)\b|\b(?:ci-joint|en pièce jointe)\b[^.!?]{0,40}\b(?:promesse d'embauche|votre contrat|ton contrat|proposition d'embauche|lettre d'engagement|offre d'emploi signée)\b|\b(?:votre|ta) candidature (?:a été|est) retenue\b(?! (?:dans|pour|en|parmi|sur|afin|au|à)\b)|\bvous (?:avez|êtes) (?:le poste|embauché\w*|pris\w*|recruté\w*)\b|\btu as le poste\b",
    ),
    maybe=any_of(
        r"\b(?:pas encore|toujours (?:ouvert|vacant|disponible))\b",
        r"\b(?:si|s'il|avant de|pourrait|pourraient|éventuel\w*|peut-être|quand|dès que|d'ici|positive ou|ou non|entretien)\b",
    ),
    withdrew=any_of(
        r"\btrouvé (?:un |une )?(?:autre|nouvel|nouveau) (?:emploi|poste|travail|employeur)\b|\ben rester là\b|\bne (?:plus|pas) (?:tenir compte|prendre en compte|considérer) (?:de )?ma candidature\b",
        r"\b(?:retire|retirer|retrait)\b[^.!?]{0,40}\b(?:candidature|ma|mon)\b|\b(?:accepté|signé|choisi|pris)\b[^.!?]{0,30}\b(?:autre|ailleurs)\b|\bne (?:donnerai|souhaite|poursui\w*|suis)\b[^.!?]{0,30}\b(?:pas|plus)\b[^.!?]{0,40}\b(?:suite|poursuivre|intéressé\w*|disponible|processus|continuer)\b|\bme (?:retire|désiste|retirer|désister)\b|\bplus (?:disponible|intéressé\w*|candidat\w*)\b",
    ),
    declined=any_of(r"\b(?:décline|décliner|refuse|refuser|ne peux (?:pas )?accepter|pas accepter|renonce|renoncer)\b"),
    accepted=any_of(
        r"\b(?:contrat|promesse|offre|lettre)\b[^.!?]{0,30}\bsignée?\b",
        r"\b(?:j'accepte|accepte (?:avec|votre|l'offre|la|volontiers)|accepter (?:votre|l'offre|la proposition)|contrat signé|signé (?:le|mon) contrat|promesse signée)\b",
    ),
    request=any_of(
        r"\b(?:saurions|saurais|serions|serais) (?:gré|reconnaissants?|reconnaissante)\b[^.!?]{0,30}\b(?:transmettre|envoyer|adresser|retourner|communiquer|fournir|faire parvenir|indiquer)\b",
        r"\?",
        r"\b(?:merci de|veuillez|prière de|je vous (?:prie|invite|demande|remercie) (?:de|à)|nous vous (?:prions|invitons|demandons|remercions) (?:de|à)|pourriez[- ]vous|pouvez[- ]vous|peux[- ]tu|pourrais[- ]tu|auriez[- ]vous|seriez[- ]vous|serais[- ]tu|avez[- ]vous|as[- ]tu)(?:[- ]?(?:moi|nous|m'|me))?\b|(?<!je )(?<!vous )(?<!te )(?<!t')(?<!l')(?<!lui )(?<!on )(?<!les )\b(?:envoyez|envoie|envoie-moi|dites|dis|indiquez|indique|confirmez|confirme|transmettez|donnez|faites|fais|répondez|remplissez|complétez|choisissez|réservez)[- ]?(?:moi|nous|m'|me)?\b",
        r"\bil (?:nous|me) (?:manque|faut|faudrait)\b|\bnous (?:avons besoin|aurions besoin|attendons (?:votre|vos|ta|tes|de votre|de ta))\b|\bj'(?:ai|aurais) besoin\b|\bmanque(?:nt)? (?:encore |plus que )?(?:votre|vos|ton|tes|le|la|les)\b",
    ),
    pleads=any_of(
        r"\bmerci de (?:m\'|me |nous )(?:envoyer|adresser|transmettre|retourner|communiquer|faire parvenir|confirmer|indiquer)\b"
    ),
    no_request=any_of(
        r"\bremercie?(?:r|ons|z)? (?:de |d')(?:bien vouloir )?(?:conserver|garder|vous munir|noter|ne pas)\b[^?]*$",
        r"^\W*(?:si|au cas où)\b[^?]{0,90}\b(?:chang\w*|évolu\w*|empêch\w*|questions?)\b[^?]*$",
        r"\b(?:patienter|patience|attendre)\b[^.!?]*\?*\W*$",
        r"\b(?:remercions|remercie|merci) (?:de|pour|d') ?(?:votre|ton|ta|l'intérêt|vous être|t'être|avoir|être|cet|cette)\b[^?]*$",
        r"\b(?:mot|message|mail) pour vous (?:dire|remercier|informer|confirmer)\b[^?]*$",
        r"^\W*pour (?:tout|toute|tous|toutes) (?:autre |renseignement|question|demande|information|précision)[^?]*$",
        r"^\W*(?:des |une |d'autres )?questions?\W*$",
        r"^\W*(?:et )?(?:quelle (?:est|sera) la suite|que se passe-t-il|comment se passe|et (?:après|maintenant))\b[^.!]{0,30}\?\W*$",
        r"\b(?:merci de|nous vous remercions de) (?:votre |ta )?(?:patience|compréhension|patienter)\b|\bvous abstenir\b",
        r"^\W*(?:mais |et )?(?:si|au cas où|en cas d[e']) ?(?!(?:oui|cela vous|ça vous|ça te|cela te|vous (?:êtes|restez) intéress|tu (?:es|restes) intéress|intéress)\w*)[^.!?]{0,110}\b(?:fai(?:s|tes)[- ]moi signe|dites?[- ](?:le[- ])?moi|dis[- ](?:le[- ])?moi|n'hésite|prévene[zr]|prévien|tene[zr][- ]moi|appele|faites[- ]le)\w*[^?]*$",
        r"\b(?:d'accord|ok|hein|non|oui|ça marche) ?\?\W*$",
        r"\b(?:n'hésitez|n'hésite|en cas de|pour toute|si vous avez|si tu as|des questions|toute question|merci de (?:votre|ta|ton) |merci de ne pas|veuillez (?:agréer|recevoir|croire|trouver|noter|ne pas|patienter)|prie d'agréer|prie de (?:recevoir|croire|bien vouloir (?:agréer|patienter))|merci de (?:patienter|noter|m'avoir|nous avoir)|comment (?:allez|vas)|ça va|patienter|votre patience|prie d'excuser|nous ne pouvons)\b",
    ),
    availability=any_of(
        r"\b(?:disponib\w*|créneaux?|dispo|dispos|quel jour|quand (?:pou\w*|êtes|es|seriez)|rendez-vous|rdv|libre|convien\w*|horaires?|venir|rencontrer|passer|entretien|visio|calendly|agenda|échanger|quelle date|quels jours)\b"
    ),
    document=any_of(
        r"\b(?:cv|lettre|diplômes?|certificats?|attestations?|références?|permis|pièces?|documents?|justificatifs?|rib|scans?|master|brevet|licence|carte|copie|photo|dossier|portfolio|book|bulletins?|passeport|titre de séjour|relevés?|casier)\b"
    ),
    decision=any_of(
        r"\b(?:accepteriez|accepterais|intéress\w*|seriez-vous prêt\w*|serais-tu prêt\w*|envisag\w*|d'accord|qu'en (?:pensez|penses|dites|dis)|ça (?:vous|te) (?:irait|convient|dit|tente)|acceptez|acceptes|votre décision|ta décision|partant\w*|ouvert\w* à|souhaitez|souhaites)\b"
    ),
    task=any_of(r"\b(?:test|exercice|étude de cas|cas pratique|questionnaire|formulaire|mise en situation|portail|en ligne)\b"),
    detail=any_of(
        r"\b(?:prétentions?|salaire|préavis|date de (?:début|naissance)|numéro|adresse|permis|mobilité|confirm\w*|combien|depuis quand|expérience|disponibilité immédiate)\b"
    ),
    next_step=any_of(
        r"\b(?:adorer\w*|aimer\w*|souhait\w*|voudr\w*|voulons|veut|aimerait)\b[^.!?]{0,15}\b(?:vous|te) (?:faire rencontrer|présenter|faire visiter|rencontrer|revoir)\b|\bcaler un (?:créneau|rendez-vous|rdv|échange)\b|\b(?:réserver|choisir) un (?:créneau|rendez-vous)\b",
        r"\b(?:recrutement|processus|poste) (?:est )?(?:actuellement |momentanément )?(?:suspendu|en suspens|en pause|mis en attente)\b",
        r"\b(?:souhait\w* (?:vous|te) (?:rencontrer|revoir|voir|proposer|inviter)|aimer\w* (?:vous|te) (?:rencontrer|revoir|voir|proposer)|(?:vous|te) (?:propose|proposons|invite|invitons|convie|convions|attend|attendons)|second entretien|deuxième entretien|prochaine étape|suite du processus|en suspens|en attente|en pause|gel\w*|message (?:vocal|dans|sur)|boîte vocale|répondeur|essayé de|tenté de|suite à notre (?:appel|échange|conversation)|au téléphone|calendly|présélectionn\w*|retenu\w* pour)\b",
    ),
    courtesy=any_of(
        r"\bje (?:transmets|fais suivre|fais passer le message)\b|\bc'est (?:très )?(?:gentil|aimable|sympa)\b",
        r"\b(?:merci(?: (?:beaucoup|bien|infiniment|à vous|à toi|mille fois|encore))?(?: (?:pour|de) (?:votre|ton|ta|vos|tes|l'|le|la|ces|cette|ce) ?[\wéèêàç'-]+(?: [\wéèêàç]+)?)?|de rien|je vous en prie|je t'en prie|avec plaisir|bien reçu|bien noté|c'est noté|noté|reçu|parfait|super|très bien|entendu|d'accord|ok|pas de (?:souci|problème)|aucun (?:souci|problème)|bonne (?:journée|soirée|semaine|réception|continuation|chance|route|fin de (?:journée|semaine))|bon (?:week-end|weekend|courage|voyage|retour)|bonnes (?:vacances|fêtes)|à (?:bientôt|très vite|vendredi|lundi|mardi|mercredi|jeudi|demain)|au plaisir|cordialement|bien cordialement|bien à vous|belle journée|belle soirée|excellente journée|ravi\w*|de même|moi aussi|nous (?:l')?avons bien reçu)\b",
    ),
    delivers=any_of(
        r"https?://\w|\b(?:ci-joint\w*|joint\w*|pièce jointe|voici|voilà|photos?|scans?|fichiers?|cv|envoyée?s?|transmise?s?|remplie?|terminé|fait|signée?|lien|convient|disponible|libre|confirme|je (?:suis|peux|dispose|touche|possède|détiens)|j'ai|mon \w+ est|ma \w+ est)\b"
    ),
    defers=any_of(
        r"\b(?:je m'y mets|je regarde (?:ça|cela)|je m'en occupe|je commence)\b",
        r"\b(?:je (?:vous |te )?(?:envoie|l'envoie|les envoie|transmets|donne|réponds|reviens|confirme|enverrai|transmettrai|répondrai|reviendrai|confirmerai|tiens)|j'envoie)\b[^.!?]{0,50}\b(?:demain|ce soir|plus tard|dès|d'ici|avant|lundi|mardi|mercredi|jeudi|vendredi|semaine|rapidement|bientôt|prochain\w*)\b",
    ),
    formal=any_of(r"\b(?:vous|votre|vos)\b"),
    informal=any_of(r"(?:\b(?:tu|te|toi|ton|ta|tes)\b|\bt'|\bjte\b)"),
    greeting=any_of(r"^\W*(?:bonjour|bonsoir|rebonjour|ch[eè]re?|salut|coucou|hello),? +(?P<name>[^\n,.!:;–—]{2,40})"),
    other_role=any_of(
        r"\b(?:sur un tout autre sujet|tout autre chose|sans rapport|un autre (?:poste|contrat|rôle)|une autre (?:offre|opportunité|mission)|nouvelle (?:opportunité|offre|mission)|rien à voir)\b"
    ),
)
