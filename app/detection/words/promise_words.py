"""What the files of promise wording (en_promises.py and its sisters) have to say."""

from __future__ import annotations

from dataclasses import dataclass

from app.detection.words.pattern import Pattern


@dataclass(frozen=True, slots=True)
class PromiseWords:
    """How one language promises.

    Attributes:
        respond: they answer, tell, decide: a response to me.
        step: they do something else for me: send a link, arrange a meeting.
        verbless: nouns that, beside a time and little else, promise ("Decision by Friday").
        banned: a clause with one of these is no promise: requests, reports of the past, politeness.
        banned_sentence: the same for the whole sentence.
        hangs_on_others: conditions that lie with others ("if the client likes you").
        hangs_on_me: conditions that I fulfil ("once you have sent them").
        after_that: "after that": two working days after the step before.
        day_after: "the day after".
        that_day: "then", "that day".
        undated: "soon", "as soon as I can", "when I know more".
        split: where one clause ends and the next begins.
        joined: a clause boundary that makes what follows a consequence of what came before ("and", "then").
        calls: verbs that make an appointment when an hour stands beside them.
        outcome: words that make such a call a promise ("with the decision").
        appointment: what is scheduled already ("for our interview").
        silence: the condition of a silence clause ("if you have not heard from us").
        silence_effect: and what it means then ("consider your application unsuccessful").
        closing: where a silence clause counts from the closing date, and the sentence that names that date.
        not_before: "I won't have news before".
        reported: in my own mail, words that report what they said.
        reported_response: in my own mail, what they are to do.
        extension: a new promise by naming only the time ("we need another week").
        commits: before a verb, what makes it a commitment of theirs ("we will", "I'm going to").
        hour: a time of day.
        request_of_mine: in my own mail, what makes it a wish of mine ("could you").
        bare: what is a promise even without any time ("I'll let you know").
        addressed: the words that say to whom.
        beside: what may stand between a verbless noun and its time.
        away: the writer's absence; its dates are no deadline by themselves.
    """

    respond: Pattern
    step: Pattern
    verbless: Pattern
    banned: Pattern
    banned_sentence: Pattern
    hangs_on_others: Pattern
    hangs_on_me: Pattern
    after_that: Pattern
    day_after: Pattern
    that_day: Pattern
    undated: Pattern
    split: Pattern
    joined: Pattern
    calls: Pattern
    outcome: Pattern
    appointment: Pattern
    silence: Pattern
    silence_effect: Pattern
    closing: Pattern
    not_before: Pattern
    reported: Pattern
    reported_response: Pattern
    extension: Pattern
    commits: Pattern
    hour: Pattern
    request_of_mine: Pattern
    bare: Pattern
    addressed: Pattern
    beside: Pattern
    away: Pattern
