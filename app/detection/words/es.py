"""Spanish: outcomes, requests, courtesy."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.turn_words import TurnWords

ES = TurnWords(
    rejected=any_of(
        r"\b(?:continuar|seguir|avanzar|proseguir|adelante)\b[^.!?]{0,15}\bcon otr[ao]s? (?:personas?|candidat\w*|perfil\w*|finalistas?)\b",
        r"\b(?:inclin\w+|decant\w+|opt\w+|elig\w+|escog\w+|qued\w+)\b[^.!?]{0,20}\b(?:por|a|con) otr[ao]s? (?:\w+)\b",
        r"\b(?:no|tampoco) (?:ha|has|fue|fuiste|result\w+|qued\w+|pas\w+|super\w+|logr\w+)\b[^.!?]{0,15}\b(?:sido |resultado )?(?:seleccionad\w*|elegid\w*|preseleccionad\w*|escogid\w*|a la siguiente|la siguiente|la fase|el corte|finalista)\b",
        r"\bno (?:vamos|va|seguir\w*|avanzar\w*|continuar\w*|podemos|hemos)\b[^.!?]{0,20}\b(?:seguir|avanzar|continuar|adelante|seguiremos)\b[^.!?]{0,20}\b(?:con (?:tu|su|usted)|contigo|candidatura|postulaci[oó]n|proceso)\b",
        r"\bno (?:avanzar|continuar|seguir)\b[^.!?]{0,15}\b(?:con (?:tu|su)|contigo|en (?:el|este|tu|su))\b",
        r"\b(?:candidatura|postulaci[oó]n|perfil|solicitud)\b[^.!?]{0,20}\b(?:descartad|desestimad|rechazad)[oa]\b|\b(?:has|ha) (?:sido|quedado) (?:descartad|desestimad|rechazad|fuera)\w*\b|\bhemos (?:descartado|desestimado) (?:tu|su)\b",
        r"\b(?:respuesta|decisi[oó]n|resultado)\b[^.!?]{0,20}\b(?:es|ha sido|fue) (?:lamentablemente )?(?:negativ[oa]|desfavorable)\b|\bno ha podido ser\b|\bno pudo ser\b",
        r"\b(?:lament\w*|sentimos|desafortunadamente|lamentablemente|desgraciadamente|por desgracia)\b[^.!?]{0,120}\b(?:no (?:has|ha|hemos|podemos|continu\w*|avanz\w*|fue|vamos|seguir\w*|ha sido)|otr[ao]s? (?:candidat\w*|persona|perfil\w*)|descartad\w*)\b",
        r"\b(?:no (?:has|ha) (?:sido|resultado|quedado|superado) (?:seleccionad\w*|elegid\w*|preseleccionad\w*|la)|no (?:continuar[aá]s?|seguir[aá]s?|avanzar[aá]s?|pasas|seguimos|continuamos|avanzamos)\b[^.!?]{0,30}\b(?:proceso|adelante|candidatura|fase)?)\b",
        r"\b(?:inclin\w+|decant\w+|decid\w+|opt\w+|eleg\w+|elig\w+|seleccion\w+|escog\w+|qued\w+)\b[^.!?]{0,30}\b(?:por|con|a|en)?\b ?(?:un perfil|otr[ao]s? (?:candidat\w*|persona|perfil\w*)|una candidata|un candidato|alguien|una persona)\b",
        r"\b(?:no (?:encaj\w+|se ajust\w+|cumpl\w+))\b[^.!?]{0,40}\b(?:perfil|puesto|buscamos|requisitos)\b|\b(?:mucho [eé]xito|mucha suerte|te deseamos|le deseamos)\b[^.!?]{0,40}\b(?:b[uú]squeda|futuro|carrera)\b|\bguardaremos (?:tu|su) (?:cv|curr[ií]culum|perfil|hoja)\b|\bpara futuras (?:oportunidades|vacantes|b[uú]squedas)\b",
    ),
    filled=any_of(
        r"\bya (?:contratamos|hemos contratado|tenemos|elegimos)\b[^.!?]{0,15}\b(?:a alguien|a otra persona|a la persona|candidat\w+)\b|\b(?:vacante|posici[oó]n|plaza|b[uú]squeda) (?:ya )?se (?:cerr[oó]|cubri[oó]|ocup[oó])\b|\b(?:puesto|vacante|plaza|posici[oó]n|oferta)\b(?:(?!\b(?:no|a[uú]n|todav[ií]a|si|cuando)\b)[^.!?]){0,40}\b(?:cubiert[ao]|ocupad[ao]|cerrad[ao]|asignad[ao]|ya no (?:est[aá]|se encuentra))\b|\b(?:cubrimos|hemos cubierto|ya cubri\w+|se cubri[oó])\b"
    ),
    cancelled=any_of(
        r"\bno (?:vamos|voy|van) a (?:tomar|contratar|incorporar|sumar|coger|meter) (?:a )?(?:nadie|ning[uú]n)\b|\bno (?:tomamos|contratamos|incorporamos|cogemos|sumamos) a nadie\b",
        r"\b(?:requisici[oó]n|vacante|b[uú]squeda|oferta|puesto|posici[oó]n|plaza)\b[^.!?]{0,60}\b(?:fue|ha sido|qued[oó]|se ha) (?:cancelad|anulad|suprimid|retirad)\w*|\bya no se (?:cubrir[aá]|va a cubrir)\b",
        r"\b(?:cancel[oó]|cancelaron|cancelaba|anul[oó]|cancelamos|ha cancelado|han cancelado|hemos cancelado|congel[oó])\b[^.!?]{0,15}\b(?:la|el|este|esta) (?:vacante|b[uú]squeda|proceso|puesto|posici[oó]n|plaza|convocatoria)\b",
        r"\b(?:proceso|puesto|vacante|b[uú]squeda|plaza|contrataci[oó]n|convocatoria)\b[^.!?]{0,40}\b(?:cancelad[ao]|cancel[oó]|suspendid[ao] definitivamente|anulad[ao]|desiert[ao]|se cay[oó]|eliminad[ao])\b|\bcongela(?:do|ron|ci[oó]n)\b[^.!?]{0,40}\b(?:contrataci\w+|vacantes|plantilla|ingresos)\b",
    ),
    offered=any_of(
        r"\b(?:va|te|le)(?: va)? adjunt[ao]s? (?:la|tu|su) (?:oferta|propuesta (?:formal|econ[oó]mica)|carta)\b|\b(?:adjunta|adjunto) (?:la|tu|su) (?:oferta|propuesta formal)\b",
        r"\b(?:est[aá]s|est[aá]|quedaste|qued[oó]|(?<!no )has sido|(?<!no )ha sido|(?<!no )fuiste) (?:contratad[oa]|seleccionad[oa] (?:para (?:el|la) (?:puesto|plaza|vacante))|dentro)\b|\b(?:felicidades|enhorabuena|felicitaciones)\b[^.!?]{0,30}\b(?:seleccionad[oa]|contratad[oa]|elegid[oa]|el puesto)\b",
        r"\badjunto\b[^.!?]{0,20}\b(?:el contrato|la carta oferta|la oferta|la carta de oferta|su contrato|tu contrato)\b|\bbienvenid[oa]s? (?:al equipo|a bordo|a la familia|a la empresa)\b",
        r"\b(?:nos gustar[ií]a|queremos|quisi[eé]ramos) (?:contar contigo|contar con usted|contratarte|contratarle|incorporarle)\b|\bte damos la bienvenida\b",
        r"\b(?:complace|alegra|encantad\w*|placer|felices|contentos)\b[^.!?]{0,40}\b(?:hacer\w* una oferta|ofrecer\w*|oferta|incorporar\w*|el puesto es tuyo|la plaza es)\b|\b(?:queremos|quisi[eé]ramos|nos gustar[ií]a) (?:ofrecerte|ofrecerle|hacerte una oferta|que te incorpores|hacerle una oferta|incorporarte)\b|\bel puesto es (?:tuyo|suyo)\b|\b(?:adjunto|adjuntamos|te env[ií]o) (?:la|tu|su|el) (?:carta oferta|oferta|contrato)\b|(?<!no )\b(?:has|ha) sido (?:seleccionad[oa]|elegid[oa]) para (?:el puesto|la plaza|incorporar)\b",
    ),
    maybe=any_of(
        r"\b(?:a[uú]n no|todav[ií]a no|sigue abiert)\b",
        r"\b(?:si|en caso|antes de|podr[ií]a\w*|quiz[aá]s?|tal vez|cuando|para decirte|por s[ií] o por no|entrevista)\b",
    ),
    withdrew=any_of(
        r"\bya no (?:estoy|sigo|me encuentro) (?:\w+ )?(?:interesad[oa]|disponible)\b|\bprefiero no (?:seguir|continuar|avanzar)\b|\bretirarme\b",
        r"\b(?:retiro|retirar|retirarme|retir[eé])\b[^.!?]{0,40}\b(?:candidatura|proceso|postulaci[oó]n)\b|\bno (?:sig[aá]i?s?|sigan|cuentes|cuenten|cuente)\b[^.!?]{0,20}\b(?:conmigo|contando)\b|\b(?:acept[eé]|he aceptado|firm[eé]|he firmado)\b[^.!?]{0,30}\b(?:otr[ao]|oferta)\b|\bme quedo (?:donde|en mi)\b|\bno (?:voy a |quiero |deseo |puedo )?(?:seguir|continuar) (?:en|con) (?:el|la) (?:proceso|candidatura)\b|\bdejar el proceso\b|\bme bajo del? proceso\b|\bdesist\w+\b",
    ),
    declined=any_of(
        r"\bno (?:voy a poder|podr[eé]|puedo) aceptar\b|\b(?:tengo|tendr[eé]) que rechazar\b",
        r"\b(?:rechazo|rechazar|declino|declinar|no (?:puedo|voy a) aceptar|no acepto)\b",
    ),
    accepted=any_of(
        r"\b(?:acepto|aceptar (?:la|vuestra|su|tu) (?:oferta|propuesta)|(?:carta|contrato|oferta) firmad[ao]|he firmado (?:el|la) (?:contrato|carta|oferta))\b"
    ),
    request=any_of(
        r"\b(?:agradecemos|agradezco|solicitamos|rogamos|pedimos)\b[^.!?]{0,20}\b(?:nos|me) (?:indique|indiques|env[ií]e|env[ií]es|informe|informes|confirme|confirmes|haga|hagas|remita|facilite|facilites)\b",
        r"[?¿]",
        r"\b(?:por favor|favor de|porfa|rogamos|ruego|le pido|te pido|agradecer[ií]a|necesito (?:que|tu|su|el|la|tus|sus)|necesitamos (?:que|tu|su|el|la|tus|sus)|m[aá]nda\w*|env[ií]a(?:me|nos|lo|la)\w*|env[ií]e(?:me|nos)|p[aá]sa(?:me|nos)|conf[ií]rma(?:me|nos)?|conf[ií]rme(?:me|nos)?|dime|d[ií]game|ind[ií]ca(?:me|nos)|ind[ií]que(?:me|nos)|av[ií]sa(?:me|nos)|resp[oó]nde(?:me|nos)|completa|complete|rellena|rellene|elige|elija|reserva tu|reserve|hazme|haz|adjunta|adjunte|sube|falta(?:n)? (?:tu|su|tus|sus|(?:el|la|los|las) (?:copia|certificado|documento|documentaci[oó]n|justificante|contrato firmado|fotocopia|carnet|t[ií]tulo)\w*))\b",
        r"\b(?:puedes|podr[ií]as|puede|podr[ií]a|tienes|tendr[ií]as)\b[^.!?]{0,60}\b(?:enviar\w*|mandar\w*|confirmar\w*|decir\w*|pasar\w*|venir|acercarte|disponib\w*)\b",
    ),
    pleads=any_of(
        r"\b(?:env[ií][ea](?:me|nos)|m[aá]nd[ea](?:me|nos)|rem[ií]t[ea](?:me|nos)|h[aá]g[ae](?:me|nos) llegar|ind[ií]qu[ea](?:me|nos))\b"
    ),
    no_request=any_of(
        r"^\W*(?:si|en caso de que)\b[^?]{0,90}\b(?:cambi\w*|surg\w*|imprevisto|dudas?|consultas?|preguntas?)\b[^?]*$",
        r"\b(?:paciencia|esperar(?:nos|me)?|aguantar(?:nos|me)?|aguant[aá]is?|esperas|esp[eé]ra(?:nos|me))\b[^.!?]*\?*\W*$",
        r"^\W*(?:para|ante|por) cualquier (?:otr[ao] )?(?:duda|consulta|pregunta|cuesti[oó]n|cosa|aclaraci[oó]n|cambio)\b[^?]*$",
        r"^\W*(?:alguna |m[aá]s )?(?:dudas?|preguntas?)\W*$",
        r"^\W*¿?(?:y )?(?:qu[eé] (?:pasa|sigue|viene)|c[oó]mo sigue|cu[aá]l(?:es)? (?:es|son) (?:el|los) siguientes?)\b[^.!]{0,30}\?\W*$",
        r"\b(?:pedimos|pido|rogamos|agradecemos|agradezco) (?:un poco de |tu |su |algo de )?(?:paciencia|comprensi[oó]n)\b",
        r"^\W*(?:pero |y )?(?:si|en caso de|por si) (?!(?:te interesa|le interesa|te encaja|le encaja|est[aá]s? (?:interesad|de acuerdo)|es as[ií]|s[ií])\w*)[^.!?]{0,110}\b(?:d[ií](?:me|melo|game|gamelo|nos|noslo)|av[ií]s[ae](?:me|nos)|ll[aá]m[ae](?:me|nos)|escr[ií]b[ae](?:me|nos)|h[aá]z(?:me|nos)lo saber|cu[eé]nta(?:me|nos)|no dudes)\w*[^?]*$",
        r"\b(?:vale|ok|okay|sí|de acuerdo|no|verdad|va|sale) ?\?\W*$",
        r"\b(?:cualquier (?:duda|consulta|pregunta|cosa)|no dud\w+|si (?:tienes|tiene) (?:alguna|dudas|preguntas)|alguna duda|dudas\?|abst[eé]ng\w*|c[oó]mo est[aá]s|qu[eé] tal|por favor,? no (?:respond\w*|contest\w*)|no responda|trae|traer|traiga|paciencia|quedo (?:a|atent\w*)|preg[uú]ntanos|a tu disposici[oó]n|por favor,? (?:tenga|ten) (?:en cuenta|paciencia))\b",
    ),
    availability=any_of(
        r"\b(?:disponib\w*|horarios?|qu[eé] d[ií]a|cu[aá]ndo (?:puedes|podr[ií]as|puede|te|le|podemos|tienes)|te (?:queda|viene|va|parece)|le (?:queda|viene|va|parece)|venir|acercar\w*|agenda|agendar|hueco|calendly|reuni\w*|entrevista|conocer|visita|franja|podr[ií]as (?:el|ma[nñ]ana)|puedes (?:el|ma[nñ]ana))\b"
    ),
    document=any_of(
        r"\b(?:cv|curr[ií]culum|hoja de vida|certificados?|t[ií]tulos?|referencias?|carnet|carn[eé]|dni|nie|curp|nss|rfc|foto|copia|documentos?|documentaci[oó]n|portafolio|portfolio|licencia|pasaporte|comprobante|carta|vida laboral|antecedentes|c[eé]dula)\b"
    ),
    decision=any_of(
        r"\bsigues? (?:interesad[oa]|disponible|con inter[eé]s)\b|\b(?:contin[uú]a|mantienes?|sigue) (?:interesad[oa]|(?:tu|su|el) inter[eé]s)\b",
        r"\b(?:te interesa|le interesa|te interesar[ií]a|le interesar[ií]a|aceptar[ií]as|aceptar[ií]a|aceptas|acepta|estar[ií]as dispuest\w*|estar[ií]a dispuest\w*|qu[eé] (?:opinas|te parece|le parece|dices)|te animas|tu decisi[oó]n|su decisi[oó]n|de acuerdo|quieres (?:el|la|seguir)|nos contestas)\b",
    ),
    task=any_of(r"\b(?:prueba|test|ejercicio|caso pr[aá]ctico|cuestionario|formulario|portal|en l[ií]nea|reto)\b"),
    detail=any_of(
        r"\b(?:pretensi[oó]n\w*|expectativa\w*|salario|sueldo|preaviso|fecha de (?:inicio|nacimiento)|incorporaci[oó]n|tel[eé]fono|direcci[oó]n|carnet|licencia|confirm\w*|cu[aá]nt\w*|desde cu[aá]ndo|experiencia|talla)\b"
    ),
    next_step=any_of(
        r"\b(?:queremos|nos gustar[ií]a|quisi[eé]ramos) que (?:conozcas|conozca|hagas|haga|hicieras|hiciera|vengas|venga|te re[uú]nas|te entrevist\w+|pases)\b",
        r"\b(?:(?:nos|me) gustar[ií]a (?:conocerte|conocerle|invitarte|invitarle|verte|hablar|reunirnos|citarte)|queremos (?:conocerte|verte|invitarte|que conozcas)|te (?:invitamos|citamos|esperamos|espera|convocamos)|le (?:invitamos|citamos|esperamos|espera|convocamos)|segunda entrevista|siguiente (?:fase|etapa|ronda|paso)|pr[oó]xima (?:fase|etapa|ronda)|pasas a|pasa a|en pausa|en espera|stand ?by|pausado|mensaje de voz|buz[oó]n|llamado (?:pero|y|hace)|intent\w+ llamar|como (?:hablamos|te coment\w+) por tel[eé]fono|calendly|preseleccionad\w*|te proponemos|le proponemos)\b",
    ),
    courtesy=any_of(
        r"\b(?:(?:muchas |mil )?gracias(?: (?:a ti|a usted|a vos|igualmente|de nuevo|por (?:todo|avisar|la informaci[oó]n|tu \w+|su \w+|el \w+|la \w+|enviarl\w+|confirmar|escribir|responder)))?|de nada|con (?:mucho )?gusto|no hay de qu[eé]|perfecto|recibid[oa]|anotad[oa]|entendid[oa]|de acuerdo|vale|ok|genial|estupendo|excelente|buen fin de semana|buen d[ií]a|buena tarde|feliz (?:d[ií]a|tarde|fin de semana|semana)|un (?:saludo|abrazo)|saludos(?: cordiales)?|hasta (?:pronto|luego|ma[nñ]ana|el \w+)|igualmente|lo mismo|a ti|qued[oó] claro|enterad[oa]|tomo nota|bienvenid[oa]|un placer(?: (?:conocerte|saludarte|hablar contigo))?|encantad[oa])\b"
    ),
    delivers=any_of(
        r"https?://\w|\b(?:adjunt\w*|aqu[ií]|ac[aá]|fotos?|archivos?|cv|curr[ií]culum|enviad[oa]s?|mandad[oa]s?|subid[oa]|complet\w*|rellen\w*|hecho|list[oa]|firmad[oa]|enlace|disponible|puedo|me (?:va|viene) bien|confirmo|tengo|estoy|soy|mis? \w+ (?:es|son))\b"
    ),
    defers=any_of(
        r"\b(?:me pongo con (?:ello|eso)|lo miro|le echo un (?:ojo|vistazo)|lo empiezo)\b",
        r"\b(?:te|le|os|les|se) (?:lo |la |los |las )?(?:env[ií]o|mando|paso|confirmo|digo|aviso|enviar[eé]|mandar[eé]|confirmar[eé])\b[^.!?]{0,50}\b(?:ma[nñ]ana|luego|esta (?:tarde|noche)|m[aá]s tarde|en cuanto|el (?:lunes|martes|mi[eé]rcoles|jueves|viernes)|pronto|antes|semana)\b",
    ),
    formal=any_of(r"\b(?:usted|ustedes|le|su|sus|estimad[oa]|quedo de usted)\b"),
    informal=any_of(r"\b(?:t[uú]|te|tus|contigo|vos|ti|os|vuestr[oa]s?|querid[oa])\b"),
    greeting=any_of(
        r"^\W*(?:hola|buenos d[ií]as|buenas(?: tardes| noches)?|buen d[ií]a|estimad[oa]s?|querid[oa]s?|apreciad[oa]),? +(?P<name>[^\n,.!:;–—]{2,40})"
    ),
    other_role=any_of(
        r"\b(?:por otro lado, (?:tengo|me ha)|otro tema|algo (?:totalmente |completamente )?distinto|sin relaci[oó]n|otr[ao] (?:vacante|puesto|oferta|posici[oó]n|oportunidad)|nueva (?:vacante|oferta|oportunidad|b[uú]squeda)|aparte de)\b"
    ),
)
