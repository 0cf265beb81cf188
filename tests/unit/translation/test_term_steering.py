"""The chain that makes a translation use its terms: in order, only when needed, never too often."""

from __future__ import annotations

from collections.abc import Sequence

from glossary.types import TermMatch
from translation.families.family import Encoded
from translation.term_constraints import TermStrategy
from translation.term_steering import TermSteering
from translation.together import Draft, Search, together

IBUPROFEN = TermMatch("ibuprofen", 2, 5, "布洛芬", "ibuprofen", steers=True)
WARFARIN = TermMatch("warfarin", 6, 9, "华法林", "warfarin", steers=True)
SENTENCE = "我吃布洛芬和华法林。"
LANGS = ("zh", "en")


class WordFamily:
    """Tokens are signs of the source and words of the target; terms are written behind it."""

    max_tokens = 100

    def encode(
        self,
        sentence: str,
        source_lang: str,
        target_lang: str,
        terms: Sequence[TermMatch] = (),
    ) -> Encoded:
        return Encoded((*sentence, *(f"<{term.wanted}>" for term in terms)))

    def decode(self, tokens: Sequence[str], target_lang: str) -> str:
        return " ".join(token.removeprefix("▁") for token in tokens)

    def target_pieces(self, text: str, target_lang: str, *, first: bool) -> tuple[str, ...]:
        return tuple(f"▁{word}" for word in text.split())


class Model:
    """Answers by what was asked: (terms written in, hypotheses, prefix); remembers it."""

    def __init__(self, answers: dict[tuple[str, ...], list[tuple[str, float]]]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, ...]] = []

    def __call__(
        self, encoded: Encoded, target_lang: str, hypotheses: int, attention: bool
    ) -> list[Draft]:
        terms = tuple(t[1:-1] for t in encoded.tokens if t.startswith("<"))
        key = (*terms, f"n{hypotheses}", *(f"+{t}" for t in encoded.prefix))
        self.asked.append(key)
        return [
            draft(text, score, encoded if attention else None)
            for text, score in self._answers.get(key, [("I take nothing", -9.0)])
        ]


def draft(text: str, score: float = -0.1, encoded: Encoded | None = None) -> Draft:
    """A draft whose word "pills" looks at 布洛芬, and everything else at the first sign."""
    words = tuple(f"▁{word}" for word in text.split())
    rows: list[tuple[float, ...]] = []
    if encoded is not None:
        for word in words:
            looks = range(2, 5) if word == "▁pills" else range(1)
            size = len(encoded.tokens)
            rows.append(tuple(1 / len(looks) if at in looks else 0.0 for at in range(size)))
    return Draft(text, score, False, words, tuple(rows))


def steer(
    model: Model, strategy: TermStrategy, first: str, *terms: TermMatch
) -> tuple[str, tuple[str, ...]]:
    best = steered(model, strategy, SENTENCE, terms, draft(first))
    return best.text, best.replaced


def steered(
    model: Model, strategy: TermStrategy, sentence: str, terms: Sequence[TermMatch], first: Draft
) -> Draft:
    def search(asked: Sequence[Search]) -> list[list[Draft]]:
        return [model(s.encoded, LANGS[1], s.hypotheses, s.attention) for s in asked]

    steering = TermSteering(strategy, WordFamily())
    (best,) = together([steering.steps(sentence, LANGS, terms, first)], search)
    return best


ALL = TermStrategy(inline=True, n_best=3, margin=0.5, constrained=True, replaced=True)
PUBLIC = TermStrategy(n_best=3, margin=0.5, constrained=True, replaced=True)


def test_a_translation_that_has_its_terms_is_left_alone() -> None:
    model = Model({})
    assert steer(model, ALL, "I take Ibuprofen", IBUPROFEN) == ("I take Ibuprofen", ())
    assert model.asked == []


def test_terms_that_do_not_steer_are_left_alone() -> None:
    model = Model({})
    quiet = TermMatch("ibuprofen", 2, 5, "布洛芬", "ibuprofen")
    assert steer(model, ALL, "I take pills", quiet)[0] == "I take pills"
    assert model.asked == []


def test_inline_comes_first_and_the_surest_of_the_best_wins() -> None:
    model = Model(
        {
            ("warfarin", "n1"): [("I take warfarin today", -0.1)],
            ("ibuprofen", "warfarin", "n1"): [("I take ibuprofen and warfarin", -0.4)],
        }
    )
    text, replaced = steer(model, ALL, "I take ibuprofen here", IBUPROFEN, WARFARIN)
    assert text == "I take ibuprofen and warfarin"
    assert replaced == ()


def test_n_best_within_the_margin_for_families_without_annotation() -> None:
    answers = [("I take pills", -0.1), ("I take ibuprofen", -0.4), ("So ibuprofen", -0.5)]
    model = Model({("n3",): answers})
    assert steer(model, PUBLIC, "I take pills", IBUPROFEN)[0] == "I take ibuprofen"


def test_beyond_the_margin_the_term_is_decoded_where_it_was_expected() -> None:
    model = Model(
        {
            ("n3",): [("I take pills daily", -0.1), ("I ibuprofen", -0.9)],
            ("n1",): [("I take pills daily", -0.1)],
            ("n1", "+▁I", "+▁take", "+▁ibuprofen"): [("I take ibuprofen daily", -0.3)],
        }
    )
    text, replaced = steer(model, PUBLIC, "I take pills daily", IBUPROFEN)
    assert (text, replaced) == ("I take ibuprofen daily", ())


def test_at_last_the_term_is_put_over_what_the_model_wrote_and_named() -> None:
    model = Model({("n1",): [("I take pills daily", -0.1)]})
    text, replaced = steer(model, PUBLIC, "I take pills daily", IBUPROFEN)
    assert (text, replaced) == ("I take ibuprofen daily", ("ibuprofen",))


def test_nothing_is_put_in_where_nothing_is_aligned() -> None:
    model = Model({("n1",): [("I take something", -0.1)]})
    assert steer(model, PUBLIC, "I take something", WARFARIN) == ("I take something", ())


def test_a_term_never_comes_out_more_often_than_it_was_said() -> None:
    model = Model({("ibuprofen", "n1"): [("ibuprofen ibuprofen ibuprofen", -0.1)]})
    strategy = TermStrategy(inline=True)
    assert steer(model, strategy, "I take pills", IBUPROFEN)[0] == "I take pills"


def test_a_decode_that_went_astray_is_not_taken() -> None:
    long = "ibuprofen " + "and so on " * 20
    model = Model({("ibuprofen", "n1"): [(long.strip(), -0.1)]})
    strategy = TermStrategy(inline=True)
    assert steer(model, strategy, "I take pills", IBUPROFEN)[0] == "I take pills"


def test_the_sentence_keeps_its_capital() -> None:
    model = Model({("ibuprofen", "n1"): [("ibuprofen is good", -0.1)]})
    assert steer(model, ALL, "Pills are good", IBUPROFEN)[0] == "Ibuprofen is good"


def test_an_abbreviation_is_wanted_as_it_was_said() -> None:
    said = TermMatch(
        "psa", 0, 3, "PSA", "prostate-specific antigen", register="abbreviation",
        accepted=("prostate-specific antigen", "PSA"), steers=True,
    )  # fmt: skip
    model = Model({("PSA", "n1"): [("Your PSA is high", -0.1)]})
    best = steered(model, ALL, "PSA高", [said], draft("Your level is high"))
    assert best.text == "Your PSA is high"
