"""A rule as data, read strictly: an unknown key, kind or level is an error, never ignored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.classification import matchers
from backend.classification.effect import Effect as Effect  # a rule carries it
from backend.classification.line_keys import LONGEST_KEY
from backend.classification.matchers import Matcher
from backend.classification.pattern import check_pattern, compile_pattern
from backend.classification.stages import Stage, StageRow, read_stages
from backend.classification.verdict import Level, Where
from backend.errors import BundleError
from backend.text.normalise import accented, standing_alone

Written = Mapping[str, Any]
TEXTS = ("title", "title_en", "source", "why", "why_en")


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule. `title`, `source` and `why` are shown to the official; `id` never changes."""

    id: str
    family: str
    effect: Effect
    looks_at: frozenset[Where]
    matcher: Matcher
    title: str
    title_en: str
    source: str
    why: str
    why_en: str
    stages: tuple[StageRow, ...] = ()

    @property
    def is_always_enforced(self) -> bool:
        return not self.stages or self.stages[0].stage is Stage.ENFORCE


def read_rule(written: Written) -> Rule:
    """Compile one rule.

    Raises:
        BundleError: it lacks a key, has one nobody knows, or its pattern is not of the restricted kind.
    """
    keys = {"id", "family", "effect", "looks_at", "match", *TEXTS}
    name = str(written.get("id", "?"))
    if set(written) - {"stages"} != keys:
        raise BundleError(f"rule {name}: keys differ: {sorted((set(written) - {'stages'}) ^ keys)}")
    if not all(isinstance(written[key], str) and written[key] for key in ("id", "family", *TEXTS)):
        raise BundleError(f"rule {name}: an empty text")
    if not written["id"].startswith(f"{written['family']}."):
        raise BundleError(f"rule {name}: does not begin with its family {written['family']!r}")
    try:
        return Rule(
            id=name,
            family=written["family"],
            effect=Effect(written["effect"]),
            looks_at=frozenset(Where(where) for where in _texts(written, "looks_at")),
            matcher=read_matcher(written["match"]),
            stages=read_stages(written["stages"], Effect(written["effect"])) if "stages" in written else (),
            **{key: written[key] for key in TEXTS},
        )
    except (BundleError, ValueError, TypeError, AttributeError) as error:  # of another shape than the schema says
        raise BundleError(f"rule {name}: {error}") from error


def read_matcher(written: Any) -> Matcher:
    """Compile one `match` table; every key is checked."""
    if not isinstance(written, Mapping) or written.get("kind") not in _READERS:
        raise BundleError(f"no such kind of match: {written!r}")
    read, required, optional = _READERS[written["kind"]]
    keys = set(written) - {"kind"}
    if not set(required) <= keys <= {*required, *optional}:
        raise BundleError(f"match {written['kind']}: keys {sorted(keys)}, wanted {required} and perhaps {optional}")
    return read(written)


def _any_case(written: Written) -> bool:
    case = written.get("case", "exact")
    if case not in ("exact", "any"):
        raise BundleError(f"case {case!r} is neither exact nor any")
    return bool(case == "any")


def _texts(written: Written, key: str) -> tuple[str, ...]:
    listed = written[key]
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
        raise BundleError(f"{key} must be a list that is not empty")
    if not all(isinstance(text, str) and text for text in listed):
        raise BundleError(f"{key} holds what is no text")
    return tuple(listed)


def _phrases(written: Written, key: str = "phrases") -> tuple[str, ...]:
    normal = tuple(accented(phrase) for phrase in _texts(written, key))
    if not all(normal):
        raise BundleError(f"{key} holds an empty phrase")
    return tuple(phrase.lower() for phrase in normal) if _any_case(written) else normal


def _bare_phrases(written: Written) -> tuple[str, ...]:
    """For lines, which are compared without the punctuation around them."""
    phrases = _phrases(written)
    if framed := [phrase for phrase in phrases if standing_alone(phrase) != phrase]:
        raise BundleError(f"phrases that no line can be, punctuation falls away: {framed}")
    return phrases


def _line(written: Written) -> Matcher:
    any_case = _any_case(written)
    _bare_phrases(written)
    levels = {phrase: Level(level) for phrase, level in written.get("levels", {}).items()}
    if stray := set(levels) - set(written["phrases"]):
        raise BundleError(f"levels of phrases that are not listed: {sorted(stray)}")
    keys = {matchers.joined_key(phrase, any_case=any_case): levels.get(phrase) for phrase in written["phrases"]}
    if long := [key for key in keys if len(key) > LONGEST_KEY]:
        raise BundleError(f"phrases that are whole lines have at most {LONGEST_KEY} characters without spaces: {long}")
    return matchers.LineMatcher(keys, any_case)


def _line_start(written: Written) -> Matcher:
    pages = written.get("only_pages", [])
    if not isinstance(pages, Sequence) or not all(type(page) is int and page > 0 for page in pages):
        raise BundleError("only_pages must be a list of page numbers from 1")
    return matchers.LineStartMatcher(_bare_phrases(written), _any_case(written), tuple(pages))


def _since(written: Written) -> Matcher:
    return matchers.SinceMatcher(_bare_phrases(written))


def _phrase(written: Written) -> Matcher:
    return matchers.PhraseMatcher(_phrases(written), _any_case(written))


def _near(written: Written) -> Matcher:
    within = written["within"]
    if type(within) is not int or not 0 <= within <= 200:
        raise BundleError("within must be 0 to 200 characters")
    return matchers.NearMatcher(_phrases(written, "first"), _phrases(written, "second"), within, _any_case(written))


def _pattern(written: Written) -> Matcher:
    pattern, literal, any_case = written["pattern"], written["literal"], _any_case(written)
    check_pattern(pattern, literal)
    if any_case and (pattern != pattern.lower()):
        raise BundleError(f"pattern {pattern!r}: must be in lower case where any case will do")
    return matchers.PatternMatcher(compile_pattern(pattern), literal, any_case)


def _field(written: Written) -> Matcher:
    if written["field"] not in matchers.FIELDS or ("in" in written) == ("contains" in written):
        raise BundleError(f"field: one of {matchers.FIELDS}, with either `in` or `contains`")
    if "in" in written:
        return matchers.FieldMatcher(written["field"], _texts(written, "in"), ())
    contains = tuple(phrase.lower() for phrase in _phrases(written, "contains"))
    return matchers.FieldMatcher(written["field"], (), contains)


def _several(written: Written) -> tuple[Matcher, ...]:
    if not written["of"]:
        raise BundleError("`of` is empty")
    return tuple(read_matcher(one) for one in written["of"])


_READERS = {
    "line": (_line, ("phrases",), ("levels", "case")),
    "line_start": (_line_start, ("phrases",), ("case", "only_pages")),
    "since": (_since, ("phrases",), ()),
    "phrase": (_phrase, ("phrases",), ("case",)),
    "near": (_near, ("first", "second", "within"), ("case",)),
    "pattern": (_pattern, ("pattern", "literal"), ("case",)),
    "field": (_field, ("field",), ("in", "contains")),
    "any": (lambda written: matchers.AnyMatcher(_several(written)), ("of",), ()),
    "all": (lambda written: matchers.AllMatcher(_several(written)), ("of",), ()),
}
