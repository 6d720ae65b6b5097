// The dispatcher's board in a real browser: keys, undo, and what comes while the pointer rests on a row. Arguments: address, user
// name, password, a token of an operator, a report to take down meanwhile. Prints one JSON object.
'use strict';
const { desktop, drive } = require('./driver');

const [address, username, password, token, report] = process.argv.slice(2);

const count = (page, selector) => page.locator(selector).count();
const chosen = (page) => page.getAttribute('#chosen [data-shown]', 'data-shown');
const current = (page) => page.getAttribute('#queue [aria-current]', 'data-job');

async function takeDown() {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${address}/api/v1/service-requests`, { method: 'POST', headers, body: report });
  if (answer.status !== 201) throw new Error(await answer.text());
}

// J and K go from job to job, and the candidates follow.
async function move(page) {
  const first = await current(page);
  await page.keyboard.press('j');
  await page.waitForFunction((id) => document.querySelector('#chosen [data-shown]').dataset.shown !== id, first);
  if ((await current(page)) !== (await chosen(page))) throw new Error('another job is shown than is marked');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction((id) => document.querySelector('#chosen [data-shown]').dataset.shown === id, first);
}

// 1 sends, Z takes back.
async function send(page) {
  await page.keyboard.press('1');
  await page.waitForSelector('#undo form');
  await page.waitForFunction(() => document.querySelectorAll('#flight .item').length === 1);
  const sent = await count(page, '#flight .item');
  await page.keyboard.press('z');
  await page.waitForSelector('#said .notice.ok');
  await page.waitForFunction(() => document.querySelectorAll('#flight .item').length === 0);
  return { sent, undone: await count(page, '#flight .item') };
}

// With the keys off, 1 sends nothing.
async function silence(page) {
  await page.keyboard.press('?');
  await page.click('#keys-off');
  await page.keyboard.press('1');
  await page.waitForTimeout(400);
  const silent = await count(page, '#flight .item');
  await page.click('#keys-off');
  await page.click('#keys summary');
  return { silent };
}

// What comes waits as long as the pointer rests on the list.
async function wait(page) {
  await page.evaluate(() => document.activeElement.blur());
  const row = page.locator('#queue .item').nth(1);
  const [before, id] = [await count(page, '#queue .item'), await row.getAttribute('data-job')];
  await row.hover();
  const place = await row.boundingBox();
  await takeDown();
  await page.waitForSelector('[data-fresh=queue]:not([hidden])');
  const same = page.locator(`#queue [data-job="${id}"]`);
  const moved = JSON.stringify(await same.boundingBox()) !== JSON.stringify(place);
  await page.mouse.move(0, 0);
  await page.waitForFunction((least) => document.querySelectorAll('#queue .item').length > least, before);
  return { before, moved, after: await count(page, '#queue .item') };
}

drive(async (browser) => {
  const { page, errors } = await desktop(browser, address, username, password);
  await page.keyboard.press('F3');
  await page.waitForURL('**/board*');
  await page.waitForSelector('#stream.ok');
  await move(page);
  const done = { ...(await send(page)), ...(await silence(page)), ...(await wait(page)) };
  return { ...done, errors };
});
