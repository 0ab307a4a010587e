// What the numbers are called that a principal component analysis makes of a table's columns.

export const COMPONENT = /^component_\d+$/;

/** "component_01" for index 0. */
export function componentName(index: number): string {
  return `component_${String(index + 1).padStart(2, '0')}`;
}
