// The one place that talks to Plotly: loads it when the first chart is drawn, and owns what it makes.

import { on } from 'svelte/events';
import type { Figure } from '../charts/figure';

/** The element a chart lives in; Plotly leaves there where its axes lie. */
export type PlotHost = HTMLDivElement &
  Partial<PlotEvents> & {
    readonly _fullLayout?: { readonly xaxis: PlotAxis; readonly yaxis: PlotAxis };
  };

/** What Plotly adds to a host that it has drawn on. */
interface PlotEvents {
  on(type: PointEvent, listener: (event: PointsUnder) => void): void;
  removeListener(type: PointEvent, listener: (event: PointsUnder) => void): void;
}

type PointEvent = 'plotly_hover' | 'plotly_click';

interface PointsUnder {
  readonly points: readonly { readonly curveNumber: number; readonly pointNumber: number }[];
}

/** Place of an axis in its host, in CSS pixels. */
interface PlotAxis {
  readonly _offset: number;
  readonly _length: number;
  /** From pixels along the axis to its data, and back. */
  p2d(pixels: number): unknown;
  d2p(value: number): number;
}

let library: Promise<typeof import('plotly.js-cartesian-dist-min')> | null = null;
/** Hosts that hold a chart now: what arrives late for a host that is gone is not drawn. */
const drawn = new WeakSet<HTMLElement>();

function load(): NonNullable<typeof library> {
  library ??= import('plotly.js-cartesian-dist-min');
  return library;
}

/** Draws or updates the figure. */
export async function drawFigure(host: PlotHost, figure: Figure): Promise<void> {
  const { default: plotly } = await load();
  if (!host.isConnected) return;
  await plotly.react(host, figure.data, figure.layout, { ...figure.config, responsive: false });
  drawn.add(host);
}

const CLICK_SLACK_PIXELS = 8;

/**
 * Calls `pick` with the x value under every click and tap between the axes, until the returned function is called.
 * The pointer is followed itself: Plotly's clicks know only the points near by, and its taps no place at all.
 */
export function onPick(host: PlotHost, pick: (x: number) => void): () => void {
  let pressed: PointerEvent | null = null;
  const stops = [
    on(host, 'pointerdown', (event) => {
      pressed = event.isPrimary && event.button === 0 ? event : null;
    }),
    // On the window, because Plotly covers the page while a button is down.
    on(window, 'pointerup', (event) => {
      const start = pressed;
      pressed = null;
      if (start?.pointerId !== event.pointerId) return;
      const moved = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY);
      const x = moved <= CLICK_SLACK_PIXELS ? xUnder(host, start) : null;
      if (x !== null) pick(x);
    }),
    on(window, 'pointercancel', () => (pressed = null)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Hears of single points: the number of the trace, and the place in it. */
export interface PointListener {
  hover(trace: number, point: number): void;
  pick(trace: number, point: number): void;
}

/** Tells the listener what is pointed at and clicked, until the returned function is called. For a host that is drawn. */
export function onPoint(host: PlotHost, listener: PointListener): () => void {
  const told =
    (tell: (trace: number, point: number) => void) =>
    ({ points: [first] }: PointsUnder): void => {
      if (first) tell(first.curveNumber, first.pointNumber);
    };
  const hover = told((trace, point) => listener.hover(trace, point));
  const click = told((trace, point) => listener.pick(trace, point));
  host.on?.('plotly_hover', hover);
  host.on?.('plotly_click', click);
  return () => {
    host.removeListener?.('plotly_hover', hover);
    host.removeListener?.('plotly_click', click);
  };
}

/** The x value under the pointer; null outside the axes. */
function xUnder(host: PlotHost, { clientX, clientY }: PointerEvent): number | null {
  const { xaxis, yaxis } = host._fullLayout ?? {};
  if (!xaxis || !yaxis) return null;
  const box = host.getBoundingClientRect();
  const along = clientX - box.left - xaxis._offset;
  const down = clientY - box.top - yaxis._offset;
  const inside = along >= 0 && along <= xaxis._length && down >= 0 && down <= yaxis._length;
  return inside ? Number(xaxis.p2d(along)) : null;
}

/** A vertical line across the plot, in CSS pixels from the host's corner. */
export interface PlotLine {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** Where a line at `x` runs; null while nothing is drawn. */
export function lineAt(host: PlotHost, x: number): PlotLine | null {
  const { xaxis, yaxis } = host._fullLayout ?? {};
  if (!xaxis || !yaxis) return null;
  return { left: xaxis._offset + xaxis.d2p(x), top: yaxis._offset, height: yaxis._length };
}

/** What lies left and right of the axes, in CSS pixels; null while nothing is drawn. */
export interface PlotMargins {
  readonly left: number;
  readonly right: number;
}

export function marginsOf(host: PlotHost): PlotMargins | null {
  const { xaxis } = host._fullLayout ?? {};
  if (!xaxis) return null;
  const right = host.clientWidth - xaxis._offset - xaxis._length;
  return { left: xaxis._offset, right: Math.max(0, right) };
}

/** Fits the chart to its host. */
export async function resizeFigure(host: PlotHost): Promise<void> {
  if (!drawn.has(host) || host.clientWidth === 0) return;
  const { default: plotly } = await load();
  if (drawn.has(host)) await plotly.Plots.resize(host);
}

/** Frees what Plotly holds for the host. */
export function removeFigure(host: PlotHost): void {
  if (drawn.delete(host)) void load().then(({ default: plotly }) => plotly.purge(host));
}
