/**
 * The page as people use it: Chromium against the real server, under its real policy.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Download, Page } from 'playwright-core';
import { SaxesParser } from 'saxes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '#packaging/package-root';
import { VIEWS } from '#web/page/route';
import type { BuiltCli } from '../cli/built-cli.ts';
import { buildCli } from '../cli/built-cli.ts';
import { serve } from '../server/served.ts';
import type { Served } from '../server/served.ts';
import { browserPath, openBrowser } from './browser.ts';
import { LARGE_SYSTEM, NAMES, NASTY_SYSTEM } from './nasty-systems.ts';

const path = browserPath();
if (path === undefined) process.stderr.write('no browser on this machine: the page is not tested in one\n');

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(path === undefined)('the page', { timeout: 60_000 }, () => {
  let cli: BuiltCli;
  let served: Served;
  let browser: Browser;
  let origin: string;
  const folder = mkdtempSync(join(tmpdir(), 'threatloom-page-'));
  /** What no page may do: say errors, break its policy, reach elsewhere. */
  const faults: string[] = [];

  beforeAll(async () => {
    cli = buildCli();
    const build = join(packageRoot(), 'scripts', 'build-web.mjs');
    execFileSync(process.execPath, [build, join(dirname(cli.main), '..', '..', 'web')], { stdio: 'inherit' });
    const models = { nasty: NASTY_SYSTEM, large: LARGE_SYSTEM };
    const files = Object.entries(models).map(([name, text]) => {
      const file = join(folder, `${name}.system.yaml`);
      writeFileSync(file, text);
      return file;
    });
    const example = join(packageRoot(), 'examples', 'support-chatbot.system.yaml');
    [served, browser] = await Promise.all([serve(cli, [example, ...files]), openBrowser(path!)]);
    origin = `http://127.0.0.1:${served.port}`;
  });
  afterAll(async () => {
    await browser.close();
    await served.stop();
    cli.dispose();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });

  async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      ...options,
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && url.protocol !== 'blob:') faults.push(`request to ${request.url()}`);
    });
    await page.goto(`${origin}/${address}`);
    await settled(page);
    return page;
  }

  async function exported(
    page: Page,
    format: 'SVG' | 'PNG' | 'CSV',
  ): Promise<{ name: string; content: Buffer }> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('group', { name: 'Export' }).getByRole('button', { name: format }).click(),
    ]);
    return { name: download.suggestedFilename(), content: readFileSync(await pathOf(download)) };
  }

  it('opens the chatbot, follows a path, switches a control on, and exports what it shows', async () => {
    const page = await open('?system=support-chatbot');
    expect(await page.title()).toBe('Diagram · Customer support chatbot · threatloom');
    await page.getByRole('button', { name: /^Support agent runtime, agent, in prod, 51 reachable/ }).click();
    await page.getByRole('heading', { name: 'Support agent runtime' }).waitFor();
    await page.waitForURL(`${origin}/?system=support-chatbot&view=diagram&at=bot`);
    const diagram = await exported(page, 'SVG');
    expect(diagram.name).toBe('support-chatbot-diagram.svg');
    expect(svgTexts(diagram.content)).toEqual(
      expect.arrayContaining(
        ['Production VPC', 'Support agent', 'runtime', 'Databases', 'crm-lookup'].map(isolated),
      ),
    );

    await page.getByRole('link', { name: 'Attack paths' }).click();
    await page.getByLabel('Goal').selectOption({ label: 'Refunds for orders that never were' });
    await page.getByText('Step 1 of 4').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Step 2 of 4').waitFor();
    await page.locator('.drawing .step.now').waitFor({ state: 'attached' });
    expect(await page.locator('.drawing .step.now').allTextContents()).toEqual(['2']);
    await page.locator('.step-list button[aria-current]').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('Step 3 of 4').waitFor();
    const facts = page.locator('.step-detail .facts');
    expect(await facts.textContent()).toMatch(
      /Execution.*AML\.TA0005.*Malicious Package.*Needs.*Gives.*execute bot/,
    );
    expect(await page.locator('.control-list').textContent()).toContain('Code Signing');
    await page.getByText('AML.CS0047 Code to Deploy Destructive AI Agent').waitFor();
    const picture = await exported(page, 'PNG');
    expect(picture.content.subarray(0, 8)).toEqual(
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    );
    expect(picture.content.readUInt32BE(16)).toBeGreaterThan(2000);

    // The address is all it takes to see the same.
    const sent = await open(new URL(page.url()).search);
    await sent.getByText('Step 3 of 4').waitFor();
    await sent.context().close();

    await page.getByRole('link', { name: /TL\.C18/ }).click();
    await page.getByText(/^\d+% less risk$/).waitFor();
    const change = page.getByRole('row', { name: /Refunds for orders/ });
    expect(await change.textContent()).toMatch(/high\s*15%\s*medium\s*4\.6%/);
    await page.getByRole('switch', { name: /A person confirms each refund/ }).check();
    await settled(page);
    await page.waitForURL(/[?&]planned=refund-approval/);
    const { name, content } = await exported(page, 'CSV');
    expect(name).toBe('support-chatbot-what-if.csv');
    expect(content.toString('utf8').split('\r\n').slice(0, 2)).toEqual([
      '\uFEFFGoal,Likelihood before,Likelihood after,Risk before,Risk after,Change',
      expect.stringMatching(
        /^Refunds for orders that never were,0\.1536,0\.0\d+,high,(low|medium),less-likely$/,
      ),
    ]);
    await page.context().close();
  });

  it('leads through the diagram by keyboard alone', async () => {
    const page = await open('?system=support-chatbot');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to content');
    await page.locator('[data-node="bot"]').focus();
    expect(await focused(page)).toMatch(/^Support agent runtime/);
    await page.keyboard.press('ArrowRight');
    const next = await focused(page);
    expect(next).not.toBe('');
    expect(next).not.toMatch(/^Support agent runtime/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?&]at=/);
    const scale = (): Promise<string | null> => page.locator('.sheet > g').getAttribute('transform');
    const before = await scale();
    await page.keyboard.press('+');
    expect(await scale()).not.toBe(before);
    await page.context().close();
  });

  it('filters and explains gaps', async () => {
    const page = await open('?system=support-chatbot&view=gaps');
    await page.getByLabel('Asset').selectOption({ label: 'Support agent runtime' });
    await page.getByLabel('Text').fill('does not recognise');
    const row = page.getByRole('button', { name: /AML\.T0051\.000/ });
    await row.click();
    await page.getByLabel('Where its numbers come from').waitFor();
    expect(await page.getByLabel('Where its numbers come from').textContent()).toContain('prompt-guard');
    const { content } = await exported(page, 'CSV');
    expect(content.toString('utf8')).toContain('T-2b056fee36c9,Support agent runtime,AML.T0051.000,Direct,');
    await page.context().close();
  });

  it('follows the crosswalk from an asset down to ISO/IEC 23894', async () => {
    const page = await open('?system=support-chatbot&view=crosswalk&asset=bot');
    const column = (name: string) => page.getByRole('region', { name }).getByRole('listitem');
    const all = await column('ISO/IEC 23894').count();
    await column('Controls').filter({ hasText: 'AML.M0024' }).getByRole('button').click();
    const left = await column('ISO/IEC 23894').allTextContents();
    expect(left.length).toBeLessThan(all);
    expect(left).toEqual(expect.arrayContaining([expect.stringContaining('Monitoring and review')]));
    const { content } = await exported(page, 'CSV');
    expect(content.toString('utf8')).toMatch(/^bot,T-[0-9a-f]+,AML\.[\w.]+,[^\r]*,AML\.M0024,[^\r]*,6\.6,/m);
    await page.context().close();
  });

  it('answers Cypher and GraphQL in its consoles, and says plainly what is wrong', async () => {
    const page = await open('?system=support-chatbot&view=console');
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText('17 rows').waitFor();
    expect(await page.getByRole('row').nth(1).textContent()).toBe('botagent51');
    await write(page, 'MATCH (a:Asset) DELETE a');
    await page.keyboard.press('Control+Enter');
    expect(await page.getByRole('alert').textContent()).toMatch(/DELETE/);
    await page.getByRole('button', { name: 'GraphQL' }).click();
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText('48 rows').waitFor();
    await page.getByRole('button', { name: 'JSON' }).click();
    expect(await page.getByLabel('JSON', { exact: true }).textContent()).toContain('"goal": "free-money"');
    await write(page, '{ colour }');
    await page.getByRole('button', { name: /^Run/ }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Cannot query field "colour"');
    faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes('status of 400')));
    await page.context().close();
  });

  it('remembers language and colours', async () => {
    const page = await open('?system=support-chatbot&view=gaps');
    await page.locator('.settings select').nth(1).selectOption('zh-CN');
    await page.locator('.settings select').nth(0).selectOption('dark');
    await page.reload();
    await settled(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.getByRole('link', { name: '缺口' }).getAttribute('aria-current')).toBe('page');
    await page.context().close();
  });

  it('shows a system that is too large to draw as a table', async () => {
    const page = await open('?system=large');
    expect(await page.locator('.notice').textContent()).toContain('201 elements are too many');
    expect(await page.locator('.drawing').count()).toBe(0);
    expect(await page.getByRole('row').count()).toBe(101);
    await page.getByRole('button', { name: 'Show more (100 of 201)' }).click();
    expect(await page.getByRole('row').count()).toBe(201);
    await page.context().close();
  });

  describe('with names that are markup, run the other way, or never end', () => {
    it.each(VIEWS)('shows them as text in the view %s', async (view) => {
      const page = await open(`?system=nasty&view=${view}&at=assistant&path=free-money/1`);
      expect(await page.locator('img, #content script').count()).toBe(0);
      expect(await page.title()).toMatch(/<img src=x onerror=/);
      // Nothing of a long name makes the page wider than the window.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
      const { content } = await exportedIfAny(page);
      if (content !== undefined) expect(content.toString('utf8')).not.toMatch(/(^|,)"?[=@+]/m);
      await page.context().close();
    });

    it('gives the whole of a name on the page of its element', async () => {
      const page = await open('?system=nasty&at=assistant');
      await page.getByText('Whole name').click();
      expect(await page.locator('.whole-name bdi').textContent()).toBe(NAMES.long);
      const { content } = await exported(page, 'SVG');
      expect(svgTexts(content).join('\n')).toContain('👩🏽‍🚒');
      await page.context().close();
    });

    async function exportedIfAny(page: Page): Promise<{ content?: Buffer }> {
      return (await page.getByRole('group', { name: 'Export' }).count()) === 0 ? {} : exported(page, 'CSV');
    }
  });

  /** Beside each view as it opens: what opens within it. */
  const STATES = [
    ...VIEWS.map((view) => `&view=${view}`),
    '&view=diagram&at=bot',
    '&view=diagram&as=table',
    '&view=matrix&technique=AML.T0051&parts=yes',
    '&view=gaps&asset=bot&open=T-2b056fee36c9',
    '&view=what-if&on=TL.C18',
  ];

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    it.each(['en-US', 'zh-CN'])('and %s can be used by everybody (axe)', async (locale) => {
      const page = await open('?system=support-chatbot', { colorScheme, locale });
      await page.evaluate(AXE);
      const found: string[][] = [];
      for (const state of STATES) {
        // Within the page, so that what it has loaded stays.
        await page.evaluate((search) => {
          history.pushState(null, '', search);
          dispatchEvent(new PopStateEvent('popstate'));
        }, `?system=support-chatbot${state}`);
        await settled(page);
        const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
        for (const { id, nodes } of violations) {
          found.push([state, id, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
        }
      }
      expect(found).toEqual([]);
      await page.context().close();
    });
  });

  it('fits a narrow window in every view', async () => {
    const page = await open('?system=support-chatbot', { viewport: { width: 390, height: 844 } });
    for (const view of VIEWS) {
      await page.goto(`${origin}/?system=support-chatbot&view=${view}`);
      await settled(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([view, width]).toEqual([view, 390]);
    }
    await page.context().close();
  });
});

/** Everything that was asked for is there. */
async function settled(page: Page): Promise<void> {
  await page.locator('.view').waitFor();
  await page.waitForFunction(() => document.querySelector('.waiting') === null);
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  );

const isolated = (text: string): string => `\u2068${text}\u2069`;

async function pathOf(download: Download): Promise<string> {
  return download.path();
}

/** As somebody types: what is there is selected and written over. */
async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Query' }).click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Texts of a picture; fails where it is not well-formed, or has more in it than drawing. */
function svgTexts(content: Buffer): readonly string[] {
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    expect(name).toMatch(/^(svg|title|g|rect|path|circle|text)$/);
    expect(Object.keys(attributes).filter((key) => /^(on|style|class|href)/.test(key))).toEqual([]);
  });
  parser.on('text', (text) => texts.push(text));
  parser.write(content.toString('utf8')).close();
  return texts;
}
