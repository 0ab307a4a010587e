// The shape of a chart as plain data: what Plotly takes, as far as it is used here, and the same
// numbers as a table for people who do not see the picture.

export interface LineStyle {
  readonly color: string;
  readonly width?: number;
  readonly dash?: 'solid' | 'dash' | 'dot';
  readonly shape?: 'linear' | 'hv';
}

export interface ScatterTrace {
  readonly type: 'scatter';
  readonly mode: 'lines' | 'lines+markers' | 'markers' | 'none';
  readonly name: string;
  readonly x: readonly number[];
  /** Null is a gap. */
  readonly y: readonly (number | null)[];
  /** Shown on hover, one a point. */
  readonly text?: readonly string[];
  readonly line?: LineStyle;
  readonly marker?: { readonly color: string; readonly size: number };
  /** 0…1; 1 without it. */
  readonly opacity?: number;
  readonly yaxis?: 'y' | 'y2';
  readonly stackgroup?: string;
  readonly fillcolor?: string;
  readonly legendgroup?: string;
  readonly showlegend?: boolean;
  readonly hovertemplate: string;
}

export interface BarTrace {
  readonly type: 'bar';
  readonly orientation: 'h' | 'v';
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  /** Where each bar begins; 0 without it. */
  readonly base?: readonly number[];
  readonly marker: {
    readonly color: readonly string[];
    readonly line: { readonly color: string; readonly width: number };
  };
  readonly text: readonly string[];
  /** "none" keeps the text for the hover box. */
  readonly textposition: 'auto' | 'outside' | 'none';
  readonly yaxis?: 'y' | 'y2';
  readonly cliponaxis?: boolean;
  readonly customdata?: readonly (readonly (number | string)[])[];
  readonly hovertemplate: string;
}

export interface HeatmapTrace {
  readonly type: 'heatmap';
  readonly x0: number;
  readonly dx: number;
  /** One array a row of the picture, lowest row first. */
  readonly z: readonly (readonly number[] | Float32Array)[];
  readonly zmin: number;
  readonly zmax: number;
  /** Plotly's name of one, or colours at places 0…1. */
  readonly colorscale: string | readonly (readonly [number, string])[];
  readonly showscale?: boolean;
  readonly colorbar: { readonly title: AxisTitle; readonly thickness: number };
  /** Shown on hover, one a cell, as `z`. */
  readonly text?: readonly (readonly string[])[];
  readonly hovertemplate: string;
}

export type Trace = ScatterTrace | BarTrace | HeatmapTrace;

export interface AxisTitle {
  readonly text: string;
  readonly font?: { readonly size: number };
}

export interface Axis {
  readonly title: AxisTitle;
  /** Fixed, so that the picture does not jump while numbers come in. */
  readonly range?: readonly [number, number];
  readonly autorange?: false | 'reversed';
  readonly fixedrange?: boolean;
  readonly domain?: readonly [number, number];
  readonly anchor?: 'x' | 'y' | 'y2';
  readonly type?: 'linear' | 'category';
  readonly tickformat?: string;
  readonly tickvals?: readonly number[];
  readonly ticktext?: readonly string[];
  readonly ticksuffix?: string;
  /** Degrees, clockwise. */
  readonly tickangle?: number;
  /** Heading of the hover box that all traces share, as a template. */
  readonly unifiedhovertitle?: { readonly text: string };
  readonly dtick?: number;
  readonly automargin?: boolean;
  readonly showgrid?: boolean;
  readonly gridcolor?: string;
  readonly zeroline?: boolean;
  readonly linecolor?: string;
  readonly tickcolor?: string;
}

export interface Shape {
  readonly type: 'line';
  readonly xref: 'x';
  readonly yref: 'paper';
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly line: {
    readonly color: string;
    readonly width: number;
    readonly dash: 'solid' | 'dot';
  };
}

export interface Annotation {
  readonly text: string;
  readonly xref: 'x';
  readonly yref: 'paper';
  readonly x: number;
  readonly y: number;
  readonly xanchor: 'left' | 'center' | 'right';
  readonly yanchor: 'bottom' | 'middle' | 'top';
  readonly showarrow: false;
  readonly font: { readonly color: string; readonly size?: number };
  /** To the right, in pixels. */
  readonly xshift?: number;
  /** Up, in pixels. */
  readonly yshift?: number;
  /** Behind the text. */
  readonly bgcolor?: string;
}

export interface Layout {
  readonly font: { readonly family: string; readonly size: number; readonly color: string };
  readonly paper_bgcolor: string;
  readonly plot_bgcolor: string;
  readonly margin: {
    readonly l: number;
    readonly r: number;
    readonly t: number;
    readonly b: number;
  };
  readonly xaxis: Axis;
  readonly yaxis: Axis;
  readonly yaxis2?: Axis;
  readonly showlegend?: boolean;
  readonly legend?: {
    readonly orientation: 'h' | 'v';
    readonly x: number;
    readonly y: number;
    readonly yanchor: 'bottom' | 'top';
    readonly traceorder?: 'normal' | 'reversed';
  };
  readonly shapes?: readonly Shape[];
  readonly annotations?: readonly Annotation[];
  readonly bargap?: number;
  readonly hovermode?: 'closest' | 'x unified';
  /** Unchanged value: zoom and hidden lines survive an update. */
  readonly uirevision: string;
}

export interface FigureConfig {
  readonly responsive: boolean;
  readonly displaylogo: boolean;
  readonly displayModeBar: boolean;
}

export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly config: FigureConfig;
}

/** The numbers of a figure in words: one row a thing, first column its name. */
export interface ChartTable {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export const FIGURE_CONFIG: FigureConfig = {
  responsive: true,
  displaylogo: false,
  displayModeBar: false,
};
