// Asks the browser for a subscription to notices, when a person touches the button, and hands it to the server.
'use strict';
{
  const wake = document.getElementById('wake');
  const button = wake.querySelector('button');
  const status = wake.querySelector('[role=status]');

  const bytes = (text) => {
    const padded = text.replace(/-/g, '+').replace(/_/g, '/') + '='.repeat((4 - (text.length % 4)) % 4);
    return Uint8Array.from(atob(padded), (c) => c.charCodeAt(0));
  };
  const say = (what) => {
    status.textContent = status.dataset[what];
    button.hidden = what === 'done';
  };

  async function subscribe() {
    if ((await Notification.requestPermission()) !== 'granted') return say('denied');
    const worker = await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
    const key = bytes(wake.dataset.key);
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const headers = { 'content-type': 'application/json' };
    if (wake.dataset.csrf) headers['x-csrf-token'] = wake.dataset.csrf;
    const answer = await fetch(wake.dataset.post, { method: 'POST', headers, body: JSON.stringify(subscription) });
    say(answer.ok ? 'done' : 'failed');
  }

  if ('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) {
    wake.hidden = false;
    if (Notification.permission === 'granted') {
      // The server may have forgotten the browser, so it is told once more.
      subscribe().catch(() => {});
    }
    button.addEventListener('click', () => subscribe().catch(() => say('failed')));
  }
}
