// The few functions of Plotly that `plotly.ts` calls; the package brings no types.

declare module 'plotly.js-cartesian-dist-min' {
  interface Plotly {
    react(
      host: HTMLElement,
      data: readonly object[],
      layout: object,
      config: object,
    ): Promise<void>;
    purge(host: HTMLElement): void;
    readonly Plots: { resize(host: HTMLElement): Promise<unknown> };
  }

  const plotly: Plotly;
  export default plotly;
}
