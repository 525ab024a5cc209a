/** A verdict for the ear and the hand: speech, a tone when there is no voice, a vibration. */
import type { Verdict } from '@citycode/wasm/types';
import { languages } from '../i18n/names.generated.js';

type OutcomeName = Verdict['outcome'];

/** Told apart without looking: one short; two long; three short. Milliseconds on, off, on … */
const kVibrations: Readonly<Record<OutcomeName, readonly number[]>> = {
  valid: [120],
  invalid: [450, 120, 450],
  undecided: [120, 100, 120, 100, 120],
};

/** Hertz, one tone after another: up, down, level. */
const kTones: Readonly<Record<OutcomeName, readonly number[]>> = {
  valid: [660, 990],
  invalid: [330, 220],
  undecided: [440, 440, 440],
};
/** Three of them, with their pauses, are over in 0.6 s: before the next person stands there. */
const kToneSeconds = 0.14;

let audio: AudioContext | null = null;

// The first question about voices makes a browser look for them; by the first verdict they are there.
if (typeof speechSynthesis !== 'undefined') speechSynthesis.getVoices();

function playTones(outcome: OutcomeName): void {
  try {
    audio ??= new AudioContext();
    const context = audio;
    if (context.state !== 'running') {
      void context.resume().catch(() => undefined);   // before the first touch: silent now, and nothing saved up for later
      return;
    }
    kTones[outcome].forEach((hertz, index) => {
      const start = context.currentTime + index * (kToneSeconds + 0.05);
      const tone = new OscillatorNode(context, { frequency: hertz, type: outcome === 'invalid' ? 'square' : 'sine' });
      const loudness = new GainNode(context, { gain: 0.12 });
      tone.connect(loudness).connect(context.destination);
      tone.start(start);
      tone.stop(start + kToneSeconds);
    });
  } catch {
    // No sound here: the screen says everything that the tones say.
  }
}

/** Reads a sentence aloud in the page's language. False when this browser has no voice. */
export function speak(sentence: string, language: string): boolean {
  if (typeof speechSynthesis === 'undefined' || speechSynthesis.getVoices().length === 0) return false;
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(sentence);
  utterance.lang = languages.find(({ tag }) => tag === language)?.voice ?? language;
  speechSynthesis.speak(utterance);
  return true;
}

export function announce(outcome: OutcomeName, sentence: string, language: string): void {
  // Before anybody touched the page the browser blocks it, and complains.
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.([...kVibrations[outcome]]);
  if (!speak(sentence, language)) playTones(outcome);
}

export function stopAnnouncing(): void {
  if (typeof speechSynthesis !== 'undefined') speechSynthesis.cancel();
}
