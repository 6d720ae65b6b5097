// The dispatcher's board: parts of the server's page are put in place as things change, and never under the pointer or the focus.
'use strict';
{
  const board = document.getElementById('board');
  if (board) begin();

  function begin() {
    const PARTS = ['queue', 'chosen', 'alerts', 'flight'];
    const TOPICS = ['job', 'offer', 'visit', 'task'];
    const isPersian = document.documentElement.lang === 'fa';
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const locale = isPersian ? 'fa-IR' : 'en';
    const number = new Intl.NumberFormat(locale, { useGrouping: false });
    const padded = new Intl.NumberFormat(locale, { useGrouping: false, minimumIntegerDigits: 2 });
    const part = (id, page = document) => page.getElementById(id);
    const heard = part('heard');
    const columns = board.querySelector('.cols');
    // A part without what changes by itself, by the clock or from page to page.
    const essence = (element) => {
      const copy = element.cloneNode(true);
      for (const it of copy.querySelectorAll('time, meter, [type=hidden]')) it.remove();
      for (const it of copy.querySelectorAll('[aria-current]')) it.removeAttribute('aria-current');
      return copy.innerHTML;
    };
    // What the server wrote into a part that is shown, and what it wrote since, which waits.
    const shown = new Map(PARTS.map((id) => [id, essence(part(id))]));
    const waiting = new Map();
    const address = new URL(board.dataset.address, location.href);
    let ahead = Date.parse(board.dataset.now) - Date.now();
    let isActing = false;
    let lastLook = 0;
    let looking;
    let asking;

    const chosenJob = (page = document) => part('chosen', page).querySelector('[data-shown]')?.dataset.shown;
    const links = (page = document) => [...part('queue', page).querySelectorAll('a[data-job]')];
    const counted = (words, count) => words.replace('#', number.format(count));
    // Whatever grows moves what stands below it: so a column waits as a whole, and all of them where they lie one below the other.
    const tracks = () => getComputedStyle(columns).gridTemplateColumns.split(' ').length;
    const isStacked = () => tracks() < 3;
    const region = (id) => (isStacked() ? columns : part(id).closest('.cols > *'));
    const isHeld = (id) => region(id).matches(':hover') || region(id).contains(document.activeElement);
    const isAborted = (error) => error.name === 'AbortError';
    const button = (id) => document.querySelector(`[data-fresh="${id}"]`);

    if (!address.searchParams.get('job') && chosenJob()) address.searchParams.set('job', chosenJob());
    history.replaceState(null, '', address);

    // Parts of the page.

    async function read(answer) {
      // A session that is over leads to the door.
      if (new URL(answer.url).pathname === '/login') location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!part('board', page)) throw new Error('no board');
      ahead = Date.parse(part('board', page).dataset.now) - Date.now();
      part('made').replaceChildren(...document.importNode(part('made', page), true).childNodes);
      return page;
    }

    function put(id, twin) {
      const old = part(id);
      const hadFocus = old.contains(document.activeElement);
      const open = [...old.querySelectorAll('details')].map((it) => it.open);
      shown.set(id, essence(twin));
      waiting.delete(id);
      old.replaceChildren(...document.importNode(twin, true).childNodes);
      if (open.length) [...old.querySelectorAll('details')].forEach((it, at) => (it.open ||= open[at] ?? false));
      button(id).hidden = true;
      if (hadFocus) (old.querySelector('[aria-current], h2[tabindex]') ?? old.querySelector('a, button'))?.focus();
      tick();
    }

    // Puts a part in place, or keeps it until pointer and focus have left; whether it says something else.
    function offer(id, twin) {
      const isOther = essence(twin) !== shown.get(id);
      if (!isHeld(id)) put(id, twin);
      else if (isOther) {
        waiting.set(id, twin);
        button(id).hidden = false;
        if (id === 'queue') button(id).textContent = newcomers(twin.ownerDocument).come || button(id).dataset.words;
      } else {
        waiting.delete(id);
        button(id).hidden = true;
        for (const field of twin.querySelectorAll('input[type=hidden]')) {
          const same = part(id).querySelector(`input[type=hidden][name="${field.name}"]`);
          if (same) same.value = field.value;
        }
      }
      return isOther;
    }

    function settle() {
      for (const [id, twin] of [...waiting]) if (!isHeld(id)) put(id, twin);
    }

    // How many jobs have come and gone, in words.
    function newcomers(page) {
      const [before, after] = [links(), links(page)].map((all) => new Set(all.map((it) => it.dataset.job)));
      const come = [...after].filter((id) => !before.has(id)).length;
      const gone = [...before].filter((id) => !after.has(id)).length;
      const words = [come && counted(board.dataset.new, come), gone && counted(board.dataset.gone, gone)];
      return { come: words[0] || '', all: words.filter(Boolean).join(' · ') };
    }

    // The board as it stands, unless somebody chooses or does something meanwhile.
    async function ask() {
      asking?.abort();
      const mine = new AbortController();
      asking = mine;
      try {
        return await read(await fetch(address, { headers: { accept: 'text/html' }, signal: mine.signal }));
      } finally {
        if (asking === mine) asking = undefined;
      }
    }

    async function look() {
      if (isActing || asking) return lookSoon();
      lastLook = Date.now();
      const page = await ask();
      const { all } = newcomers(page);
      const changed = PARTS.filter((id) => offer(id, part(id, page)));
      if (all) heard.textContent = all;
      else if (changed.includes('chosen')) heard.textContent = board.dataset.changed;
    }

    // Several things often happen at once, and the board is not read more often than this. A wait that began anew with each event
    // would not end while much happens.
    function lookSoon() {
      looking ??= setTimeout(() => {
        looking = undefined;
        look().catch(() => {});
      }, Math.max(400, lastLook + 1500 - Date.now()));
    }

    // Choosing a job.

    async function choose(to, isBack) {
      const url = new URL(to, location.href);
      const job = url.searchParams.get('job');
      if (job && job !== address.searchParams.get('job')) address.searchParams.delete('agent');
      if (job) address.searchParams.set('job', job);
      for (const link of links()) {
        if (link.dataset.job === job) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
      if (!isBack) history.pushState(null, '', address);
      const page = await ask();
      put('chosen', part('chosen', page));
      // On a telephone the job stands below the whole queue.
      if (tracks() === 1) part('chosen').scrollIntoView({ behavior: isStill ? 'auto' : 'smooth' });
      part('said').replaceChildren();
      for (const id of PARTS) if (id !== 'chosen') offer(id, part(id, page));
    }

    function step(by) {
      const all = links();
      const now = all.findIndex((it) => it.hasAttribute('aria-current'));
      const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
      if (!next) return;
      next.focus();
      choose(next.href).catch((error) => isAborted(error) || location.assign(next.href));
    }

    // Sending, and taking back.

    async function act(form, by) {
      if (isActing) return;
      isActing = true;
      asking?.abort();
      const body = new URLSearchParams(new FormData(form));
      if (by?.name) body.append(by.name, by.value);
      if (body.has('job')) body.set('job', chosenJob() ?? '');
      const to = by?.getAttribute('formaction') ?? form.getAttribute('action');
      try {
        const page = await read(await fetch(to, { method: 'POST', body, headers: { accept: 'text/html' } }));
        part('said').replaceChildren(...document.importNode(part('said', page), true).childNodes);
        part('undo').replaceChildren(...document.importNode(part('undo', page), true).childNodes);
        heard.textContent = part('said').textContent.trim();
        // The form that was pressed is spent.
        put('chosen', part('chosen', page));
        for (const id of PARTS) if (id !== 'chosen') offer(id, part(id, page));
        if (form.dataset.act === 'withdraw') put('flight', part('flight', page));
        tick();
      } catch {
        // Whatever came of it, the page says.
        location.assign(address);
      } finally {
        isActing = false;
      }
    }

    // Clocks.

    function clock(seconds) {
      if (seconds <= 0) return board.dataset.over;
      const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
      const tail = `${hours ? padded.format(minutes) : number.format(minutes)}:${padded.format(seconds % 60)}`;
      return hours ? `${number.format(hours)}:${tail}` : tail;
    }

    function tick() {
      const now = Date.now() + ahead;
      const left = (text) => Math.ceil((Date.parse(text) - now) / 1000);
      for (const time of board.querySelectorAll('time[data-clock]')) {
        time.dir = left(time.dateTime) > 0 ? 'ltr' : '';
        time.textContent = clock(left(time.dateTime));
      }
      for (const meter of board.querySelectorAll('meter[data-until]')) meter.value = Math.max(0, left(meter.dataset.until));
      const undo = part('undo').querySelector('[data-until]');
      if (undo && left(undo.dataset.until) <= 0) part('undo').replaceChildren();
    }

    // Keys.

    const isTyping = (target) => target.closest('input, textarea, select, [contenteditable]');
    const isOff = () => localStorage.getItem('ostakar-keys') === 'off';

    function press(event) {
      const digit = /^(?:Digit|Numpad)([1-3])$/.exec(event.code)?.[1];
      const isInQueue = part('queue').contains(event.target);
      if (digit && !event.shiftKey) document.querySelector(`#chosen [data-digit="${digit}"]`)?.click();
      else if (event.code === 'KeyJ' || (isInQueue && event.code === 'ArrowDown')) step(1);
      else if (event.code === 'KeyK' || (isInQueue && event.code === 'ArrowUp')) step(-1);
      else if (event.code === 'KeyZ') part('undo').querySelector('button')?.click();
      else if (event.code === 'KeyN') for (const [id, twin] of [...waiting]) put(id, twin);
      else if (['?', '؟'].includes(event.key)) part('keys').open = !part('keys').open;
      else return;
      event.preventDefault();
    }

    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || isOff()) return;
      if (event.repeat && !['KeyJ', 'KeyK', 'ArrowDown', 'ArrowUp'].includes(event.code)) return;
      press(event);
    });

    const off = part('keys-off');
    off.hidden = false;
    off.setAttribute('aria-pressed', isOff());
    off.addEventListener('click', () => {
      localStorage.setItem('ostakar-keys', isOff() ? 'on' : 'off');
      off.setAttribute('aria-pressed', isOff());
    });

    board.addEventListener('click', (event) => {
      const link = event.target.closest('a[data-job]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose(link.href).catch((error) => isAborted(error) || location.assign(link.href));
    });
    board.addEventListener('submit', (event) => {
      if (!event.target.dataset.act) return;
      event.preventDefault();
      act(event.target, event.submitter);
    });
    for (const it of board.querySelectorAll('[data-fresh]')) {
      it.dataset.words = it.textContent;
      it.addEventListener('click', () => {
        const twin = waiting.get(it.dataset.fresh);
        if (twin) put(it.dataset.fresh, twin);
      });
    }
    for (const column of columns.children) column.addEventListener('pointerleave', settle);
    // The next element has the focus only after this.
    columns.addEventListener('focusout', () => setTimeout(settle));
    addEventListener('popstate', () => choose(location.href, true).catch((error) => isAborted(error) || location.reload()));

    // What happens, as the bell's stream passes it on.

    const events = new BroadcastChannel('ostakar-events');
    events.onmessage = ({ data }) => {
      if (TOPICS.includes(data.topic) || data.isOpen) lookSoon();
      if (data.isOpen === undefined) return;
      const stream = part('stream');
      stream.hidden = false;
      stream.className = data.isOpen ? 'badge ok' : 'badge warn';
      stream.textContent = data.isOpen ? stream.dataset.on : stream.dataset.off;
    };
    events.postMessage({ asks: true });
    setInterval(tick, isStill ? 30_000 : 1000);
    // What is due comes nearer also where nothing happens.
    setInterval(() => document.visibilityState === 'visible' && lookSoon(), 60_000);
    tick();
  }
}
