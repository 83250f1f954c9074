"""English: how people promise to respond, and what only looks like it."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.promise_words import PromiseWords

_YOU = (
    r"(?:you(?: all| both)?|u|ya|yous|everyone|everybody|all (?:the )?(?:candidates|applicants|finalists)|all|candidates|applicants|"
    r"finalists|people|folks|(?:every|the|both|all)? ?(?:successful|unsuccessful|shortlisted|remaining)(?: and (?:un)?successful)? (?:candidates?|applicants?)|every (?:candidate|applicant|finalist|one)|each (?:candidate|finalist|applicant)|those shortlisted|the candidates|shortlisted candidates)\b"
)
_ANSWER = (
    r"(?:answers?|decisions?|news|word|updates?|verdict|outcomes?|feedback|response|reply|result|results|yes/no|yes or (?:a )?no|yes or no|"
    r"definitive|something|thoughts|views?|confirmation|clarity|more|information|info|offer|contract|steer|indication|timeline|status|"
    r"date|dates|next steps|a no|a yes|yay|the nod|final word|heads[- ]?up)\b"
)
_MOD = r"(?:'ll|ll| will| shall| should| would|'d| can| could| may| might| am going to|'m going to| are going to|'re going to|'m gonna| gonna)"
_CANDIDATES = (
    r"(?:every (?:applicant|candidate|finalist|bidder|shortlisted \w+)|all (?:the )?(?:applicants|candidates|finalists)|candidates|applicants|everyone|everybody|"
    r"finalists(?: and non-finalists alike)?|(?:shortlisted|unsuccessful|successful) [\w ]{0,40}(?:candidates|applicants)(?: alike)?|you(?: both)?|each (?:candidate|applicant))"
)
_ADV = r"(?: (?:also|all|then|definitely|def|certainly|surely|hopefully|probably|likely|be|personally|again|next|now|both|directly|at least|either|try to|be able to|aim to|hope to))*"

EN = PromiseWords(
    respond=any_of(
        r"\b(?:ring|ringing|call|calling|phone|phoning) (?:round|around|everyone|everybody|people|all (?:of you|candidates|applicants))\b",
        rf"\blet {_YOU}(?: all| both)? know\b",
        r"\blyk\b",
        rf"\b(?:get|gets?|getting|come|coming|go|be|being|circle|circling|report|loop|swing|respond|write|ring|call|phone|reach|feed)[ -]back (?:in touch|to|with|round to|around to|out to|on|over to) ?{_YOU}",
        rf"\b(?:get|come|be|circle|report|loop) back (?:to|with) (?:the )?{_YOU}",
        r"\b(?:circle|report|loop|feed|revert|write|get|come) back\b(?! to (?:me|us)\b)",
        r"\bcome back with (?:a|an|the|our|my|some|your|their)\b",
        r"\bbe (?:back )?in (?:touch|contact)\b",
        r"\bback in touch\b",
        rf"\bget in (?:touch|contact) with {_YOU}",
        r"\bget in touch\b",
        rf"\bget (?:it |them |that |this |(?:a|an|our|the|my|your|some|his|her|their) [\w ]{{1,40}}?)?(?:back |over |across |out |through )*to {_YOU}",
        rf"\bget {_YOU} (?:a|an|the|your|my|our|some|her|his|their) (?:[\w/-]+ )?{_ANSWER}",
        rf"\b(?:update|updating|inform|informing|notify|notifying|advise|advising|tell|telling|contact|contacting|call|calling|phone|phoning|telephone|ring|ringing|text|texting|"
        rf"e-?mail|e-?mailing|message|messaging|ping|pinging|whatsapp|intimate|apprise|write|brief|answer|buzz|dm|reach|reply|respond) {_YOU}",
        rf"\b(?:write|writing|talk|speak|reply|replying|respond|responding|reach out|reaching out|revert|reverting|report|communicate|confirm|get round|return|feed ?back|feeding back|pop back) (?:back )?(?:to|with) {_YOU}",
        rf"\b(?:telephone|call|text|phone|ring|write|e-?mail|message) (?:and|or) (?:write|text|e-?mail|call|message|phone|ring|telephone)(?: to)? {_YOU}",
        rf"\bkeep(?:ing)? {_YOU}(?: fully| well)? (?:posted|updated|informed|in the loop|abreast|up to date|apprised)\b",
        rf"\b(?:drop|dropping|shoot|shooting|fire|give|giving|send|sending|pop|flick|bung) {_YOU} (?:over |across )?(?:a|an|the|my|our|your|some|her|his|their|that|another|one)\b"
        rf"(?: (?:quick|short|definite|definitive|final|firm|proper|straight|brief|full|clear|little))*(?: (?:line|note|call|ring|bell|buzz|shout|text|message|email|e-mail|mail|tinkle|ping|yay|yes|no|{_ANSWER})| committee's)",
        rf"\b(?:give|send|share|provide|have|get|issue) (?:back |out )?(?:any |some |the |an |a |our |my |their |his |her |your |more |further |final |formal |written |initial |detailed |interview |that )*{_ANSWER}(?: (?:back|over|out|ready))*(?: (?:to|with|for) {_YOU})?",
        rf"\b(?:give|send|share|provide) {_YOU} (?:any |some |the |an |a |our |my |their |his |her |your |more |further |with |final |formal |that |client |interview |\w+'s )*(?:{_ANSWER}|thoughts)",
        rf"\bhave (?:[\w/'-]+ ){{1,6}}?(?:for|to|with) {_YOU}",
        r"\bfollow(?:ing)?[ -]up\b(?= (?:with|by|to|on|next|this|in|tomorrow|tmrw|soon|shortly|after|early|later|about|as|w/|mon|tue|wed|thu|fri|sat|sun|before|at|within|over|once|when)|[.!,;)]|$)",
        r"\btouch(?:ing)? base\b",
        r"\breach(?:ing)? out\b",
        r"\brevert\b",
        r"\bget with you\b",
        r"\b(?:am|'m|is|are|'re|be) back (?:to|with|in touch with) (?:you|u)\b|\bhave you told\b",
        r"\bpass (?:it |that |this |them |along |on |everything )*(?:along |on )?(?:to )?(?:you|u)\b",
        r"\bcount on (?:hearing|an? (?:call|note|message|reply|line|answer|email))\b",
        r"\bholler(?: back)?(?: at (?:you|ya|u))?\b",
        r"\bconfirm (?:with you|either way|one way or|to you|the outcome|the decision|the result|our decision|whether|if you|what|where|next steps|sections|the slot|your|back)\b",
        rf"\bI confirm with {_YOU}",
        r"\bsay (?:if|whether|yes|no|yay|what)\b",
        r"\btell you\b",
        r"\b(?:first|one of the first|among the first) to know\b",
        r"\b(?:come|get|be) (?:straight|right|swiftly|promptly|quickly) back (?:to|with)\b",
        r"\b(?:calls|contacts|emails|e-mails|rings|phones|texts|messages|updates|informs|notifies|writes to|gets back to|comes back to|reaches out to|follows up with|replies to|responds to|lets) (?:you|u)\b",
        r"\b(?:respond|reply|report back|decide|announce|notify|inform|advise|conclude)(?= (?:by|within|before|no later|in (?:the|a|about|\d)|early|next|on (?:mon|tue|wed|thu|fri|the|\d)|at the (?:end|start|beginning|latest)|this week|tomorrow|shortly|soon|in due))",
        r"\b(?:circulate|share|publish|post|send out|release) (?:the |all |our )?(?:results?|decisions?|outcomes?|feedback|shortlist|news)\b",
        r"\bmake (?:an? |our |the |some )?offers?\b",
        r"\b(?:decisions?|offers?|letters?|results?|emails?|notifications?|calls) (?:will |should |are |is )?(?:go|goes|going|come|coming|get) out\b",
        r"\b(?:look|watch|keep an eye) out for (?:an?|my|our|the|some)\b|\b(?:email|call|text|message|letter|note|line|word) from (?:me|us|hr)\b",
        r"(?:^|[,;] ?)(?:will be |be )?back (?:to|with) you\b",
        r"\b(?:will|shall|ll) (?:write|call|ring|phone|email|text|revert|respond|reply|confirm|advise|update)(?: again| back)?(?= (?:by|on|next|this|tomorrow|tonight|in|within|before|after|once|early|later|soon|shortly|when|as|at|w/c|mon|tue|wed|thu|fri|sat|sun|again|mid|\d)|[.!,;]|$)",
        r"\bsend (?:over |out |across )?(?:word|news|something|feedback)\b",
        r"\bmake (?:a|our|my|the|that|its|their|his|her) (?:final |hiring |last )?(?:decision|call|choice|mind up|pick)\b",
        r"\bmake up (?:our|my|their) minds?\b",
        r"\bbe (?:deciding|making (?:a|our|the|my) (?:decision|call)|notifying|calling|contacting|writing|getting back|coming back|ringing|emailing|informing|reaching out|releasing|announcing|in a position to|sending out|announced|finalising|finalizing|responding|following up)\b",
        r"\b(?:communicate|announce|release|issue|intimate|convey|publish|finali[sz]e) (?:the |our |its |their |all )?(?:final )?(?:decision|decisions|result|results|outcome|outcomes|shortlist|selection)\b",
        # you will hear, receive, know
        rf"\b(?:you|u|ya|candidates|applicants|everyone|everybody){_MOD}{_ADV} (?:hear|hearing|know|find out|learn)\b",
        rf"\byou(?:'ll|ll| will| shall| should| can| may|'d| would)?{_ADV} (?:expect|expecting)(?: to)? (?:hear|receive|get|be (?:contacted|notified|informed)|have|know|see|it|this|that|them|my|our|an?|the|some|his|her|their|news|word|feedback|something)\b",
        r"(?<!to )(?<!we )(?<!I )(?<!i )(?<!they )(?<!he )(?<!she )\bexpect (?:to hear|my|our|an?|the|some|news|word|feedback|something|his|her|their)\b",
        rf"\b(?:you|u|candidates|applicants){_MOD}{_ADV} (?:have|get|receive|be getting|be receiving|see|be given|be sent) (?:back |to hear )?(?:(?:a|an|the|some|our|my|his|her|their|your|his|any|both|that|it|something|anything) )?(?:[\w/-]+ ){{0,3}}?(?:from (?:me|us|him|her|them|our)|{_ANSWER}|email|e-mail|text|call|letter|mail|message|phone call|in writing|by)\b",
        r"\byou'?ll be hearing\b",
        rf"\b{_CANDIDATES}{_MOD}{_ADV} be (?:\w+ly |then )?(?:contacted|notified|informed|advised|told|updated|called|emailed|e-mailed|intimated|written to|telephoned|apprised|rung|phoned)\b",
        rf"\b(?:results?|outcomes?|decisions?|feedback|answer|response|offers?|verdict|scores|confirmation|selections?|shortlist|update|news|word|letters?|notifications?)\b[\w ,.'()/-]{{0,60}}?(?:'ll|ll| will| shall| should| would| is to| are to| is due to| is expected to| are expected to| can){_ADV} (?:be|follow|go out|reach you|land|arrive|come|get to you)\b(?: with you| (?:communicated|released|announced|sent|issued|published|conveyed|intimated|shared|made|posted|given|provided|available|out|ready|reached|taken|finali[sz]ed|known|mailed|emailed|in your inbox|forthcoming|delivered|returned|passed on|relayed|notified|declared))?",
        r"\b(?:a decision|our decision|an answer|feedback|the outcome|results?|news|word) (?:is|are|can be) (?:expected|due|anticipated|to be expected)\b",
        r"\b(?:decision|result|results|outcome|answer|feedback|response|letter)s? (?:e-?mailed|sent|communicated|posted|mailed|announced|given|issued|released|delivered|back) (?:out )?(?:to you|to all|by|on|to (?:candidates|applicants))\b",
        r"\bit(?:'ll| will|'d| would| should) be with you\b",
        r"\bknow (?:more )?by the end of it\b",
        r"\bmore from (?:me|us)\b",
        r"\b(?:you|u)(?:'ll|ll| will) have (?:it|them|one|mine|ours)\b",
        r"\bhave (?:something|news|an answer|a decision|word|feedback|an update|more|a clearer \w+|clarity|a final \w+|one way or)\b",
        r"\bgiv(?:e|ing) (?:you )?(?:feedback|an answer|an update|a yes|a decision)\b",
        r"\bhear (?:back )?from (?:me|us|the|our|him|her|them|hr|my|someone|somebody|one of|either|\w+ (?:and|or) (?:me|I))\b",
    ),
    step=any_of(
        rf"\b(?:send|sending|forward|share|email|e-mail|post|pass|bring|draw up|prepare|book|put|issue|get)(?: over| on| out| across| through)? (?:{_YOU} )?(?:over |out |on |across |through )?(?:the|a|an|your|our|my|that|some|details|more|further|out|over|it|this)\b",
        r"\bsend (?:you )?(?:over|out|across|through)\b",
        r"\b(?:schedule|scheduling|arrange|arranging|set up|setting up|organi[sz]e|organi[sz]ing|sort out|line up|lining up|fix up|book|booking)\b",
        r"\bfollow up\b",
        r"\bmove (?:you )?(?:to|on to|forward)\b",
        r"\b(?:invite|inviting) (?:you|candidates|people|shortlisted)\b",
        r"\bshortlist(?:ing)?\b(?= (?:by|on|this|next))",
    ),
    verbless=any_of(
        r"\b(?:(?:final|hiring|interview|my|our|firm|the|an|a|quick|some|full|client) )*(?:decision|feedback|answer|verdict|result|results|outcome|outcomes|update|response|reply|news|word|confirmation|yes or no|yes/no|call-back|callback|next steps|follow[- ]up|eta|more)(?: (?:for (?:you|ya|u)|to (?:you|follow)|coming|from (?:me|us)|back to you|out|on (?:this|it|that)|due|expected|likely|promised|either way|one way or (?:the other|another)))?",
    ),
    banned=any_of(
        r"\b(?:could(?:n't| not)|can(?:'t|not)|did(?:n't| not)|would(?:n't| not)|won't|unable to) give (?:me|us|you|her|him|them) (?:a|any|the) (?:day|date|time)",
        r"\b(?:suggested|asked|told|wanted|recommended|advised) (?:that )?(?:I|me to|we|us to)\b",
        r"\b(?:please|kindly|pls|plz)(?: (?:do|can|could|also))? (?!(?:expect|be (?:assured|aware|advised|informed|notified)|note|rest assured|allow|bear|know|give us|give me|look out|watch))\w+",
        r"\b(?:can|could|would|will|do|did|are|have|might) (?:you|u)(?! (?:hear|expect|get (?:a|an|the|our|my)|receive|know))\b",
        r"\blet (?:me|us|him|her|them) know\b",
        r"\b(?:get back|reply|respond|revert|write|come back|send|confirm|report) (?:it |them |these |this )?(?:back )?to (?:me|us)\b",
        r"\b(?:wanted|writing|write|just|regret|pleased|delighted|thrilled|happy|glad|sorry|excited|like|love|keen|quick note|quick one|reaching out|reached out|following up|dropping you a line|wish|emailing|e-mailing|messaging|contacting you|touching base|here) to (?:quickly |briefly |formally |also |say |let|tell|inform|advise|update|notify|follow up|call|contact|touch base|confirm|circle back|reach out|get back|check|see|share|give|send|keep|invite|offer|discuss|come back|thank)",
        r"\b(?:pleasure|honou?r|great|good|nice|lovely|privilege) to (?:inform|tell|let|call|speak|talk|hear|contact|update)\b",
        r"\b(?:sorry|apologies|thanks|thank you|thank u) (?:for|that|about|we|I)\b[^,.;:!–—-]{0,60}\b(?:getting|get|got|coming|not|taking|come)\b",
        r"\b(?:look(?:ing)? forward|looking ahead|hope|hoping|great|good|nice|keen|excited|happy|can't wait) (?:to|that) (?:hearing|hear|speak|speaking|meeting|meet|you)\b",
        r"\blook(?:ing)? forward to\b",
        r"\b(?:did|had|was|were|have|has|haven't|hasn't|didn't|already|never|'ve) (?:not |yet |just |already |never |been |be )*(?:called|contacted|emailed|written|get|got|hear|heard|let|tried|reached|come|sent|been in touch|informed|notified|able to|had (?:any|an|a))\b",
        r"\b(?:don't|doesn't|didn't|do not|does not|did not|isn't|aren't|won't|will not|'ll not|not be able|cannot|can't|unable|wouldn't|shan't|not going to|unlikely|don't expect|do not expect|not expecting|aren't able|are not able|shouldn't|hardly)\b",
        r"\b(?:speak|talk|chat|see you|catch up|catch you) (?:soon|then|to you|with you|more|later)\b",
        r"\bif (?:you(?:'d| would)? (?:have|need|want|like|prefer|wish|get|are|change|can|could|decide|don't|do not|accept|receive|hear)|u|anything|there(?:'s| is| are)? any|any)\b",
        r"\b(?:should|in case) (?:you|anything|there|any)\b(?! (?:hear|receive|expect|get|be hearing|have))",
        r"\bfeel free\b|\bhesitate\b|\bdon't be shy\b|\bgive (?:me|us) a (?:call|ring|shout|bell)\b|\b(?:ring|call|text|ping|email|e-mail|phone|message|contact) (?:me|us)\b",
        r"\b(?:usually|normally|in past years|last time|used to|as a rule)\b",
        r"\b(?:offer|link|invitation|code) (?:expires|is open|lapses|is valid|stands)\b",
        r"\b(?:you|u) (?:to|must|need to|have to|should(?! (?:hear|get|receive|expect|have|be (?:contacted|notified|informed|hearing))))\b",
        r"\b(?:asked|told|reminded|want|wants|wanted|need|needs|like|love|expect(?:ed)?) (?:you|u) to\b",
        r"\bget (?:\w+ ){0,3}to know\b|\bgoing? to know\b|\bas you know\b",
    ),
    banned_sentence=any_of(
        r"\bthis (?:e-?mail|message)\b[^.]{0,60}\b(?:confidential|intended)\b",
        r"\b(?:general|all|customer|support) (?:enquiries|inquiries|e-?mails|messages|tickets)\b",
        r"\b(?:reply|respond) to (?:all )?(?:e-?mails?|messages|enquiries|inquiries)\b",
        r"\bas promised\b(?=[^.]{0,30}$)",
        r"\bonly (?:the )?(?:shortlisted|successful|selected|those|candidates|applicants)\b[^.]{0,60}\b(?:will|shall|be) (?:be )?(?:contacted|notified|informed|called|hear)\b",
        r"\b(?:can |will |shall |may |able to )?only (?:be )?(?:contact|respond|reply|get back|reach|call|notify|hear)\w*\b",
        r"\b(?:call|ring|phone|reach) you (?:at|on) (?:\[|\+|\(?\d{3}|your|the (?:number|phone|above|below))",
        r"\bsaid (?:that )?(?:he|she|they)\b",
        r"\btried (?:to |calling|ringing|reaching|your)",
        r"\bwe contact only\b|\bcontact only (?:those|shortlisted|candidates)\b",
        r"\bplease (?:reply|respond|revert|get back|send|confirm|let (?:me|us)|submit|complete|return|provide)\b[^.;]{0,60}$",
    ),
    hangs_on_others=any_of(
        r"(?<!know )(?<!say )(?<!see )(?<!ask )(?<!check )(?<!confirm )(?<!tell you )(?<!let you )\b(?!if (?:i|we|they|he|she) (?:can|could|possibly|manage)|if all goes|if not (?:before|sooner|earlier)|if at all|if possible|if need be)(?:if|should|in case|provided|assuming|in the event|unless|subject to|as long as|supposing)(?: that)? (?:your|the|they|he|she|it|we|I|selected|shortlisted|successful|chosen|suitable|there(?:'s| is| are)?|our|client|this|that|any|a|an|his|her|their|someone|anything|things?|interested|of interest|appropriate|considered|further|something|somebody|anyone|anybody|either|another|one of (?:my|our|the|their|these|them)|(?:new|other|more|similar) \w+|you(?:'re| are| were|r| be| get| have been)? (?:selected|shortlisted|successful|chosen|a (?:good |strong |possible |potential )?(?:match|fit)|through|suitable|progress\w*|make|get through|pass|meet|match|qualify|fit|being|one of|invited))\b",
        r"\bif (?:not|so)? ?(?:selected|shortlisted|successful|suitable|chosen|a match|interested|matched|a fit)\b",
        r"\bif (?:and )?when\b",
        r"\bonly if\b",
    ),
    hangs_on_me=any_of(
        r"\b(?:once|when|as soon as|the moment) (?:they|it|these|those|both|all|everything|that)(?: of (?:them|it|those))?(?: have| has|'ve|'s| are| is)? (?:reach|reached|arrive|arrived|land|landed|come|came|with (?:me|us)|get|got|here|in)\b",
        r"\bif you (?:could|can|would) (?:just |please |kindly )?(?:send|shoot|ping|drop|give|let|share|forward|email|provide|fill|confirm|pop|get)\b[^;!?]{3,110}\b(?:i|we)(?:'ll|ll| will| can)\b",
        r"\b(?:from (?:there|then)(?: on)?|from that point)\b",
        r"\b(?:of|after|upon|on) (?:me|us|my|our) (?:having|receiving|getting|seeing)\b|\bonce (?:it|that|this|they|those|these) (?:is|are|'s|'re) (?:in|with (?:me|us)|here|complete\w*|through|submitted)\b|\bonce (?:i|we)(?:'ve| have)? (?:got|had|have|receive\w*|get|seen) (?:it|that|this|them|those|these|your|all)\b",
        r"\b(?:once|when|after|as soon as|upon|on|from|following|the moment|if) (?:you|u|you've|I|we|I've|we've|I'm|he|she|they)\b[^,.;]{0,40}\b(?:receiv\w*|sent|send|have (?:it|that|them|those|your|these|the)|has (?:it|them|your)|get (?:it|that|them|your|those|those)|got (?:it|them|your|those)|submit\w*|confirm\w*|return\w*|complet\w*|reply|replied|let (?:me|us)|provide\w*|hear from you|share\w*|upload\w*|fill\w*|sign\w*|done|finish\w*|accept\w*|apply|applied|passed it|hand(?:ed)?)\b",
        r"\b(?:once|when|after|as soon as) (?:it's|it is|they're|they are|that's|that is|this is|your \w+(?: \w+)? (?:is|are|has|have)|those are|I have|we have|all (?:that|of that|documents?|forms?)(?:'s| is| are)?) (?:in\b|received|through|here|submitted|done|complete\w*|back with|with (?:me|us)|been|over|signed|those|that\b|them\b|it\b|your)",
        r"\b(?:of|upon|on|after|following|from) (?:receipt|receiving|getting (?:it|them|your|that|those)|your (?:reply|submission|response|answer|confirmation|documents?|email|application form|completed)|completion|submission)\b",
        r"(?<!will )(?<!ll )(?<!shall )\b(?:send|shoot|forward|share|complete|confirm|pick|choose|book|reply|submit|let me know|sign|return|tell me)\b(?! (?:off|up|a slate|the (?:long|short)))[^.;!?]{3,90}\b(?:and|then|so) (?:then )?(?:I|we)(?:'ll|ll| will| shall| can)\b",
        r"\bthen (?:I|we)(?:'ll| will)\b(?=[^.]{0,80}\b(?:from (?:there|then)|of that|afterwards)\b)",
        r"\bonce (?:that's|that is|this is|it's) (?:done|in|sorted|completed|submitted)\b",
    ),
    after_that=any_of(
        r"\b(?:once|when|as soon as) (?:that|this|it|they|he|she|all that)(?:'s| is| are| has| have| has been)? (?:\w+ )?(?:behind (?:us|me|them)|over|done|out of the way|finished|wrapped up|past|through)\b",
        r"\b(?:straight |right |shortly |soon |directly |just |immediately )?(?:after|afterwards?|following) (?:that|this|it|the meeting|the panel|then|he does|she does|they do|they have|which|we've met|we meet|we have met)\b",
        r"\bafterwards?\b",
        r"\b(?:straight|right|directly|soon|immediately|thereafter) after\b(?! (?:the|my|our|his|her|we|I|they|he|she|you|\d))",
        r"(?<!what you're )(?<!what you are )(?<!looking )\bafter(?=[.!?]|$)",
        r"\b(?:thereafter|subsequently|following which|after which|(?:off|on) the back of (?:that|it|this))\b",
        r"\b(?:once|when|after|as soon as) (?:it|that|this|they|she|he|we|everyone|(?:the|our|my) [\w ]{3,25}?)(?: has| have|'s|'ve| is| are| had)? (?:met|convened|sat|happened|taken place|spoken|talked|wrapped(?: up)?|concluded|over|done|finished|deliberated|reported|discussed|been held|signed off)\b",
        r"\bonce (?:that's|that is|they've|they have|it's|this is|we've|he's|she's|we have) (?:done|met|over|happened|finished|spoken|decided|had)\b",
    ),
    day_after=any_of(r"\b(?:the (?:day|morning) after(?! tomorrow)|the (?:next|following) (?:day|morning))\b"),
    that_day=any_of(
        r"\b(?:then|that (?:same )?(?:day|afternoon|evening|morning|night)|(?:the )?same day|on the day|by then|by the end of it|by that (?:date|point|time|stage)|in that time ?frame|that week)\b"
    ),
    undated=any_of(
        r"\b(?:soon|shortly|asap|as soon as|at the earliest|in due course|before long|presently|when (?:I|we|there|he|she|they)|once (?:I|we|there|he|she|they|the)|"
        r"the (?:minute|moment|second)|in the near future|without delay|as and when|whenever|at your earliest|momentarily|imminently|any (?:day|time) now|directly|promptly|quickly|at the first opportunity)\b"
    ),
    split=any_of(
        r"\b(?:know|note|informed|advised|notified|inform you|advise|confirm) that ",
        r"[;–—]",
        r" -{1,2} ",
        r"[()]",
        r",? (?:but|while|whereas|although|though|because|since|however|so that) ",
        r", (?:and|so|then|which|as|or) ",
        r" (?:and|so|then|&|\+) (?=(?:then |so |hopefully |will |shall |'ll |gonna |i |we |we'|i'|he |she |they |you |you'|ill |well |it |it'|the |our |my |hr |someone |her |his |their )(?!or))",
        r", (?=(?:i|we|he|she|they|you|it|ill|youll|then)(?:'| |ll\b))",
        r" (?:and|then) (?=(?:let|give|call|e-?mail|get back|come back|write|ring|text|phone|update|confirm|notify|contact|drop|reach|follow|circle|report) (?:back )?(?:to |with )?(?:you|u|everyone|all|candidates)\b)",
        r": (?=(?:i|we|you)\b)",
        r"\.{2,}|…",
    ),
    joined=any_of(r"\b(?:and|so|then|which)\b|[,+&]|\bi(?:'ll)?\b|\bwe\b"),
    calls=any_of(
        r"\b(?:call|calling|phone|phoning|ring|ringing|telephone|dial|video call|zoom|speak|talk|interview|meet|see you|facetime|skype)\b"
    ),
    outcome=any_of(
        r"\b(?:whether|wh|if you|with (?:whatever|what(?:ever)? (?:they|we|he|she|the \w+)|how)|either way|one way or|(?:and|to) (?:tell|let|say|give|inform|update|confirm))\b",
        r"\b(?:decision|outcome|result|results|feedback|answer|verdict|news|update|next steps|yes or no)\b",
    ),
    appointment=any_of(
        r"\b(?:for|re|regarding) (?:the|our|your|a|an|that|this) (?:[\w-]+ ){0,3}(?:interview|chat|call|screen|screening|meeting|conversation|intro|discussion|catch-up|catch up)\b",
        r"\b(?:interview|meeting|call|chat|screen|assessment|slot|appointment|onsite)\b[^.;]{0,25}\b(?:is|are|on|scheduled|booked|confirmed|set|takes place|at|for)\b",
        r"\b(?:as scheduled|scheduled for|booked (?:in )?for|confirmed for|set for|see you|you're confirmed|you are confirmed|joining|dial[- ]in|zoom link|meet(?:ing)? link)\b",
    ),
    silence=any_of(
        r"\b(?:where|when|should) (?:an applicant|a candidate|you|applicants|candidates)\b[^.;!?]{0,40}\b(?:no word|not heard|heard nothing|had nothing|not been contacted|no contact|no reply|no response)\b",
        r"\bif (?:you|u) (?:(?:do|have|did) not|haven't|don't|didn't|hear nothing|have heard nothing|are not|aren't|should not)\b[^.]{0,40}?(?:\b(?:hear|heard|contacted|received?|receive|been|get|had)\b)?",
        r"\bif you (?:hear|have heard|receive|get) (?:nothing|no)\b",
        r"\bshould you (?:not|hear nothing)\b",
        r"\bif (?:we|our team|no one|nobody) (?:have not|haven't|has not|do not|don't|has) (?:contacted|been in touch|got back|responded|contact|be)\b",
        r"\b(?:candidates|applicants|those|anyone) (?:who|that) (?:have not|haven't|do not|don't|has not) (?:heard?|been contacted|receive\w*)\b",
        r"\bif (?:no|you've had no|you have had no|there is no|there's no) (?:reply|response|contact|news|communication)\b",
        r"\bunless you hear\b|\bin the absence of (?:a|any) (?:reply|response)\b|\bhaving not heard\b|\bnot (?:heard|hearing|contacted|been contacted)\b[^.]{0,40}\bwithin\b|\bno (?:reply|response|news|contact)\b[^.]{0,30}\b(?:within|by|in|after)\b",
    ),
    silence_effect=any_of(
        r"\b(?:unsuccessful|not (?:been )?(?:successful|shortlisted|selected|progress\w*|considered)|rejected|other candidates|another candidate|different candidate|declined|moved (?:on|ahead|forward)|closed|no longer|not (?:be )?(?:taking|proceeding|moving|pursuing|progressing)|someone else|not on this occasion|filled|did not|unsuitable|decided (?:against|not)|chosen|assume (?:that )?(?:we|you|your|it|the)|take it (?:that|as)|consider (?:that|your|yourself|it|the)|(?:it )?should be taken that)\b"
    ),
    closing=any_of(r"\b(?:clos(?:ing|es?|ed) (?:date|day|on|of)|deadline|applications? (?:close|deadline)|closes|closing)\b"),
    not_before=any_of(
        r"\bbefore [^.;!?]{0,30}\b(?:nothing|no (?:news|decision|answer|word|result)|won't|will not|cannot|can't)\b",
        r"\b(?:no|not|nothing|won't|don't)\b[^.;!?]{0,20}\b(?:decisions?|news|word|answers?|updates?|verdict|movement)\b[^.;!?]{0,20}\b(?:in|for|within|during) (?:at least )?(?:the next|another|\w+ (?:days|weeks))",
        r"\b(?:won't|will not|not|don't|do not|doubt|unlikely|can't|cannot|wouldn't|nothing|no|nobody|shan't|never)\b[^.;!?]{0,70}\b(?:before|until|till|prior to|earlier than|sooner than)\b",
    ),
    reported=any_of(
        r"\b(?:so|if|just so|to check) (?:that )?(?:i|i've|i have|we)(?:'ve)? (?:have |got |had )*(?:it|this|that|got it) (?:right|straight|down)\b|\bi(?:'ll| will| should)(?: be)? hear(?:ing)? (?:back|either|from|by|one way)\b",
        r"\b(?:i(?:'ve| have)? noted|noted|i(?:'ve| have) (?:written|put) down|made a note) (?:that|your|you)\b",
        r"\b(?:you|they|he|she|we|the (?:team|panel|committee|client|recruiter|hiring manager|manager|hr)|hr|\w+)(?:'d| had| have|'ve)? (?:mentioned|said|told me|indicated|explained|suggested|noted|advised|promised|thought|confirmed|wrote|let me know|estimated|hinted|reckoned|expected|hoped|were hoping|were planning|was hoping|was planning|stated|informed me|gave me|agreed|discussed|expect|were expecting)\b",
        r"\b(?:as|like|per|from) (?:you|we|they|discussed|agreed|mentioned|promised|said|our|your|indicated|explained|planned|arranged)\b",
        r"\b(?:you|they|he|she|we|the team|the panel|the committee|the client|somebody|someone)(?:'d| would| were going to| are going to| was going to|'ll be| will be) (?:be )?(?:calling|deciding|contacting|making|in touch|back|letting|getting back|coming back|notifying|reaching|phoning|emailing|writing|able|decide|let|get|call|contact|make|reach|know|have|meet|update|inform|announce|schedule|scheduling|ringing)\b",
        r"\b(?:i understand|i gather|i understood|i believe|my understanding|i was told|i've been told|i heard|if i understood|if i recall|understand|(?:good|great|nice|glad) to (?:know|hear)|thanks for (?:letting|telling|the (?:call|chat|update|time|conversation)|your)|thank you for)\b",
        r"\b(?:you will|you'll|you would|you'd|they'll|they will) (?:be |have |let|get|decide|know|make|contact|call|reach|update|come|write|send|inform|tell|ring|phone|email)",
    ),
    reported_response=any_of(
        r"\bsend(?:ing)? (?:me |us |over |out )?(?:the|a|an|my|your|details|over|out)\b",
        r"\b(?:hear|hearing)(?: back| again)? (?:from|by|on|next|this|in|within|something|more|about|early|later|before|after|mid|at)\b",
        r"\b(?:decide|deciding|decision|decisions|decided|verdict|outcome|answer|feedback|news|update|updates|word|next steps|results?|response|reply|offer)\b",
        r"\b(?:let|letting) (?:me|us|candidates|everyone|people|applicants) know\b",
        r"\b(?:get|getting|come|coming|be|circle|circling|report|reporting)(?: back)? (?:back )?(?:to|with|in) (?:me|us|touch|contact|candidates|everyone)\b",
        r"\bback in touch\b",
        r"\b(?:call|calling|contact|contacting|ring|ringing|phone|phoning|e-?mail|e-?mailing|update|updating|inform|informing|tell|telling|notify|notifying|write to|writing to|reach out|reaching out|text|texting)(?: to)? (?:me|us|people|candidates|everyone|applicants|everybody|those|finalists|the|successful|shortlisted)\b",
        r"\b(?:reach(?:ing)? out|follow(?:ing)? up|touch(?:ing)? base|circl(?:e|ing) back|revert(?:ing)?|schedul(?:e|ing)|invit(?:e|ing)|shortlist(?:ing)?|notif(?:y|ying)|call(?:ing)? back)\b",
        r"\bmak(?:e|ing) (?:a|your|the|up your|their|its|an) (?:final )?(?:decision|choice|call|minds?|offer)\b",
    ),
    extension=any_of(
        r"\b(?:need|needs|take|takes|taking|require|asking for|asked for|give (?:me|us|it|them|him|her)|gimme|allow (?:me|us)|hang (?:on|tight)|hold on|bear with (?:me|us))(?: us| me)?(?: just| at least| probably| likely| maybe)?(?= (?:(?:for )?(?:another|one more|a few more|two more|a couple|a further|an extra|until|till|an additional|a bit|a little|some more|two|three|a few|\d|the (?:weekend|week)|(?:next|this) week|a day|a week)))",
        r"\b(?:slipped to|moved to|pushed (?:back )?to|became|(?:has )?become|delayed (?:until|till|to|by)|postponed (?:to|until)|it'?ll(?: now| probably)? be|it will(?: now| probably)? be|(?:will|ll) now be|make that|looking (?:more )?like|(?:more|now) likely|rather than)\b",
    ),
    commits=any_of(
        r"\b(?:i|we|he|she|they|it|team|panel|committee|manager|hr|board|office|client|recruiter|colleague|someone|somebody|[a-z]+)(?:'ll|ll| will| shall| should| can|'d| would| hope| hopes| aim| aims| plan| plans| expect| expects| intend| intends| am| are| is|'m|'re| promise| anticipate| try| need)\b",
        r"(?:^|[,.;:–—-] ?|\band |\bor |\bthen |\bbut |\bso )(?:i'll |i |we |we'll )?(?:will|shall|should|'ll|gonna|going to|hoping to|hope to|aiming to|planning to|plan to|expect to|trying to|let me)\b",
        r"\b(?:you'll|you will|you should|you can|you shall|you may|expect)\b",
        r"\b(?:ill|youll|well)\b",
        r"\bwill\b|\bshall\b|'ll\b",
        r"\b(?:i|we|i'm|we're) (?:send|call|write|phone|come|confirm|let|tell|inform|update|give|get|ring|contact|email)",
    ),
    hour=any_of(
        r"\b(?:at|@|around|about) ?\d{1,2}(?:[:.]\d\d)?\b",
        r"\b\d{1,2}(?:[:.]\d\d)? ?(?:am|pm|a\.m|p\.m|o'clock|hrs|h\b|cet|est|gmt)",
        r"\b\d{1,2}:\d\d\b|\bat noon\b",
    ),
    request_of_mine=any_of(
        r"\bi(?:'ll| will) (?:be in touch|call|ring|phone|write|email|contact|come back to|keep|update|inform) ?(?:you|u)?\b",
        r"\bthank(?:s| you) for (?:your|the|sending|getting) (?:\w+ )?(?:feedback|answer|reply|response|update|call|news|offer|message|e-?mail)?(?: (?:on|from|of|this|last|earlier))\b",
        r"\b(?:can|could|would|will) you\b|\bplease\b|\bi(?:'d| would) (?:appreciate|be grateful|like|love|need)\b|\bi need\b|\b(?:is|was|are) there any\b|\bi (?:can|could|will|'ll|must|have to) (?:decide|let you|get back|send|respond|reply)\b|\bi'll (?:let|get|send|decide|respond|reply|have)\b",
    ),
    bare=any_of(
        r"\b(?:'ll|will|shall|ill|going to|hope to|aim to|plan to) (?:\w+ )?(?:let (?:you|u|everyone|everybody|ya) know|be (?:back )?in (?:touch|contact)|get back (?:to|with) (?:you|u)|keep you (?:posted|updated|informed|in the loop)|come back to you|revert|update you|circle back|follow up|contact you|email you|write to you|inform you|notify you|get in touch|reach out|report back)\b",
        r"\byou(?:'ll| will| shall) (?:\w+ )?(?:hear|be (?:contacted|notified|informed))\b",
    ),
    addressed=any_of(
        r"\b(?:you|u|ya|yous|your|y'all|candidates?|applicants?|everyone|everybody|finalists?|revert|touch base|circle back|back in touch|in touch)\b"
    ),
    beside=any_of(
        r"(?:\W|\b(?:by|on|for|you|ya|u|expected|due|likely|hopefully|is|are|to|follow|coming|before|no|not|later|than|in|within|sometime|early|around|about|probably|should|be|will|back|from|me|us|at|the|latest|end|of|or|as|promised|then|until|now|through|out|either|way)\b)*"
    ),
    away=any_of(
        r"\b(?:out of (?:the )?office|on (?:annual )?leave|on (?:holiday|vacation|pto)|away|ooo|off (?:on|until|till|this|next|from|today|tomorrow)|not in|travel(?:l?ing)?|back in the office|return(?:ing)? to (?:the )?office)\b"
    ),
)
