import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openTranslator } from '#messages/read-messages';
import { coverageHtml } from '#reports/coverage/html';
import { coverageCsv } from '#reports/coverage/rows';
import { coverageReasonText, coverageText } from '#reports/coverage/text';
import { COVERAGE_FORMATS } from '#reports/registry';
import { NASTY, SMALL_COVERAGE } from './small-coverage.ts';

const t = openTranslator('en', ['coverage', 'terms']);
const look = { colour: false, width: 90, all: false, items: false, t };

describe('coverage as text', () => {
  it('has four counts for each state of mapping, and what applies of each tactic', () => {
    expect(coverageText(SMALL_COVERAGE, look)).toBe(`small  coverage as of 2026-11-23

framework  edition  mapping       catalogued  applicable  partly  fully  evidenced
─────────  ───────  ────────────  ──────────  ──────────  ──────  ─────  ─────────
atlas      5.6.1    all                    5           4       1      1          1
                    mapped                 3           3       1      1          1
                    not reviewed           2           1       0      0          0

applicable: a threat that can be reached, or is covered, belongs to the item, or asks for
its controls. fully: all of these threats are covered, or all of its controls in place;
partly: some are. evidenced: by fresh evidence. not reviewed: no crosswalk has looked at
the item, so that nothing applies is not known.

MITRE ATLAS 5.6.1  (atlas)
  Execution                    3 of 4       ✗◐✓
  Persistence                  1 of 1       ✗

✗ applies, nothing mitigates it   ◐ mitigated in part   ✓ fully mitigated   · does not apply
`);
  });

  it('lists items with their reasons, and all of them where asked', () => {
    const items = coverageText(SMALL_COVERAGE, { ...look, items: true });
    expect(items.slice(items.indexOf('AML.TA0005'), items.indexOf('\n✗ applies'))).toBe(`AML.TA0005 Execution
  ◐ AML.T0051        Technique AML.T0051  2 threats, 1 answered
  ✗   AML.T0051.000  =HYPERLINK("http://x.example")  1 threat, 0 answered
  ✓ AML.T0053        Technique AML.T0053  1 threat, 1 answered; evidenced
AML.TA0006 Persistence
  ✗ AML.T0055        Technique AML.T0055  1 threat, 0 answered; not reviewed
1 item not applicable: --all
`);
    expect(coverageText(SMALL_COVERAGE, { ...look, items: true, all: true })).toContain(
      '  · AML.T0054        Technique AML.T0054  not reviewed\n',
    );
  });

  it('never is wider than it may be, but for ids', () => {
    for (const width of [72, 100, 160]) {
      const lines = coverageText(SMALL_COVERAGE, { ...look, width, items: true }).split('\n');
      expect(Math.max(...lines.slice(0, -3).map(({ length }) => length))).toBeLessThanOrEqual(
        Math.max(width, 82),
      );
    }
  });

  it('is said in Chinese in columns of the same width', () => {
    const chinese = { ...look, t: openTranslator('zh-CN', ['coverage', 'terms']) };
    const [head, rule, first] = coverageText(SMALL_COVERAGE, chinese).split('\n').slice(2, 5);
    expect(head).toBe('框架   版本   映射    收录  适用  部分缓解  完全缓解  有证据');
    expect(rule).toBe('─────  ─────  ──────  ────  ────  ────────  ────────  ──────');
    expect(first).toBe('atlas  5.6.1  全部       5     4         1         1       1');
  });

  it('explains an item by its threats and mappings', () => {
    const [item] = SMALL_COVERAGE.matrices[0]!.items;
    expect(coverageReasonText(SMALL_COVERAGE, [item!], { ...look, width: 100 }))
      .toBe(`atlas 5.6.1  AML.T0051  Technique AML.T0051
  ◐ mitigated in part; not evidenced; mapped
    2 threats, 1 answered
  Threats that make it applicable (2)
    bot  AML.T0051.001  <script>alert(1)</script> "q" & 'a'  gap  T-1
    bot  AML.T0051.001  Make the assistant of the customer portal follow instructions that are
      hidden in a page which it was asked to read  partly covered  T-2
  Mappings and mitigations (1)
    threatloom:mitigates  atlas@5.6.1/AML.M0020  <script>alert(1)</script> "q" & 'a'
      official: atlas
`);
  });
});

describe('coverage as CSV', () => {
  it('has a row for each item, runs no formula and keeps quotes', () => {
    const lines = coverageCsv(SMALL_COVERAGE, look).split('\r\n');
    expect(lines).toHaveLength(7);
    expect(lines[2]).toBe(
      `atlas,5.6.1,AML.TA0005,AML.T0051.000,"'=HYPERLINK(""http://x.example"")",true,true,none,false,mapped,"1 threat, 0 answered",T-1,,,1,0`,
    );
  });
});

describe('coverage as a page', () => {
  const page = coverageHtml(SMALL_COVERAGE, look);

  it('escapes whatever comes from outside', () => {
    expect(page).not.toContain(NASTY);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;q&quot; &amp; &#39;a&#39;');
  });

  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|url\(|@import|\ssrc=/i);
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
  });

  const browser = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  const there = existsSync(browser);
  if (!there) console.warn(`skipping the page in a browser: there is no ${browser} (set CHROMIUM)`);

  it.skipIf(!there)('is accessible, opens by keyboard and asks nothing of the network', async () => {
    const chrome = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] });
    try {
      for (const colorScheme of ['light', 'dark'] as const) {
        const tab = await chrome.newPage({ bypassCSP: true, colorScheme });
        const asked: string[] = [];
        tab.on('request', (request) => asked.push(request.url()));
        await tab.setContent(page);
        await tab.locator('summary').first().press('Enter');
        expect(await tab.locator('details[open]').count()).toBe(1);
        expect(asked).toEqual([]);
        await tab.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
        const violations = await tab.evaluate(async () => {
          const { axe } = globalThis as unknown as {
            axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          };
          return (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
        });
        expect(violations).toEqual([]);
        await tab.close();
      }
    } finally {
      await chrome.close();
    }
  });
});

describe('every format', () => {
  it.each(COVERAGE_FORMATS.map(({ id }) => id))('%s writes the same text for the same answer', async (id) => {
    const write = await COVERAGE_FORMATS.find((format) => format.id === id)!.load();
    const options = { ...look, view: 'coverage' as const };
    const text = write(SMALL_COVERAGE, options);
    expect(text.endsWith('\n')).toBe(true);
    expect(write(structuredClone(SMALL_COVERAGE), options)).toBe(text);
  });
});
