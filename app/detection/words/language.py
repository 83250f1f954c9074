"""Function words by which a language is told; of the four that are read in full, and of neighbours that must not pass for them.

Chosen for mail: short words of high frequency, greetings and closings. A word that two languages share counts for both.
"""

from __future__ import annotations

FUNCTION_WORDS: dict[str, str] = {
    "en": "a very welcome pleasure noted received the of and to in is you that it for on with as are this be at have from or by we will your our an was not can if i my me "
    "please thank thanks but they would about which there been has hi hello dear best regards know let any just so what when been "
    "do does did get out up all her his their she he them who how should could week soon back sounds good great looking forward "
    "i'm i'll we'll we're it's don't you're i've that's yes sorry next tomorrow today cheers look hear see kind still ta monday tuesday wednesday thursday friday",
    "de": "der die das und ist nicht ich sie wir ein eine einen einem einer zu mit den dem des für von auf im in an als auch es bei wird "
    "werden sind haben hat noch nur oder aber wenn dass wie ihnen ihre ihr ihren ihrem mir mich uns unser unsere dich dir du über nach bis zum "
    "zur vielen dank grüße grüßen gruß hallo liebe lieber sehr geehrte geehrter herr frau guten bitte gerne gern könnten können würde "
    "kann melde melden woche morgen heute sich am um so was habe war schon dann mal diese dieser dieses danke freundlichen ja nein "
    "fuer koennen ueber gruesse alles gute kein keine bin bald daher damit montag dienstag mittwoch donnerstag freitag",
    "fr": "le la les des et est une un du de à au aux en que qui dans pour pas vous nous je il elle sur avec ce cette ces votre vos notre "
    "nos mon ma mes par plus ne se sont suis avez avons être avoir merci bonjour cordialement bien mais ou si très été fait sera leur "
    "madame monsieur bonsoir d'ici c'est j'ai n'ai qu'il l'entretien aussi tout tous comme lundi semaine prochaine votre vers reviens "
    "rappelle demain oui non moi te tu toi ton ta salut d'un d'une ai a mardi mercredi jeudi vendredi",
    "es": "a muchas muchos recibido recibida ti perfecto buen el la los las de que y en un una es por con para no se su sus lo le les del al como más pero ya está este esta estos nos "
    "nosotros usted ustedes mi mis te tu yo ha he hemos han ser muy gracias hola saludos saludo buenos buenas días tardes estimado estimada "
    "si cuando también sobre todo esta semana próxima quedo fue son hay sin me vez mañana lunes atentamente cordial desde hasta "
    "porque entre nuestro nuestra tenemos tengo puede pueda sí día qué martes miércoles jueves viernes",
    # Neighbours.
    "it": "il lo gli di che e un una per con del della dei delle nel nella sono è non si ci come più anche ma mi ti vi le ho ha abbiamo "
    "grazie ciao buongiorno salve cordiali saluti questo questa settimana prossima sarà alla al dal dalla suo sua nostro vostra entro presto stata stato quando",
    "nl": "de het een en van ik je dat die in is niet op te met voor zijn aan er om ook maar als dan bij we wij u uw jij ons onze naar "
    "heeft hebben wordt worden nog kan zal geen dit deze groet groeten vriendelijke beste bedankt graag hoi week volgende laten weten dank over wel",
    "pt": "o os as um uma do da dos das em no na que não com para por se é são você nós seu sua mais como mas foi ao à obrigado obrigada "
    "olá bom dia atenciosamente está estamos tem temos muito até semana próxima também isso este esta vou entre abraço",
    "sv": "och att det som en ett är jag du vi på för med av till den har inte om men så kan ska hej mvh tack vänlig hälsning från dig er vara blir nästa vecka eller mig där var",
    "da": "og at det som en et er jeg du vi på for med af til den har ikke om men så kan skal hej mvh tak venlig hilsen fra dig være bliver næste uge eller mig der var med",
    "pl": "i w na z do się nie że to jest jak po o ale od za czy tak przez dla są być pan pani pana dzień dobry pozdrawiam dziękuję proszę jestem oraz będzie tym które bardzo",
    "fi": "ja on ei se että en hän mutta oli kun niin tai myös olen terveisin hei kiitos ovat sinä minä me te jos kanssa",
}
