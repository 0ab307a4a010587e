// Hands text, or what is a file already, to the visitor as a file.

const SECONDS_TO_START = 60;

export function saveFile(name: string, content: string | Blob, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it when the visitor has said where to.
  setTimeout(() => URL.revokeObjectURL(url), SECONDS_TO_START * 1000);
}
