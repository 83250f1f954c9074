"""What the sender wrote is kept to the word; what others wrote, and what stands around a letter, is not."""

from __future__ import annotations

import html as html_module

import pytest

from app.detection.own_words import own_words

BODIES = {
    "en": "Hi Jane,\n\nThank you for coming in on Tuesday. The panel meets again on Thursday and we will let you know by Friday.\n\nKind regards,\nMartha",
    "en-terse": "running it past my brother, you'll hear from me this week",
    "en-wrapped": "Dear Mr Okafor,\n\nWe are going to meet with the hiring committee on Thursday afternoon and\nI will be able to let you know what they decided before the end of the\nweek.\n\nBest wishes\nAnn",
    "en-list": "Hi Sam,\n\nNext steps:\n- we call your referees this week\n- you get a decision by 14 March\n\nThanks,\nPriya",
    "en-from": "Hello,\n\nFrom Monday on I am your contact. On Thursday we decide: expect my call that day.\n\nCheers\nTom",
    "de": "Sehr geehrte Frau Öztürk,\n\nvielen Dank für das Gespräch. Wir melden uns bis Ende nächster Woche bei Ihnen.\n\nMit freundlichen Grüßen\nDaniel Rückert",
    "de-short": "Hallo Jonas, ich ruf dich Freitag an. LG Mia",
    "fr": "Bonjour Aurélie,\n\nMerci pour votre temps. Je reviens vers vous d'ici vendredi avec sa réponse.\n\nBien cordialement,\nBertrand",
    "fr-formal": "Madame,\n\nNous vous ferons part de notre décision sous dix jours ouvrés.\n\nNous vous prions d'agréer, Madame, l'expression de nos salutations distinguées.\n\nLe service des ressources humaines",
    "es": "Hola Inés:\n\nGracias por venir. Te decimos algo a lo largo de la semana que viene.\n\nUn abrazo\nRodri",
    "es-formal": "Estimada Ximena:\n\nLe informaremos del resultado antes del viernes 20.\n\nAtentamente,\nGabriel Ordaz",
}

QUOTED = "We will call you by Monday, promised."
QUOTES = {
    "gmail": f"\n\nOn Mon, May 18, 2026 at 3:32 PM Devin Okafor <devin.okafor@gmail.com> wrote:\n\n> Hi Marisol,\n> {QUOTED}\n",
    "gmail wrapped": f"\n\nOn Mon, May 18, 2026 at 3:32 PM Devin Okafor\n<devin.okafor@gmail.com>\nwrote:\n\n> Hi,\n> {QUOTED}\n",
    "gmail unmarked": f"\n\nOn Mon, May 18, 2026 at 3:32 PM Devin Okafor <devin.okafor@gmail.com> wrote:\n\nHi Marisol,\n\n{QUOTED}\n",
    "gmail de": f"\n\nAm Mo., 18. Mai 2026 um 15:32 Uhr schrieb Devin Okafor <\ndevin.okafor@gmail.com>:\n\n> {QUOTED}\n",
    "thunderbird de": f"\n\nAm 29.01.26 um 19:12 schrieb Friederike Baum:\n> {QUOTED}\n",
    "gmail fr": f"\n\nLe lun. 18 mai 2026 à 15:32, Devin Okafor <devin.okafor@gmail.com> a\nécrit :\n\n> {QUOTED}\n",
    "gmail es": f"\n\nEl lun, 18 may 2026 a las 15:32, Devin Okafor (<devin.okafor@gmail.com>)\nescribió:\n\n> {QUOTED}\n",
    "iphone es": f"\n\nEl 30 sept 2026, a las 18:40, Inés Valcárcel <ines.valcarcel@gmail.com> escribió:\n\n{QUOTED}\n",
    "gmail nl": f"\n\nOp ma 18 mei 2026 om 15:32 schreef Devin <devin@gmail.com>:\n\n> {QUOTED}\n",
    "outlook en": f"\n\nFrom: Bec Hartigan <bec@outlook.com>\nSent: Sunday, 27 July 2025 8:05 PM\nTo: Anthony Liu <aliu@x.example>\nSubject: Credit Risk Analyst\n\nHi,\n{QUOTED}\n",
    "outlook de": f"\n\nVon: Bec Hartigan <bec@outlook.com>\nGesendet: Sonntag, 27. Juli 2025 20:05\nAn: Anthony Liu <aliu@x.example>\nBetreff: Stelle\n\n{QUOTED}\n",
    "outlook fr": f"\n\nDe : Bec Hartigan <bec@outlook.com>\nEnvoyé : dimanche 27 juillet 2025 20:05\nÀ : Anthony Liu <aliu@x.example>\nObjet : Poste\n\n{QUOTED}\n",
    "outlook es": f"\n\nDe: Bec Hartigan <bec@outlook.com>\nEnviado: domingo, 27 de julio de 2025 20:05\nPara: Anthony Liu <aliu@x.example>\nAsunto: Puesto\n\n{QUOTED}\n",
    "outlook original": f"\n\n-----Original Message-----\nFrom: Bec\nSent: 27 July 2025 20:05\nTo: Anthony\nSubject: Role\n\n{QUOTED}\n",
    "outlook underscores": f"\n\n________________________________\nFrom: Bec Hartigan <bec@outlook.com>\nSent: Sunday, 27 July 2025\nTo: A\nSubject: Role\n\n{QUOTED}\n",
    "outlook bold": f"\n\n*From:* Bec Hartigan <bec@outlook.com>\n*Sent:* Sunday, 27 July 2025\n*To:* A\n*Subject:* Role\n\n{QUOTED}\n",
    "zoho": f"\n\n---- On Wed, 24 Feb 2021 14:02:50 +0530 john@gmail.com wrote ----\n\n{QUOTED}\n",
    "forward": f"\n\n---------- Forwarded message ---------\nFrom: Bec <bec@outlook.com>\nDate: Mon, 18 May 2026\nSubject: Role\nTo: A <a@x.example>\n\n{QUOTED}\n",
    "forward apple": f"\n\nBegin forwarded message:\n\n> From: Bec <bec@outlook.com>\n> Subject: Role\n>\n> {QUOTED}\n",
    "forward de": f"\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: Bec <bec@outlook.com>\nBetreff: Stelle\n\n{QUOTED}\n",
    "forward fr": f"\n\n---------- Message transféré ---------\nDe : Bec <bec@outlook.com>\n\n{QUOTED}\n",
}

FOOTER_PROMISE = "We aim to reply within 2 working days."
AROUND = {
    "dashes": f"\n\n-- \nMartha Cole\nHead of People, Acme Ltd\n{FOOTER_PROMISE}",
    "iphone": "\n\nSent from my iPhone",
    "iphone de": "\n\nVon meinem iPhone gesendet",
    "iphone fr": "\n\nEnvoyé de mon iPhone",
    "iphone es": "\n\nEnviado desde mi iPhone",
    "outlook mobile": "\n\nGet Outlook for Android <https://aka.ms/x>",
    "disclaimer en": f"\n\nThis email and any attachments are confidential and intended solely for the addressee. If you are not the intended recipient,\nplease delete it. {FOOTER_PROMISE}",
    "disclaimer de": "\n\nDiese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, informieren Sie sofort den Absender. Wir melden uns bis Freitag.",
    "disclaimer fr": "\n\nCe message et ses pièces jointes sont confidentiels et établis à l'attention exclusive de ses destinataires. Nous répondons sous deux jours.",
    "disclaimer es": "\n\nEste mensaje contiene información confidencial dirigida exclusivamente a su destinatario. Contestamos en dos días.",
}

BANNERS = [
    "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender.\n\n",
    "You don't often get email from martha@acme.example. Learn why this is important <https://aka.ms/LearnAboutSenderIdentification>\n\n",
    "[EXTERNAL]\n\n",
    "ACHTUNG: Diese E-Mail kommt von extern. Klicken Sie nicht auf Links.\n",
    "ATTENTION : ce message provient de l'extérieur de l'organisation.\n\n",
    "PRECAUCIÓN: Este correo se originó fuera de la organización.\n\n",
]

WRAPPERS = {
    "gmail": '<div dir="ltr">{}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, May 18, 2026 at 3:32 PM A B &lt;<a href="mailto:a@b.example">a@b.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">'
    + QUOTED
    + "</blockquote></div>",
    "outlook": '<html><head><style>P {{margin:0}}</style></head><body dir="ltr"><div class="elementToProof">{}</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> A<br><b>Sent:</b> Sunday<br><b>To:</b> B<br><b>Subject:</b> C</div><div><p>'
    + QUOTED
    + "</p></div></body></html>",
    "word": '<html xmlns:o="x"><body lang="EN"><div class="WordSection1"><p class="MsoNormal">{}<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> A &lt;a@b.example&gt;<br><b>Sent:</b> Sunday<br><b>To:</b> B<br><b>Subject:</b> C<o:p></o:p></p></div></div><p class="MsoNormal">'
    + QUOTED
    + "</p></div></body></html>",
    "apple": '<html><body>{}<br><div><blockquote type="cite"><div>On 18 May 2026, at 15:32, A B &lt;a@b.example&gt; wrote:</div><br><div>'
    + QUOTED
    + "</div></blockquote></div></body></html>",
    "yahoo": '<div class="ydp"><div dir="ltr">{}</div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, A wrote:</div><div>'
    + QUOTED
    + "</div></div>",
    "proton": '<div>{}</div><div class="protonmail_quote">On Monday, A wrote:<br><blockquote class="protonmail_quote" type="cite">'
    + QUOTED
    + "</blockquote></div>",
    "thunderbird": '<p>{}</p><div class="moz-cite-prefix">On 18/05/2026 15:32, A wrote:<br></div><blockquote type="cite" cite="mid:x">'
    + QUOTED
    + "</blockquote>",
    "preheader": '<div style="display:none;max-height:0">We will call you by Sunday</div><table><tr><td>{}</td></tr></table><script>var a = "by Monday"</script>',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_body_alone_is_all_the_senders(body: str) -> None:
    assert own_words(body, None).text == body


@pytest.mark.parametrize("quote", QUOTES.values(), ids=QUOTES.keys())
def test_a_quote_below_changes_nothing(quote: str) -> None:
    for body in BODIES.values():
        found = own_words(body + quote, None)
        assert found.text == body
        assert QUOTED in found.quoted


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
def test_signatures_and_notices_change_nothing(around: str) -> None:
    for body in BODIES.values():
        found = own_words(body + around, None)
        assert found.text == body
        assert own_words(body + around + QUOTES["gmail"], None).text == body
        assert found.signature or found.disclaimer


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_on_top_changes_nothing(banner: str) -> None:
    for body in BODIES.values():
        assert own_words(banner + body, None).text == body


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS.keys())
def test_an_html_wrapper_changes_nothing(wrapper: str) -> None:
    for body in BODIES.values():
        lines = html_module.escape(body, quote=False).replace("\n", "<br>")
        found = own_words(None, wrapper.format(lines))
        assert found.text == body
        assert QUOTED not in found.text


def test_words_between_quoted_lines_are_kept() -> None:
    text = "Hi Tom,\n\nOn Mon, 5 Jan 2026 at 10:00, Tom <t@x.example> wrote:\n> When will I hear?\n\nBy Friday.\n\n> And the salary?\n\nWe discuss it then.\n\nAnn"
    assert own_words(text, None).text == "Hi Tom,\n\nBy Friday.\n\nWe discuss it then.\n\nAnn"


def test_words_between_gmails_quotes_are_kept() -> None:
    html = (
        '<div dir="ltr">See below.</div><div class="gmail_quote"><div class="gmail_attr">On Mon, 5 Jan 2026 Tom &lt;t@x.example&gt; wrote:</div>'
        '<blockquote class="gmail_quote">When will I hear?</blockquote><div>By Friday.</div><blockquote class="gmail_quote">Pay?</blockquote>'
        "<div>Later.</div></div>"
    )
    assert own_words(None, html).text.split("\n\n") == ["See below.", "By Friday.", "Later."]


def test_an_indented_paragraph_in_gmail_is_the_senders_own() -> None:
    html = '<div>Hi</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">We call you by Friday.</blockquote>'
    assert "We call you by Friday." in own_words(None, html).text


def test_a_postscript_below_the_signature_is_kept() -> None:
    text = "All good so far.\n\nBest,\nJane Cole\nHead of Talent | Acme\n+44 20 7946 0112\n\nPS we'll let you know by Friday"
    found = own_words(text, None)
    assert found.text.endswith("PS we'll let you know by Friday")
    assert "Head of Talent" in found.signature


def test_a_sentence_below_a_bare_name_is_kept() -> None:
    assert own_words(
        "Thanks!\n\nBest,\nJane\n\nOh and the panel meets on Thursday, so I will call you after that.", None
    ).text.endswith("after that.")


@pytest.mark.parametrize(
    "footer",
    [
        "Please note I do not work Mondays",
        FOOTER_PROMISE,
        "Meine Arbeitszeiten: Montag bis Mittwoch",
        "Réponse aux courriels sous 48 h",
    ],
)
def test_what_a_card_says_of_working_days_is_no_word_of_the_letter(footer: str) -> None:
    found = own_words(f"We will decide soon.\n\nMany thanks\nKaren\n\nKaren Whitlock\nRecruitment Officer\n{footer}", None)
    assert footer not in found.text
    assert footer in found.signature


def test_sent_from_my_desk_is_a_sentence() -> None:
    text = "Here is another email\n\nSent from my desk, is much easier than my mobile phone."
    assert own_words(text, None).text == text


def test_a_journey_is_no_header_block() -> None:
    text = "Your travel to the interview\n\nFrom: Bonn\nTo: Paris\nDate: 3 May\n\nWe will send the ticket by Friday."
    assert own_words(text, None).text == text


def test_the_text_is_preferred_unless_it_only_points_to_the_html() -> None:
    html = "<p>We will call you on Friday.</p>" + "<p> </p>" * 400
    assert own_words("Please enable HTML to view this message.", html).text == "We will call you on Friday."
    assert own_words("  \n", html).text == "We will call you on Friday."
    assert own_words("We will call you on Monday, as agreed with Ann when we met at the office in town.", html).text.startswith(
        "We will call you on Monday"
    )


def test_inline_tags_do_not_split_words_and_blocks_do() -> None:
    html = (
        "<p>We de<b>ci</b>de&nbsp;by <i>Fri</i>day&#8203;.</p><div>One</div><div>Two<br>Three</div><ul><li>a</li><li>b</li></ul>"
    )
    assert own_words(None, html).text == "We decide by Friday.\n\nOne\nTwo\nThree\n\n- a\n- b"


def test_a_forward_is_told() -> None:
    assert own_words("fyi" + QUOTES["forward"], None).forwarded
    assert not own_words("ok" + QUOTES["gmail"], None).forwarded


def test_a_huge_body_is_cut_short() -> None:
    found = own_words(None, "<p>Hello there</p>" * 400_000)
    assert found.truncated
    assert len(found.text) < 2_000_000
    assert own_words("word " * 100_000, None).truncated


def test_nothing_comes_of_nothing() -> None:
    assert own_words(None, None).text == own_words("", "").text == own_words(None, "<html></html>").text == ""


@pytest.mark.parametrize(
    "unit",
    [
        ">",
        "<",
        "On \n",
        "On 3 wrote:\n",
        "From: a\n",
        "<blockquote>",
        "<table><tr><td>",
        "--\n",
        "Best,\nJane\n",
        "x:\n",
        "[EXTERNAL]\n",
        "intended recipient\n",
    ],
)
def test_hostile_bodies_come_to_an_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    own_words(text, None)
    own_words(None, text)
