"""Data: what a follow-up says, by language and form of address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """The building blocks of one language and form of address.

    Attributes:
        first, second: sentences of the first and the second follow-up; ``{about}`` and ``{when}`` are filled by the next four.
        about, about_nothing: with and without a known role.
        expected, expected_nothing: with and without an expected date.
    """

    greeting_name: str
    greeting_title: str
    greeting_nobody: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    about: str
    about_nothing: str
    expected: str
    expected_nothing: str
    closing: str


_EN = Phrases(
    greeting_name="Hi {first},",
    greeting_title="Dear {title},",
    greeting_nobody="Hello,",
    first=(
        "I hope you are well.",
        "I remain very interested in {about}{when}.",
        "Is there any news you can share on where things stand?",
        "Many thanks for your time.",
    ),
    second=(
        "I wanted to check in once more about {about}, as I am still keen.",
        "Could you let me know in a line where it stands?",
        "Thank you very much, and best wishes for your week.",
    ),
    about="the {role} position",
    about_nothing="the position",
    expected=", and understood that an update was likely around {expected}",
    expected_nothing="",
    closing="Kind regards,",
)
_DE_SIE = Phrases(
    greeting_name="Guten Tag {first},",
    greeting_title="Guten Tag {title},",
    greeting_nobody="Guten Tag,",
    first=(
        "ich hoffe, es geht Ihnen gut.",
        "An {about} bin ich weiterhin sehr interessiert{when}.",
        "Gibt es schon einen neuen Stand, den Sie mir mitteilen können?",
        "Vielen Dank für Ihre Mühe.",
    ),
    second=(
        "ich melde mich noch einmal wegen {about}, da mein Interesse unverändert groß ist.",
        "Können Sie mir kurz sagen, wie der aktuelle Stand ist?",
        "Herzlichen Dank im Voraus.",
    ),
    about="der Stelle ({role})",
    about_nothing="der Stelle",
    expected="; nach meinem Verständnis war etwa um den {expected} mit Neuigkeiten zu rechnen",
    expected_nothing="",
    closing="Mit freundlichen Grüßen",
)
_DE_DU = Phrases(
    greeting_name="Hallo {first},",
    greeting_title="Hallo {title},",
    greeting_nobody="Hallo,",
    first=(
        "ich hoffe, dir geht es gut.",
        "An {about} bin ich weiterhin sehr interessiert{when}.",
        "Gibt es schon einen neuen Stand, den du mir mitteilen kannst?",
        "Vielen Dank für deine Mühe.",
    ),
    second=(
        "ich melde mich noch einmal wegen {about}, da mein Interesse unverändert groß ist.",
        "Kannst du mir kurz sagen, wie der aktuelle Stand ist?",
        "Herzlichen Dank im Voraus.",
    ),
    about="der Stelle ({role})",
    about_nothing="der Stelle",
    expected="; nach meinem Verständnis war etwa um den {expected} mit Neuigkeiten zu rechnen",
    expected_nothing="",
    closing="Viele Grüße",
)
_FR_VOUS = Phrases(
    greeting_name="Bonjour {first},",
    greeting_title="Bonjour {title},",
    greeting_nobody="Bonjour,",
    first=(
        "J'espère que vous allez bien.",
        "{about} m'intéresse toujours beaucoup{when}.",
        "Auriez-vous des nouvelles à me communiquer sur l'avancement ?",
        "Je vous remercie pour votre temps.",
    ),
    second=(
        "Je me permets de revenir vers vous au sujet de cette candidature, qui m'intéresse toujours autant.",
        "Où en est le processus à ce jour ?",
        "Merci beaucoup pour votre retour.",
    ),
    about="Le poste ({role})",
    about_nothing="Le poste",
    expected=" et j'avais compris qu'une réponse était envisagée vers le {expected}",
    expected_nothing="",
    closing="Bien cordialement,",
)
_FR_TU = Phrases(
    greeting_name="Bonjour {first},",
    greeting_title="Bonjour {title},",
    greeting_nobody="Bonjour,",
    first=(
        "J'espère que tu vas bien.",
        "{about} m'intéresse toujours beaucoup{when}.",
        "Aurais-tu des nouvelles à me communiquer sur l'avancement ?",
        "Merci pour ton temps.",
    ),
    second=(
        "Je me permets de revenir vers toi au sujet de cette candidature, qui m'intéresse toujours autant.",
        "Où en est le processus à ce jour ?",
        "Merci beaucoup pour ton retour.",
    ),
    about="Le poste ({role})",
    about_nothing="Le poste",
    expected=" et j'avais compris qu'une réponse était envisagée vers le {expected}",
    expected_nothing="",
    closing="Bonne journée,",
)
_ES_USTED = Phrases(
    greeting_name="Hola {first}:",
    greeting_title="Buenos días, {title}:",
    greeting_nobody="Buenos días:",
    first=(
        "Espero que se encuentre bien.",
        "Sigo con mucho interés en {about}{when}.",
        "¿Hay alguna novedad que pueda compartir conmigo?",
        "Muchas gracias por su tiempo.",
    ),
    second=(
        "Le escribo de nuevo acerca de {about}, que me sigue interesando mucho.",
        "¿Podría indicarme en una línea en qué punto está el proceso?",
        "Muchas gracias y que tenga buena semana.",
    ),
    about="el puesto ({role})",
    about_nothing="el puesto",
    expected="; tenía entendido que habría noticias hacia el {expected}",
    expected_nothing="",
    closing="Saludos cordiales,",
)
_ES_TU = Phrases(
    greeting_name="Hola, {first}:",
    greeting_title="Hola, {title}:",
    greeting_nobody="Hola:",
    first=(
        "Espero que estés bien.",
        "Sigo con mucho interés en {about}{when}.",
        "¿Hay alguna novedad que puedas compartir conmigo?",
        "Muchas gracias por tu tiempo.",
    ),
    second=(
        "Te escribo de nuevo acerca de {about}, que me sigue interesando mucho.",
        "¿Podrías indicarme en una línea en qué punto está el proceso?",
        "Muchas gracias y que tengas buena semana.",
    ),
    about="el puesto ({role})",
    about_nothing="el puesto",
    expected="; tenía entendido que habría noticias hacia el {expected}",
    expected_nothing="",
    closing="Un saludo,",
)

PHRASES: dict[tuple[str, bool], Phrases] = {
    ("en", False): _EN,
    ("en", True): _EN,
    ("de", True): _DE_SIE,
    ("de", False): _DE_DU,
    ("fr", True): _FR_VOUS,
    ("fr", False): _FR_TU,
    ("es", True): _ES_USTED,
    ("es", False): _ES_TU,
}
"""By language, and whether the address is formal."""
