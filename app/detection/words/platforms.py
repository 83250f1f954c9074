"""Addresses that tell what stands behind a mail: applicant tracking systems, webmail, platforms."""

ATS_DOMAINS = frozenset(
    """greenhouse-mail.io greenhouse.io lever.co hire.lever.co ashbyhq.com myworkday.com myworkdayjobs.com icims.com icims.eu
    smartrecruiters.com jobvite.com bamboohr.com workablemail.com workable.com teamtailor-mail.com teamtailor.com recruitee-mailbox.com
    recruitee.com personio.com personio.de successfactors.eu successfactors.com taleo.net oraclecloud.com breezy.hr breezy-mail.com applytojob.com
    jazz.co rippling.com gem.com eightfold.ai comeet-notifications.com comeet.co freshteam.com join.com gupy.com.br pinpointhq.com paylocity.com
    softgarden.io softgarden.de onlyfy.jobs dvinci-easy.com rexx-systems.com umantis.com haufe.com welcometothejungle.com welcomekit.co
    flatchr.io taleez.com digitalrecruiters.com jobaffinity.fr viterbit.com infojobs.net bizneo.com hiringroom.com wellfound.com
    bullhornmail.com bullhorn.com jobadder.com vincere.io tribepad.com eploy.net applied.co beapplied.com hireful.co.uk trac.jobs jobs.nhs.uk
    ultipro.com ukg.com adp.com dayforce.com brassring.com kenexa.com pageuppeople.com avature.net phenompeople.com hirevue.com
    modernhire.com sparkhire.com goodtime.io usajobs.gov governmentjobs.com neogov.com applitrack.com peopleadmin.com interfolio.com""".split()
)
"""Domains (and their subdomains) of applicant tracking systems: many employers share them, so they are no organisation."""

JOB_BOARD_ALERTS = frozenset(
    """messages-noreply@linkedin.com jobs-noreply@linkedin.com jobalerts-noreply@linkedin.com jobs-listings@linkedin.com alert@indeed.com
    noreply@jobs.indeed.com donotreply@match.indeed.com""".split()
)

PLATFORM_DOMAINS = frozenset(
    "linkedin.com indeed.com indeedemail.com xing.com stepstone.de infojobs.net glassdoor.com monster.com calendly.com".split()
)

WEBMAIL_DOMAINS = frozenset(
    """gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com icloud.com me.com mac.com aol.com
    proton.me protonmail.com pm.me fastmail.com fastmail.fm gmx.de gmx.net gmx.com gmx.at gmx.ch web.de t-online.de posteo.de mailbox.org freenet.de
    arcor.de orange.fr free.fr sfr.fr laposte.net wanadoo.fr neuf.fr bbox.fr hotmail.fr hotmail.co.uk hotmail.es hotmail.de hotmail.it live.co.uk
    live.fr outlook.fr outlook.de outlook.es outlook.ie yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.ca yahoo.com.au yahoo.in yahoo.com.mx yahoo.com.ar btinternet.com
    sky.com virginmedia.com ntlworld.com talktalk.net telefonica.net terra.es ono.com movistar.es bigpond.com optusnet.com.au rediffmail.com
    comcast.net verizon.net att.net sbcglobal.net cox.net earthlink.net charter.net bellsouth.net shaw.ca rogers.com videotron.ca sympatico.ca
    eircom.net bluewin.ch skynet.be telenet.be mail.com zoho.com hey.com tutanota.com qq.com 163.com 126.com naver.com wp.pl o2.pl onet.pl""".split()
)
"""Mail services that anybody may use: no organisation."""


def within(domain: str, domains: frozenset[str]) -> bool:
    """Whether ``domain`` or one of its parents is in the set."""
    parts = domain.split(".")
    return any(".".join(parts[i:]) in domains for i in range(len(parts) - 1))


def is_organisation(domain: str) -> bool:
    """Whether a domain stands for one organisation."""
    return bool(domain) and not (
        within(domain, WEBMAIL_DOMAINS) or within(domain, ATS_DOMAINS) or within(domain, PLATFORM_DOMAINS)
    )
