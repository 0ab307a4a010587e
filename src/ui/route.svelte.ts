// Which stage is shown, read from the address ("#/train"). Anything else after "#" is left as it is.

const STAGE_PATTERN = /^#\/(data|explore|train|compare|live)(?=[/?&]|$)/;

export type Stage = 'data' | 'explore' | 'train' | 'compare' | 'live';

export const STAGES: readonly { id: Stage; title: string }[] = [
  { id: 'data', title: 'Data' },
  { id: 'explore', title: 'Explore' },
  { id: 'train', title: 'Train' },
  { id: 'compare', title: 'Compare' },
  { id: 'live', title: 'Live' },
];

export function stageOf(hash: string): Stage {
  return (STAGE_PATTERN.exec(hash)?.[1] as Stage | undefined) ?? 'data';
}

class Route {
  stage: Stage = $state(stageOf(location.hash));

  /** Reads the address again; call on `hashchange`. */
  read(): void {
    this.stage = stageOf(location.hash);
  }

  /** Whether the address names a part of the stage: "#/compare/mistakes". */
  asksFor(part: string): boolean {
    return location.hash.endsWith(`/${part}`);
  }

  go(stage: Stage): void {
    location.hash = `#/${stage}`;
  }
}

export const route = new Route();
