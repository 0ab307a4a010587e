import { expect, it } from 'vitest';
import { featureImportanceFigure } from './feature-importance';
import { shortNames } from './short-names';
import { LIGHT_THEME } from './theme';
import { waterfallFigure } from './waterfall';

const step = (name: string, value: number) => ({
  ...{ name, value, text: `${value}`, detail: '' },
  exact: { text: `${value}`, detail: '' },
});
const theme = LIGHT_THEME;

it('begins each step where the one before it ended, and ends at the score', () => {
  const { data, layout } = waterfallFigure({
    ...{ caption: 'c', axisTitle: 'Score (nats)', theme },
    start: step('average', -1),
    steps: [step('tempo', 3), step('key', -0.5), step('tempo', 0)],
    end: step('score', 1.5),
  });
  const [bars] = data;
  if (bars?.type !== 'bar') throw new Error('not bars');
  expect(bars.x).toEqual([-1, 3, -0.5, 0, 1.5]);
  expect(bars.base).toEqual([0, -1, 2, 1.5, 0]);
  expect(bars.y).toEqual(['average', 'tempo', 'key', 'tempo (2)', 'score']);
  expect(bars.marker.color.slice(1, 3)).toEqual([theme.accent, theme.secondary]);
  const [low, high] = layout.xaxis.range!;
  expect(low).toBeLessThan(-1);
  expect(high).toBeGreaterThan(2);
});

it('leaves room on the side of losses only where there are some', () => {
  const figure = (value: number) =>
    featureImportanceFigure({
      ...{ caption: 'c', axisTitle: 'Loss (nats)', theme },
      bars: [step('tempo', value), step('key', 1)],
    });
  expect(figure(2).layout.xaxis.range![0]).toBe(0);
  expect(figure(-2).layout.xaxis.range![0]).toBeLessThan(-2);
  expect(figure(0).layout.xaxis.range![1]).toBeGreaterThan(1);
});

it('keeps names short and apart', () => {
  const long = 'a measurement with a really very long name';
  const family = 'Tone against noise (spectral contrast)';
  expect(shortNames([long, long, 'tempo', family])).toEqual([
    'a measurement with a really ve…',
    'a measurement with a really ve… (2)',
    'tempo',
    'Tone against noise',
  ]);
});
