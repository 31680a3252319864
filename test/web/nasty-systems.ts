/** Systems with names that a page can fall over: markup, directions, lengths, signs; and one that is too large to draw. */

export const NAMES = {
  markup: '<img src=x onerror="document.title=1"><script>document.title=2</script>&amp;{{7*7}}',
  rightToLeft: '\u202Egnp.tnuocca \u05D7\u05E9\u05D1\u05D5\u05DF',
  long: `${'long name '.repeat(1000)}end`,
  emoji: '👩🏽‍🚒 資産 🏳️‍🌈 =1+1',
  formula: '=HYPERLINK("http://evil.example","x")',
} as const;

const quoted = (text: string): string => JSON.stringify(text);

export const NASTY_SYSTEM = `threatloom: 1
system: nasty
name: ${quoted(NAMES.markup)}
zones:
  internet: { trust: 0, name: ${quoted(NAMES.rightToLeft)} }
  prod: { trust: 4, name: ${quoted(NAMES.emoji)} }
actors:
  anyone: { zone: internet, attacker: external, name: ${quoted(NAMES.rightToLeft)} }
assets:
  chat: { kind: chat-ui, zone: prod, exposure: public, serves: [assistant], name: ${quoted(NAMES.markup)} }
  assistant: { kind: agent, zone: prod, uses: [llm], calls: [refunds], retrieves-from: [docs], name: ${quoted(NAMES.long)} }
  llm: { kind: llm, provider: third-party, name: ${quoted(NAMES.emoji)} }
  docs: { kind: document-store, zone: prod, contributors: [anyone], name: ${quoted(NAMES.rightToLeft)} }
  refunds: { kind: tool, zone: prod, acts-on: [ledger], effects: [money], name: ${quoted(NAMES.formula)} }
  ledger: { kind: database, zone: prod }
goals:
  free-money: { on: ledger, loss: integrity, impact: critical, name: ${quoted(NAMES.markup)} }
`;

export const LARGE_SYSTEM = `threatloom: 1
system: large
zones:
  prod: { trust: 4 }
assets:
${Array.from({ length: 201 }, (_, index) => `  db-${index}: { kind: database, zone: prod }`).join('\n')}
`;
