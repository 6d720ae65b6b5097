// Shows notices that come while no page is open, opens the page of a visit where there is no network, and sends what waits.
'use strict';
{
  const PAGES = 'visit-pages';
  const FILES = 'visit-files';
  // A technician has no more visits open than this.
  const MOST_PAGES = 20;
  const LATE_MS = 8000;
  const LINK = /^\/o\/[1-9A-HJ-NP-Za-km-z]{16}$/;

  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

  self.addEventListener('push', (event) => {
    const notice = event.data ? event.data.json() : {};
    const shown = { body: notice.body, tag: notice.tag, lang: notice.lang, dir: notice.dir, icon: '/static/icon.svg', data: { url: notice.url } };
    event.waitUntil(self.registration.showNotification(notice.title || '', shown));
  });

  self.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const url = event.notification.data.url;
    if (!url) return;
    event.waitUntil((async () => {
      const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
      const open = windows.find((it) => it.url === url);
      await (open ? open.focus() : self.clients.openWindow(url));
    })());
  });

  const kept = (path) => caches.match(path, { cacheName: PAGES, ignoreVary: true });

  // Keeps the page of an open visit under its own link; once the link shows anything else, nothing of it is kept.
  async function remember(path, answer) {
    if (answer.status >= 500) return;
    const copy = answer.clone();
    const pages = await caches.open(PAGES);
    await pages.delete(path, { ignoreVary: true });
    if (!answer.ok || !(await answer.text()).includes('id="visit" data-open')) return;
    await pages.put(path, copy);
    const all = await pages.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - MOST_PAGES)).map((old) => pages.delete(old, { ignoreVary: true })));
  }

  async function look(url) {
    const answer = await fetch(url, { headers: { accept: 'text/html' }, credentials: 'omit' });
    await remember(new URL(url).pathname, answer);
  }

  // The page as the server has it; as it was kept where the server does not answer in time.
  async function visit(event, path) {
    const asked = fetch(event.request);
    event.waitUntil(asked.then((answer) => remember(path, answer.clone())).catch(() => {}));
    if (event.request.mode !== 'navigate') return asked;
    const late = new Promise((resolve) => setTimeout(resolve, LATE_MS)).then(() => kept(path));
    try {
      return (await Promise.race([asked, late])) || (await asked);
    } catch (error) {
      const page = await kept(path);
      if (page) return page;
      throw error;
    }
  }

  async function keepFiles(urls) {
    const files = await caches.open(FILES);
    const old = await files.keys();
    await Promise.all(old.filter((it) => !urls.includes(it.url)).map((it) => files.delete(it, { ignoreVary: true })));
    await files.addAll(urls.filter((url) => !old.some((it) => it.url === url)));
  }

  self.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== self.location.origin) return;
    if (LINK.test(url.pathname) && (request.headers.get('accept') || '').includes('text/html')) {
      event.respondWith(visit(event, url.pathname));
    } else if (url.pathname.startsWith('/static/') && url.search) {
      const found = caches.match(request, { cacheName: FILES, ignoreVary: true });
      event.respondWith(found.then((file) => file || fetch(request)));
    }
  });

  self.addEventListener('message', (event) => {
    const { page, files } = event.data;
    event.waitUntil(Promise.all([page && look(page), keepFiles(files)]));
  });

  async function sendWaiting(link) {
    const { sent, waits } = await self.queue.send(link);
    if (sent > 0) {
      await look(new URL(link, self.location.href).href);
      const windows = await self.clients.matchAll({ type: 'window' });
      windows.forEach((it) => it.postMessage({ sent: link }));
    }
    // The browser tries again by itself when this fails.
    if (waits) throw new Error('no network yet');
  }

  self.addEventListener('sync', (event) => event.waitUntil(sendWaiting(event.tag)));
}
