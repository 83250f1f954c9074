"""Spanish: how people promise to respond, and what only looks like it."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.promise_words import PromiseWords

_YOU = r"(?:te|le|les|os|lo|la|los|las)"
_ANSWER = (
    r"(?:respuesta|noticias?|novedad(?:es)?|resultados?|decisi[oó]n|resoluci[oó]n|definici[oó]n|feedback|confirmaci[oó]n|algo|devoluci[oó]n|comentarios|informaci[oó]n|"
    r"veredicto|contestaci[oó]n|llamada|correo|mail|mensaje|oferta|contrato|propuesta|fallo|retroalimentaci[oó]n|humo blanco|s[ií] o (?:un )?no)"
)
_VERBS = (
    r"(?:dec|dig|dir|aviso|avis|cuent|contar|contact|llam|escrib|confirm|inform|comunic|comunique|respond|contest|notific|notifi|coment|envi|env[ií]|mand|doy|d[ae]mos|dar|d[oó]|"
    r"resuelv|resolv|teng|tendr|ha(?:r[eé]|remos|go|cemos)|pas|propon|anunci|anticip|escrib|notif|actualiz|mantendr|mantengo|mantenemos|transmit|traslad|hac|qued|marc|reporto|reporte|platic|habl)"
)

ES = PromiseWords(
    respond=any_of(
        r"\b(?:te|le|os|les) (?:pego|doy|pegar[eé]|dar[eé]|pegamos|damos) un (?:toque|telefonazo|aviso|llamado)\b",
        r"\b(?:te|le|les|os) (?:hablo|llamo|escribo|hablaremos|marco) para (?:decir|contar|comunicar|avisar)\w*\b|\b(?:te|le|les|os|lo|la) (?:cuento|contamos|contar[eé]|contaremos|digo|diremos|dir[eé]|decimos|confirmo|aviso|avisamos) (?:qu[eé]|si|c[oó]mo|cu[aá]l|lo que)\b",
        r"\b(?:le|te|les|os|lo|la) estar(?:[eé]|emos|[aá]n?|[ií]a|[ií]amos) \w+(?:ando|iendo)\b|\b(?:me|nos) estar(?:[eé]|emos) (?:comunicando|poniendo|contactando)\b|\bestar(?:[eé]|emos) (?:comunic[aá]ndo|contact[aá]ndo|inform[aá]ndo|llam[aá]ndo|avis[aá]ndo|escribi[eé]ndo)(?:nos|me|te|le|les|lo|la)?\b",
        r"\b(?:sabr[aá]s|sabr[aá]|sabr[eé]is|sabremos|sabr[eé])\b|\b(?:te|le|les|os) mant(?:engo|endr[eé]|endremos|enemos) (?:al tanto|al corriente|inform\w+|al d[ií]a)\b|\bquedo en (?:avisar|llamar|escribir|confirmar|contestar|decir)(?:te|le|les|os)\b",
        rf"\b{_YOU} (?:lo |la |los |las )?(?:pueda |podamos |podría |podríamos |vamos? a |voy a |va a |van a |estar[eé]\w* |estamos |estoy |podr[eé]\w* |podemos |puedo |deber[ií]\w* |he de |quiero |espero |esperamos )?{_VERBS}\w*",
        rf"\b(?:se|nos|me) {_YOU} {_VERBS}\w*",
        rf"\b(?:comunicar|avisar|informar|llamar|escribir|contactar|responder|confirmar|decir|contestar|dar|notificar|enviar|contar|comentar|mandar|actualizar|tener|hacer|marcar|notific[aá]ndo|avis[aá]ndo|inform[aá]ndo|llam[aá]ndo|contact[aá]ndo|d[aá]ndo|comunic[aá]ndo){_YOU}(?:lo|la)?\b",
        r"\b(?:nos|me) (?:pondremos|pondr[eé]|ponemos|pongo|comunicaremos|comunicar[eé]|comunicamos|comunico|contactaremos|contactar[eé])\b|\bponer(?:nos|me) en contacto\b|\bestaremos en contacto\b|\bnos vemos en contacto\b",
        r"\bponi[eé]ndonos en contacto\b|\ben contacto (?:contigo|con (?:usted|vosotros|ustedes|los candidatos|todos))\b",
        r"\b(?:tendr[aá]s|tendr[aá]|tendr[eé]is|tendr[aá]n|recibir[aá]s|recibir[aá]|recibir[eé]is|recibir[aá]n|sabr[aá]s|sabr[aá]|sabr[eé]is|tienes|tiene|recibes|vas a (?:tener|recibir|saber)|va a (?:tener|recibir|saber)|obtendr[aá]s?|contar[aá]s? con)\b",
        r"\b(?:se|ser[aá]n?) (?:comunicar[aá]n?|notificar[aá]n?|notificados?|notificadas?|informar[aá]|informados?|informadas?|publicar[aá]n?|anunciar[aá]n?|avisar[aá]|avisados?|contactar[aá]|contactados?|contactadas?|resolver[aá]|dar[aá]n?|enviar[aá]n?|comunicados?|comunicadas?|dados?)\b",
        rf"\b(?:daremos|dar[eé]|damos|doy|dar[aá]|dar[aá]n|dando|tendremos|tendr[eé]|tenemos|tomaremos|tomamos|enviaremos|enviar[eé]|comunicaremos|comunicar[eé]|publicaremos|anunciaremos|resolveremos|recibiremos)\b[^.;!?]{{0,40}}\b{_ANSWER}\b",
        r"\b(?:avisamos|aviso|avisaremos|avisar[eé]|llamaremos|llamar[eé]|contactaremos|contactar[eé]|informaremos|informar[eé]|responderemos|responder[eé]|escribiremos|escribir[eé]|confirmaremos|confirmar[eé]|decidiremos|decidimos|decidir[eé]|notificaremos|contestaremos)\b",
        r"\b(?:noticias (?:m[ií]as|nuestras)|volveremos a (?:contactar|escribir|llamar|hablar)|vuelvo a (?:escribirte|contactarte|llamarte))\b",
        r"\b(?:puedes|puede|pod[eé]is|pueden) (?:esperar|contar con)\b|\bespera\w* (?:mi|nuestra|una) (?:respuesta|llamada)\b",
        rf"\b{_ANSWER}\b[^.;!?]{{0,40}}\b(?:estar[aá]n?|llegar[aá]n?|saldr[aá]n?|ser[aá]n?|se (?:dar|comunicar|publicar)\w+)\b",
        r"\bnos comprometemos a\b|\bme comprometo a\b",
        r"\bte tengo\b|\ble tengo\b|\bte digo\b|\bte cuento\b",
    ),
    step=any_of(
        r"\b(?:env[ií]o|enviamos|enviar[eé]|enviaremos|mando|mandamos|mandar[eé]|mandaremos|paso|pasamos|pasar[eé]|agendo|agendamos|agendaremos|agendar[eé]|programar\w*|programo|organizo|organizamos|organizaremos|coordinamos|coordinaremos|coordino|citaremos|citar[eé]|cito)\b"
    ),
    verbless=any_of(
        rf"\b(?:(?:nuestra|mi|una|la|el|los|tu|su|primera) )*{_ANSWER}(?: (?:final|definitiva|firme|para (?:ti|usted|vos)|de mi parte|de nuestra parte|prevista?))?\b"
    ),
    banned=any_of(
        r"\bcomo (?:ya )?(?:te|le|les|os) (?:coment|dec[ií]|dij|cont[aéó]|adelant|inform|indi[cq])\w*",
        r"\b(?:te|le|les|os) (?:cuento|comento) que (?!(?:te|le|les|os|en|el|la|ma[nñ]ana|esta) )",
        r"\b(?:te|le|les|os) (?:contacto|escribo|busco) (?:desde|de parte|por (?:un|una|el|la) (?:puesto|cargo|vacante|oportunidad|posici[oó]n|proceso|oferta)|en (?:relaci[oó]n|nombre)|con motivo|respecto)\b",
        r"\b(?:por eso|por lo que|as[ií] que) (?:te|le|os|les) (?:escribo|contacto)\b(?![^.;!?]{0,50}\b(?:el (?:lunes|martes|mi[eé]rcoles|jueves|viernes)|ma[nñ]ana|semana)\b)",
        r"\b(?:te|le|les|os) (?:comento|cuento|informo|comentamos|contamos|informamos|comunico|digo)(?::| un poco| c[oó]mo (?:est[aá]|va|vamos|sigue))",
        r"\b(?:antes|hasta)\b[^.;!?]{0,40}\bno (?:te|le|les|os|se|nos|lo|podr\w+|podemos|puedo|sabr\w+|habr\w+|tendr\w+|vamos|voy|decid\w+|sabemos)\b",
        r"\b(?:por favor|porfa|favor de|le ruego|te ruego|rogamos|agradecer[ií]a|agradecemos|te pido|le pido|podr[ií]as|podr[ií]a usted|puedes (?!esperar|contar)|puede (?!esperar|contar)(?:enviar|confirmar|decir|mandar|indicar)|me (?:puedes|podr[ií]as|dices|dice|confirmas|env[ií]as|mandas|indica|indicas|avisas|cuentas|pasas)|necesito que|necesitamos que|necesitamos tu|necesito tu|necesito su|necesitamos su)\b(?! (?:un poco de |tu |su |la )?paciencia)",
        r"\b(?:dime|d[ií]game|av[ií]same|av[ií]seme|env[ií]ame|env[ií]eme|m[aá]ndame|m[aá]ndeme|conf[ií]rmame|conf[ií]rmeme|cu[eé]ntame|ll[aá]mame|ll[aá]meme|p[aá]same|resp[oó]ndeme|cont[eé]stame|h[aá]zme|d[ií]nos|av[ií]sanos|env[ií]anos|conf[ií]rmanos|ll[aá]manos|cont[aá]ctanos|esc?r[ií]beme|escr[ií]banos|ind[ií]canos|ind[ií]came)\b",
        r"\b(?:te|le|les|os) (?:llamé|escribí|envié|mandé|avisé|comenté|contacté|dije|dijimos|informé|conté|hablé|pasé|confirmé)\b",
        r"(?<!qué )(?<!que )(?<!si )(?<!cómo )\b(?:he|has|ha|hemos|han|hab[ií]a|hab[ií]amos) (?:\w+ )?(?:llamado|escrito|enviado|recibido|decidido|contactado|dicho|avisado|hablado|tenido|dado|intentado|respondido)\b",
        r"\b(?:lamento|lamentamos|sentimos|siento|quer[ií]a|quer[ií]amos|me alegra|nos alegra|es un placer|nos complace|me complace|me gustar[ií]a|nos gustar[ií]a) (?:comunicar|informar|decir|contar|invitar|comentar|avisar|agradecer|confirmar|ofrecer)\w*\b",
        r"\b(?:te|le|les) (?:escribo (?:para|porque|por|en)|escribimos (?:para|porque|por|en)|contacto (?:para|porque)|comento que|informo que|informamos que|informamos de que|comunicamos que|agradec\w+|saluda|saludo|deseo|deseamos|invit\w+|adjunto|adjuntamos|recuerdo|recordamos|esperamos|espero|felicito|mando un|env[ií]o un (?:saludo|abrazo)|env[ií]o saludos)\b",
        r"\b(?:no|ni|tampoco|nunca|nada)\b[^.;!?]{0,50}\b(?:antes|hasta|podemos|puedo|podremos|podr[eé]|garantizar|prometer)\b",
        r"\bsi (?:tienes|tiene|necesitas|necesita|quieres|quiere|prefieres|deseas|desea|hay|cambia)\b|\bcualquier (?:duda|consulta|pregunta|cosa)\b|\bno dud\w+\b|\bquedo atent[oa]\b|\bquedamos atentos\b|\bquedo a la espera\b|\ba la espera\b|\bnormalmente\b|\bhabitualmente\b",
        r"\b(?:tu|su|vuestra) (?:respuesta|confirmaci[oó]n|decisi[oó]n)\b(?! (?:ser[aá]|de nosotros))",
        r"\b(?:tienes|tiene) que\b|\bdebes\b|\bdebe (?:enviar|presentar|confirmar|responder)\b",
    ),
    banned_sentence=any_of(
        r"\b(?:te|le|les|os) escribo (?:de (?!nuevo)|porque|ya que|a ra[ií]z)(?![^.;!?]*\b(?:lunes|martes|mi[eé]rcoles|jueves|viernes|ma[nñ]ana|semana|te (?:llam|dir|dig|avis)|le (?:llam|dir|dig|avis)))",
        r"\beste (?:mensaje|correo)\b[^.;]{0,60}\b(?:confidencial|autom[aá]tic)\w*\b",
        r"\b(?:s[oó]lo|solo|solamente|[uú]nicamente)\b[^.;]{0,60}\b(?:seleccionad\w*|preseleccionad\w*|candidat\w*|perfil\w*|finalist\w*)\b",
    ),
    hangs_on_others=any_of(
        r"\b(?:de|en caso de|al) (?:continuar|avanzar|seguir|pasar|quedar|resultar|ser|haber inter[eé]s|encajar|ajustarse|cumplir)\b(?= (?:en|a|con|dentro|adelante|seleccionad|elegid|preseleccionad|por|los|tu|su))",
        r"(?<!digo )(?<!sabr[aá]s )(?<!sabr[aá] )(?<!saber[aá] )(?<!aviso )(?<!cuento )(?<!diremos )(?<!dir[eé] )(?<!decirte )(?<!decirle )(?<!decimos )(?<!saber )(?<!confirmo )(?<!confirmamos )(?<!dice )\b(?:si|en caso de(?: que)?|siempre que|de ser|en el supuesto|siempre y cuando)\b ?[^.;!?]{0,30}\b(?:tu|su|perfil|candidatura|cumpl\w*|encaj\w*|seleccionad\w*|elegid\w*|preseleccionad\w*|cliente|interes\w*|avanz\w*|positiv\w*|pasas|pasa|aprueb\w*|convenc\w*|ajust\w*|necesari\w*|quedas|encaja\w*|gust\w*)\b",
        r"\bde ser (?:seleccionad\w*|elegid\w*|necesario)\b",
    ),
    hangs_on_me=any_of(
        r"\b(?:cuando|en cuanto|una vez que|apenas)\b[^.;!?]{0,20}\b(?:termin(?:es|e|en)|acab(?:es|e|en)|hayas|haya (?:terminado|enviado|completado)|entregu(?:es|e))\b",
        r"\ba partir de (?:ah[ií]|entonces|ese momento)\b",
        r"\b(?:cuando|en cuanto|una vez(?: que)?|tras|despu[eé]s de|apenas|al|nada m[aá]s|con)\b[^.;!?]{0,40}\b(?:reciba\w*|recibir|recibid\w*|tenga\w*(?: tu| su| los| el| la| todo| eso)|env[ií]es?|env[ií]e|mandes?|entregues?|entregad\w*|completes?|rellenes?|confirmes?|confirme|me (?:pases|digas|confirmes|mandes)|nos (?:pases|digas|confirmes|env[ií]es)|firmes?|subas|hagas|termines|tu (?:respuesta|confirmaci[oó]n|disponibilidad)|su (?:respuesta|confirmaci[oó]n|disponibilidad)|eso)\b",
        r"\b(?:m[aá]nda\w*|env[ií]a\w*|env[ií]e\w*|p[aá]sa(?:me|nos|lo|melo)?\b|conf[ií]rma\w*|dime|d[ií]game|ind[ií]ca\w*|completa|rellena|haz|sube|firma)\b[^.;!?]{0,110}\b(?:y|luego|entonces) (?:te|le|el|la|en|yo|nosotros|os|ya|ma[nñ]ana|dentro)\b",
        r"\b(?:de (?:la )?recepci[oó]n|tras la entrega|de recibirl[oa]s?|de haberl[oa]s? recibido|posteriores a (?:la|su|tu))\b",
    ),
    after_that=any_of(
        r"\b(?:despu[eé]s(?: de (?:eso|esto|la reuni[oó]n|ello))?|luego|tras (?:eso|ello|la reuni[oó]n)|a continuaci[oó]n|acto seguido|en cuanto (?:termine|acabe|salga|hable)\w*|posteriormente|al (?:terminar|acabar|finalizar) (?:la|el|esa|ese|esta|este) \w+|una vez (?:que )?(?:se (?:re[uú]n|celebr)\w+|hayan? \w+|reunid[oa]s?)|con lo que (?:me )?digan?)\b"
    ),
    day_after=any_of(r"\b(?:al d[ií]a siguiente|el d[ií]a (?:despu[eé]s|siguiente))\b"),
    that_day=any_of(
        r"\b(?:ese (?:mismo )?d[ií]a|el mismo d[ií]a|esa tarde|esa misma \w+|entonces|para entonces|en ese momento|esa fecha)\b"
    ),
    undated=any_of(
        r"\b(?:pronto|en breve|brevemente|a la brevedad|cuanto antes|lo antes posible|en cuanto|tan pronto como|apenas|pr[oó]ximamente|r[aá]pidamente|cuando (?:sepa|tenga|sepamos|tengamos|haya)\w*|ni bien|a la mayor brevedad|lo m[aá]s pronto|enseguida|asap|en cualquier momento|prontito|a la mayor)\b"
    ),
    split=any_of(
        r"\b(?:informamos|informo|comunicamos|comunico|comento|comentarte|comentarle|decirte|decirle|indicamos)(?: de)? que ",
        r"[;–—()]",
        r" -{1,2} ",
        r",? (?:pero|mientras|aunque|porque|ya que|sin embargo|as[ií] que|de modo que|por lo que|de manera que|con lo que) ",
        r", (?:y|luego|entonces|que|o) ",
        r" (?:y|e|luego|entonces|&|\+) (?=(?:te |le |les |os |nos |me |yo |nosotros |ya |despu[eé]s |luego |se |el |la |en |a |tendr|recibir|ma[nñ]ana |ese |esa |ella |él ))",
        r", (?=(?:te|le|les|os|nos|se|yo|ya|luego|tendr\w+|recibir\w+)\b)",
        r"\.{2,}|…",
        r": (?=(?:te|le|les|nos|se)\b)",
    ),
    joined=any_of(r"\b(?:y|e|luego|entonces|así)\b|[,+&]"),
    calls=any_of(r"\b(?:llam\w*|hablamos|hablar\w*|vemos|reun\w*|entrevist\w*|marco|marcamos|platic\w*)\b"),
    outcome=any_of(
        rf"\b(?:{_ANSWER}|sabr\w+|nada|para decir\w*|para contar\w*|para avisar\w*|wh|si (?:entras|entra|has|ha|eres|es))\b"
    ),
    appointment=any_of(
        r"\bpara (?:la|tu|su|nuestra|una|hacer la) (?:\w+ )?(?:entrevista|llamada|reuni[oó]n|charla|videollamada|cita|prueba)\b",
        r"\b(?:entrevista|cita|reuni[oó]n|llamada) (?:es|ser[aá]|queda|est[aá]|el|agendada|programada|confirmada|tendr[aá])\b|\bcomo (?:quedamos|acordamos)\b",
    ),
    silence=any_of(
        r"\ben caso de no\b|\b(?:transcurrid[oa]s?|pasad[oa]s?)\b[^.;!?]{0,40}\bsin\b|\bsi no (?:te|le|les|os|nos|me|hemos|tienes|tiene|recibes|recibe|hay)\b",
        r"\b(?:si|de)\b[^.;!?]{0,50}\b(?:no (?:has|ha|hab[eé]is|han|recibes?|recibe|reciben|tienes|tiene|te|le|se|hemos|tuvieras?|recibieras?|obtienes|haber|recibir|nos)|sin (?:recibir|haber))\b",
        r"\b(?:transcurrid[oa]s?|pasad[oa]s?|en ausencia de|a falta de)\b[^.;!?]{0,60}\b(?:sin|no|respuesta)\b|\bsin (?:noticias|respuesta) (?:nuestras?|de nuestra parte|por nuestra parte)\b",
    ),
    silence_effect=any_of(
        r"\b(?:el|tu|su) proceso (?:habr[aá]|ha) (?:terminado|finalizado|concluido)\b|\bdescartad[oa]\b|\bcerrado el proceso\b|\bproceso\b[^.;!?]{0,20}\b(?:cerrado|terminado|finalizado|concluido)\b",
        r"\b(?:no (?:ha|has) (?:sido|resultado|avanzado|superado|quedado)|otro perfil|otros? candidat\w*|otra persona|otros perfiles|descartad\w*|entiend\w*|entender\w*|consider\w*|desestimad\w*|no seleccionad\w*|cerrad\w*|optado|asum\w*|da(?:r|mos|do)? por|no (?:continu|segu)\w*)\b",
    ),
    closing=any_of(
        r"\b(?:fecha l[ií]mite|cierre de (?:la )?(?:convocatoria|inscripciones|candidaturas|plazo)|plazo de (?:presentaci[oó]n|inscripci[oó]n)|cierre)\b"
    ),
    not_before=any_of(
        r"\b(?:antes|hasta)\b(?=[^.;!?]{0,70}\b(?:no|nada|tampoco)\b)",
        r"\b(?:no|nada|ni|tampoco)\b[^.;!?]{0,60}\b(?:antes|hasta)\b",
    ),
    reported=any_of(
        r"\b(?:anoto|tomo nota de|tengo anotado|entend[ií]|qued[eé]) que\b",
        r"\b(?:(?:me|nos) )?(?:coment\w+|dij\w+|indic\w+|mencion\w+|explic\w+|anticip\w+|coment[oó]|qued[oó]|quedaron|quedamos|quedaste|asegur\w+|inform\w+|adelant\w+|prometi\w+)\b",
        r"\b(?:como|seg[uú]n|tal (?:y )?como) (?:quedamos|acordamos|hablamos|me|nos|coment\w+|convenimos|indic\w+|lo|acordado|hablado|comentado)\b",
        r"\b(?:gracias por (?:la|el|tu|su|vuestra|avisar|informar|atender)|quedo (?:atent[oa]|a la espera|pendiente)|espero|esperando|a la espera)\b",
        r"\b(?:me|nos) (?:avisar|llamar|dir|dar|contactar|confirmar|escribir|comunicar|informar)(?:[ií]an?|[aá]n?|[ií]as|[aá]s)\b",
    ),
    reported_response=any_of(
        r"\b(?:respuesta|respuestas|noticias|resultado\w*|decisi[oó]n|decidi\w*|avisar\w*|llamar\w*|dir[ií]a\w*|dar[ií]a\w*|contactar\w*|confirmar\w*|escribir\w*|comunicar\w*|informar\w*|llamada|novedades|resolver\w*|feedback|contestar\w*)\b"
    ),
    extension=any_of(
        r"\b(?:necesit\w+|nos hace falta|hace falta|otra semana|una semana m[aá]s|unos d[ií]as m[aá]s|d[ií]as m[aá]s|retras\w*|aplaz\w*|demor\w*|paciencia|se pospone|se (?:nos )?(?:ha )?(?:alarg|complic|retras|demor|atras)\w*|al final ser[aá]|ser[aá] (?:ya |finalmente |m[aá]s bien )(?:el|la|para)|hasta el (?=[^.;!?]{0,20}\b(?:no|sin)\b)|dame|danos|denos|deme)\b"
    ),
    commits=any_of(
        r"\b(?:te|le|les|os|se|nos|me|yo|nosotros|vamos|voy|tendr\w+|recibir\w+|daremos|dar[eé]|\w+(?:emos|ar[eé]|er[eé]|ir[eé]|ar[aá]n?|amos|imos))\b"
    ),
    hour=any_of(r"\ba las? \d{1,2}(?:[:.]\d\d)?\b", r"\b\d{1,2}(?:[:.]\d\d)? ?(?:h|hs|hrs|am|pm|horas)\b"),
    request_of_mine=any_of(
        r"\b(?:podr[ií]as?|puedes|puede|por favor|me gustar[ií]a|agradecer[ií]a|te (?:confirmo|aviso|digo|env[ií]o)|le (?:confirmo|aviso|env[ií]o))\b"
    ),
    bare=any_of(
        r"\b(?:(?:quedo en (?:avisarte|llamarte|escribirte|confirmarte|avisarle|decirte)|(?:te|le|les|os) mant\w+ (?:al tanto|al corriente|al d[ií]a)|(?:nos|me) estar\w+ (?:comunicando|poniendo|contactando)|estaremos en contacto|(?:te|le|les|os) (?:aviso|avisamos|avisaremos|avisaré|contacto|contactamos|contactaremos|contactaré|llamo|llamamos|llamaremos|llamaré|cuento|contamos|contaremos|digo algo|decimos algo|diremos|informo|informaremos|informaré|informamos|escribo|escribimos|escribiremos|escribiré|confirmo|confirmamos|confirmaremos|confirmaré|mantendr\w+ informad\w+|mantengo informad\w+)|(?:nos|me) (?:pondremos|pondré|pongo|ponemos) en contacto|(?:tendrás|tendrá|tendréis) (?:noticias|respuesta)))\b",
    ),
    addressed=any_of(
        r"\b(?:te|le|les|os|ti|usted|contigo|aspirantes?|candidat\w+|tendr[aá]s?|recibir[aá]s?|\w+(?:arte|erte|irte|arle|erle|irle))\b"
    ),
    beside=any_of(
        r"(?:\W|\b(?:el|la|los|en|para|antes|de|del|a|más|mas|tardar|hasta|dentro|sobre|hacia|por|durante|mi|nuestra|parte|definitiva|firme|prevista|será|estará|llega|llegará|ti|usted|un|plazo|máximo)\b)*"
    ),
    away=any_of(r"\b(?:de vacaciones|fuera de la oficina|ausente|de viaje|de baja|de permiso|vuelvo el)\b"),
)
