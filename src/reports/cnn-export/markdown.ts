// Text from outside inside of Markdown.

/** Names may hold anything; Markdown may not. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_<>[\]#|]/g, '\\$&');
}
