"""What a rule does where it matches (rules/README.md)."""

from enum import StrEnum


class Effect(StrEnum):
    MARK = "mark"
    DECLASSIFY = "declassify"
    RESTRICT = "restrict"
    ASK = "ask"
    MANDATORY = "mandatory"
    ENCOURAGED = "encouraged"
