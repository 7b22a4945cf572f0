"""What is outside the subset is refused before anything is signed: with file, line and reason."""

import shutil
from pathlib import Path

import pytest

from backend.classification.rule_files import RulesRefused, check_rule_files
from backend.cli import main
from backend.rules_folder import rules_dir

HEAD = """id = "secrecy.trial"
title = "a"
title_en = "a"
source = "a"
why = "a"
why_en = "a"
effect = "mark"
looks_at = ["attachment.text"]

[match]
"""


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(RulesRefused) as refused:
        check_rule_files(folder)
    return refused.value.problems


def trial(tmp_path: Path, text: str) -> tuple[str, ...]:
    (tmp_path / "secrecy").mkdir(exist_ok=True)
    (tmp_path / "secrecy/trial.toml").write_text(text, "utf-8")
    return problems(tmp_path)


def test_the_rules_of_the_package_are_within_the_subset() -> None:
    check_rule_files()


@pytest.mark.parametrize(
    ("match", "line", "reason"),
    [
        ('kind = "magic"', 11, "no such kind of match"),
        ('kind = "line"', 11, "keys []"),
        ('kind = "line"\nphrases = []', 12, "not empty"),
        ('kind = "line"\nphrases = ["(MẬT)"]', 12, "punctuation falls away"),
        (f'kind = "line"\nphrases = ["{"A" * 41}"]', 12, "at most 40 characters"),
        ('kind = "line"\nphrases = ["MẬT"]\nlevels = { "MẬT" = "HIGH" }', 13, "HIGH"),
        ('kind = "line"\nphrases = ["MẬT"]\ncase = "lower"', 13, "neither exact nor any"),
        ('kind = "near"\nfirst = ["a"]\nsecond = ["b"]\nwithin = 900', 14, "0 to 200"),
        ('kind = "line_start"\nphrases = ["a"]\nonly_pages = [0]', 13, "page numbers from 1"),
        ('kind = "field"\nfield = "weather"\nin = ["a"]', 12, "field: one of"),
        ('kind = "pattern"\npattern = \'a.b\'\nliteral = "a"', 12, "'.' is not allowed"),
        ('kind = "pattern"\npattern = \'Số \\w\'\nliteral = "Số"', 12, "is not allowed"),
        ('kind = "pattern"\npattern = \'Số(?:a{1,3}){2}\'\nliteral = "Số"', 12, "inside a quantified group"),
        ('kind = "pattern"\npattern = \'Số[0-9]{1,90}\'\nliteral = "Số"', 12, "no gap of at most 80"),
        ('kind = "pattern"\npattern = \'Số?\'\nliteral = "Số"', 12, "without its literal"),
        ('kind = "pattern"\npattern = \'(?=Số)\'\nliteral = "Số"', 12, "is not allowed"),
        ('kind = "pattern"\npattern = \'[^a]Số\'\nliteral = "Số"', 12, "plain list of characters"),
        ('kind = "since"\nphrases = ["a"]\ncase = "any"', 13, "keys"),
    ],
)
def test_a_match_outside_the_subset_is_refused_at_its_line(tmp_path: Path, match: str, line: int, reason: str) -> None:
    [problem] = trial(tmp_path, HEAD + match + "\n")

    assert problem.startswith(f"secrecy/trial.toml:{line}: ")
    assert reason in problem


def test_each_match_inside_another_is_told_by_its_own_line(tmp_path: Path) -> None:
    text = HEAD + (
        'kind = "any"\n\n[[match.of]]\nkind = "line"\nphrases = ["MẬT"]\n\n[[match.of]]\nkind = "all"\n\n'
        '[[match.of.of]]\nkind = "line"\nphrases = []\n\n[[match.of.of]]\nkind = "pattern"\n'
        'pattern = "a+"\nliteral = "a"\n'
    )

    first, second = sorted(trial(tmp_path, text))

    assert first.startswith("secrecy/trial.toml:22: ")
    assert second.startswith("secrecy/trial.toml:26: ")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('effect = "mark"', 'effect = "allow"', 7),
        ('looks_at = ["attachment.text"]', 'looks_at = ["footer"]', 8),
        ('id = "secrecy.trial"', 'id = "other.trial"', 1),
        ('why = "a"', 'why = ""', 1),
        ('why = "a"', "why = ", 5),
    ],
)
def test_what_is_wrong_outside_the_match_is_told_too(tmp_path: Path, old: str, new: str, line: int) -> None:
    text = HEAD.replace(old, new) + 'kind = "line"\nphrases = ["MẬT"]\n'

    assert [problem.split(": ")[0] for problem in trial(tmp_path, text)] == [f"secrecy/trial.toml:{line}"]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[tighten]\n"secrecy.marking" = "ask"\n', 4, "stricter only"),
        ('[tighten]\n"secrecy.declassified" = "restrict"\n', 4, "stricter only"),
        ('[tighten]\n"circulation.internal" = "ask"\n', 4, "stricter only"),
        ('[tighten]\n"secrecy.nothing" = "mark"\n', 4, "no rule"),
        ('[tighten]\n"circulation.internal" = "forbid"\n', 4, "forbid"),
    ],
)
def test_an_overlay_that_would_weaken_is_refused(tmp_path: Path, text: str, line: int, reason: str) -> None:
    shutil.copytree(rules_dir(), tmp_path / "rules")
    (tmp_path / "rules/overlays").mkdir()
    (tmp_path / "rules/overlays/khcn.toml").write_text(f'agency = "H55.05"\nsource = "Quyết định"\n{text}', "utf-8")

    [problem] = problems(tmp_path / "rules")

    assert problem.startswith(f"overlays/khcn.toml:{line}: ")
    assert reason in problem


def test_nothing_is_signed_of_what_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(rules_dir(), tmp_path / "rules")
    rule = tmp_path / "rules/secrecy/marking.toml"
    rule.write_text(rule.read_text("utf-8").replace('kind = "any"', 'kind = "some"', 1), "utf-8")
    key, bundle = tmp_path / "key", tmp_path / "bundle"
    main(["rules", "keygen", str(key)])

    assert main(["rules", "build", "--key", str(key), "-o", str(bundle), "--rules", str(tmp_path / "rules")]) == 2
    assert "secrecy/marking.toml:12: no such kind of match" in capsys.readouterr().err
    assert not bundle.exists()
