import { compareDiagnostics, type Diagnostic, type Severity } from '#model/diagnostics';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/**
 * Diagnostics as a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning and editors.
 *
 * @param rules code → what it means, for each code that may come
 * @returns JSON text with a line feed at its end; the same diagnostics in any order give the same text
 */
export function diagnosticsLog(
  diagnostics: readonly Diagnostic[],
  rules: Readonly<Record<string, string>>,
  version: string,
): string {
  const ids = Object.keys(rules).sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'threatloom',
            version,
            rules: ids.map((id) => ({ id, shortDescription: { text: rules[id] } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [...diagnostics].sort(compareDiagnostics).map((diagnostic) => resultOf(diagnostic, ids)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf({ code, severity, message, hint, file, line, column }: Diagnostic, ids: readonly string[]) {
  const region = line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  return {
    ruleId: code,
    ...(ids.includes(code) ? { ruleIndex: ids.indexOf(code) } : {}),
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}: ${hint}` },
    ...(file === undefined
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file.replaceAll('\\', '/')) },
                ...region,
              },
            },
          ],
        }),
  };
}
