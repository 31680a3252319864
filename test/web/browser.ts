/** A browser of this machine, for tests of the page as people use it. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where there is none; in CI there has to be one. */
export function browserPath(): string | undefined {
  const path = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (path === undefined && process.env['CI'] === 'true') {
    throw new Error('no browser: install Chromium, or set CHROMIUM to one');
  }
  return path;
}

export function openBrowser(executablePath: string): Promise<Browser> {
  // Chromium starts no sandbox for root, and containers run as root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args });
}
