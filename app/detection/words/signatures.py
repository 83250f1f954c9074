"""Closings, mobile footers, legal notices and banners: what stands around a letter, in four languages and a little beyond."""

from __future__ import annotations

# A line that consists of one of these, perhaps with a comma and a name, closes a letter. Lower case, without punctuation.
CLOSINGS: frozenset[str] = frozenset({
    # English
    "best", "best regards", "best wishes", "kind regards", "kindest regards", "warm regards", "warmest regards", "warmly",
    "regards", "many thanks", "thanks", "thanks again", "thank you", "thank you again", "thanks so much", "thanks a lot", "thx",
    "thanks and regards", "thanks & regards", "thanks in advance", "thank you in advance", "with thanks", "with best wishes",
    "with kind regards", "with best regards", "with warm regards", "sincerely", "yours sincerely", "sincerely yours", "yours faithfully",
    "yours truly", "yours", "respectfully", "respectfully yours", "cheers", "all the best", "all best", "take care", "rgds", "br", "kr",
    "brgds", "best rgds", "cordially", "talk soon", "speak soon", "chat soon", "see you soon", "have a great day", "have a good day",
    "have a nice day", "have a great weekend", "have a good weekend", "ta", "love", "stay warm", "fair winds", "very best",
    "very best wishes", "bests", "cheers and thanks", "in anticipation", "yours ever", "with appreciation", "with gratitude", "thanking you",
    "kindly", "good luck", "fingers crossed", "until then", "best of luck", "enjoy your weekend", "onward", "peace", "xoxo",
    # German
    "mit freundlichen grüßen", "mit freundlichem gruß", "mit freundlichen grüssen", "mit freundlichem gruss", "freundliche grüße", "freundliche grüsse",
    "mit freundlichen gruessen", "freundliche gruesse", "viele gruesse", "beste gruesse", "liebe gruesse", "mit besten gruessen",
    "viele grüße", "viele grüsse", "liebe grüße", "liebe grüsse", "lieben gruß", "lieber gruß", "lg", "vg", "mfg", "bg", "hg", "beste grüße", "beste grüsse",
    "herzliche grüße", "herzliche grüsse", "herzlichst", "herzlichen gruß", "mit herzlichen grüßen", "mit besten grüßen", "mit besten grüssen",
    "schöne grüße", "schöne grüsse", "gruß", "gruss", "grüße", "grüsse", "sonnige grüße", "mit vielen grüßen", "hochachtungsvoll",
    "vielen dank", "danke", "danke und gruß", "danke und viele grüße", "vielen dank und viele grüße", "besten dank", "bis bald", "bis dann",
    "schönes wochenende", "einen schönen tag", "alles gute", "servus", "ciao", "mit lieben grüßen", "freundlichst", "viele liebe grüße",
    "vielen dank im voraus", "besten gruß", "bester gruß", "mit bestem gruß", "schöne woche", "herzlich", "mit kollegialen grüßen",
    # French
    "cordialement", "bien cordialement", "très cordialement", "cordialement vôtre", "bien à vous", "bien à toi", "cdt", "cdlt", "bcdt",
    "sincèrement", "meilleures salutations", "sincères salutations", "salutations distinguées", "salutations", "respectueusement",
    "amicalement", "amitiés", "bien amicalement", "à bientôt", "a bientôt", "à très bientôt", "à très vite", "à plus", "merci", "merci d'avance", "merci beaucoup",
    "avec mes remerciements", "bonne journée", "bonne soirée", "bon week-end", "bonne fin de journée", "belle journée", "belle soirée", "très belle journée",
    "excellente journée", "bises", "bien respectueusement", "mes salutations", "meilleurs sentiments", "chaleureusement", "à votre disposition", "bien sincèrement",
    # Spanish
    "saludos", "un saludo", "saludos cordiales", "un cordial saludo", "cordiales saludos", "atentamente", "muy atentamente", "atte", "reciba un cordial saludo",
    "un abrazo", "abrazos", "muchas gracias", "gracias", "mil gracias", "gracias de antemano", "gracias y saludos", "cordialmente", "sinceramente",
    "quedo a la espera", "quedo atento", "quedo atenta", "quedamos a la espera", "un fuerte abrazo", "hasta pronto", "buen fin de semana", "buen día", "saludos y gracias",
    "un saludo cordial", "saludos desde madrid", "que tengas un buen día", "que tenga un buen día", "un beso", "besos", "respetuosamente", "reciban un cordial saludo",
    "reciba un saludo", "un saludo muy cordial", "afectuosamente", "le saluda atentamente", "le saluda", "saluda atentamente", "sin otro particular",
    # What correspondents of these write too
    "met vriendelijke groet", "met vriendelijke groeten", "cordiali saluti", "med venlig hilsen", "mvh", "atenciosamente", "hälsningar", "tack", "med vänlig hälsning",
})  # fmt: skip
# A closing that is a whole sentence holds one of these, in lower case.
CLOSING_PARTS: tuple[str, ...] = (
    "salutations distinguées", "sentiments distingués", "meilleures salutations", "sincères salutations", "salutations les meilleures",
    "salutations respectueuses", "sentiments les meilleurs", "considération distinguée", "sentiments respectueux",
)  # fmt: skip

# A line that a mobile program or its owner adds begins with one of these, in lower case ...
MOBILE_OPENINGS: tuple[str, ...] = (
    "sent from ", "sent via ", "sent by ", "sent on the go", "sent with ", "sent using ", "sent while mobile", "get outlook for ", "typed on my ", "written on my ",
    "von meinem ", "von meiner ", "gesendet von ", "gesendet mit ", "gesendet über ", "gesendet aus ", "gesendet via ", "diese nachricht wurde von mein", "holen sie sich outlook",
    "mit meinem ", "outlook für ", "unterwegs gesendet",
    "envoyé de ", "envoyé depuis ", "envoyé à partir ", "envoyé avec ", "envoyé via ", "télécharger outlook ", "téléchargez outlook ", "obtenir outlook ", "provenance : courrier",
    "provenance: courrier", "outlook pour ", "de mon iphone", "depuis mon ",
    "enviado desde ", "enviado con ", "enviado por ", "enviado mediante ", "obtener outlook ", "obtén outlook ", "descargar outlook ", "outlook para ", "desde mi ", "mandado desde ",
    "verzonden vanaf ", "verstuurd vanaf ", "inviato da ", "scarica outlook ", "skickat från ", "sendt fra ", "lähetetty ", "enviado do ", "enviado a partir", "wysłane z ", "отправлено с ",
)  # fmt: skip
# ... and names one of these, or is at most a few words long.
MOBILE_DEVICES: tuple[str, ...] = (
    "iphone", "ipad", "android", "samsung", "galaxy", "blackberry", "mobile", "mobil", "handy", "smartphone", "phone", "tablet", "windows",
    "huawei", "pixel", "xiaomi", "outlook", "yahoo", "gmail", "proton", "mail", "móvil", "téléphone", "telefon", "teléfono", "portable", "thunderbird",
    "spark", "gmx", "web.de", "apple", "tablette", "celular", "t-online", "superhuman", "nokia", "oneplus", "wireless", "hey", "aol", "orange", "vodafone", "linkedin", "lever",
    "greenhouse", "front", "missive", "app",
)  # fmt: skip

# Words that stand in confidentiality notices and hardly in a letter: the rest of their paragraph is a notice. Lower case.
DISCLAIMERS: tuple[str, ...] = (
    # English
    "intended recipient", "intended addressee", "may contain confidential", "contains confidential", "contain confidential", "confidential and intended", "is confidential and may", "are confidential and",
    "intended solely for", "intended only for the", "solely for the use of", "solely for the addressee", "for the sole use of", "legally privileged", "privileged and confidential information",
    "if you have received this e", "if you received this e", "if you have received this message in error", "received this communication in error", "received it in error", "received this transmission in error",
    "confidentiality notice", "before printing", "think before you print", "not necessarily represent", "not necessarily reflect", "accept no liability", "no liability is accepted", "accepts no liability",
    "scanned for viruses", "virus-free", "checked for viruses", "registered in england", "subject to export control", "unauthorised disclosure", "unauthorized disclosure", "unauthorized review",
    # German
    "nicht der richtige adressat", "nicht der beabsichtigte empfänger", "nicht der vorgesehene", "irrtümlich erhalten", "rechtlich geschützte inf", "ausschließlich für den adress", "ausschließlich für die adress", "ausschließlich für den angegebenen",
    "sofort den absender", "umgehend den absender", "unbefugte weitergabe", "unerlaubtes kopieren", "enthält vertrauliche", "kann vertrauliche", "vertraulichkeitshinweis", "bevor sie diese e-mail ausdrucken", "bevor sie diese mail",
    # French
    "pièces jointes sont confidentiel", "sont confidentiels et", "est confidentiel et", "contient des informations confidentielles", "contenir des informations confidentielles", "à l'attention exclusive", "exclusivement destiné", "destiné exclusivement",
    "n'êtes pas le destinataire", "n’êtes pas le destinataire", "destinataire désigné", "reçu ce message par erreur", "reçu ce courriel par erreur", "reçu cet e-mail par erreur", "recevez ce message par erreur", "avis de confidentialité", "imprimer ce m", "imprimer ce c", "imprimer cet e", "avant d'imprimer",
    # Spanish
    "contiene información confidencial", "contener información confidencial", "aviso legal", "aviso de confidencialidad", "dirigido exclusivamente", "dirigida exclusivamente", "dirige exclusivamente", "no es el destinatario", "no es usted el destinatario", "destinatario indicado",
    "recibido este mensaje por error", "recibido este correo por error", "recibido este mail por error", "ha recibido por error", "antes de imprimir",
)  # fmt: skip
# Words of company particulars and list footers: their line is a notice when it stands among the last ones. Lower case.
NOTICES: tuple[str, ...] = (
    "registered office", "company number", "registered charity", "vat no", "authorised and regulated", "privacy notice", "privacy policy", "equal opportunity employer", "equal opportunities employer",
    "this email was intended for", "this email was sent to", "you are receiving this", "you're receiving this", "you received this e", "you are receiving inmail", "you have received this email because", "unsubscribe", "manage your preferences", "email preferences",
    "view in browser", "view this email in", "all rights reserved", "process your personal data", "stop receiving",
    "handelsregister", "amtsgericht", "ust-idnr", "geschäftsführer:", "geschäftsführung:", "vorstand:", "sitz der gesellschaft", "abbestellen", "datenschutzerklärung", "datenschutzhinweise", "sie erhalten diese e-mail", "du erhältst diese e-mail", "diese nachricht wurde an",
    "se désabonner", "se désinscrire", "désabonner", "vous recevez ce", "vous recevez cet", "politique de confidentialité", "siège social", "au capital de", "données à caractère personnel",
    "darse de baja", "dar de baja", "darte de baja", "cancelar la suscripción", "política de privacidad", "recibes este correo", "recibe este correo", "recibe este mensaje", "registro mercantil", "aviso de privacidad",
)  # fmt: skip

# Words of the banners that mail gateways put on top of a message. Lower case; one is enough.
BANNERS: tuple[str, ...] = (
    "[external]", "[ext]", "[external email]", "[external sender]", "[extern]", "[externe]", "[externo]", "*external*", "***external", "external email:", "external sender", "external email -", "external mail:", "caution:", "caution - ", "[caution",
    "originated from outside", "originates from outside", "came from outside", "comes from outside", "sent from outside", "from an external s", "from an external e",
    "from outside of the org", "from outside the org", "from outside of our", "from outside our", "is from an external", "don't often get email", "don’t often get email", "do not click links", "do not click on links", "do not click any links", "don't click links", "do not open attachments", "be careful with links",
    "learn why this is important", "learnaboutsenderidentification", "safe sender", "type your reply above", "please reply above this line", "reply above this line", "write above this line",
    "externe e-mail", "externe mail", "kommt von extern", "von außerhalb", "von ausserhalb", "externer absender", "externen absender", "achtung: diese", "vorsicht:", "klicken sie nicht auf links", "erhalten nicht oft e-mail", "erhalten nicht häufig", "keine links oder anhänge", "warum dies wichtig ist",
    "provient de l'extérieur", "provient de l’extérieur", "provient d'un expéditeur externe", "provenant de l'extérieur", "courriel externe", "expéditeur externe", "message externe", "ne cliquez pas sur", "n'obtenez pas souvent", "n’obtenez pas souvent", "ne recevez pas souvent", "pourquoi c'est important", "pourquoi ceci est important",
    "correo externo", "remitente externo", "mensaje externo", "se originó fuera", "procede de fuera", "proviene de fuera", "origen externo", "no haga clic", "no suele recibir correo", "no recibe a menudo", "por qué esto es importante", "fuera de la organización", "precaución:", "escriba su respuesta por encima",
)  # fmt: skip

# What footers say of reply times, working days, trees and places to follow, in lower case. Only below a closing.
FOOTERS: tuple[str, ...] = (
    "do not work", "don't work", "i work part", "working days are", "working hours", "my working", "office hours", "opening hours", "usual days", "i work flexibl", "work flexibly", "flexible working", "non-working day", "not working on", "my days", "days of work", "i work monday",
    "we aim to re", "we aim to answer", "we try to re", "we respond", "response time", "within two working days of receipt", "outside of your working", "outside your working", "outside of normal", "outside normal", "don't feel obliged", "no need to respond", "not expect a response", "don't expect you to", "environment", "follow us", "connect with me", "book a meeting",
    "book time with me", "schedule a meeting", "find me on", "pronouns", "award", "winner of", "we're hiring", "we are hiring", "refer a friend", "visit our", "visit us", "join us", "on leave", "annual leave", "upcoming leave", "out of office", "disclaimer", "monday to friday", "monday-friday", "mon-fri", "monitored",
    "arbeitszeiten", "bürozeiten", "sprechzeiten", "erreichbar", "arbeitstage", "teilzeit", "arbeite ich nicht", "öffnungszeiten", "antwortzeit", "folgen sie uns", "folge uns", "montags bis", "montag bis", "mo-fr", "mo–fr", "mo.-fr.", "umwelt", "wir bemühen uns", "im urlaub", "innerhalb von 48",
    "horaires", "du lundi au", "je ne travaille pas", "jours travaillés", "temps partiel", "absent le", "absente le", "suivez-nous", "réponse aux", "répondons", "nous nous efforçons", "joignable", "en congé", "délai de réponse", "bureau ouvert",
    "horario", "de lunes a", "no trabajo", "jornada", "síguenos", "siguenos", "tiempo de respuesta", "respondemos", "contestamos", "nos esforzamos", "de vacaciones", "atención al",
)  # fmt: skip
# Beginnings of an afterthought below the closing, in lower case.
POSTSCRIPTS: tuple[str, ...] = ("ps", "p.s", "p. s", "pps", "p.p.s", "nb:", "n.b.", "edit:", "p/s", "pd:", "pd.", "p.d", "p. d", "pd ", "post scriptum", "addendum:", "nachtrag", "ach ja", "oh, and", "one more thing", "forgot to")  # fmt: skip
# Words that are no part of a name, at which a name-like line is something else.
NOT_NAMES: frozenset[str] = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "tomorrow", "yes", "no", "ok", "okay", "next", "week", "sure", "great", "perfect", "hi", "hello", "dear", "hey",
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "heute", "morgen", "ja", "nein", "hallo", "liebe", "lieber", "guten", "sehr",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "oui", "non", "bonjour", "madame", "monsieur", "cher", "chère", "demain", "bonsoir",
    "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "sí", "hola", "estimado", "estimada", "buenos", "buenas", "mañana", "hoy",
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "good", "thanks", "please", "we", "i", "you", "will", "the", "a",
})  # fmt: skip

# A line that begins with one of these is said to somebody: no title, firm or address begins so.
SPEAKING: frozenset[str] = frozenset({
    "i", "i'll", "i'm", "i've", "i'd", "we", "we'll", "we're", "we've", "you", "you'll", "he", "he'll", "she", "she'll", "they", "they'll", "it", "it's", "that's", "will", "won't", "please", "let", "let's", "can", "could", "see", "looking",
    "got", "hope", "just", "sorry", "call", "expect", "speak", "talk", "am", "have", "had", "need", "waiting", "oh", "also", "and", "but", "so", "if", "when", "once", "until", "by", "ps", "btw", "would", "what", "how", "should", "don't", "nothing",
    "ich", "wir", "du", "sie", "er", "es", "bitte", "melde", "melden", "rufe", "ruf", "und", "aber", "wenn", "sobald", "bis", "kann", "können", "hast", "haben", "habe", "wann", "falls", "noch", "ach",
    "je", "j'ai", "nous", "vous", "tu", "on", "il", "elle", "ils", "c'est", "veuillez", "et", "mais", "si", "dès", "réponse", "rappelle", "quand", "avez-vous",
    "yo", "te", "os", "nos", "lo", "me", "quedo", "quedamos", "espero", "esperamos", "y", "pero", "cuando", "podemos", "puedes", "hablamos", "avisamos", "llamo", "llamamos", "mañana", "por", "en cuanto",
})  # fmt: skip

# Parts of words of which every phrase above has one: looking for them first costs a fifth.
DISCLAIMER_STEMS: tuple[str, ...] = (
    "confiden", "intended ", "solely", "sole use", "privileged", "received ", "print", "imprim", "represent", "reflect", "liability", "virus", "registered in", "export control", "unauthori",
    "adressat", "empfänger", "vorgesehene", "irrtümlich", "rechtlich", "ausschließlich", "absender", "unbefugte", "unerlaubt", "vertraulich", "ausdrucken", "bevor sie",
    "exclusi", "destinat", "par erreur", "por error", "aviso",
)  # fmt: skip
BANNER_STEMS: tuple[str, ...] = (
    "[ext", "extern", "caution", "outside", "often get", "links", "attachments", "important", "senderidentification", "safe sender", "above", "oft e-mail", "häufig", "außerhalb", "ausserhalb", "achtung", "vorsicht", "wichtig", "l'extérieur", "l’extérieur", "cliquez", "pas souvent", "fuera", "no haga", "suele", "a menudo", "precaución", "por encima",
)  # fmt: skip
