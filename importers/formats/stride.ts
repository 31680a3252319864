/** The six letters of STRIDE, as tools spell them. */
const STRIDE: readonly (readonly [RegExp, string])[] = [
  [/^spoof/i, 'spoofing'],
  [/^tamper/i, 'tampering'],
  [/^repudiat/i, 'repudiation'],
  [/^(information[ _-]?disclosure|info.*disclosure)/i, 'information-disclosure'],
  [/^(denial[ _-]?of[ _-]?service|dos$)/i, 'denial-of-service'],
  [/^(elevation[ _-]?of[ _-]?privileges?|eop$)/i, 'elevation-of-privilege'],
];

/**
 * Categories of a threat as STRIDE, and those that are none of it.
 *
 * @example strideOf(['Information disclosure', 'PCI']) // { stride: ['information-disclosure'], others: ['PCI'] }
 */
export function strideOf(categories: readonly string[]): {
  readonly stride: readonly string[];
  readonly others: readonly string[];
} {
  const stride = new Set<string>();
  const others: string[] = [];
  for (const category of categories) {
    const found = STRIDE.find(([pattern]) => pattern.test(category.trim()))?.[1];
    if (found === undefined) others.push(category);
    else stride.add(found);
  }
  return { stride: [...stride], others };
}
