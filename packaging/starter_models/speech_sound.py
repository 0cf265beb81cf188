"""Rooms, microphones and noises for the training sounds, all made from random numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt
from speech_common import SAMPLE_RATE

Sound = np.ndarray[Any, np.dtype[np.float32]]
Rng = np.random.Generator


def trimmed(sound: Sound, threshold: float = 0.004) -> Sound:
    """The sound without the silence before and after it (20 ms of it stay)."""
    loud = np.flatnonzero(np.abs(sound) > threshold)
    if loud.size == 0:
        return sound[:0]
    edge = SAMPLE_RATE // 50
    return sound[max(0, loud[0] - edge) : loud[-1] + edge]


def restretched(sound: Sound, rng: Rng) -> Sound:
    """Tempo and pitch changed together by -10..+12 per cent."""
    percent = int(rng.integers(90, 113))
    return np.asarray(resample_poly(sound, percent, 100), dtype=np.float32)


def in_room(sound: Sound, rng: Rng) -> Sound:
    """The sound in a room with 0.12..0.6 s reverberation, direct sound in front."""
    reverberation_s = rng.uniform(0.12, 0.6)
    times = np.arange(int(reverberation_s * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.standard_normal(times.size) * np.exp(-6.9 * times / reverberation_s)
    tail[: int(0.003 * SAMPLE_RATE)] = 0.0
    tail *= rng.uniform(0.15, 0.9) / (np.sqrt(np.sum(tail**2)) + 1e-9)
    tail[0] = 1.0
    return np.asarray(fftconvolve(sound, tail)[: sound.size + 3200], dtype=np.float32)


def through_microphone(sound: Sound, rng: Rng) -> Sound:
    """A telephone band, a small laptop microphone's curve, or a gentle tilt."""
    kind = rng.integers(0, 3)
    if kind == 0:
        bands = butter(
            4,
            [rng.uniform(200, 350), rng.uniform(3200, 3800)],
            "band",
            fs=SAMPLE_RATE,
            output="sos",
        )
    elif kind == 1:
        bands = butter(
            2, [rng.uniform(80, 250), rng.uniform(5000, 7600)], "band", fs=SAMPLE_RATE, output="sos"
        )
    else:
        bands = butter(1, rng.uniform(1500, 6000), "low", fs=SAMPLE_RATE, output="sos")
    return np.asarray(sosfilt(bands, sound), dtype=np.float32)


def noise(samples: int, rng: Rng) -> Sound:
    """White, pink, brown or band noise, or mains hum, of unit power."""
    kind = rng.integers(0, 5)
    white = rng.standard_normal(samples)
    if kind in (1, 2):
        spectrum = np.fft.rfft(white)
        slope = np.arange(spectrum.size) + 1.0
        white = np.fft.irfft(spectrum / slope ** (0.5 * kind), samples)
    elif kind == 3:
        low = rng.uniform(100, 3000)
        band = butter(2, [low, low * rng.uniform(1.3, 2.3)], "band", fs=SAMPLE_RATE, output="sos")
        white = sosfilt(band, white)
    elif kind == 4:
        white = _hum(samples, rng) + 0.2 * white
    return np.asarray(white / (np.sqrt(np.mean(white**2)) + 1e-9), dtype=np.float32)


def _hum(samples: int, rng: Rng) -> Any:
    times = np.arange(samples) / SAMPLE_RATE
    base = rng.choice([50.0, 60.0, 100.0, rng.uniform(80, 400)])
    parts = [
        rng.uniform(0, 1) / order * np.sin(2 * np.pi * base * order * times)
        for order in range(1, 8)
    ]
    return np.sum(parts, axis=0) + 1e-3


def music(samples: int, rng: Rng) -> Sound:
    """Chords of decaying tones: the nearest thing to music that can be made from numbers."""
    sound = np.zeros(samples)
    position = 0
    while position < samples:
        length = int(rng.uniform(0.12, 0.9) * SAMPLE_RATE)
        times = np.arange(min(length, samples - position)) / SAMPLE_RATE
        chord = np.zeros(times.size)
        root = 110.0 * 2 ** (rng.integers(0, 36) / 12)
        for step in rng.choice([0, 3, 4, 7, 10, 12], size=rng.integers(1, 4), replace=False):
            pitch = root * 2 ** (step / 12)
            for order in range(1, int(rng.integers(2, 7))):
                chord += np.sin(2 * np.pi * pitch * order * times) / order**1.3
        sound[position : position + times.size] += chord * np.exp(-times * rng.uniform(0.5, 6))
        position += int(length * rng.uniform(0.5, 1.0)) + 1
    return np.asarray(sound / (np.abs(sound).max() + 1e-9), dtype=np.float32)


def clicks(samples: int, rng: Rng) -> Sound:
    """Knocks, key clicks and taps over nothing."""
    sound = np.zeros(samples, dtype=np.float32)
    for _ in range(int(rng.integers(1, 12))):
        length = int(rng.uniform(0.002, 0.08) * SAMPLE_RATE)
        start = int(rng.integers(0, max(1, samples - length)))
        burst = rng.standard_normal(length) * np.exp(-np.arange(length) / (length / 5))
        sound[start : start + length] += (burst * rng.uniform(0.1, 1.0))[: samples - start]
    return sound


def babble(voices: list[Sound], samples: int, rng: Rng) -> Sound:
    """Several voices over one another, so that no word can be made out; unit power."""
    mixed = np.zeros(samples, dtype=np.float32)
    for voice in voices:
        if voice.size:
            start = int(rng.integers(0, voice.size))
            mixed += np.resize(np.roll(voice, -start), samples) * rng.uniform(0.6, 1.0)
    return np.asarray(mixed / (np.sqrt(np.mean(mixed**2)) + 1e-9), dtype=np.float32)


def levelled(sound: Sound, rng: Rng) -> Sound:
    """The sound at a peak of -32..-1 dB of full scale."""
    peak_db = rng.uniform(-32, -1) if rng.random() < 0.3 else rng.uniform(-14, -1)
    return np.asarray(sound * (10 ** (peak_db / 20) / (np.abs(sound).max() + 1e-9)), np.float32)


def surrounded(sound: Sound, rng: Rng, others: list[Sound]) -> Sound:
    """A trimmed utterance as a microphone hears it: pauses around, room, curve, noise, level."""
    if rng.random() < 0.4:
        sound = restretched(sound, rng)
    before, after = (int(rng.uniform(0.02, high) * SAMPLE_RATE) for high in (0.4, 0.5))
    sound = np.concatenate([np.zeros(before, np.float32), sound, np.zeros(after, np.float32)])
    if rng.random() < 0.25:
        sound = in_room(sound, rng)
    power = float(np.sqrt(np.mean(sound**2))) + 1e-6
    if rng.random() < 0.35:
        sound = sound + noise(sound.size, rng) * power * 10 ** (-rng.uniform(6, 30) / 20)
    if others and rng.random() < 0.12:
        sound = sound + babble(others, sound.size, rng) * power * 10 ** (-rng.uniform(9, 24) / 20)
    if rng.random() < 0.2:
        sound = through_microphone(sound, rng)
    sound = levelled(sound.astype(np.float32), rng)
    floor = 10 ** (-rng.uniform(60, 95) / 20)
    return np.clip(sound + rng.standard_normal(sound.size) * floor, -1, 1).astype(np.float32)


def non_speech(rng: Rng, others: list[Sound]) -> Sound:
    """One sound without words to write down, 0.5..9.5 s long."""
    samples = int(rng.uniform(0.5, 9.5 if rng.random() < 0.3 else 4.5) * SAMPLE_RATE)
    kind = rng.integers(0, 7)
    if kind == 0:
        sound: Any = np.zeros(samples, np.float32)
        level = 0.0
    else:
        level = 10 ** (-rng.uniform(1, 45) / 20)
        if kind in (1, 2):
            sound = noise(samples, rng) / 4
        elif kind == 3:
            sound = music(samples, rng)
        elif kind == 4:
            sound = clicks(samples, rng)
        elif kind == 5 and len(others) >= 4:
            sound = babble(others, samples, rng) / 5
        else:
            sound = _hum(samples, rng).astype(np.float32) / 4
    if rng.random() < 0.4:
        sound = sound * np.interp(np.arange(samples), np.linspace(0, samples, 5), rng.random(5))
    if rng.random() < 0.3:
        sound = in_room(sound.astype(np.float32), rng)[:samples]
    floor = 10 ** (-rng.uniform(50, 100) / 20) * (rng.random() < 0.85)
    sound = sound * level + rng.standard_normal(samples) * floor
    return np.asarray(np.clip(sound, -1, 1), np.float32)
