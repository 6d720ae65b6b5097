// Shows notices that come while no page is open, and leads to what they are about.
'use strict';

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
