// Gradient of a convolution's filter as a matrix product on a graphics processor: [filter taps · input channels] ×
// [positions] times [positions] × [output channels], where the first matrix ("im2col") is read from the image as it is
// needed. A workgroup has one tile of the result and some of the positions ("split K"): it stages both factors in
// workgroup memory, each thread keeps 4 × 4 sums in registers.

import type { ConvolutionInfo } from './convolution-info';
import {
  channelsTogether,
  geometryConstants,
  type PlannedProgram,
} from './webgpu-convolution-geometry';

/** A workgroup's threads: those of one tile, as often as fit; each team takes its share of the staged positions. */
const THREADS = 128;
/** Positions staged at once. */
const STAGED = 32;
/** Enough workgroups to fill a large GPU. */
const WANTED_WORKGROUPS = 1024;
/** Of which one result has at most so many: its second pass then reads them in one go. */
const MOST_SPLITS = 128;

/** Partial sums, [splits of the positions, filter weights]. */
export function tiledPartialGradients(info: ConvolutionInfo): PlannedProgram {
  const rows = info.filterHeight * info.filterWidth * info.inChannels;
  const columns = info.outChannels;
  const positions = info.batchSize * info.outHeight * info.outWidth;
  const tileRows = rows > 16 ? 32 : 16;
  const tileColumns = columns > 16 ? 32 : 16;
  const tiles = Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);
  const wantedSplits = Math.min(MOST_SPLITS, Math.ceil(WANTED_WORKGROUPS / tiles));
  // At least two stages each.
  const stages = Math.max(2, Math.ceil(positions / STAGED / wantedSplits));
  const splits = Math.ceil(positions / STAGED / stages);
  const { wgsl, key } = geometryConstants(info);
  const together = channelsTogether(info.outChannels);
  return {
    program: {
      outputShape: [splits, rows * columns],
      shaderKey: `earmark_filter_gradient_tiled_${key}`,
      variableNames: ['x', 'dy'],
      variableComponents: [channelsTogether(info.inChannels), together],
      outputComponent: together,
      uniforms: 'positions : i32, stages : i32,',
      workgroupSize: [THREADS, 1, 1],
      dispatchLayout: { x: [1], y: [0] },
      dispatch: [tiles, splits, 1],
      getUserCode: () => wgsl + userCode(info, tileRows, tileColumns),
    },
    uniforms: [
      { type: 'int32', data: [positions] },
      { type: 'int32', data: [stages] },
    ],
  };
}

function userCode(info: ConvolutionInfo, tileRows: number, tileColumns: number): string {
  const teams = (THREADS * 16) / (tileRows * tileColumns);
  const memory = Math.max((STAGED * (tileRows + tileColumns)) / 4, teams > 1 ? THREADS * 4 : 0);
  return /* wgsl */ `
    const ROWS = FILTER_HEIGHT * FILTER_WIDTH * IN_CHANNELS;
    // All in fours.
    const TILE_ROWS = ${tileRows / 4};
    const TILE_COLUMNS = ${tileColumns / 4};
    const TILES_ACROSS = ${Math.ceil(info.outChannels / tileColumns)};
    const TEAMS = ${teams};
    /** First the image's values, [position][row], then the gradients, [position][column]; at the end the teams' sums. */
    var<workgroup> staged : array<vec4<f32>, ${memory}>;

    fn isInside(y : i32, x : i32) -> bool {
      return y >= 0 && y < IN_HEIGHT && x >= 0 && x < IN_WIDTH;
    }

    /** Four rows of the unfolded image, from 'row' on, at one position of the output. */
    fn unfolded(position : i32, row : i32) -> vec4<f32> {
      let batch = position / (OUT_HEIGHT * OUT_WIDTH);
      let cornerY = position / OUT_WIDTH % OUT_HEIGHT * STRIDE_Y - PAD_TOP;
      let cornerX = position % OUT_WIDTH * STRIDE_X - PAD_LEFT;
      var values = vec4<f32>(0.0);
      ${info.inChannels % 4 === 0 ? UNFOLD_VECTOR : UNFOLD_SCALARS}
      return values;
    }

    fn gradients(position : i32, column : i32) -> vec4<f32> {
      ${info.outChannels % 4 === 0 ? GRADIENT_VECTOR : GRADIENT_SCALARS}
    }

    fn main() {
      let thread = i32(localIndex);
      let firstRow = i32(workgroupId.x) / TILES_ACROSS * (TILE_ROWS * 4);
      let firstColumn = i32(workgroupId.x) % TILES_ACROSS * (TILE_COLUMNS * 4);
      let team = thread / (TILE_ROWS * TILE_COLUMNS);
      let tileRow = thread / TILE_COLUMNS % TILE_ROWS;
      let tileColumn = thread % TILE_COLUMNS;
      var start = i32(workgroupId.y) * uniforms.stages * ${STAGED};
      var sums : array<vec4<f32>, 4>;
      for (var stage = 0; stage < uniforms.stages; stage = stage + 1) {
        for (var i = thread; i < ${STAGED} * TILE_ROWS; i = i + ${THREADS}) {
          let position = start + i / TILE_ROWS;
          let row = firstRow + i % TILE_ROWS * 4;
          staged[i] = vec4<f32>(0.0);
          if (position < uniforms.positions && row < ROWS) { staged[i] = unfolded(position, row); }
        }
        for (var i = thread; i < ${STAGED} * TILE_COLUMNS; i = i + ${THREADS}) {
          let position = start + i / TILE_COLUMNS;
          let column = firstColumn + i % TILE_COLUMNS * 4;
          let place = ${STAGED} * TILE_ROWS + i;
          staged[place] = vec4<f32>(0.0);
          if (position < uniforms.positions && column < OUT_CHANNELS) {
            staged[place] = gradients(position, column);
          }
        }
        workgroupBarrier();
        for (var i = 0; i < ${STAGED} / TEAMS; i = i + 1) {
          let position = i * TEAMS + team;
          let a = staged[position * TILE_ROWS + tileRow];
          let b = staged[(${STAGED} * TILE_ROWS) + position * TILE_COLUMNS + tileColumn];
          sums[0] = fma(vec4<f32>(a.x), b, sums[0]);
          sums[1] = fma(vec4<f32>(a.y), b, sums[1]);
          sums[2] = fma(vec4<f32>(a.z), b, sums[2]);
          sums[3] = fma(vec4<f32>(a.w), b, sums[3]);
        }
        workgroupBarrier();
        start = start + ${STAGED};
      }
      ${teams > 1 ? JOIN_TEAMS : ''}
      if (team > 0) { return; }
      for (var i = 0; i < 4; i = i + 1) {
        let row = firstRow + tileRow * 4 + i;
        let column = firstColumn + tileColumn * 4;
        if (row >= ROWS || column >= OUT_CHANNELS) { continue; }
        let place = (i32(workgroupId.y) * ROWS + row) * OUT_CHANNELS + column;
        ${info.outChannels % 4 === 0 ? 'result[place / 4] = sums[i];' : WRITE_SCALARS}
      }
    }`;
}

/** Four neighbouring rows are four channels of one tap. */
const UNFOLD_VECTOR = /* wgsl */ `
  let tap = row / IN_CHANNELS;
  let y = cornerY + tap / FILTER_WIDTH;
  let x_ = cornerX + tap % FILTER_WIDTH;
  if (isInside(y, x_)) {
    values = x[(((batch * IN_HEIGHT + y) * IN_WIDTH + x_) * IN_CHANNELS + row % IN_CHANNELS) / 4];
  }`;

const UNFOLD_SCALARS = /* wgsl */ `
  for (var i = 0; i < 4; i = i + 1) {
    let tap = (row + i) / IN_CHANNELS;
    let y = cornerY + tap / FILTER_WIDTH;
    let x_ = cornerX + tap % FILTER_WIDTH;
    if (row + i < ROWS && isInside(y, x_)) {
      values[i] = x[((batch * IN_HEIGHT + y) * IN_WIDTH + x_) * IN_CHANNELS + (row + i) % IN_CHANNELS];
    }
  }`;

const GRADIENT_VECTOR = /* wgsl */ `return dy[(position * OUT_CHANNELS + column) / 4];`;

const GRADIENT_SCALARS = /* wgsl */ `
  var values = vec4<f32>(0.0);
  for (var i = 0; i < min(4, OUT_CHANNELS - column); i = i + 1) {
    values[i] = dy[position * OUT_CHANNELS + column + i];
  }
  return values;`;

const WRITE_SCALARS = /* wgsl */ `
  for (var j = 0; j < min(4, OUT_CHANNELS - column); j = j + 1) { result[place + j] = sums[i][j]; }`;

/** Adds up the teams' sums, always in the same order. */
const JOIN_TEAMS = /* wgsl */ `
  for (var i = 0; i < 4; i = i + 1) { staged[thread * 4 + i] = sums[i]; }
  workgroupBarrier();
  if (team == 0) {
    for (var other = 1; other < TEAMS; other = other + 1) {
      for (var i = 0; i < 4; i = i + 1) {
        sums[i] = sums[i] + staged[(other * TILE_ROWS * TILE_COLUMNS + thread) * 4 + i];
      }
    }
  }`;
