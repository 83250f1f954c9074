"""What speaks for mail about my candidacy, and what against it: patterns by name; their weights stand in recruiter_weights.json."""

from __future__ import annotations

from app.detection.words.pattern import Pattern, any_of

CANDIDACY: dict[str, Pattern] = {
    "interview": any_of(
        r"\b(?:interview(?:s|ed|ing)?|vorstellungsgespräch\w*|bewerbungsgespräch\w*|probearbeiten|probetag|probeunterricht|hospitation\w*|zweitgespräch|kennenlerngespräch|entretiens?|entrevistas?|jury|phone screen|onsite|on-site loop|assessment cent(?:re|er)|demo class|stage shift|"
        r"take[- ]?home|second round|final round|next round|debrief|try-?out|trial shift|viva|campus visit|coding (?:test|challenge)|prueba técnica|test pratique|essai|(?:trial|taster|shadow) (?:day|lesson|week|session)|(?:first|2nd|1st|third|last)[ -](?:round|stage)|second[ -]stage|stage two|"
        r"panel (?:date|interview|meets|met|day)|sample lesson|job talk|chalk talk|audition for the (?:post|job|position|chair)|skills test|work sample|case study round|screening call|vorstellungs\w+|bewerbungsgespräch\w*|auswahlverfahren|auswahlgespräch\w*|assessment|probeschicht|probetraining|probestunde|lehrprobe|schnuppertag\w*|"
        r"journée d'essai|mise en situation|oral de recrutement|commission de sélection|deuxième tour|second tour|jour d'essai|stage d'observation|día de prueba|turno de prueba|clase de prueba|clase muestra|dinámica de grupo|segunda ronda|ronda final|fase final|examen psicométrico|psicotécnic\w+)\b"
    ),
    "application": any_of(
        r"\b(?:your (?:application|candidacy|candidature|cv|resume|résumé|referees?)|thank(?:s| you) for (?:applying|your application)|you applied|applied (?:for|to)|applying (?:for|to)|applicants?|candidates?|candidacy|"
        r"ihre bewerbung|deine bewerbung|bewerbungs\w*|bewerber\w*|beworben|kandidat\w*|lebenslauf|bewerbung|votre candidature|ta candidature|candidatures?|candidats?|candidates?|votre cv|ton cv|postul\w+|"
        r"tu candidatura|su candidatura|candidaturas?|candidat[oa]s?|postulaci[oó]n|postulante|aspirantes?|curr[ií]culum|preselecci[oó]n\w*|tu cv|su cv|hoja de vida|shortlist\w*|long ?list|selection (?:process|committee|panel)|recruitment (?:process|exercise)|hiring (?:process|manager|committee|team))\b"
    ),
    "profile": any_of(
        r"\b(?:applications?|planstelle|offer discussion|panel results?|your (?:profile|background|portfolio|experience|skills|showreel|documents|paperwork|certificates?|tickets|references|availability|(?:\w+ )?interest (?:in|so far))|thank(?:s| you) for your interest|"
        r"ihre unterlagen|deine unterlagen|ihr profil|dein profil|ihre zeugnisse|ihr werdegang|ihre erfahrung|votre profil|ton profil|votre parcours|ton parcours|votre dossier|vos références|su perfil|tu perfil|su experiencia|tu experiencia|sus referencias|tus referencias|su disponibilidad|tu disponibilidad|gracias por participar)\b"
    ),
    "joining": any_of(
        r"\b(?:(?:join|joining) (?:us as|our|the (?:crew|firm|company|department|kitchen|practice))|hire you|take you on|have you on (?:the team|board)|bring you on|on board with us|offer (?:letter|details)|verbal offer|offer for you|offer in principle|employment contract|probation(?:ary)?|first day|successful candidate|unsuccessful|"
        r"einstellen|einstellung|zusage|absage|probezeit|anstellung|verstärkung|ins team|arbeitsvertrag|dienstvertrag|vertragsangebot|rejoindre (?:notre|l'|nos)|contrat de travail|promesse d'embauche|période d'essai|vous embaucher|t'embaucher|prise de poste|incorporar(?:te|se|le)|unirte|sumarte|contrato (?:laboral|de trabajo)|contratar(?:te|le|la|lo)|periodo de prueba|carta oferta|oferta laboral)\b"
    ),
    "agency": any_of(
        r"\b(?:my client|our client|spoke (?:to|with) the client|client (?:will|has|is|came|wants|asked|asking|feedback|liked|loved|revert\w*|said)|put you forward|submit(?:ted)? you(?:r (?:cv|profile|resume|details))?\b|represent(?:ing)? you|unser (?:mandant|kunde)|mein (?:mandant|kunde)|mon client|notre client|retour du client|le client|nuestro cliente|mi cliente|el cliente)\b"
    ),
    "post": any_of(
        r"\b(?:position|role|vacancy|opening|job|post|opportunity|job (?:id|ref|description|offer)|req(?:uisition)?|fte|full[- ]time|part[- ]time|permanent|contract role|stelle|stellen\w*|position|kennziffer|festanstellung|vollzeit|teilzeit|eintrittstermin|arbeitsvertrag|m/w/d|w/m/d|d/m/w|f/m/d|m/f/d|m/f/x|h/f|f/h|"
        r"poste|cdi|cdd|offre d'emploi|recrutement|embauche|alternance|puesto|vacante|plaza|oferta de empleo|empleo|contrataci[oó]n|incorporaci[oó]n|proceso de selecci[oó]n|selecci[oó]n)\b"
    ),
    "terms": any_of(
        r"\b(?:salary|notice period|start date|day rate|ctc|ectc|compensation|benefits package|offer letter|references? check|right to work|relocation|visa sponsorship|gehalt\w*|kündigungsfrist|starttermin|frühester|arbeitszeugnis\w*|zeugnisse|salaire|préavis|prétentions|sueldo|salario|pretensi\w+|reference checks?|referees?|background check|onboarding|joining bonus|signing bonus|(?:ceo|cfo|cto|hm|hr|final|client|technical|panel|first|second|third|next|last) round|medical came back|payband|band \d)\b"
    ),
    "hiring_people": any_of(
        r"\b(?:recruit(?:er|ers|ment|ing)|talent (?:acquisition|partner|sourcer|team|associate|advisor|manager)|sourcer|hiring (?:manager|team|panel|committee|lead)|human resources|people (?:ops|operations|partner|team|& culture|and culture)|hr (?:business partner|manager|officer|advisor|team|specialist|rep\w*|consultant|office|unit)|headhunter|"
        r"executive search|staffing|search firm|personal(?:referent\w*|abteilung|leit\w*|wesen|büro|vermittlung\w*|berat\w*|dienstleist\w*)|recruiting|service rh|ressources humaines|drh|chargée? de recrutement|cabinet de recrutement|rrhh|recursos humanos|atracci[oó]n de talento|selecci[oó]n de personal|talento humano|bereichsleit\w*|personnel services|workforce directorate)\b"
    ),
    "conversation": any_of(
        r"\b(?:(?:good|great|lovely|nice|pleasure|enjoyed|fantastic|delighted) (?:to (?:meet|see|chat|talk|speak)|meeting|chatting|talking|speaking|seeing|having|chat|session|talk|catch)|thank(?:s| you) for (?:coming|attending|taking the time|your time|meeting|the (?:demo|presentation|visit|tour|chat|trial|session|conversation))|loved (?:meeting|you|your|having)|was impressed|were impressed|next steps?|your (?:demo|presentation|trial|visit)|"
        r"gespräch|kennenlernen|schnuppern|fürs kommen|ihren besuch|deinen besuch|ihr interesse|dein interesse|échange|rencontre|essai|votre visite|votre intérêt|charla|conocerte|conocerle|la prueba|tu visita|su visita|tu inter[eé]s|su inter[eé]s|initiativbewerbung|saison)\b"
    ),
    "thanks_for_applying": any_of(
        r"\b(?:thank(?:s| you)(?: so much| very much)? for (?:applying|your (?:recent )?application|interviewing|your interest in|submitting your|taking the time to (?:apply|interview))|we(?:'ve| have)? received your (?:application|cv|resume)|your application (?:for|to|has been received)|vielen dank für (?:ihre|deine) bewerbung|danke für (?:ihre|deine) bewerbung|(?:ihre|deine) bewerbung (?:ist|als|für|um)|merci (?:pour|de) (?:votre|ta) candidature|(?:votre|ta) candidature (?:au|pour|a bien)|gracias por (?:tu|su) (?:candidatura|postulaci[oó]n|inter[eé]s en)|hemos recibido (?:tu|su) (?:candidatura|cv|curr[ií]culum))\b"
    ),
    "deciders": any_of(
        r"\b(?:the (?:client|panel|committee|board|team|council|trustees|partners|director|owner|head|principal|governors)|panel|client feedback|search committee|le client|le comité|la direction|l'équipe|el cliente|el comité|la direcci[oó]n|gerencia|el equipo|der kunde|unser kunde|die geschäftsleitung|das team|der vorstand|vorstand|chefin|der chef|geschäftsführung|kommission|berufungskommission|associés|el director|la directora|choix|ausgewählt|gewählt|kandidat\w*|shortlist\w*|decision|decide|deciding|verdict|outcome|decisi[oó]n|décision|entscheidung)\b"
    ),
    "mine_applies": any_of(
        r"\b(?:my (?:cv|resume|résumé|application|cover letter|references|referees|notice period|portfolio|tickets)|(?:cv|resume|résumé|portfolio|showreel)(?: and [\w ]{3,30})? (?:is |are )?(?:attached|enclosed)|i(?:'d| would)? (?:like|wish) to apply|i(?:'m| am) applying|i applied|apply for the|applied for|interested in the (?:role|position|post|job)|for the (?:interview|opportunity)|"
        r"meine bewerbung|bewerbe ich mich|mein lebenslauf|meine unterlagen|ma candidature|mon cv|je postule|mi candidatura|mi cv|mi curr[ií]culum|me postulo|anexo mi cv|adjunto mi)\b"
    ),
}

AGAINST: dict[str, Pattern] = {
    "housing": any_of(
        r"\b(?:flat|apartment|unit \d{2,}|apt\.? \d+|leasing (?:manager|agent|office|team)|rentals?|strata|damage deposit|security deposit|move-in|tenan(?:t|cy|cies)|landlord|lettings|rental|lease agreement|viewing|mortgage|wohnung\w*|mietwohnung|vermieter\w*|miet(?:e|vertrag|er)\w*|eigentümer\w*|hausverwaltung|besichtigung|logement|loyer|propriétaire|locataire|appartement|bail|alquiler|piso en alquiler|arrendador|inquilin\w+|inmobiliaria|casero)\b"
    ),
    "money": any_of(
        r"\b(?:loan|credit application|your mortgage|underwriter will review|insurance (?:claim|policy)|claim (?:no|number|ref)|policy number|refund|invoice|rechnung|kredit(?:antrag)?|darlehen|versicherung\w*|schaden\w*|dossier de prêt|sinistre|assurance|préstamo|siniestro|p[oó]liza|hipoteca|seguro de \w+)\b"
    ),
    "customer": any_of(
        r"\b(?:ticket|support (?:team|request|ticket)|request received|case (?:number|#)|order (?:number|#|no)|your order|delivery (?:date|slot)|warranty|tier 2|customer (?:service|support|care)|type your reply above|kundendienst|kundenservice|bestellung|vorgang \d|widerspruch|ihr anliegen|service client|commande|votre demande n|réclamation|pedido|reclamaci[oó]n|incidencia|atenci[oó]n al cliente|complaint)\b"
    ),
    "trade": any_of(
        r"\b(?:boiler|water heater|chauffe-eau|chaudière|calentador|caldera|soumission|quotation for|price (?:for|on) the job|survey of your|leak(?:ing)?|rohrbruch|wasserschaden|fuite d'eau|gotera|unblock|loft conversion|scaffold for|your (?:extension|driveway|fence|roofing|windows|wedding|event|booking|reservation)|(?:heizung|sanitär)(?!\w*(?:monteur|bauer|installateur|techniker|meister|ingenieur|planer))\w*|handwerkertermin|heating engineer visit|roof repair|your (?:kitchen|bathroom|garden|roof|car)|ihr (?:auto|bad|dach)|ihre (?:küche|heizung)|fontaner[oa] para|(?<!please )(?<!and )(?<!to )quote(?! (?:the|your|this|our|job|vacancy|ref\w*)\b)|estimate|bid|remodel|proposal for your|price it up|kostenvoranschlag|angebot (?:für ihre|für die)|auftrag|devis|chantier chez vous|presupuesto|cotizaci[oó]n|go ahead with you|other designers|your quotation|our quotation|pricing|rediseño|freelance project|statement of work)\b"
    ),
    "study": any_of(
        r"\b(?:admission(?:s)?|(?:master|bachelor|doctor) of [a-z]+|student (?:admissions|recruitment)|graduate entry|offered a place|mph|mba|msc|phd programme|master(?:'s)?(?: programme| program| degree)?|undergraduate|degree programme|faculty panel for the|scholarship|bursary|bourse(?:s)?|beca|stipendium|studiengang|masterstudiengang|aufnahmegespräch|aufnahmeprüfung|fachhochschule|studienplatz|inscription master|admisi[oó]n|m[aá]ster en|posgrado|grant application|arts fund|fellowship application|matr[ií]cula|exam results|graduate certificate|postgraduate|degree in|diploma in|immatrikulation|zulassung|fördermittel|förderantrag|stiftungspreis|subvenci[oó]n|ayuda a la creaci[oó]n)\b"
    ),
    "stage": any_of(
        r"\b(?:casting|cortometraje|elenco|prueba de c[aá]mara|short film|court[- ]métrage|figuration|komparse\w*|volunteer steward|volunteers?|volunteering|voluntari\w+|bénévol\w*|ehrenamt\w*|club membership|prize|jury prize|competition entry|premio)\b"
    ),
    "coach": any_of(
        r"\b(?:coaching|career coach|life coach|resume rewrite|résumé writ\w*|resume (?:review|writing) service|cv (?:writing|rewrite) service|mock interview|interview prep\w*|interview[- ]ready|(?:revised|rewritten|re-?worked|polished|new-look) (?:cv|resume|résumé|linkedin)|(?:purchas|book|buy|order)ing (?:the|our|your|a|my) [\w' -]{0,30}(?:package|session|service)|webinar|bootcamp|linkedin headline|karriere\w*berat\w*|bewerbungscoaching|bewerbungstraining|bilan de compétences|mentor[ií]a|your package)\b"
    ),
    "present_job": any_of(
        r"\b(?:fmla|leave (?:dates|administrator|of absence|balance)|(?:how much )?pto (?:you|left|balance|request)|appraisal|promotion case|present employer|your employer|reclass\w*|regrad\w*|remuneration panel|see you at the bbq|your (?:\w+ )?payslip (?:for|is)|timesheets?|your holiday (?:request|allowance|entitlement)|parental leave request|annual leave request|leave request|beförderung|gehaltserhöhung|elternzeitantrag|urlaubsantrag|ihre lohnabrechnung|ihre krankmeldung|demande de congés?|bulletin de paie|entretien annuel|augmentation de salaire|mutation interne|evaluaci[oó]n de desempeño|aumento de sueldo|solicitud de vacaciones|n[oó]mina|höherstufung|jahresgespräch|unsere mitarbeiterin|unser mitarbeiter|internal transfer|your team lead|expense(?:s)? claim|grading review|performance review|pay review)\b"
    ),
    "about_other": any_of(
        r"\b(?:as (?:a )?referee|named you as|reference for|a reference (?:for|on|request)|zwecks referenz|referenzauskunft|prise de référence|referencia laboral de|you referred|your referral|(?:your|a) referral bonus|refer(?:ral)? (?:portal|program\w*)|mi primo|recommendation letter for|letter of recommendation|that interview (?:sounds|went|sounded)|they'll call you|how did the interview|your new job|congrats on the|her application with us|his application with us)\b"
    ),
    "business": any_of(
        r"\b(?:attorney[- ]client|privileged|litigation|testimony|senate|legislation|ferc|(?:court|senate|house) hearings?|term sheet|counterparty|purchase order|shipment|pipeline|draft agreement|letter agreement|nda draft|merger|trading desk|conference room|agenda|minutes of|stock options|make money|work from home|earn \$|financial freedom|mailing list|changelog|patch|kernel|rpm|url: http|bug report|voicemail messages|forecasting conference|settlement|rulemaking|docket)\b"
    ),
    "sells": any_of(
        r"\b(?:their (?:cvs?|resumes|profiles)|leurs? cv|sus cv|deren (?:lebensläufe|profile)|profils? (?:\w+ ){0,3}à vous présenter|(?:candidats?|candidates?|profils?|bookkeepers|kandidaten|perfiles) (?:immediately |sofort )?(?:available|disponibles?|verfügbar)|(?:more|further) profiles|fee agreement|which cvs)\b",
        r"\b(?:candidates? (?:ready|available|for your)|(?:pre-)?(?:vetted|screened) (?:candidates?|designers?|developers?|bakers?|engineers?|talent)|your (?:hiring (?:needs|plans|goals|process|pipeline|budget)|open roles?|open positions?|vacancies|hiring stack|recruiting|hiring needs)|fee\b.{0,40}guarantee|recruit exclusively|placement fee|our (?:platform|ai recruiter|solution|software)|book a demo|schedule candidates|helps teams|job ad credits|post your jobs?|kandidaten für (?:sie|ihr)|profile für ihre|ihre offenen stellen|vos recrutements|profils disponibles|sus vacantes|candidatos para su)\b",
    ),
    "friend": any_of(
        r"\b(?:bro|mate!|lol|haha|jaja\w*|xx+|babe|dude|omg|lmao|love you|see you (?:saturday|sunday|tonight)|did u hear|still on for|girl,? you|hey hey|how's your (?:mama|mom|mum|dad)|you should (?:apply|put in for|go for)|they posted my|dinner|lunch on|pub|party|knuddel|bisous|besos|abrazote|hdl|cuéntame|pega de|sis\b)\b"
    ),
    "visa": any_of(
        r"\b(?:visa (?:application|section)|work visa|consular|embassy|residence permit|aufenthaltstitel|ausländerbehörde|préfecture|extranjer[ií]a|consulado|passport office|tax return|council tax|planning (?:application|permission)|medical appointment|test results|biopsy|gp surgery|dentist|school place|kita-?platz|crèche|adoption)\b"
    ),
    "health": any_of(
        r"\b(?:your (?:report|results?|scan|x-ray|blood test|prescription|referral|smear|check-?up) (?:will|is|are|came)|(?:doctor|dr\.?|consultant|nurse) will (?:call|see|ring|phone) you|repeat prescription|arzttermin|ihr befund|ihre befunde|laborwerte|rezept|zahnarzttermin|vos résultats d'analyse|ordonnance|rendez-vous (?:médical|chez le)|sus análisis|resultados de (?:su|la) (?:analítica|prueba)|cita médica|receta médica|radiografía|vet visit|your (?:cat|dog|puppy|horse))\b"
    ),
    "news": any_of(
        r"\b(?:jobs available|job ?seekers?|find a (?:great |new )?job|(?:put|post|upload|distribute) your resume|(?:saw|found) your resume|your guide to|opt[- ]out|to be removed|remove (?:me|yourself)|click here|special offer|free trial|no experience (?:necessary|required)|start earning|extra income|this newsletter|premier producers|subscription|editor's note|press release|for immediate release|newsletter|view (?:this email )?in (?:your )?browser|abmelden|se désabonner|darse de baja|manage (?:alerts|preferences)|new jobs? for|new jobs match|jobs match your|see all jobs|saved (?:a|your) search|be among the first|new matches|jobs matching|job alert|recommended jobs|stellenangebote für sie|nouvelles offres|empleos para ti|weekly digest|this week's issue)\b"
    ),
}

APPLIES_TO_ME = any_of(
    r"\b(?:you (?:said|told me|mentioned) (?:that )?you(?:'d| would) (?:let me know|get back to me|call me|ring me)|vous m'(?:avez|aviez) dit que vous me|sie (?:sagten|hatten gesagt)[^.!?]{0,20} (?:mir|bei mir)|me dij(?:o|iste) que me)\b",
    r"\b(?:(?:find |see |attached |attach(?:ing)? |enclose(?:d|ing)? |here(?:'s| is) )+(?:is |are )?my (?:cv|resume|résumé)|my (?:cv|resume|résumé) (?:is |are )?(?:attached|enclosed|below)|i(?:'d| would) like to apply|i(?:'m| am) (?:writing to apply|applying)|saw your ad(?:vert)?|whether i (?:take|accept|can (?:do|take))|think about (?:your|the) offer|"
    r"mein(?:en)? lebenslauf (?:hängt|liegt|anbei|finden|füge|ist)|anbei mein(?:en)? lebenslauf|bewerbe (?:ich )?mich|ihre anzeige|ob ich die stelle (?:antrete|annehme)|"
    r"(?:ci-joint|voici|vous trouverez)[^.!?]{0,20} mon cv|je (?:vous )?(?:postule|propose ma candidature)|votre annonce|réfléchis à votre (?:offre|proposition)|"
    r"vi (?:el|su|tu) anuncio|(?:adjunto|anexo|le mando|env[ií]o|le dejo) (?:mi|el) (?:cv|curr[ií]culum|solicitud)|mi solicitud de empleo|d[eé]jeme (?:pensarlo|platicarlo)|le confirmo si acepto)\b",
    r"\b(?:(?:would like|wish|want|writing) to apply|please find (?:attached )?(?:attached )?my (?:cv|resume|application)|my (?:cv|resume|application) (?:is )?attached|thank(?:s| you) for (?:interviewing|considering|seeing) me|if i (?:take|accept) (?:it|the (?:job|offer|spot|role))|(?:when|how soon) (?:can|could) i start|your (?:[\w-]+ ){0,3}vacanc(?:y|ies)|job (?:at|with) your (?:shop|company|firm|bakery|farm|studio)|apply for[^.!?]{3,80}[.!?] resume attached|find attached my|(?:i|we)(?:'m| am| are)? looking for work|ich bewerbe mich|anbei meine bewerbung|je vous adresse ma candidature|ci-joint mon cv|adjunto mi (?:cv|curr[ií]culum)|le mando mi curr[ií]culum|me postulo)\b",
    r"\b(?:send|get|have|share|forward|sending|sent|forwarding|pull(?:ing)? together|put(?:ting)? together) (?:you )?(?:over )?(?:some |a few |a couple of |the |those |these |more |\d+ |two |three |four )*(?:cvs|profiles|candidates|resumes|résumés|shortlist of)\b|"
    r"\b(?:cvs|profiles|candidates|resumes|résumés) (?:over |across |through )?(?:for|to) (?:you|your)\b|\byour (?:hiring|staffing|recruitment) (?:needs|requirements?|brief)\b|"
    r"\b(?:kandidat(?:en|in)?|bewerber(?:in)?|profil(?:e)?)\b[^.!?]{0,40}\bfür (?:ihr|ihre|ihren|euer|eure|dein|deine) (?:team|vakanz\w*|stelle\w*|position\w*|unternehmen|betrieb)\b|\b(?:kandidat(?:en|innen)|bewerber(?:innen)?|\w+) für sie, profile\b|\bprofile (?:anbei|im anhang|beigefügt|liegen bei)\b|\bfür ihre (?:\w+ )?(?:vakanz\w*|offene\w* stelle\w*)\b|"
    r"\b(?:our|unser|unsere?|nos|notre|nuestr[oa]s?) (?:fees?|honorar(?:e|s)?|vermittlungs\w+|honoraires|honorarios|placement fee)\b|\bpour votre (?:poste vacant|équipe|recrutement)\b[^.!?]{0,30}\b(?:profil|candidat)\w*|\b(?:profil|candidat|perfil|candidato)s? (?:pour|para) (?:votre|vos|su|tu) (?:équipe|poste|vacante|equipo|puesto)\b|"
    r"\b(?:schick\w*|send\w*|stell\w*) (?:ich |wir )?(?:ihnen|dir)\b[^.!?]{0,30}\b(?:profile|kandidaten\w*|bewerberprofile|lebensläufe)\b|\b(?:vous|t')\s?(?:envoie|envoyer|transmets|transmettre|adresse|propose)\b[^.!?]{0,30}\b(?:profils|candidats|cv de)\b|"
    r"\b(?:te|le|les|os) (?:env[ií]o|mando|paso|har[eé] llegar|enviar[eé])\b[^.!?]{0,30}\b(?:perfiles|candidatos|currículums|curr[ií]cula)\b",
)
"""Somebody else's application, written to me: I do the hiring."""

I_HIRE = any_of(
    r"\b(?:could you come (?:in|by|over)|can you come (?:in|by|over)|(?:i|we) (?:could|can) offer you|(?:i|we)(?:'d| would) like to see you|the job(?:'s| is) yours|(?:könnten|mögen|möchten|können) sie (?:am|zum|zu einem)[^.!?]{0,40}(?:kommen|vorbeikommen)|wir (?:könnten|können) ihnen[^.!?]{0,60}anbieten|"
    r"pourriez-vous (?:venir|passer)|nous pouvons vous proposer|je vous propose (?:le poste|un essai)|el puesto es (?:tuyo|suyo)|(?:puedes|puede|podr[ií]as?) (?:venir|pasar)(?:te|se)? (?:el|a|por)|te ofrezco|le ofrezco|yep,? i'll be in touch|i'll let you know about the (?:job|role|post))\b",
    r"\b(?:thank(?:s| you) for (?:applying|your application|coming in)|we will come back to you|would you be up for|we(?:'d| would) like to (?:invite you|offer you|meet you)|we(?:'re| are) (?:still )?interviewing|when could you start|we received your (?:cv|resume|application)|our (?:vacancy|opening) (?:is|has)|wir laden sie (?:gern )?ein|wann könnten sie anfangen|nous avons (?:bien )?reçu votre candidature|hemos recibido (?:tu|su) (?:candidatura|cv)|your (?:application|interview) (?:with|at) us|which days suit|danke für ihre bewerbung|vielen dank für ihre bewerbung|merci pour votre candidature|gracias por (?:tu|su) candidatura)\b",
)
"""My own mail, when I do the hiring."""

COACHES = r"coach|resum[eé]|(?:^|[^a-z])cv|mentor|bewerbungshilfe|karriereberat|bilan-?de-?comp"
"""Who is paid by candidates: their names speak of careers as well."""

COACHING_SENDER = any_of(COACHES)

SENDER_HIRES = any_of(
    r"(?:^|[^a-z])(?:recruit\w*|talent\w*|career\w*|karriere|hr|hrops|people|jobs?|hiring|staffing|rh|rrhh|personal|bewerbung(?:en)?|candidatures?|recrutement|emploi|empleo|seleccion|selección|selection|vacan\w*|resourcing|personnel|ta|interim|search|headhunt\w*|hrscheduling|applications?|vermittlung|personalvermittlung|supply)(?:[^a-z]|$)|recruit|staffing|talent|talento|personalberat|(?:-|\.)search|medstaff|manpower|employment",
)
"""In a sender's name, address or domain."""

SERVICE_SENDER = any_of(
    r"plumb|plomberie|heating|sanit[äa]r|heizung|roofing|toiture|fontaner|reformas|boiler|drains|garage|autohaus|autowerkstatt|werkstatt|kfz-|lettings|estate agents?|immobilien|hausverwaltung|inmobiliaria|"
    r"mortgage|insurance|versicherung|assurance|seguros|billing|invoices|support|help ?desk|customer|kundenservice|bookings?|reservations?|orders?|bestellung|rechnung|newsletter|admissions|alumni|casting",
    COACHES,
)
"""In a sender's name or local part: somebody who serves or sells."""

HIRING_KEYWORDS = frozenset(
    """interview interviews interviewed interviewing applicant applicants candidate candidates candidacy candidature cv resume résumé vacancy vacancies recruiter recruiters recruitment recruiting
    talent hiring hire salary shortlist shortlisted shortlisting panel shortly client offer hr references notice feedback onboarding application position role jobs job opening
    bewerbung bewerber bewerberin bewerberinnen bewerbungen stelle stellen vorstellungsgespräch gespräch lebenslauf unterlagen rückmeldung bescheid kandidat kandidaten personal gehalt
    entretien candidature candidat candidats candidates poste recrutement embauche réponse retour recontacterons recontacter
    entrevista candidatura candidato candidata candidatos puesto vacante proceso selección currículum postulación aspirantes""".split()
)
"""A long mail without one of these is about no candidacy."""

SHORT_CHARS = 1200
"""A mail up to this long is always worth the look: people promise in six words."""
