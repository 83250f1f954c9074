"""The user's own texts: what a letter needs works, and nothing else can be written."""

from __future__ import annotations

import pytest

from app.followup.own_wording import LONGEST_TEMPLATE, BadTemplate, check, fill

VALUES = {"greeting": "Hi Jane,", "role": "Engineer", "name": "Ada", "expected": ""}


def test_placeholders_and_conditions_are_filled_in() -> None:
    template = "{{ greeting }}\n\nAny news{% if role %} about the {{ role|lower }} role{% else %}?{% endif %}\n\n{{ name }}"
    check(template)
    assert fill(template, VALUES) == "Hi Jane,\n\nAny news about the engineer role\n\nAda\n"


@pytest.mark.parametrize(
    "template",
    [
        "{% for x in range(10**9) %}x{% endfor %}",
        "{{ name.__class__.__mro__ }}",
        "{{ name['__class__'] }}",
        "{{ name.upper() }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{% set x = name %}{{ x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{{ nobody }}",
        "{{ name|attr('__class__') }}",
        "{{ name|center(100000000) }}",
        "{{ self }}",
        "{{ name",
        "{% if role %}",
        "x" * (LONGEST_TEMPLATE + 1),
        "{{ name ~ name }}",
        "{{ [name] }}",
    ],
)
def test_a_template_that_loops_reaches_out_or_grows_is_refused_with_a_sentence(template: str) -> None:
    with pytest.raises(BadTemplate) as fault:
        check(template)
    assert fault.value.sentence.endswith((".", "”", "'")) or "Line" in fault.value.sentence


def test_what_cannot_be_filled_in_with_nothing_known_is_refused() -> None:
    check("{% if role > 'a' %}{{ role }}{% endif %}")
    with pytest.raises(BadTemplate):
        check("{{ greeting }}{% if role > 3 %}x{% endif %}")
