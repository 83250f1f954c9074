"""How mail programs introduce earlier mail, in the languages that correspondents' programs speak.

The words of eleven languages, since the introduction is in the language of the program and not in that of the mail.
"""

from __future__ import annotations

# Labels of the header block that Outlook and others put above earlier mail. What a label means: f(rom), s(ent), t(o), c(opy),
# b(lind copy), j (subject), r(eply to), i(mportance).
HEADER_LABELS: dict[str, str] = {
    **dict.fromkeys(("from", "von", "de", "da", "van", "fra", "från", "od", "lähettäjä", "от", "expéditeur", "absender", "remitente"), "f"),
    **dict.fromkeys(("sent", "date", "gesendet", "datum", "envoyé", "envoyé le", "enviado", "enviado el", "fecha", "inviato", "data", "verzonden", "sendt", "skickat", "dato", "wysłano", "lähetetty", "päiväys", "дата", "отправлено", "date et heure", "enviada", "enviada em", "gesendet am", "fecha de envío", "received", "when"), "s"),
    **dict.fromkeys(("to", "an", "à", "a", "para", "aan", "til", "till", "do", "vastaanottaja", "кому", "empfänger", "destinataire", "destinatario"), "t"),
    **dict.fromkeys(("cc", "kopie", "copie à", "copia", "kopia", "kopi", "dw", "копия", "con copia"), "c"),
    **dict.fromkeys(("bcc", "cci", "cco", "blindkopie"), "b"),
    **dict.fromkeys(("subject", "betreff", "objet", "asunto", "oggetto", "onderwerp", "emne", "ämne", "temat", "aihe", "тема", "assunto", "re", "betr", "betrifft"), "j"),
    **dict.fromkeys(("reply-to", "antwort an", "répondre à", "responder a", "antworten an"), "r"),
    **dict.fromkeys(("importance", "wichtigkeit", "priorität", "importancia", "attachments", "anlagen", "pièces jointes", "anhang", "archivos adjuntos", "priority"), "i"),
}  # fmt: skip

# The words between dashes above earlier mail ("-----Original Message-----").
ORIGINAL: tuple[str, ...] = (
    "original message", "original email", "original e-mail", "original mail", "ursprüngliche nachricht", "originalnachricht",
    "original-nachricht", "message d'origine", "message original", "message initial", "mensaje original",
    "messaggio originale", "oorspronkelijk bericht", "oprindelig meddelelse", "oprindelig besked", "ursprungligt meddelande",
    "mensagem original", "wiadomość oryginalna", "original appointment", "ursprünglicher termin", "rendez-vous d'origine",
    "cita original", "originalmeddelande", "opprinnelig melding", "reply message", "исходное сообщение", "reply above this line",
)  # fmt: skip
# ... and above forwarded mail.
FORWARDED: tuple[str, ...] = (
    "forwarded message", "forwarded by", "begin forwarded message", "forwarded email", "weitergeleitete nachricht",
    "weitergeleitete e-mail", "weitergeleitet von", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
    "message transféré", "courriel transféré", "début du message transféré", "début du message réexpédié", "message transmis",
    "mensaje reenviado", "inicio del mensaje reenviado", "correo reenviado", "messaggio inoltrato", "inizio messaggio inoltrato",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "videresendt besked", "videresendt meddelelse",
    "vidarebefordrat meddelande", "mensagem encaminhada", "mensagem reencaminhada", "пересылаемое сообщение",
)  # fmt: skip

# First words of the line that introduces a quote ("On Monday ... Jane wrote:"), in lower case.
INTRODUCTION_OPENINGS: tuple[str, ...] = (
    "on ", "am ", "le ", "el ", "il ", "op ", "den ", "em ", "dnia ", "w dniu ", "in a message ", "at ", "dne ", "вт", "в ",
    "quoting ", "zitat von ", "citando a ", "message de ", "um ", "en date du ", "con fecha ",
)  # fmt: skip
# Words of which one stands in that line, in lower case.
INTRODUCTION_VERBS: tuple[str, ...] = (
    "wrote", "writes", "schrieb", "geschrieben", "schreef", "a écrit", "à écrit", "écrivait", "escribió", "escribio", "escribía", "ha scritto",
    "scrive", "skrev", "escreveu", "napisał", "kirjoitti", "пишет", "написал", "va escriure", "quoting",
    "zitat von", "emailed", "ha escrit",
)  # fmt: skip
