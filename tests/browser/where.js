// "Where is my technician?" A number is typed at the desk, and nothing else. Arguments: address, user name, password, telephone.
// Prints one JSON object: what the caller's card says of the open job, whether all of it is in the window, and after how long.
'use strict';
const { desktop, drive } = require('./driver');

const [address, username, password, phone] = process.argv.slice(2);

drive(async (browser) => {
  const { page, errors } = await desktop(browser, address, username, password);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.keyboard.press('F2');
  await page.waitForURL('**/intake*');
  await page.waitForFunction(() => document.activeElement.id === 'phone');
  await page.keyboard.type(phone);
  const typed = Date.now();
  const job = await page.waitForSelector('#live-caller li:has(a[href^="/jobs/"])');
  const ms = Date.now() - typed;
  const words = await job.innerText();
  const box = await job.boundingBox();
  const scrolled = await page.evaluate(() => window.scrollY);
  const inView = scrolled === 0 && box.y >= 0 && box.y + box.height <= 800;
  return { words, inView, ms, errors };
});
