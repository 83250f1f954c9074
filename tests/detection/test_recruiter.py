"""Threads about my candidacy, and their look-alikes."""

from __future__ import annotations

import pytest

from app.detection.names import role_in
from app.detection.recruiter import THRESHOLD, bare_subject, subject_title, weigh
from tests.detection.letters import reading_of

SENT = "2026-03-02T10:00:00+00:00"


def total(
    text: str, subject: str, sender: str = "Ann Cole <ann@brightfirm.example>", headers: dict[str, str] | None = None
) -> float:
    return weigh([reading_of("m1", SENT, text, sender=sender, subject=subject, headers=headers)])[0]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Data Engineer at Brightfirm", "Hi Nora, I recruit for Brightfirm and came across your profile. Interested?"),
        (
            "Your application for Payroll Analyst",
            "Thank you for applying to be our Payroll Analyst. The recruiting team is reviewing applications.",
        ),
        ("sous chef", "loved the trial shift, you'll hear from me this week"),
        ("Ihre Bewerbung als Konstrukteurin", "Vielen Dank für das Gespräch, wir melden uns bis Freitag."),
        ("Poste de contrôleur de gestion", "Bon retour du client, je reviens vers vous vendredi."),
        ("Vacante Coordinadora de Tráfico", "Su entrevista queda para el martes con el gerente."),
    ],
)
def test_mail_about_my_candidacy_is_taken_for_that(subject: str, text: str) -> None:
    assert total(text, subject) >= THRESHOLD


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Your application - Flat 6",
            "Thank you for your application. We passed your references to the landlord and will let you know by Monday.",
        ),
        (
            "Your mortgage application",
            "Our underwriter will review your application and we will contact you with a decision within 5 working days.",
        ),
        ("Boiler", "good to meet you, ill price up the boiler job and get back to you by weds"),
        ("[Request received #33]", "Our Tier 2 team has your support ticket and we'll get back to you within 3 business days."),
        (
            "Your MPH interview",
            "Thank you for interviewing with the faculty panel for the MPH program. We will notify you by March 27.",
        ),
        ("your resume rewrite", "Loved our intake call. I'll have your resume back to you by Monday. Your career coach"),
        (
            "Appraisal cycle",
            "Your promotion case has gone to the committee and the decision will be communicated to you within 7 working days.",
        ),
        ("Casting corto", "Gracias por venir al casting, te avisamos el viernes."),
        ("Three vetted designers", "I have three pre-vetted designers for your studio and will call you next week."),
        ("Reference for Ms Chua", "Li Ting has named you as referee for her application with us. I will call you by Thursday."),
    ],
)
def test_look_alikes_are_not(subject: str, text: str) -> None:
    assert total(text, subject, sender="Somebody <somebody@elsewhere.example>") < THRESHOLD


def test_somebody_who_applies_to_me_makes_me_the_hiring_side() -> None:
    theirs = reading_of(
        "m1", SENT, "Hello, I would like to apply for the early baker position. Resume attached.", subject="Application for baker"
    )
    mine = reading_of(
        "m2",
        SENT,
        "Hi Kyle, thanks for applying. Which days suit you for an interview?",
        sender="me",
        subject="Re: Application for baker",
    )
    assert weigh([theirs, mine])[0] < THRESHOLD


def test_job_alerts_are_no_conversation() -> None:
    text = "12 new jobs for you. Recruiters will reach out to applicants by Friday. Unsubscribe"
    assert (
        total(
            text,
            "New jobs matching 'Analyst'",
            "Alerts <alerts@jobfinch.example>",
            {"list-unsubscribe": "<u>", "precedence": "bulk"},
        )
        < THRESHOLD
    )


def test_a_tracking_system_relays_recruiters() -> None:
    assert total("Hi Nora, next round?", "Hello", "Wendy <no-reply@us.greenhouse-mail.io>") >= THRESHOLD


def test_a_person_known_as_recruiter_elsewhere_is_one_here() -> None:
    here = reading_of("x1", SENT, "Nora, short version: Pete asked about Leeds. All fine.", subject="Thursday", thread="t2")
    there = reading_of("m1", SENT, "Thanks for the interview, I'll let you know by Friday.")
    assert weigh([here])[0] < THRESHOLD
    assert weigh([here], [there])[0] >= THRESHOLD


@pytest.mark.parametrize("subject", ["Re: AW: Baker", "RE:Baker", "Fwd: Re: Baker", "TR : Baker", "Baker"])
def test_reply_marks_are_no_part_of_a_subject(subject: str) -> None:
    assert bare_subject(subject) == "Baker"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Termin", "Ich melde mich bis Freitag bei Ihnen wegen Termin."),
        ("Soumission", "Bonjour, je vous reviens vendredi avec la soumission pour le chauffe-eau."),
        ("Hello", "I'll let you know by Friday."),
        ("Su pedido", "Le aviso el viernes."),
    ],
)
def test_a_promise_alone_makes_no_recruiter_thread(subject: str, text: str) -> None:
    assert total(text, subject) < THRESHOLD


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Dental hygienist", "Nora, I'll let you know by Friday. Dot"),
        ("Küchenleitung", "Hallo Nora, ich melde mich bis Freitag."),
        ("Cheffe de chai", "Nora, je vous donne une réponse vendredi."),
        ("Jefa de recepción", "Hola Nora, el viernes te digo algo."),
    ],
)
def test_a_promise_under_the_name_of_a_job_is_about_my_candidacy(subject: str, text: str) -> None:
    assert total(text, subject) >= THRESHOLD


@pytest.mark.parametrize(
    ("subject", "job"),
    [
        ("Corvexa - Technical Lead", "Technical Lead"),
        ("Poste de contrôleur de gestion", "contrôleur de gestion"),
        ("Candidatura al puesto de peón", "peón"),
        ("Bewerbung als Konstrukteurin", "Konstrukteurin"),
        ("Thanks - Duty Manager interview", "Duty Manager"),
        ("Estimator opportunity - tier 2 builder, Parramatta", "Estimator"),
        ("Casual kitchenhand / prep", "Casual kitchenhand"),
        ("Heating engineer visit", ""),
        ("Your account manager", ""),
        ("Première réunion", ""),
        ("Lista de espera", ""),
    ],
)
def test_a_subject_that_is_a_job_is_told_from_one_where_a_job_occurs(subject: str, job: str) -> None:
    assert subject_title(subject) == job


@pytest.mark.parametrize("subject", ["selección Product Manager de Datos", "I've joined Acme Associates"])
def test_a_role_in_doubt_is_left_out(subject: str) -> None:
    assert role_in(subject) == ""


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Ihre Bewerbung bei der Kufner Versicherungsmakler GmbH",
            "Bis Ende Jänner haben wir alle Gespräche abgeschlossen und geben Ihnen dann Bescheid.",
        ),
        ("Loan Processor application", "We're aiming to have a decision to you by Friday."),
        ("Apartment maintenance tech - Mesquite Pointe", "I'll get back to you within two business days with a time."),
    ],
)
def test_what_the_firm_deals_in_does_not_speak_against_a_job_there(subject: str, text: str) -> None:
    assert total(text, subject) >= THRESHOLD


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Bakers for your vacancy",
            "I'm putting together a shortlist of bakers for your night shift vacancy. I'll get CVs over to you by Monday.",
        ),
        (
            "Resume review",
            "Thanks for purchasing the Interview Ready package. I'll have your revised resume back to you by Monday.",
        ),
        ("Kandidat Bauleiter für Ihr Team", "Unser Honorar liegt bei 25 %. Ich melde mich bis Mittwoch bei Ihnen."),
    ],
)
def test_who_sells_to_employers_or_candidates_is_no_recruiter_of_mine(subject: str, text: str) -> None:
    assert total(text, subject) < THRESHOLD
