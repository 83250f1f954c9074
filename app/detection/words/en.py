"""English: outcomes, requests, courtesy."""

from __future__ import annotations

from app.detection.words.pattern import any_of
from app.detection.words.turn_words import TurnWords

_OTHER = r"(?:an|some|a|the|another|other|somebody|someone|different|stronger|internal|external)\b[\w' -]{0,30}(?:candidates?|applicants?|person|else|one|hire|direction|profiles?|people|body|finalist|individual|route)?"

EN = TurnWords(
    rejected=any_of(
        r"\b(?:gave|given|giving|offered|offering|awarded) (?:the|this|that) (?:\w+ )?(?:job|role|post|position|shifts?|spot|place|contract|gig|slot) to (?!you\b|u\b)\w+|\b(?:bummed|gutted|devastated|hate) to (?:share|say|tell you|be the bearer|write)\b",
        r"\b(?:settled on|plumped for|opted for|gone with|went with|going with|gone for|went for|chose|chosen|picked|appointed|preferred|hired|decided on|given it to|gave it to|offered it to|offered the (?:post|job|role|position) to) (?:someone|somebody|another|a different|the other|one of the other|an internal|an external|a candidate|an applicant|a person)\b",
        r"\b(?:weren't|aren't|haven't been|wasn't|isn't|hasn't been|were not|are not|was not) (?:successful|selected|shortlisted|chosen|able to (?:offer|progress|take))\b",
        r"\b(?:pursue|pursuing|continue with|continuing with|proceed(?:ing)? with|forward with|ahead with|progress(?:ing)? with|progress(?:ing)?|interview(?:ing)? only) (?:other|different|stronger|alternative|more (?:suitable|experienced|qualified)|some other|the other|a number of other) (?:candidates?|applicants?|applications|people|profiles|options)\b",
        r"\b(?:forward|ahead|proceed\w*|progress\w*) with (?:candidates|applicants|people|someone|those) (?:whose|who|that|with)\b",
        r"\b(?:regret|sorry|sad|unfortunately|afraid)\b[^.!?]{0,80}\b(?:unsuccessful|not (?:been )?(?:successful|shortlisted|selected|chosen|progress\w*|moving|able to (?:offer|progress|take|move)|the right|taking|proceed\w*)|other candidates|another candidate|someone else|no longer)\b",
        r"\b(?:decided|chosen|opted|elected|going|gone|went|chose|proceed\w*|progress\w*|mov\w*|selected|choosing|picked)\b[^.!?]{0,30}\b(?:ahead with|forward with|with|for|in favou?r of)\b (?:an?other|other|some ?one|somebody|a different|the other|an internal|an external|a(?: [\w-]+){0,3}|the(?: [\w-]+){0,2}) ?(?:candidates?|applicants?|person|else|who|whose|hire|profile|finalist|direction|one\b)",
        r"\b(?:went|gone|going|go|chose|chosen|decided on|opted for) (?:with |for )?(?:an?other|the other|some ?one|somebody)\b|\boffered (?:it|the \w+) to\b",
        r"\b(?:not|won't|n't|unable to|no longer)\b[^.!?]{0,25}\b(?:be )?(?:moving|progress\w*|proceed\w*|taking|advanc\w*|mov(?:e|ing)|tak(?:e|ing)|continu\w*|pursu\w*)\b[^.!?]{0,30}\b(?:forward|ahead|further|your (?:application|candidacy)|with you|on this occasion|at this time|you (?:forward|further)|with your)\b",
        r"\b(?:you|your application|your candidacy|candidature)\b[^.!?]{0,40}\b(?:unsuccessful|not (?:been )?(?:successful|shortlisted|selected|chosen|progressed|considered further|taken forward|quite|the right))\b",
        r"\b(?:has|have|was|were|had|been) not (?:been )?(?:successful|shortlisted|selected|progressed)\b",
        r"\b(?:decided|chosen) not to (?:move|proceed|progress|take|pursue|continue|go|offer|hire|invite|extend|advance)\b",
        r"\b(?:offered|given) (?:it|the (?:job|role|position|post)) to (?:an?other|some ?one|somebody|the other|an?)\b",
        r"\b(?:gone|went|going) (?:with|for) (?:some ?(?:one|body)|an?other|the other|an internal|a different|one of the other|other)\b",
        r"\b(?:not (?:a|the right|quite the right|the best) (?:fit|match)|isn't a (?:fit|match)|wasn't you|it's a no\b|it is a no\b|a no from|not this time|not on this occasion|it's not to be|didn't make (?:it|the cut)|won't be offering|can't offer you|cannot offer you|unable to offer you)\b",
        r"\bmore closely (?:align|match|fit)\w*\b|\bbetter (?:suited|match|fit)\b[^.!?]{0,40}\b(?:candidate|applicant|role|needs)|\bwish you (?:all the best|every success|well|the best|success|luck) (?:in|with|for) (?:your|the) (?:job |future |career )?(?:search|endeavou?rs|career|hunt)\b",
        r"\b(?:panel|board|client|team|trustees|committee|they|she|he|we)(?: have| has|'ve|'s)? (?:preferred|picked|selected|appointed|hired|chose|chosen) (?:an?other|the other|some ?one|somebody|a (?:different|candidate)|one of)\b",
    ),
    filled=any_of(
        r"\b(?:role|position|post|vacancy|job|slot|opening|requisition|one|it|spot|place)\b[^.!?]{0,25}\b(?:(?:has|have)(?: now| since| already| just)?(?: been)?|is(?: now)?|was|been|got|'s)\b[^.!?]{0,12}\b(?:filled|taken(?! (?:ill|sick|off|on|up|down|longer|time))|closed(?! (?:and (?:short|the|we)|to|for|on|yesterday|last))|gone|appointed)\b",
        r"\b(?:we|they|i)(?:'ve| have| had)? (?:now |already |since |just )?(?:filled|appointed|hired for) (?:it|this|that|the|the role|the position|this one|that one|(?:both|all|our|these|those) (?:\w+ )?(?:spots?|places?|roles?|positions?|posts?|vacanc(?:y|ies)|slots?|openings?|jobs?))\b",
        r"\bno longer (?:available|hiring|recruiting|open)\b",
    ),
    cancelled=any_of(
        r"\b(?:pull|pulled|lost|cut|withdrew|withdrawn|axed|froze|frozen) (?:the |our |all )?(?:funding|budget|headcount|grant|money)\b|\bthere (?:won't|will not) be (?:a|an|any) [\w ]{3,40}(?:this (?:year|season|summer|time)|at all|after all)\b",
        r"\b(?:pull|pulled|cut|freeze|froze|frozen|cancel|cancell?ed|withdraw|withdrawn|scrap|scrapped|shelve|shelved|close|closed|close out) (?:the|this|both|all|these|those|our) (?:[\w-]+ ){0,3}?(?:roles?|positions?|posts?|vacanc(?:y|ies)|requisitions?|search|headcount|hires?|jobs?|openings?)\b(?! (?:board|alert|page|portal))",
        r"\b(?:role|position|post|vacancy|job|requisition|recruitment|search|headcount|opening|hire|campaign)\b[^.!?]{0,40}\b(?:cancell?ed|withdrawn|scrapped|pulled|eliminated|rescinded|axed|not going ahead|won't be going ahead|no longer (?:going|being|available|approved))\b",
        r"\b(?:hiring|recruitment) freeze\b|\b(?:frozen|pulled|cut) the (?:headcount|role|budget for)\b|\bno longer hiring\b|\bdecided not to (?:hire|recruit|fill|replace|take (?:any|some)(?:one|body))\b|\b(?:not|n't) (?:be |going to be |going to |gonna )?(?:hir(?:e|ing)|recruit(?:ing)?|tak(?:e|ing) (?:on )?)(?: on)? ?(?:anyone|anybody|any new)\b",
    ),
    offered=any_of(
        r"\b(?:delighted|pleased|happy|thrilled|glad|honou?red|pleasure)\b[^.!?]{0,130}\band to offer you\b|\b(?:provisional|conditional|formal|firm) offer of (?:appointment|employment)\b",
        r"\b(?:we|i)(?:'d| would) (?:love|like|be (?:happy|delighted|thrilled)) to have you(?=[,.!;]|$| (?:on board|join|start|with us|on the team|as part|from|as (?:our|the|a)))|\b(?:written agreement|contract|agreement|statement of terms|offer)\b[^.!?]{0,12}\b(?:is |are )?attached (?:for you )?to (?:look over|sign|review|return)\b",
        r"\b(?:we|i)(?:'d| would) (?:like|love) (?:for )?you to (?:join (?:us|the team|our team)|come (?:and )?work (?:for|with) us)\b",
        r"\b(?:letter of offer|offer letter|job offer)\b[^.!?]{0,40}\b(?:is|are) (?:attached|enclosed)\b",
        r"\b(?:offer letter|letter of offer|formal offer) (?:is |has been )?(?:attached|enclosed)\b|\bplease find (?:attached |enclosed |herewith )?(?:your|the|our|a) (?:formal |written )?offer\b",
        r"\b(?:pleased|delighted|thrilled|happy|excited|glad|pleasure|honou?red|over the moon)\b[^.!?]{0,30}\bto (?:be able to )?(?:offer you|extend|make you|confirm your appointment|offer u)\b",
        r"\b(?:we|i)(?:'d| would)? (?:like|love|want) to (?:formally |officially )?(?:offer you (?:the|a|this) (?:\w+ ){0,4}(?:role|position|job|post|contract|place)|offer you the|make you an offer|extend (?:you )?an offer|bring you on board|have you (?:join|on board))\b",
        r"\b(?:offering|offered) you (?:the|a) (?:\w+ ){0,4}(?:role|position|job|post|contract)\b|\bthe job(?:'s| is) yours\b|\byou(?:'ve| have)? (?:got|have) the (?:job|role|position|part|gig)\b|\b(?:attached|enclosed|here)(?: is| are|'s)? (?:is |are )?(?:your|the|our|a) (?:formal |written |official )?(?:offer|employment contract|contract of employment)\b|\b(?:your|the|formal|written) offer (?:letter )?(?:is|are) attached\b|\bthe letter and benefits\b",
        r"\bextend(?:ing)? (?:you )?(?:an|a|the|this) (?:\w+ ){0,2}offer\b",
    ),
    maybe=any_of(
        r"\b(?:not yet|yet to|still open|not been (?:filled|decided|made))\b",
        r"\b(?:if|whether|should you|unless|in case|before (?:i|we)|once|until|could|might|may|either way|and unsuccessful|alike|or unsuccessful|both successful|another offer|other offers?|offer approval|hope to|hoping|would have|subject to|by (?:mon|tue|wed|thu|fri|sat|sun|next|the)\w*|pending|how to|an? interview|a (?:second|final|first) interview|get back|be in touch)\b",
    ),
    withdrew=any_of(
        r"\bstep(?:ping)? (?:back|away) from (?:the|this|your) (?:process|role|search|application|opportunity)\b",
        r"\b(?:won't|will not|not going to) be (?:taking (?:this|it|my application) (?:any )?(?:further|forward)|moving forward|continuing|proceeding|going (?:ahead|further))\b",
        r"\b(?:withdraw(?:ing)?|withdrawn|withdrew)\b[^.!?]{0,40}\b(?:application|candidacy|name|process|consideration|from|candidature|my)\b",
        r"\b(?:take|taking|remove|pull|pulling|drop|count|scratch)\b[^.!?]{0,12}\b(?:me|my name|myself|my hat|my application|my cv)\b[^.!?]{0,20}\b(?:out|off|from|of the running|out of)\b",
        r"\b(?:accepted|taken|signed|said yes to|going with|decided to (?:take|accept|stay|go with)|accepting) (?:an?other|a(?: different| new)?|the other|somewhere|an offer|a (?:job|role|position))\b[^.!?]{0,30}",
        r"\bno longer (?:interested|available|looking|pursuing|wish|in the running|able to)\b|\b(?:bow|bowing|step|stepping|pull|pulling|drop|dropping) out\b|\bnot (?:pursue|be pursuing|proceed|continue|going to (?:pursue|continue|take))\b[^.!?]{0,40}",
        r"\bdecided (?:not to|against) (?:pursu\w*|proceed\w*|continu\w*|go\w*|tak\w*|mov\w*)\b",
    ),
    declined=any_of(
        r"\b(?:have to|must|going to|decided to|need to|will|like to|want to|respectfully|regretfully)\b[^.!?]{0,25}\b(?:decline|turn (?:it|this|the offer|you) down|pass on|say no|refuse)\b",
        r"\b(?:declin(?:e|ing)|turning down|passing on|not accept(?:ing)?|can't accept|cannot accept|won't be accepting|unable to accept)\b",
    ),
    accepted=any_of(
        r"\bsigned (?:copy|contract|agreement|offer|letter|version|paperwork)\b[^.!?]{0,25}\b(?:attached|enclosed|back|herewith|here)\b|\b(?:attached|enclosed|here)(?: is|'s)? (?:is )?(?:my |the )?signed\b",
        r"\bsigned(?:,| and) (?:attached|returned|sealed|scanned)\b",
        r"\b(?:i|happy|delighted|pleased|thrilled|glad|would|'d|love)\b[^.!?]{0,30}\b(?:accept|accepting)\b(?! (?:an?other|a (?:different|role elsewhere)))",
        r"\b(?:signed|countersigned) (?:the )?(?:offer|contract|letter)\b|\b(?:offer|contract|letter)(?: \w+){0,3} (?:signed|countersigned)\b|\bi'm in\b|\bcan't wait to start\b",
    ),
    request=any_of(
        r"(?<!will )(?<!ll )(?<!shall )(?<!can )(?<!to )\b(?:mail|e-mail|email|ping|fax|post) (?:me|us|it|them) (?:the|your|a|an|it|back|over|when|once|to)\b",
        r"\b(?:may|can|could) (?:i|we) (?:please |also |kindly )?(?:request|ask|have|get|trouble you)\b|\b(?:i|we)(?: would|'d)? (?:kindly )?request (?:you|that|your|a|the|for)\b",
        r"\?",
        r"\b(?:please|kindly|pls|plz)\b[^.!?]{0,25}\b(?:send|share|confirm|let (?:me|us)|provide|reply|respond|complete|fill|choose|pick|select|book|submit|return|sign|advise|find a|revert|forward|upload|give|indicate|suggest|tell|schedule|attach|email|e-mail|click|use|rsvp|drop|pop|get|update|register|do|answer|review and|call|ring|state|specify|grab|accept|arrange)\b",
        r"\b(?:can|could|would|will|are|do) (?:you|u|ya)\b[^.!?]{0,60}\b(?:send|share|confirm|let|provide|available|free|do|make|come|shoot|tell|give|forward|email|drop|pop|fill|complete|take)\b",
        r"\blet (?:me|us) (?:know|have)\b|\bi(?:'ll| will)? (?:just )?need (?:you to|your|from you|to know|the|a|an|both|some|copies|one thing|two things|proof)\b|\bwe(?:'ll| will)? (?:also |just )?(?:need|require|would need) (?:you to|your|from you|to know|two|three|copies|the following|a copy|proof|an?)\b",
        r"(?<!will )(?<!ll )(?<!shall )(?<!can )(?<!I )(?<!to )(?<!we )\b(?:send|shoot|drop|forward|email|whatsapp|text|give|get) (?:me|us|over|em|them(?! (?:back|to))|it|your|through|across|him|her|\w+ through)\b|\b(?:tell|ring|call) me\b|\bneed (?:\w+,? ){0,5}(?:too|as well|from you)\b|\b(?:grab|pick|choose|select|book) (?:a|any|whatever|your|one|the) (?:slot|time|works|slots|times)?\b|\b(?:cv|resume|availability|references?)\?\?*",
        r"\b(?:need|needs|require|requires|waiting (?:on|for)|missing|await|awaiting) (?:your|ur|from you|a copy|copies|the (?:signed|completed|form|details))\b|\byour (?:availability|reply|response|answer|decision|cv|references?) (?:by|asap|please|is needed)\b",
    ),
    pleads=any_of(
        r"\b(?:please|pls|kindly) (?:could you |can you )?(?:send|provide|forward|return|supply|upload|submit|complete|fill|confirm|reply|let me know|give me|share) (?:me|us|the|your|a|an|over|back|in|it|these|those|this|that|which|whether|by)\b|\bplease (?:give|send|let|tell|email) (?:me|us)\b"
    ),
    no_request=any_of(
        r"^(?!.*\?)\W*please (?:report|sign in|check in|ask|ring|buzz|come) (?:to|at|for|up to|straight to)\b[^.!?]*\b(?:reception|front desk|gate\w*|security|entrance|door|lobby|bell|office|floor)\b",
        r"\b(?:hang (?:on|tight|fire|in there)|hold (?:on|tight|out|off)|bear with|sit tight|be patient|wait|give (?:me|us) (?:until|till|another|a (?:few|couple)|the|some))\b[^.!?]*\?*\W*$",
        r"\b(?:do |please )?let (?:me|us) know (?:if|in case|should) (?:any|anything|something|there|your)\b[^?]*$",
        r"\bplease (?:use|claim|note|quote)\b(?![^?]*\b(?:pick|book|choose|schedule|select)\b)[^?]*$",
        r"^\W*(?:for|with|regarding|on|in case of) (?:any(?:thing)? (?:else|other|further|queries|query|questions?|enquir\w+|problems?|changes?)|all (?:other|further|enquir\w+|quer\w+))\b[^?]*$",
        r"\b(?:can't|cannot|couldn't|won't|didn't|haven't|hasn't|they|he|she|client|director|manager)(?: \w+)? (?:tell|told|tells|give|gave|gives|send|sent|let) (?:me|us)\b[^?]*$",
        r"^\W*(?:so,? |and )?(?:what (?:happens|comes|are the|is the)|what's|how does (?:it|this)|what now|where do we go)\b[^.!]{0,40}\b(?:next|now|from here|steps?|work|process)\b[^.!]{0,15}\?\W*$",
        r"\b(?:please |kindly )?(?:do not|don't|refrain|abstain)\b(?![^?]*\b(?:and|but|then),? (?:please |just )*(?:send|mail|e-?mail|let|return|upload|reply|confirm|share|drop)\b)[^?]*$",
        r"^\W*(?:but |and |also,? )?(?:if|should|in case|were) (?!(?:so|yes|that|this|interested|you(?:'re| are|'d| would| want| wish| still)? ?(?:interested|keen|happy|up for|ok|okay|open|like to (?:proceed|go|apply|take))|you (?:agree|accept|wish to|want to (?:proceed|go|apply|take)))\b)[^.!?]{0,90}\b(?:let (?:me|us) know|tell (?:me|us)|shout|give (?:me|us) a (?:call|shout|bell|ring)|ping me|call me|ring me|drop (?:me|us) a|please (?:use|fill|claim|submit|attach|quote|see|visit|contact|call|email|e-mail|ask))\b[^?]*$",
        r"^[^?]*[,–-] ?(?:ok|okay|yeah|yes|no|right|alright|cool|deal|fair enough|all right|good)\?\W*$|\brefrain\b|\babstain from\b",
        r"\b(?:give|allow|get|bear with) (?:me|us|them|him|her|it) (?:just |about )?(?:(?:until|till|the (?:week|weekend))\b|(?:a|an|another|\d+|one|two|three|four|some|a few) ?(?:\w+ ){0,2}(?:days?|weeks?|hours?|months?|more|couple|time|minutes?|fortnight|bit|sec|weekend)\b)",
        r"\b(?:any|have|got|more|further|other|no|if|some) (?:\w+ )?(?:questions?|queries|concerns)\b|\bquestions in the meantime\b|\bif (?:you|anything|there)\b[^.!?]{0,60}\b(?:need|have|change|changes|want|like|any|get another|hear|questions?|receive|accept|prefer|wish)\b|\bfeel free\b|\bhesitate\b|\bshould you (?:have|need|receive|require|wish)\b|\bnot (?:to )?reply\b|\bdo not respond\b|\bplease note\b|\bplease find\b|\bplease (?:accept|bear|be (?:assured|aware|patient|on time)|allow|understand|know|rest|excuse|forgive|give my|pass on|enjoy|keep|consider|pass|bring|wear|ask for|arrive|remember|expect|watch|look out|be|see|visit|quote|only)\b|\bhow are (?:you|things)\b|\bhow was\b|\bhope you\b|\bbear with\b|\bno (?:action|need)\b|\bnothing (?:is )?(?:needed|required|for you)\b|\bmake sense\b|\bsound(?:s)? good\b|\bright\?|\bok\?|\bcan you believe\b|\bif you could (?:just )?(?:bear|hang)\b|\bwould you believe\b|\bguess what\b|\bremember (?:me|that|the)\b|\bplease refrain\b|\bhow did (?:it|the)\b|\bunsubscribe\b|\byou asked\b",
    ),
    availability=any_of(
        r"\b(?:availab\w*|availability|suits?|slots?|times? (?:work|that|when|for)|what times?|which (?:days?|mornings?|afternoons?|dates?|of these|slot|one|suits)|free (?:on|for|this|next|to)|are you free|you free|diary|calendar|when (?:works|would|could|can|are|might|is)|can you (?:do|make|come|attend|join)|could you (?:do|make|come|attend|join)|would (?:\w+ ){1,6}(?:work|suit)|does (?:\w+ ){1,6}(?:work|suit)|works? for you|work for you|what day|book (?:a|your|in)|schedule (?:a|your|the|time)|find (?:a|some) time|pop in|come in|come (?:and|to) (?:see|meet)|able to (?:attend|come|make|do|join)|grab|calendly|pick a|choose a|time to (?:chat|speak|talk|meet)|meet (?:with )?(?:us|me|the)|hop on|jump on|quick call|worth a call|up for a)\b"
    ),
    document=any_of(
        r"\b(?:cvs?|resume|résumé|references?|referees?|certificates?|certs?|portfolio|copy|copies|scan|photo|pic|passport|visa|licen[cs]e|dbs|documents?|documentation|paperwork|transcripts?|diploma|degree|cards?|id|proof|payslips?|cover letter|samples?|writing samples|clips|work samples|spec|bank details|ni number|address|reel|showreel|showreels|screenshots?|details of)\b"
    ),
    decision=any_of(
        r"\b(?:would you (?:consider|be (?:open|interested|willing|happy|up|okay|ok|prepared)|like to|take|accept|want)|are you (?:ok|okay|happy|interested|willing|still interested|open|still (?:keen|up|looking))|interested\?|do you (?:accept|want (?:the|it|to)|still want)|accept (?:the|this|our|these)|your decision|yes or no|of interest|how does that sound|what do you think|thoughts\?|keen\?|worth a|fancy|wanna|in principle|on these terms|counter[- ]?sign|sign and return|take the job)\b"
    ),
    task=any_of(
        r"\b(?:assessment|test|take[- ]?home|exercise|task|challenge|questionnaire|portal|form|assignment|case study|codility|hackerrank|coderpad|video interview|online)\b"
    ),
    detail=any_of(
        r"\b(?:salary|expectations?|notice|current|rate|day rate|ctc|start date|earliest|when (?:could|can) you start|driving|licen[cs]e|right to work|visa|sponsorship|phone number|number|address|date of birth|confirm (?:that|your|whether|if|you)|would be a problem|how many|do you (?:have|hold|drive|need|know)|which (?:university|version|school|bank|size)|spelling|middle name|full name|postcode|experience|t-shirt|dietary|allerg\w*)\b"
    ),
    next_step=any_of(
        r"\b(?:on hold|put (?:it |this |everything |things )?on (?:hold|ice|pause)|paused|back burner|(?:like|love|want|wants|wanted|keen|happy|pleased|delighted) (?:you )?to (?:meet|invite|see you|come|move you|progress you|put you|have you|speak|discuss|bring you)|invited? (?:you )?(?:to|for)|you(?:'ve| have)? (?:been )?(?:passed|shortlisted|selected|got through|made it|cleared|are through)|you're (?:through|in the final)|next (?:round|stage)|moving you (?:on|to|forward)|good to (?:catch up|speak|talk|chat)(?: \w+){0,3} (?:on the phone|just now|earlier|by phone)|just (?:called|rang|tried)|left (?:you )?a (?:voicemail|message)|tried (?:to (?:call|ring|reach)|calling|ringing|your|you)|missed (?:you|call)|as discussed on the phone|when we spoke|spoke (?:earlier|today|just now)|calendly|savvycal|cal\.com|bookings|booked you|i've booked|booking link|interview is (?:on|at|confirmed|scheduled))\b"
    ),
    courtesy=any_of(
        r"\b(?:thanks?(?: you)?(?: so| very)?(?: much)?(?: again| a (?:million|lot|bunch))?(?: for (?:this|that|letting (?:me|us) know|the (?:update|info|heads[- ]up|confirmation|note|email|message|quick \w+|reply|kind words|documents?|files?)|your (?:email|message|patience|note|reply|time|mail|quick \w+|prompt \w+|understanding|kind words)|sending (?:this|these|that|them|it)(?: (?:over|through|across))?|confirming|coming(?: in)?|getting back))?|no wu[ck]+[ae]rs|no wuckas|no dramas|all good|ha(?:ha)+|lol|you're (?:very |most |so |more than )?welcome|(?:it )?was (?:a|my|our) (?:real |great |absolute )?pleasure|thank(?:s| you) for (?:joining|making (?:it|the time)|making time|stopping by)(?: us| me)?(?: at (?:such )?short notice)?|you are (?:very |most )?welcome|no (?:problem|worries|bother|prob|rush)(?: at all)?|my pleasure|pleasure|noted(?: with thanks)?|got it|received(?: with thanks)?|well received|great|perfect|lovely|brilliant|fab|fantastic|wonderful|excellent|super|cheers|ta|ok|okay|will do|sounds good|all good|much appreciated|appreciate it|have a (?:good|great|nice|lovely) (?:day|one|evening|weekend|week|trip|holiday|time)|enjoy (?:your|the) \w+|safe (?:travels|journey|trip)|(?:speak|talk|chat|see you|catch up) (?:soon|then|later|to you (?:soon|then))|take care|all the best|best(?: wishes)?|kind regards|regards|many thanks|warm regards|nice (?:meeting|to meet) you|(?:was |it was )?(?:great|lovely|good|nice|a pleasure) (?:to meet|meeting|talking|speaking|seeing|chatting|to (?:see|speak|talk|chat))(?: (?:to|with))?(?: you)?(?: too| as well)?(?: today| yesterday| this morning)?|same here|likewise|you too|and you|glad to hear(?: it)?|good luck|fingers crossed|nice one|good (?:one|man|lad|lass|woman)|top (?:man|stuff|banana)|legend|sweet|ace|brill|magic|sorted|smashing|belter|sound|beauty|ripper|too easy|cheers|(?:mate|pal|buddy|bud|man|love|hun|dear|folks|champ)(?=[.!,]|$)|not at all|anytime|any time|sure(?: thing)?|of course|cool|awesome|good stuff|grand|happy to help|hope you (?:have|had) a (?:good|great|nice|lovely) \w+|i (?:have |'ve )?(?:got|received) (?:it|them|your (?:cv|documents?|files?|email)))\b"
    ),
    delivers=any_of(
        r"\bon (?:its|their|the) way\b|https?://\w",
        r"\b(?:it|that|this|either) (?:would|does|will|suits|is fine|works)\b|\blook(?:ing)? forward to (?:meeting|seeing|speaking|talking)\b",
        r"\b(?:attach\w*|enclos\w*|here|below|files?|photos?|pics?|scans?|resume|cv|sent|submitted|uploaded|completed|done|finished|signed|filled|link|works?|free|available|can (?:do|make)|suits?|confirm\w*|i (?:have|hold|live|am|would|earn|can|do)|i'm|i've|my \w+ is)\b",
    ),
    defers=any_of(
        r"\b(?:i'll|i will|ill|'ll|i'm going to|going to|hope to|plan to) (?:start|begin|sit down|get to work|get to it|do|finish|attempt|have)\b[^.!?]{0,25}\b(?:over|at|on|this|during|by) (?:the )?(?:weekend|week|evening|mon\w*|tues\w*|wed\w*|thurs?\w*|fri\w*|sat\w*|sun\w*)\b|\b(?:i'll|i will) (?:start|begin|do it|get on it) (?:tomorrow|tonight)\b",
        r"^\W*(?:ok(?:ay)?,? |sure,? |great,? |thanks,? )?will do\b",
        r"\b(?:i'll|i will|ill|'ll|will|i'm going to|going to|plan to) (?:take|do|complete|sit|attempt|finish|start|fill in|write|record) (?:it|this|that|the (?:test|assessment|task|exercise|challenge|form|quiz|video))\b(?! (?:now|right away|straight away|at once))",
        r"\b(?:i'll|i will|ill|i'm going to|gonna|'ll) (?:dig|dive|get stuck|jump) (?:in|into)\b|\b(?:i'll|i will|ill|'ll) (?:crack on|make a start|tackle|work through|get going|get cracking|knuckle down)\b",
        r"\b(?:plan(?:ning)?|hop(?:e|ing)|aim(?:ing)?|intend) to (?:do|send|finish|get|have|submit|start|complete|tackle)\b",
        r"\b(?:i'll|i will|ill|let me|i'm going to)\b[^.!?]{0,20}\b(?:dig|find|scan|gather|collect|put together|pull together|sort|ask|warn|chase)\b[^.!?]{0,60}\b(?:tomorrow|tonight|later|soon|this (?:week|evening|weekend)|at the weekend|first|next|on (?:mon|tue|wed|thu|fri|sat|sun)\w*|then|and send)",
        r"\b(?:to|will) follow\b(?! up)",
        r"\b(?:i'll|i will|ill|will|going to|'ll) (?:get (?:to|on|onto|round to|started on) (?:it|this|that)|start (?:on )?(?:it|this|that)|work on (?:it|this|that)|have a (?:look|go|crack)|give it a (?:go|shot|try))\b",
        r"\b(?:sleep on|think (?:it|this|that) over|(?:need|have|want|like) (?:to|some time to|a (?:day|bit|night) to) (?:think|check|dig|talk (?:it|this)|run (?:it|this)|look for|find)|still (?:waiting|need|looking|missing)|waiting for (?:my|the|a|him|her|them))\b",
        r"\b(?:i'll|i will|ill|will|let me|i'm going to|i can|i should be able to)\b[^.!?]{0,30}\b(?:send|get back|let you know|reply|respond|revert|come back|confirm|check|think|forward|have (?:it|them|that)|look at|do (?:it|this|that)|submit|get (?:it|them|that|those))\b[^.!?]{0,40}\b(?:tomorrow|tonight|later|soon|shortly|by|on|this|next|asap|over|in the|as soon|when|once|after|at the|mon|tue|wed|thu|fri|sat|sun)",
    ),
    formal=None,
    informal=None,
    greeting=any_of(
        r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|day|evening)|morning|afternoon|g'day|kia ora|greetings|howdy|hiya)(?: there)?,? +(?P<name>[^\n,.!:;–—-]{2,40})"
    ),
    other_role=any_of(
        r"\b(?:(?:something|this is|this one is|one that is|on a|and a) (?:quite |entirely |completely |altogether |totally |wholly )?(?:separate|different|unrelated)(?: (?:note|matter|subject|one|thing))?|separately,)",
        r"\b(?:nothing to do with (?:that|the other|your current)|different from your current|separate from your current|another role entirely)\b",
        r"\b(?:(?:completely |entirely |totally )?(?:separate|unrelated) (?:to|from|role|position|opportunity|vacancy)|another (?:role|position|opportunity|vacancy|opening|job)|(?:a )?(?:different|new) (?:role|position|opportunity|vacancy|opening|job)|unrelated (?:to|question))\b",
    ),
)
