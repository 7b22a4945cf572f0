"""Threads of a mailbox, by the rules of contract 2."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.mail.first_answers import FirstAnswer, first_answers
from backend.mail.thread_ids import thread_ids
from backend.mail.thread_mail import ThreadMail, author_of, thread_mail
from backend.mail.threading import Threads, threads_of

BEGAN = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def mail(
    name: str, *, reply: str = "", references: str = "", by: str = "an@x.example", hour: int = 0, more: str = ""
) -> ThreadMail:
    lines = [f"Message-ID: <{name}>", f"From: {by}", f"Date: {BEGAN + timedelta(hours=hour):%d %b %Y %H:%M:%S +0000}"]
    lines += [f"In-Reply-To: {reply}"] if reply else []
    lines += [f"References: {references}"] if references else []
    found = thread_mail(("\n".join(lines) + "\n" + more).encode())
    assert found is not None
    return found


def threads(*mails: ThreadMail) -> Threads:
    return threads_of(mails)


def answered(found: list[FirstAnswer]) -> list[tuple[str, str | None]]:
    return [(one.question.message_id, one.answer.message_id if one.answer else None) for one in found]


def test_the_parent_is_the_last_id_of_in_reply_to_that_is_here() -> None:
    found = threads(mail("a"), mail("b"), mail("c", reply="<a> <b> <gone>", references="<a>"))

    assert found.parent == {"c": "b"}


def test_without_such_an_id_the_last_of_references_is_the_parent() -> None:
    found = threads(mail("a"), mail("b"), mail("c", reply="<gone>", references="<b> <a> <gone-too>"))

    assert found.parent == {"c": "a"}


def test_an_ancestor_that_is_missing_still_holds_its_thread_together() -> None:
    found = threads(mail("a", references="<gone>"), mail("x"), mail("b", reply="<gone>"))

    assert found.parent == {}
    assert found.threads == (("a", "b"), ("x",))


def test_a_second_copy_is_not_seen() -> None:
    found = threads(mail("a"), mail("b", reply="<a>"), mail("b", reply="<x>"), mail("x"))

    assert found.parent == {"b": "a"}
    assert found.threads == (("a", "b"), ("x",))


def test_a_loop_is_cut_at_its_earliest_mail() -> None:
    ring = [mail("a", reply="<c>", hour=5), mail("b", reply="<a>", hour=1), mail("c", reply="<b>", hour=3)]

    assert threads(*ring).parent == {"a": "c", "c": "b"}
    assert threads(*ring[::-1]).parent == {"a": "c", "c": "b"}


def test_no_mail_is_its_own_parent() -> None:
    found = threads(mail("a"), mail("b", reply="<b>", references="<a> <b>"))

    assert found.parent == {"b": "a"}


def test_a_persons_address_in_reply_to_connects_nothing() -> None:
    said = "Message from An <an@x.example> of Monday <{}>"
    found = threads(mail("a"), mail("b", reply=said.format("a")), mail("c", reply=said.format("gone")))

    assert found.threads == (("a", "b"), ("c",))


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        ("<a@x>", ["a@x"]),
        ("<a@x><b@x>", ["a@x", "b@x"]),
        ("<a@x>, <b@x>", ["a@x", "b@x"]),
        ("<a@x <b@x>", ["a@x", "b@x"]),
        ("<a@x", ["a@x"]),
        ("<long-\n\tid@x>", ["long-id@x"]),
        ("a@x", ["a@x"]),
        ("a@x b@x", ["a@x", "b@x"]),
        ("'a@x'", ["a@x"]),
        ('"<a@x>"', ["a@x"]),
        ('"An <an@x.example>" wrote <a@x>', ["a@x"]),
        ("<a(b)c@x> (<hidden@x>)", ["a(b)c@x"]),
        ("<no-at-sign>", ["no-at-sign"]),
        ("your letter to an@x.example of Monday", []),
        ("<>", []),
        ("", []),
    ],
)
def test_ids_are_found_however_they_were_broken(value: str, ids: list[str]) -> None:
    assert thread_ids(value) == ids


@pytest.mark.parametrize("written", ["Message-Id: <a@x>", "message-id:a@x", "MESSAGE-ID:\n <a@x> (added)"])
def test_a_message_id_is_known_by_any_of_its_spellings(written: str) -> None:
    found = thread_mail(f"Subject: x\n{written}\n".encode())

    assert found is not None
    assert found.message_id == "a@x"


def test_a_mail_without_an_id_is_in_no_thread() -> None:
    assert thread_mail(b"From: an@x.example\nSubject: x\n") is None
    assert thread_mail(b"Message-ID: lost\n") is None


@pytest.mark.parametrize(
    ("value", "author"),
    [
        ("An <AN@x.example>", "an@x.example"),
        ("an at x.example (An Binh)", "an@x.example"),
        ('"Sở, Khoa học" <a@x.example>', "a@x.example"),
        ("An Binh", "an binh"),
        ("", ""),
    ],
)
def test_an_author_is_known_by_address_also_where_an_archive_hid_it(value: str, author: str) -> None:
    assert author_of(value) == author


def test_the_first_answer_is_the_earliest_by_date_from_somebody_else() -> None:
    found = threads(
        mail("q", by="dan@x.example"),
        mail("own", reply="<q>", by="Dan@x.example", hour=1),
        mail("late", reply="<q>", by="b@x.example", hour=9),
        mail("first", reply="<own>", by="c@x.example", hour=4),
    )

    assert answered(first_answers(found)) == [("q", "first")]
    moments = first_answers(found)[0].moments()
    assert moments is not None
    assert moments[1] - moments[0] == timedelta(hours=4)


def test_of_two_at_the_same_moment_the_first_in_the_mailbox_answers() -> None:
    replies = [mail(name, reply="<q>", by=f"{name}@x.example", hour=2) for name in ("b", "a")]

    assert answered(first_answers(threads(mail("q"), *replies))) == [("q", "b")]


def test_machines_answer_nobody_and_the_unanswered_are_listed() -> None:
    away = mail("away", reply="<q>", by="b@x.example", hour=1, more="Auto-Submitted: auto-replied\n")

    assert answered(first_answers(threads(mail("q"), away))) == [("q", None)]


def test_an_answer_dated_before_its_question_has_no_duration() -> None:
    found = first_answers(threads(mail("q", hour=5), mail("a", reply="<q>", by="b@x.example", hour=1)))

    assert answered(found) == [("q", "a")]
    assert found[0].moments() is None


def test_a_mail_without_a_date_neither_asks_nor_answers() -> None:
    undated = thread_mail(b"Message-ID: <u>\nFrom: b@x.example\nIn-Reply-To: <q>\nDate: soon\n")
    alone = thread_mail(b"Message-ID: <v>\nFrom: b@x.example\n")
    assert undated is not None
    assert alone is not None

    assert answered(first_answers(threads(mail("q"), undated, alone))) == [("q", None)]


def test_with_an_inside_questions_come_from_outside_and_answers_from_inside() -> None:
    inside, outside = "vanthu@so.vn", "dan@x.example"
    found = threads(
        mail("q1", by=outside),
        mail("other", reply="<q1>", by="ban@y.example", hour=1),
        mail("a1", reply="<q1>", by=inside, hour=2),
        mail("q2", reply="<a1>", by=outside, hour=3),
        mail("a2", reply="<q2>", by="giamdoc@so.vn", hour=4),
        mail("ours", by=inside, hour=5),
        mail("robot", by="noreply@shop.example", hour=6),
    )
    asked = first_answers(found, lambda address: address.endswith("@so.vn"))

    assert answered(asked) == [("q1", "a1"), ("q2", "a2")]


def test_people_on_a_discussion_list_ask_and_answer() -> None:
    listed = "List-Id: <l.x.example>\nList-Post: <mailto:l@x.example>\nPrecedence: list\n"
    found = threads(mail("q", more=listed), mail("a", reply="<q>", by="b@x.example", hour=1, more=listed))

    assert answered(first_answers(found, lambda address: address == "b@x.example")) == [("q", "a")]


NAMES = st.sampled_from("abcdefgh")
MAILS = st.lists(
    st.builds(
        lambda name, reply, references, by, hour: mail(
            name,
            reply=" ".join(f"<{one}>" for one in reply),
            references=" ".join(f"<{one}>" for one in references),
            by=f"{by}@x.example",
            hour=hour,
        ),
        NAMES,
        st.lists(NAMES, max_size=2),
        st.lists(NAMES, max_size=3),
        st.sampled_from("mno"),
        st.integers(0, 5),
    ),
    max_size=9,
)


def unordered(found: Threads) -> tuple[dict[str, str], set[frozenset[str]]]:
    return found.parent, {frozenset(thread) for thread in found.threads}


@given(MAILS, st.randoms(use_true_random=False))
def test_the_order_of_the_mailbox_changes_no_thread(mails: list[ThreadMail], chance: object) -> None:
    once = list(threads_of(mails).mails)
    shuffled = sorted(once, key=lambda _: chance.random())  # type: ignore[attr-defined]

    assert unordered(threads_of(shuffled)) == unordered(threads_of(once))


@given(MAILS, st.data())
def test_copies_of_what_is_there_change_nothing(mails: list[ThreadMail], data: st.DataObject) -> None:
    copies = data.draw(st.lists(st.sampled_from(mails), max_size=4)) if mails else []

    assert threads_of([*mails, *copies]) == threads_of(mails)
    assert first_answers(threads_of([*mails, *copies])) == first_answers(threads_of(mails))


@given(MAILS)
def test_every_mail_is_in_one_thread_with_its_parent_and_no_loop_is_left(mails: list[ThreadMail]) -> None:
    found = threads_of(mails)
    thread_of = {name: number for number, thread in enumerate(found.threads) for name in thread}

    assert sorted(thread_of) == sorted({one.message_id for one in mails})
    assert sum(map(len, found.threads)) == len(thread_of)
    for child, parent in found.parent.items():
        assert thread_of[child] == thread_of[parent]
        steps, name = 0, child
        while name in found.parent:
            name, steps = found.parent[name], steps + 1
            assert steps <= len(mails)


def by_definition(found: Threads, inside: str) -> list[tuple[str, str | None]]:
    """The first answers as contract 2 words them, each question by itself."""
    place = {one.message_id: number for number, one in enumerate(found.mails)}

    def is_below(name: str, above: str) -> bool:
        while name in found.parent:
            name = found.parent[name]
            if name == above:
                return True
        return False

    result: list[tuple[str, str | None]] = []
    for one in found.mails:
        parent = found.parent.get(one.message_id)
        if one.author == inside or (parent and found.mails[place[parent]].author != inside):
            continue
        below = [x for x in found.mails if x.author == inside and is_below(x.message_id, one.message_id)]
        below.sort(key=lambda x: (str(x.sent_at), place[x.message_id]))
        result.append((one.message_id, below[0].message_id if below else None))
    return result


@given(MAILS)
def test_answers_found_in_one_pass_are_those_of_the_definition(mails: list[ThreadMail]) -> None:
    found = threads_of(mails)

    assert answered(first_answers(found, lambda author: author == "m@x.example")) == by_definition(found, "m@x.example")


@given(st.binary(max_size=300))
def test_no_header_whatever_its_bytes_raises(raw: bytes) -> None:
    names = (b"Message-ID", b"In-Reply-To", b"References", b"From", b"Date")
    found = thread_mail(b"".join(name + b": " + raw + b"\n" for name in names))

    assert found is None or answered(first_answers(threads_of([found]))) in ([], [(found.message_id, None)])


def chain(length: int) -> list[ThreadMail]:
    """Each answers the one before, the first answers the last: one ring as long as the mailbox."""
    return [mail(str(n), reply=f"<{(n - 1) % length}>", hour=n % 9, by=f"{n % 2}@x.example") for n in range(length)]


def test_a_ring_of_twenty_times_the_mails_takes_no_more_than_in_proportion() -> None:
    took: list[float] = []
    for length in (500, 10_000):
        ring = chain(length)
        started = time.process_time()
        found = threads_of(ring)
        first_answers(found, lambda author: author.startswith("1"))
        took.append(time.process_time() - started)

    assert len(found.parent) == 9_999
    assert took[1] < 20 * took[0] * 4  # four times the proportion: a square would be twenty times
