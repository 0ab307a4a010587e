export declare const LEFT_OF_THE_EDGES: readonly string[];
export declare const LAYERS: Readonly<Record<string, readonly string[]>>;
