// One sound at a time, whichever part of the page started it.

let playing: HTMLMediaElement | null = null;

/** Call when `element` starts to play: whatever else was playing pauses. */
export function playAlone(element: HTMLMediaElement): void {
  if (playing && playing !== element) playing.pause();
  playing = element;
}
