"""Adds up number words: "one hundred and twenty-five", "quatre-vingt-dix", "خمسة وعشرون"."""

from __future__ import annotations


class Sum:
    """Takes number words one at a time and refuses a word that cannot follow."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._total = 0.0
        self._section = 0.0
        self._last = 0.0
        self._words = 0

    @property
    def seen(self) -> bool:
        """Whether any word was taken."""
        return self._words > 0

    @property
    def value(self) -> float:
        """The number so far."""
        return self._total + self._section

    @property
    def round(self) -> bool:
        """Whether an ordinal below ten may end it: "twenty-" in "twenty-first"."""
        return self.seen and self.value >= 20 and self.value % 10 == 0

    def take(self, value: float, linked: bool) -> bool:
        """Take the next word if it continues the number. ``linked``: "and" stood before it."""
        fits = self._fits(value, linked)
        if fits:
            self._add(value)
            self._last, self._words = value, self._words + 1
        return fits

    def _fits(self, value: float, linked: bool) -> bool:
        if not self.seen:
            return True
        if linked and self._last < 100 and value > 1 and self._language == "en":
            return False
        if value >= 1000:
            return self._section > 0 or (value > 1000 and self._total == 1000)
        if value >= 100:
            return (self._section % 100 != 0 and self._section < 100 and value == 100) or (
                self._section == 0
            )
        return self._small_fits(value, linked)

    def _small_fits(self, value: float, linked: bool) -> bool:
        rest = self._section % 100
        if value >= 20:
            if self._language == "ar" and linked and 0 < rest < 10:
                return True
            pair = self._language == "en" and self._words == 1 and 0 < self._section <= 20
            return rest == 0 or (pair and self._section < 20) or (pair and self._section == 20)
        if rest == 0:
            return self._last >= 100
        if value == 0:
            return False
        if value < 10:
            return self._last in range(20, 91, 10) or (self._language == "ko" and self._last == 10)
        return self._language == "fr" and self._last in (60, 80)

    def _add(self, value: float) -> None:
        rest = self._section % 100
        if value > 1000 and self._total and not self._section:
            self._total *= value
        elif value >= 1000:
            self._total += (self._section or 1) * value
            self._section = 0.0
        elif value == 100 and 0 < self._section < 100:
            self._section *= 100
        elif value >= 20 and 0 < rest <= 20 and self._language == "en":
            # "one twenty over eighty", "nineteen ninety-five"
            self._section = self._section * 100 + value
        else:
            self._section += value
