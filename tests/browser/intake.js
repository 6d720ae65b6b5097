// A known caller's breakdown, logged by the keyboard alone in a real browser. Arguments: address, user name, password, telephone,
// part of the fault's name. Prints one JSON object: keystrokes beside the typed text, the slowest answer, the request.
'use strict';
const { desktop, drive } = require('./driver');

const [address, username, password, phone, fault] = process.argv.slice(2);

async function log(page) {
  let keystrokes = 0;
  const answers = [];
  page.on('requestfinished', (request) => {
    const { responseEnd, requestStart } = request.timing();
    if (request.url().startsWith(address)) answers.push({ path: new URL(request.url()).pathname, ms: Math.round(responseEnd - requestStart) });
  });
  const press = async (...keys) => {
    for (const key of keys) {
      keystrokes += key.split('+').length;
      await page.keyboard.press(key);
    }
  };
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.name);
  const expect = async (what, wanted) => {
    const found = await what();
    if (found !== wanted) throw new Error(`expected ${wanted}, found ${found}`);
  };

  await press('F2');
  await page.waitForURL('**/intake*');
  await expect(focused, 'phone');
  await page.keyboard.type(phone);
  await page.waitForFunction(() => document.querySelector('#live-caller [name=customer]:checked'));
  await page.waitForFunction(() => document.querySelector('[name="items.0.fault"]').options.length > 1);
  await press('F4', 'Tab');
  await expect(focused, 'items.0.fault');
  await page.keyboard.type(fault);
  await page.waitForSelector('#items\\.0\\.fault-options [role=option]');
  await press('Enter', 'Tab', 'Tab');
  await expect(focused, 'items.0.description');
  await page.keyboard.type('Since this morning');
  await page.waitForFunction(() => document.querySelectorAll('[name=slot]').length > 1);
  await press('F7', 'ArrowDown');
  const chosen = await page.evaluate(() => document.querySelector('[name=slot]:checked').value);
  if (!chosen) throw new Error('no window is chosen');
  const kept = await page.waitForFunction((value) => Object.keys(localStorage).find((key) => localStorage[key].includes(value)), chosen);
  // A reload loses nothing.
  await page.reload();
  await page.waitForFunction((value) => document.querySelector('[name=slot]:checked')?.value === value, chosen);
  await expect(() => page.inputValue('[name="items.0.description"]'), 'Since this morning');
  await expect(() => page.inputValue('#phone'), phone);
  await press('Control+Enter');
  await page.waitForURL('**/requests/*');
  if (await page.evaluate((key) => localStorage.getItem(key), await kept.jsonValue())) throw new Error('the draft is still there');
  const slowest = answers.filter(({ path }) => !path.startsWith('/static')).sort((a, b) => b.ms - a.ms)[0];
  return { keystrokes, slowest, request: new URL(page.url()).pathname };
}

// The search of the frame: `/`, the end of the number, the first hit.
async function find(page) {
  await page.keyboard.press('/');
  await page.keyboard.type(phone.slice(2));
  await page.waitForSelector('#hits a');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/intake?customer=*');
  return page.inputValue('#phone');
}

// The pin by eye: a click into the drawing, then an arrow key in it.
async function pin(page) {
  await page.waitForSelector('#live-map svg', { state: 'attached' });
  await page.evaluate(() => (document.getElementById('live-map').closest('details').open = true));
  const looked = () => page.waitForFunction(() => document.querySelector('#live-pin p')?.textContent.includes(document.getElementById('pin').value));
  await page.click('#live-map svg', { position: { x: 120, y: 60 } });
  const clicked = await page.inputValue('#pin');
  await looked();
  await page.focus('#live-map');
  await page.keyboard.press('ArrowUp');
  const moved = await page.inputValue('#pin');
  await looked();
  return { clicked, moved };
}

drive(async (browser) => {
  const { page, errors } = await desktop(browser, address, username, password);
  const logged = await log(page);
  const found = await find(page);
  const pinned = await pin(page);
  return { ...logged, found, pinned, errors };
});
