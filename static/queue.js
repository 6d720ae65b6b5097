// The steps that wait on this telephone. Each link has its queue; its steps go in their order, each with a key by which the server
// does it once however often it comes. Runs in the page and in the service worker.
'use strict';
{
  const LONGEST_MS = 20000;
  const LONGEST_PHOTO_MS = 120000;

  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  // The result once it is on the disk.
  async function within(mode, work) {
    const opening = indexedDB.open('ostakar-field', 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore('steps', { keyPath: 'id', autoIncrement: true }).createIndex('link', 'link');
    };
    const database = await asked(opening);
    try {
      const transaction = database.transaction('steps', mode);
      const kept = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      const result = await asked(work(transaction.objectStore('steps')));
      await kept;
      return result;
    } finally {
      database.close();
    }
  }

  // Nothing when the server has taken the step, 'later' when it was not reached, else what it said against it.
  async function tell(step) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), typeof step.body === 'string' ? LONGEST_MS : LONGEST_PHOTO_MS);
    try {
      const headers = { accept: 'application/json', 'accept-language': step.lang, 'content-type': step.type, 'idempotency-key': step.key };
      const answer = await fetch(step.url, { method: 'POST', headers, body: step.body, signal: stop.signal, credentials: 'omit' });
      if (answer.ok) return null;
      if (answer.status >= 500 || answer.status === 408) return 'later';
      const problem = await answer.json();
      return { words: problem.title, errors: problem.errors || [] };
    } catch {
      return 'later';
    } finally {
      clearTimeout(timer);
    }
  }

  const queue = {
    all: (link) => within('readonly', (steps) => steps.index('link').getAll(link)),
    first: (link) => within('readonly', (steps) => steps.index('link').get(link)),
    put: (step) => within('readwrite', (steps) => steps.put(step)),
    drop: (id) => within('readwrite', (steps) => steps.delete(id)),
    send: (link) => ('locks' in navigator ? navigator.locks.request(`field ${link}`, () => inOrder(link)) : inOrder(link)),
  };

  // Sends what waits until something is refused or nobody answers: how many were taken, the state to which they led, and whether
  // something still waits.
  async function inOrder(link) {
    const done = { sent: 0, led: null, waits: false };
    for (;;) {
      const step = await queue.first(link);
      if (!step || step.refused) return done;
      const said = await tell(step);
      if (said === 'later') return { ...done, waits: true };
      if (said) {
        await queue.put({ ...step, refused: said });
        return done;
      }
      await queue.drop(step.id);
      done.sent += 1;
      done.led = step.to || done.led;
    }
  }

  self.queue = queue;
}
