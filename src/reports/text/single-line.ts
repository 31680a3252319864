/** Turns the rest of a line around, or hides where a line ends: shown as what they are, and not obeyed. */
const DIRECTS = /[\u202a-\u202e\u2066-\u2069]|\p{Cc}|\p{Cs}|[\u2028\u2029\ufffe\uffff]/gu;

/**
 * Text of a model as one line that cannot change what stands around it: line breaks and tabs become blanks; control
 * characters (terminal codes begin with one), overrides of the direction of text and broken characters become U+FFFD.
 * Letters, marks and emoji of any script stay.
 *
 * @example
 * singleLine('two\nlines \u202egnp.exe') // 'two lines \ufffdgnp.exe'
 */
export function singleLine(text: string): string {
  return text.replace(/[\t\n\r\u2028\u2029]+/g, ' ').replace(DIRECTS, '\ufffd');
}
