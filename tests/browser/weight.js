// What pages weigh on a first visit, and when a person first sees something, on a telephone at 400 kbit/s with 100 ms to the server
// and back. Arguments: the address of the product, then pairs of a name and a path. Prints one JSON object a page.
'use strict';
const { devices } = require('playwright-core');
const { drive } = require('./driver');
const { network } = require('./network');

const [address, ...pages] = process.argv.slice(2);
const ROUNDS = 3;
const BYTES_A_SECOND = 400000 / 8;

async function visit(browser, name, path) {
  const net = await network(address);
  const { viewport, deviceScaleFactor, isMobile, hasTouch } = devices['Pixel 5'];
  const context = await browser.newContext({ viewport, deviceScaleFactor, isMobile, hasTouch });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 100, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND });
    let transferred = 0;
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => { transferred += encodedDataLength; });
    await page.goto(`${net.url}${path}`, { waitUntil: 'load' });
    const bytes = transferred;
    const paint = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    const first = Math.round(await paint.jsonValue());
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(1500);
    return { name, bytes, first_paint_ms: first, with_worker_bytes: net.bytes, requests: net.sent.length };
  } finally {
    await context.close();
    net.close();
  }
}

drive(async (browser) => {
  const found = [];
  for (let at = 0; at < pages.length; at += 2) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await visit(browser, pages[at], pages[at + 1]));
    // Whatever else the machine does can only delay a picture, so the soonest is the page's own.
    rounds.sort((a, b) => a.first_paint_ms - b.first_paint_ms);
    found.push(rounds[0]);
  }
  return found;
});
