import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium to test in: the one that the variable CHROMIUM names, or one in a usual place. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM ?? '', ...USUAL_PATHS].find((path) => path !== '' && existsSync(path));
}

/** The path of a Chromium; where there is none, says so once and gives undefined, for `describe.skipIf`. */
export function chromiumOrNotice(what: string): string | undefined {
  const path = findChromium();
  if (path === undefined) {
    process.stderr.write(
      `No Chromium was found, so this is not tested: ${what}. Install one, or name it in CHROMIUM.\n`,
    );
  }
  return path;
}

/** Starts a Chromium without a window. In containers it runs as root, where its own sandbox cannot. */
export function openChromium(path: string, args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...args],
  });
}
