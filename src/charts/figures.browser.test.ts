// What types cannot promise: that Plotly knows every attribute and draws every chart.

import plotly from 'plotly.js-cartesian-dist-min';
import { afterEach, describe, expect, it } from 'vitest';
import { allCharts } from '../../test/builders/figures';
import { DARK_THEME, LIGHT_THEME } from './theme';

interface Checker {
  validate(data: readonly object[], layout: object): { code: string; msg: string }[] | undefined;
}

const host = document.createElement('div');
host.style.cssText = 'width: 640px; height: 400px';
document.body.append(host);

afterEach(() => plotly.purge(host));

describe.each([
  ['light', LIGHT_THEME],
  ['dark', DARK_THEME],
])('%s', (_, theme) => {
  it.each(allCharts(theme))('$name is understood and drawn', async ({ figure }) => {
    const problems = (plotly as unknown as Checker).validate(figure.data, figure.layout) ?? [];
    // "unused": a colour of something that is not shown here.
    const serious = problems.filter((problem) => problem.code !== 'unused');
    expect(serious.map((problem) => problem.msg)).toEqual([]);
    await plotly.react(host, figure.data, figure.layout, figure.config);
    expect(host.querySelectorAll('svg.main-svg').length).toBeGreaterThan(0);
    expect(host.querySelector('.trace, .heatmaplayer image, .hm')).not.toBeNull();
  });
});
