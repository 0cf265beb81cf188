"""Whisper through faster-whisper and CTranslate2, one level below ``transcribe``.

``WhisperModel.transcribe`` always pads to the model's whole window and detects the language over
all of Whisper's languages. Here the audio is encoded once, for language and text both, with a
window fitted to the utterance where the pack allows it, and the language is chosen among those
of the encounter only.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from speech.hot_words import added, confirmed, usable
from speech.resample import to_float32
from speech.types import SAMPLE_RATE, Hints, Hypothesis

_FITTED_TAIL_MS = 200
"""Silence after a fitted utterance, so that its last sound is not at the encoder's edge."""
_MIN_FITTED_MS = 1_000
_TOKENS_PER_SECOND = 20
_MIN_TOKENS = 24
_MAX_POSITIONS = 448
"""Places in a Whisper decoder, prompt included."""


class WhisperRecogniser:
    """A Whisper model in CTranslate2 format from a verified folder.

    ``fitted_window`` may be set only for models that were trained or measured for it.
    ``beam_size`` is used for finals; partials are greedy. Above ``no_speech_above`` the no-speech
    probability means that there are no words, whatever the decoder wrote: only for packs for
    which that was measured, because in public models a quiet "thank you" can look like silence.
    ``hot_words`` may be set only for models that were trained with text before the transcript:
    others write the prompt down; without it hints are ignored.
    """

    def __init__(
        self,
        folder: Path,
        *,
        compute_type: str = "int8",
        threads: int = 2,
        fitted_window: bool = False,
        beam_size: int = 5,
        no_speech_above: float = 1.0,
        hot_words: bool = False,
    ) -> None:
        from faster_whisper import WhisperModel

        self._model: Any = WhisperModel(
            str(folder),
            device="cpu",
            compute_type=compute_type,
            cpu_threads=threads,
            num_workers=1,
            local_files_only=True,
        )
        self._fitted = fitted_window
        self._beam_size = beam_size
        self._no_speech_above = no_speech_above
        self._hot_words = hot_words
        self._extract: Any = self._model.feature_extractor
        self._max_frames: int = int(self._extract.nb_max_frames)
        self._prompts: dict[str, list[int]] = {}

    @property
    def window_ms(self) -> int:
        """The longest audio one call can take."""
        return self._max_frames * int(self._extract.hop_length) * 1000 // SAMPLE_RATE

    def recognise(self, pcm: bytes, hints: Hints, *, partial: bool = False) -> Hypothesis:
        """Recognise mono 16 kHz int16 audio; see `speech.recogniser.Recogniser`.

        Raises ValueError when the audio is longer than `window_ms` or no language is allowed.
        """
        if not hints.language_prior:
            raise ValueError("no language is allowed")
        audio = to_float32(pcm)
        if len(audio) * 1000 // SAMPLE_RATE > self.window_ms:
            raise ValueError(f"audio is longer than the window of {self.window_ms} ms")
        encoded = self._model.encode(self._features(audio))
        probs = self._languages(encoded, hints)
        language = max(probs, key=lambda code: probs[code])
        limit = max(_MIN_TOKENS, len(audio) * _TOKENS_PER_SECOND // SAMPLE_RATE)
        beam_size = 1 if partial else self._beam_size
        plain = self._decode(encoded, self._prompt(language), limit, beam_size, probs)
        words = usable(hints.hotwords, language) if self._hot_words and not partial else ()
        if not words or not plain.text:
            return plain
        hinted = self._decode(encoded, self._prompt(language, words), limit, beam_size, probs)
        new = added(words, hinted.text, plain.text)
        if not new or not confirmed(plain, hinted, new):
            return plain
        return replace(hinted, hint_only=new)

    def _decode(
        self, encoded: Any, prompt: list[int], limit: int, beam_size: int, probs: dict[str, float]
    ) -> Hypothesis:
        """One decode of encoded audio; its language is the most probable one."""
        limit = min(limit, _MAX_POSITIONS - len(prompt))
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=beam_size,
            max_length=len(prompt) + limit,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=False,
        )[0]
        tokens = [int(token) for token in result.sequences_ids[0]]
        text_ids = [token for token in tokens if token < self._eot()]
        if result.no_speech_prob > self._no_speech_above:
            text_ids = []
        return Hypothesis(
            text=self._model.hf_tokenizer.decode(text_ids).strip(),
            language=max(probs, key=lambda code: probs[code]),
            language_probs=probs,
            avg_logprob=float(result.scores[0]) * len(tokens) / (len(tokens) + 1),
            no_speech_prob=float(result.no_speech_prob),
            token_count=len(text_ids),
            truncated=len(tokens) >= limit,
        )

    def _features(self, audio: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Log-mel features of shape (mels, frames), padded to the window the encoder gets."""
        if self._fitted:
            samples = max(
                len(audio) + SAMPLE_RATE * _FITTED_TAIL_MS // 1000,
                SAMPLE_RATE * _MIN_FITTED_MS // 1000,
            )
            # The encoder halves the frames: an odd one would be lost.
            step = 2 * int(self._extract.hop_length)
            frames = min(self._max_frames, 2 * math.ceil(samples / step))
        else:
            frames = self._max_frames
        features = np.asarray(self._extract(audio, padding=0), dtype=np.float32)[:, :frames]
        # Zeros in the normalised domain are how the starter packs were trained and how
        # faster-whisper itself pads.
        return np.pad(features, ((0, 0), (0, frames - features.shape[1])))

    def _languages(self, encoded: Any, hints: Hints) -> dict[str, float]:
        """Posterior of the allowed languages: the model's probability times the prior."""
        prior = hints.language_prior
        if len(prior) == 1 or not self._model.model.is_multilingual:
            return {code: 1.0 if code == next(iter(prior)) else 0.0 for code in prior}
        heard = {name[2:-2]: p for name, p in self._model.model.detect_language(encoded)[0]}
        weighted = {code: heard.get(code, 0.0) * p for code, p in prior.items()}
        total = sum(weighted.values())
        if total <= 0.0:
            return dict(prior)
        return {code: p / total for code, p in weighted.items()}

    def _prompt(self, language: str, hotwords: tuple[str, ...] = ()) -> list[int]:
        prompt = self._prompts.get(language)
        if prompt is None:
            from faster_whisper.tokenizer import Tokenizer

            tokenizer = Tokenizer(
                self._model.hf_tokenizer,
                self._model.model.is_multilingual,
                task="transcribe",
                language=language,
            )
            prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
            self._prompts[language] = prompt
        if not hotwords:
            return prompt
        previous = self._model.hf_tokenizer.token_to_id("<|startofprev|>")
        words = self._model.hf_tokenizer.encode(" " + ", ".join(hotwords), add_special_tokens=False)
        return [previous, *words.ids[:200], *prompt]

    def _eot(self) -> int:
        return int(self._model.hf_tokenizer.token_to_id("<|endoftext|>"))
