// Every page given, in a real browser: axe-core's rules of WCAG 2.2 A and AA, nothing wider than the window, a focus that is seen at
// every stop of the Tab key, no motion for those who want none, no error of a script. Arguments: address, user name, password, and
// the paths as JSON: {"public": [...], "staff": [...]}. Prints one JSON object: how much was looked at, and what is wrong.
'use strict';
const { readFileSync } = require('fs');
const { chromium } = require('playwright-core');

const [address, username, password, given] = process.argv.slice(2);
const paths = JSON.parse(given);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WIDTHS = [320, 640, 1280];
const STOPS = 80;

const joined = (path, lang) => `${address}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`;

// What axe-core finds, one line a rule with its first element.
async function rules(page) {
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), RULES);
  return found.violations.map(({ id, nodes }) => `${id} ×${nodes.length}: ${nodes[0].html.slice(0, 160)} ${nodes[0].any[0]?.message ?? ''}`);
}

async function width(page) {
  const found = [];
  for (const each of WIDTHS) {
    await page.setViewportSize({ width: each, height: 800 });
    const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    if (over > 0) found.push(`${over} px too wide at ${each}`);
  }
  return found;
}

// Goes through the page by Tab; every stop must be seen.
async function stops(page) {
  await page.setViewportSize({ width: 1280, height: 900 });
  const found = new Set();
  let count = 0;
  for (; count < STOPS; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const name = at.outerHTML.slice(0, 120);
      if (at.tabIndex > 0) return `out of order: ${name}`;
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return `no visible focus: ${name}`;
      if (box.width > 0 && (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth)) return `out of sight: ${name}`;
      return '';
    });
    if (stop === null) break;
    if (stop) found.add(stop);
  }
  return { count, found: [...found] };
}

(async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const wrong = [];
  let [pages, focused] = [0, 0];
  try {
    for (const lang of ['fa', 'en']) {
      const colorScheme = lang === 'fa' ? 'light' : 'dark';
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme, reducedMotion: 'reduce', bypassCSP: true });
      await context.addInitScript(axe);
      const page = await context.newPage();
      let path = '';
      const note = (what) => wrong.push(`${lang} ${path}: ${what}`);
      page.on('pageerror', (error) => note(String(error)));
      const look = async (next) => {
        path = next;
        await page.setViewportSize({ width: 1280, height: 900 });
        const answer = await page.goto(joined(path, lang));
        if (answer.status() >= 500) note(`status ${answer.status()}`);
        // What a page is made of is the same in both languages, so each is judged in light or dark, wide or narrow.
        (await rules(page)).forEach(note);
        if (lang === 'fa') {
          await page.setViewportSize({ width: 390, height: 844 });
          (await rules(page)).forEach((it) => note(`phone ${it}`));
        }
        if (await page.evaluate(() => document.getAnimations().length)) note('something moves');
        (await width(page)).forEach(note);
        pages += 1;
        if (lang === 'en') {
          const { count, found } = await stops(page);
          found.forEach(note);
          focused += count;
        }
      };
      for (const each of paths.public) await look(each);
      await page.goto(joined('/login', lang));
      await page.fill('[name=username]', username);
      await page.fill('[name=password]', password);
      await page.click('main button');
      await page.waitForURL((url) => !url.pathname.startsWith('/login'));
      for (const each of paths.staff) await look(each);
      await context.close();
    }
    console.log(JSON.stringify({ pages, focused, wrong }));
  } finally {
    await browser.close();
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
