"""Words and headers of mail that no human wrote to this reader, in four languages. Lower case throughout."""

from __future__ import annotations

# How subjects of out-of-office notes begin, after any "Re:".
OUT_OF_OFFICE_SUBJECTS: tuple[str, ...] = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "automated reply", "automated response", "automatic response",
    "out of office", "out of the office", "out-of-office", "ooo:", "ooo ", "i am out of", "i'm out of", "away from", "on leave", "on annual leave", "on vacation", "vacation reply", "vacation:", "absence",
    "on maternity leave", "on parental leave", "[auto-reply", "[automatic reply", "(auto-reply",
    "automatische antwort", "automatische antwort:", "abwesenheitsnotiz", "abwesenheit", "abwesend", "autom. antwort", "nicht im büro", "ich bin im urlaub", "im urlaub", "urlaub:", "abwesenheitsnachricht", "abwesenheitsassistent", "automatische rückantwort", "außer haus", "automatische abwesenheit",
    "réponse automatique", "reponse automatique", "absent du bureau", "absence du bureau", "absente du bureau", "absent :", "message d'absence", "notification d'absence", "en congé", "absence :", "avis d'absence", "absence de",
    "respuesta automática", "respuesta automatica", "respuesta automáticamente", "fuera de la oficina", "fuera de oficina", "ausente", "ausencia", "de vacaciones", "mensaje automático", "contestación automática",
    "risposta automatica", "fuori ufficio", "automatisch antwoord", "afwezig", "resposta automática", "autosvar", "automatiskt svar", "automatisk svar", "frånvaro",
)  # fmt: skip

# What an out-of-office note says in its first lines, as patterns. A human may say so in passing: alone they prove nothing.
OUT_OF_OFFICE_WORDINGS: tuple[str, ...] = (
    r"i(?: a|')m (?:currently |now |presently |away and )?(?:out of (?:the )?office|on (?:annual |maternity |paternity |parental |sick |medical )?(?:leave|vacation|holidays?|pto)|away from (?:the|my) (?:office|desk|email|mail)|travell?ing (?:and|with))",
    r"i(?: wi|')ll be (?:out of (?:the )?office|on (?:annual )?(?:leave|vacation|holidays?)|away (?:from|until|on))",
    r"i am (?:away|out|off)(?: (?:today|this week))? (?:until|till|from|between|and)",
    r"(?:currently |presently )?out of (?:the )?office (?:until|from|with|on|and|through|today|this)",
    r"(?:with|have|having) (?:limited|no|intermittent|only limited|little) (?:or no )?access to (?:my |e-?)?mails?",
    r"this is an automat(?:ed|ic) (?:reply|response|out)",
    r"thank you for your (?:e-?mail|message|mail)[.!,]? (?:i(?: a|')m|i(?: wi|')ll be|please note (?:that )?i(?: a|')m) (?:currently |now )?(?:out|away|on |off)",
    r"i(?: wi|')ll (?:reply|respond|get back to you|answer|attend to your) (?:\w+ ){0,8}(?:when i(?: a|')m back|(?:up)?on my return|when i return)",
    r"no longer (?:with|works? (?:at|for)|employed)", r"has left the (?:company|organi[sz]ation)",
    r"(?:ich bin|bin ich)(?: \S+){0,12} (?:nicht im (?:büro|haus)|außer haus|ausser haus|abwesend|im urlaub|in urlaub|in elternzeit|auf dienstreise|nicht erreichbar|wieder (?:für sie )?(?:da|erreichbar|im büro|zurück))",
    r"(?:ich )?befinde (?:ich )?mich (?:\S+ ){0,8}(?:im urlaub|in urlaub|auf dienstreise|in elternzeit|nicht im (?:büro|haus))", r"diese (?:e-?mail|nachricht) wurde automatisch (?:erstellt|generiert|versendet)",
    r"(?:ihre|deine) (?:e-?mail|nachricht)s? (?:wird|werden) nicht (?:weitergeleitet|automatisch|bearbeitet|gelesen)", r"nur (?:eingeschränkt|begrenzt|sporadisch) (?:zugriff|erreichbar)", r"in dringenden (?:fällen|angelegenheiten)",
    r"je (?:suis|serai) (?:actuellement |absente? |en ce moment )?(?:absente?|en (?:congés?|vacances|déplacement|formation)|hors du bureau|de retour)", r"(?:serai|suis) de retour (?:au bureau )?(?:le|lundi|mardi|mercredi|jeudi|vendredi|à partir)", r"actuellement absente?", r"en mon absence", r"pendant mon absence", r"accès (?:limité|restreint) à (?:ma messagerie|mes (?:e-?mails|courriels|mails))",
    r"(?:estoy|estaré|me encuentro|me encontraré) (?:actualmente )?(?:fuera (?:de la|de) oficina|de (?:vacaciones|viaje|baja|permiso)|ausente)", r"fuera de la oficina", r"acceso limitado (?:a mi|al) correo", r"durante mi ausencia", r"en mi ausencia", r"(?:vuelvo|regreso|volveré|regresaré|estaré de vuelta)(?: a la oficina)? (?:el|a partir)",
)  # fmt: skip
# Words of a sentence that says when they are back.
BACK_WORDINGS: tuple[str, ...] = (
    r"\b(?:back|return(?:ing|s)?|until|till|through|resum(?:e|ing)|up to)\b",
    r"\b(?:wieder|zurück|bis|ab dem|rückkehr|einschließlich)\b",
    r"\b(?:de retour|retour|jusqu|reprend|reprise|à compter du|serai présente?|reviens)",
    r"\b(?:vuelvo|volveré|vuelta|regreso|regresaré|hasta el|hasta|incorporaré|incorporo|reincorpor\w+|retorno|de nuevo)\b",
)  # fmt: skip

BOUNCE_SENDERS: frozenset[str] = frozenset({"mailer-daemon", "postmaster", "mailerdaemon", "mail-daemon", "mail.daemon", "bounce", "bounces"})  # fmt: skip
BOUNCE_SUBJECTS: tuple[str, ...] = (
    "undeliverable", "undelivered mail", "delivery status notification", "delivery failure", "mail delivery failed", "returned mail", "failure notice", "message not delivered", "delivery delayed", "delayed:", "delivery incomplete", "message blocked", "mail delivery subsystem", "mail system error", "non-delivery",
    "unzustellbar", "nicht zugestellt", "zustellung fehlgeschlagen", "unzustellbare", "non remis", "échec de remise", "notification d'échec", "non distribuable", "message non distribué", "no se puede entregar", "no entregado", "no se pudo entregar", "error de entrega", "notificación de estado de la entrega",
)  # fmt: skip
RECEIPT_SUBJECTS: tuple[str, ...] = ("read:", "read receipt", "gelesen:", "lu :", "lu:", "leído:", "leido:", "not read:", "ungelesen gelöscht", "nicht gelesen:", "non lu :", "no leído:", "return receipt", "lesebestätigung", "empfangsbestätigung (angezeigt)", "delivered:", "zugestellt:", "relayed:", "übermittelt:", "accusé de lecture", "confirmation de lecture", "acuse de lectura", "confirmación de lectura")  # fmt: skip
CALENDAR_REPLY_SUBJECTS: tuple[str, ...] = ("accepted:", "declined:", "tentative:", "tentatively accepted:", "angenommen:", "zugesagt:", "zusage:", "abgelehnt:", "abgesagt durch", "mit vorbehalt:", "vorläufig zugesagt:", "accepté :", "accepté:", "acceptée :", "refusé :", "refusé:", "provisoire :", "aceptado:", "aceptada:", "rechazado:", "rechazada:", "provisional:", "provisionalmente aceptado:")  # fmt: skip
SURVEY_WORDS: tuple[str, ...] = (
    "survey", "candidate experience", "how did we do", "how likely are you to recommend", "rate your experience", "tell us about your experience", "share your feedback on the application process", "your feedback matters", "we'd love your feedback",
    "umfrage", "bewerte uns", "bewerten sie", "wie wahrscheinlich ist es", "kandidatenbefragung", "feedback zum bewerbungsprozess", "zufriedenheitsbefragung", "enquête", "sondage", "questionnaire de satisfaction", "votre avis nous intéresse", "donnez votre avis", "dans quelle mesure recommand", "encuesta", "tu opinión", "su opinión", "valora tu experiencia", "cuestionario de satisfacción",
)  # fmt: skip
# What the acknowledgement of an application says; automatic when nothing points to a human.
ACKNOWLEDGEMENT_WORDS: tuple[str, ...] = (
    "received your application", "receipt of your application", "your application has been received", "application received", "application was received", "application has been submitted", "application was submitted", "successfully submitted", "successfully applied", "thank you for applying", "thanks for applying", "thank you for your application", "thanks for your application", "thank you for submitting your",
    "thank you for your interest in", "we have received your", "we've received your", "your application to", "your application for", "application confirmation", "has landed in our inbox", "landed in our inbox", "we got your application", "your resume has been received", "acknowledge receipt",
    "eingang ihrer bewerbung", "eingang deiner bewerbung", "ihre bewerbung ist bei uns eingegangen", "deine bewerbung ist bei uns eingegangen", "bewerbung erhalten", "bewerbung eingegangen", "vielen dank für ihre bewerbung", "vielen dank für deine bewerbung", "danke für deine bewerbung", "danke für ihre bewerbung", "eingangsbestätigung", "bestätigen wir ihnen den eingang", "bestätigen wir den eingang", "ihre unterlagen sind bei uns eingegangen", "ihre bewerbung als",
    "bien reçu votre candidature", "bien reçu ta candidature", "accusons réception", "accusé de réception", "réception de votre candidature", "votre candidature a bien été", "votre candidature a été", "merci pour votre candidature", "merci d'avoir postulé", "confirmation de candidature", "candidature enregistrée", "nous vous remercions de votre candidature", "nous vous remercions pour votre candidature", "remercions de l'intérêt",
    "hemos recibido tu candidatura", "hemos recibido su candidatura", "hemos recibido correctamente", "recibido tu solicitud", "recibido su solicitud", "gracias por tu candidatura", "gracias por su candidatura", "gracias por inscribirte", "gracias por postular", "tu candidatura ha sido", "su candidatura ha sido", "tu inscripción", "confirmación de candidatura", "acuse de recibo", "gracias por tu interés en", "gracias por su interés en", "recibimos tu postulación", "recibimos su postulación", "tu postulación",
)  # fmt: skip
# A message that says of itself that a machine wrote it, as patterns.
SAYS_AUTOMATIC: tuple[str, ...] = (
    r"this is an? (?:automat(?:ed|ic|ically generated)|auto-?(?:generated|mated)|system[- ]generated|computer[- ]generated) ?(?:e-?mail|message|mail|notification|response|reply|acknowledge?ment|confirmation)?",
    r"this (?:e-?mail|message|mail|notification) (?:was|is|has been) (?:sent |generated |created )?automatically", r"automatically generated (?:e-?mail|message|mail)", r"this (?:e-?mail|message) (?:was|is|has been) (?:sent|generated) (?:from|by) (?:an automat|our (?:automat|system|applicant))",
    r"automatisch (?:generierte|erstellte|erzeugte|versendete|versandte)[rsn]? (?:e-?mail|nachricht|mail|antwort|eingangsbestätigung)", r"(?:e-?mail|nachricht|mail) (?:wurde|ist|wird) (?:\S+ ){0,3}automatisch (?:generiert|erstellt|erzeugt|versendet|versandt|verschickt|gesendet)", r"dies ist eine automatische (?:e-?mail|nachricht|mail|antwort|benachrichtigung)",
    r"(?:e-?mail|message|courriel|mail|réponse) (?:a été |est |envoyée? |généré(?:e)? )*(?:automatique|automatiquement|généré automatiquement|envoyé automatiquement)", r"(?:ceci|ce message) est un (?:message|e-?mail|courriel) (?:automatique|généré|envoyé automatiquement)",
    r"(?:mensaje|correo|e-?mail) (?:\S+ ){0,4}(?:automáticamente|automático|automática|automatizado)", r"generado (?:de forma )?automátic[ao](?:mente)?", r"enviado (?:de forma )?automátic[ao](?:mente)?",
)  # fmt: skip

# Local parts that nobody reads, compared without separators and digits.
UNATTENDED_PARTS: tuple[str, ...] = (
    "noreply", "donotreply", "dontreply", "doesnotreply", "noreplies", "noresponse", "donotrespond", "noanswer", "pleasedonotreply", "replynotmonitored", "unmonitored", "notmonitored", "neverreply", "nepasrepondre", "nepasrepondreacemail", "nerespondpas", "nepasreponde", "nereply", "pasdereponse", "sansreponse",
    "keineantwort", "nichtantworten", "bittenichtantworten", "keinereply", "keinantwort", "nichtbeantworten", "ohneantwort", "norespondar", "norespuesta", "noresponder", "norespondas", "norespondan", "noresponda", "nocontestar", "norespondera", "sinrespuesta", "nocontestes", "noconteste", "donotanswer", "nonrispondere", "naoresponda", "naoresponder", "nietantwoorden", "nietbeantwoorden",
)  # fmt: skip
UNATTENDED_WHOLE: frozenset[str] = frozenset({
    "mailerdaemon", "postmaster", "autoreply", "autoresponder", "automailer", "automail", "bounce", "bounces", "messagesnoreply", "jobsnoreply", "devnull", "system", "notifications", "notification", "automated", "automatic", "autoconfirm", "autonotification",
})  # fmt: skip

# "This mailbox is not monitored", "please do not reply to this e-mail", as patterns.
UNMONITORED: tuple[str, ...] = (
    r"(?:please )?(?:do not|don't|do no) (?:reply|respond|answer)(?: directly| back)? (?:to|by replying to) (?:this|the) (?:\S+ ){0,3}?(?:e-?mail|message|mail|address|notification|mailbox)", r"please (?:do not|don't) (?:reply|respond)\b(?! (?:to all|all|until|before|if|unless|by|with))",
    r"(?:mailbox|inbox|e-?mail address|address|account|e-?mail|mail|e-?mails|replies|responses)(?: to this (?:e-?mail|message|address))? (?:(?:is|are|will|does|do|can|would)(?: not|n't)|cannot) (?:be )?(?:actively |regularly |currently )?(?:monitored|read|checked|answered|accept replies|receive replies|accept incoming|reviewed)", r"(?:mailbox|inbox|address|account|e-?mail|mail|replies|responses) (?:is|are) (?:un-?monitored|unattended|unread)",
    r"(?:is|are|comes|sent|send) (?:\S+ ){0,3}from an? (?:un-?monitored|unattended|no-?reply|notification-only|send-only) (?:\S+ ){0,2}(?:address|mailbox|account|inbox|e-?mail)", r"replies (?:to this (?:e-?mail|message|address) )?(?:go|will go|are going) (?:nowhere|unread|unanswered)", r"(?:un-?monitored|unattended) (?:mailbox|inbox|address|e-?mail|account)", r"(?:replies|responses|e-?mails?) (?:\S+ ){0,5}(?:not|n't) (?:be )?(?:monitored|read|received|answered|delivered|reviewed|seen)",
    r"bitte (?:\S+ ){0,3}(?:antworten|antworte) (?:sie )?(?:bitte )?nicht (?:direkt )?auf diese", r"(?:antworten|antworte) (?:sie )?(?:bitte )?nicht (?:direkt )?auf (?:diese|die)", r"bitte nicht (?:direkt )?(?:auf diese (?:e-?mail|nachricht|mail) )?antworten", r"bitte (?:\S+ ){0,5}nicht (?:auf diese (?:e-?mail|nachricht|mail) )?zu antworten",
    r"(?:dieses|das|diese) (?:postfach|e-?mail-?(?:adresse|postfach|konto)|adresse|mailbox|absenderadresse) (?:\S+ ){0,4}nicht (?:\S+ ){0,2}(?:gelesen|überwacht|überprüft|betreut|abgerufen|bearbeitet|beantwortet)", r"(?:antworten|nachrichten|e-?mails) (?:\S+ ){0,6}(?:werden|können) (?:\S+ ){0,3}nicht (?:\S+ ){0,2}(?:gelesen|bearbeitet|beantwortet|empfangen|zugestellt)", r"nicht überwachte[sn]? (?:postfach|e-?mail)",
    r"(?:merci|prière|veuillez|nous vous prions|svp|s'il vous plaît) (?:\S+ ){0,2}(?:de )?ne pas (?:y )?(?:répondre|repondre)", r"ne (?:pas )?(?:répondez|répondre|repondre|réponds)(?: pas)? (?:directement )?à (?:ce|cet|cette)", r"(?:boîte|boite|adresse|messagerie|e-?mail|courriel) (?:\S+ ){0,6}(?:n'est pas|n’est pas|non) (?:\S+ )?(?:surveillée?|consultée?|relevée?|lue?|suivie?|traitée?)", r"(?:réponses|messages) (?:\S+ ){0,5}ne (?:sont|seront|pourront)(?: pas| être)* (?:\S+ )?(?:lue?s|traitée?s|consultée?s)",
    r"(?:por favor,? |le rogamos que |te rogamos que |rogamos )?no (?:responda|respondas|responder|conteste|contestes|respondan|contestar)\s?(?:directamente )?a (?:este|esta|dicho)", r"(?:este|esta|dicho|dicha) (?:buzón|correo|dirección|cuenta|casilla|bandeja)(?: de correo)?(?: electrónico)? (?:\S+ ){0,4}no (?:es|está|se|son|recibe|admite|acepta) ?(?:\S+ ){0,3}(?:monitorizad[ao]|atendid[ao]|supervisad[ao]|revisad[ao]|revisa|lee|leíd[ao]|respuestas|monitoread[ao]|atiende|monitorea)?", r"(?:respuestas|mensajes) (?:\S+ ){0,6}no (?:serán|son|se) (?:\S+ )?(?:leíd[ao]s|atendid[ao]s|leen|revisan|atienden)",
)  # fmt: skip
# "Please refrain from enquiring", "no phone calls or e-mails, please", as patterns.
NO_ENQUIRIES: tuple[str, ...] = (
    r"(?:please |kindly |(?:candidates|applicants) (?:are (?:kindly )?(?:asked|requested|advised) to|should|must) |we ask (?:that )?(?:you|candidates|applicants)(?: to)? )(?:refrain|abstain|desist) from (?:\S+ ){0,3}?(?:enquir|inquir|contact|call|phon|e-?mail|following|chas|telephon|asking|writing|reaching)\w*", r"(?:please |kindly )?(?:do not|don't) (?:contact|call|phone|e-?mail|telephone|chase|enquire|inquire|follow up)(?: \S+){0,4} (?:about|regarding|for|to ask|to check|to enquire|concerning|on) (?:\S+ ){0,4}(?:status|update|application|outcome|decision|progress|result|updates)",
    r"no (?:phone ?)?(?:calls?|e-?mails?|enquiries|inquiries|follow[- ]?ups?|agencies or calls)(?:(?:,| or| and|/) ?(?:e-?mails?|visits?|phone calls?|calls?|enquiries|inquiries|follow[- ]?ups?|messages|texts|drop-?ins))*,? (?:please|thank you|thanks|will be (?:accepted|answered|entertained|taken)|about (?:\S+ ){0,3}(?:status|application))", r"(?:we (?:are unable to|cannot|can not|can't|do not|will not) (?:respond to|answer|reply to|take|accept|deal with|enter into)) (?:\S+ ){0,5}?(?:enquir|inquir|status request|requests about|calls|telephone|correspondence|follow-?ups|questions about (?:the|your) (?:status|application|progress))\w*",
    r"please (?:do not|don't) (?:enquire|inquire|chase|follow up|call|phone|telephone|contact (?:us|me|the (?:office|panel|school|department)))\b(?! (?:if|unless|until you))", r"(?:enquiries|inquiries|canvassing|status requests|follow-?ups) (?:\S+ ){0,5}(?:will not be|cannot be|are not) (?:\S+ )?(?:answered|accepted|entertained|possible|welcome|responded|dealt)",
    r"bitte (?:sehen sie|sieh|wir bitten) (?:\S+ ){0,4}(?:von|um) (?:\S+ ){0,6}(?:rückfragen|nachfragen|anrufen|anfragen|sachstands\w+)(?: \S+){0,6} (?:ab|abzusehen)", r"(?:von|auf) (?:\S+ ){0,6}(?:rückfragen|nachfragen|anrufen|sachstandsanfragen|anfragen) (?:\S+ ){0,8}(?:abzusehen|absehen|verzichten|zu verzichten)", r"(?:rückfragen|nachfragen|sachstandsanfragen|anfragen) (?:\S+ ){0,6}(?:können|werden) (?:\S+ ){0,4}(?:leider )?nicht (?:\S+ ){0,2}(?:beantwortet|bearbeitet|beantworten)", r"bitte (?:\S+ ){0,3}keine (?:\S+ ){0,3}(?:rückfragen|nachfragen|anrufe|anfragen)", r"bitte (?:\S+ ){0,4}nicht (?:nachzufragen|nachfragen|anzurufen|anrufen)", r"sehen sie (?:\S+ ){0,3}von (?:\S+ ){0,6}(?:nachfragen|rückfragen|anrufen|anfragen)(?: \S+){0,6} ab\b",
    r"(?:merci|prière|nous vous (?:prions|demandons|remercions)|veuillez) (?:\S+ ){0,3}(?:de )?ne pas (?:\S+ ){0,3}?(?:relancer|appeler|téléphoner|contacter|solliciter|nous relancer)", r"aucune (?:relance|demande d'information|demande)(?: \S+){0,6} (?:ne sera|n'est|ne pourra)", r"(?:merci|prière|veuillez|vous prions) (?:\S+ ){0,3}(?:de |d')(?:vous )?(?:abstenir|éviter) (?:\S+ ){0,3}(?:relance|appel|demande|contact|relancer|appeler)\w*", r"(?:pas de|ni) (?:relances?|appels?)(?: \S+){0,4},? (?:s'il vous plaît|svp|merci)",
    r"(?:rogamos|por favor,?|le pedimos|te pedimos|agradecemos|se ruega|solicitamos) (?:\S+ ){0,4}(?:abstenerse|abstenerte|abstengan?|abstengas|evitar?|evite[ns]?|no (?:llamar|llame[ns]?|llamen|contactar|contacten?|contactes|escribir|escriban?|escribas|consultar|consulten?|preguntar)) ?(?:\S+ ){0,6}", r"(?:no se|no) (?:atenderán|responderán|admitirán|contestarán|atenderemos|atendemos) (?:\S+ ){0,4}(?:consultas|llamadas|preguntas|correos|solicitudes)", r"absténgan?se de (?:\S+ ){0,3}(?:llamar|escribir|consultar|preguntar|contactar)",
)  # fmt: skip
