/** Any answer as JSON, with a line feed at its end. */
export function jsonText(answer: object): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
