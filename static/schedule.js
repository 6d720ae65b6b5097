// The schedule: visits are dragged, or moved by the keyboard, to where the form of their job then says; the server decides, and
// parts of its page are put in place.
'use strict';
{
  const root = document.getElementById('schedule');
  if (root) begin();

  function begin() {
    const PARTS = ['said', 'plan', 'chosen', 'unplanned'];
    const TOPICS = ['job', 'offer', 'visit'];
    const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    // Minutes of a step, and pixels that a hand may tremble.
    const STEP = 30;
    const TREMBLE = 6;
    // Where a job that had no time yet is put first.
    const MORNING = 9 * 60;
    const isRtl = document.documentElement.dir === 'rtl';
    const digits = new Intl.NumberFormat(document.documentElement.lang === 'fa' ? 'fa-IR' : 'en', {
      minimumIntegerDigits: 2,
      useGrouping: false,
    });
    const part = (id, page = document) => page.getElementById(id);
    const heard = part('heard');
    const grid = (page = document) => part('plan', page).querySelector('table');
    const isWeek = () => grid().classList.contains('weekly');
    const rows = () => [...grid().querySelectorAll('tr[data-technician]')];
    const rowOf = (technician) => rows().find((row) => row.dataset.technician === technician);
    const firstDay = (page = document) => grid(page)?.dataset.day ?? grid(page)?.querySelector('[data-day]')?.dataset.day;
    const itemOf = (job) => root.querySelector(`[data-lift][data-job="${job}"]`);
    const clock = (minutes, number) => [Math.floor(minutes / 60), minutes % 60].map(number).join(':');
    const machine = (number) => String(number).padStart(2, '0');
    let lifted;
    let pressed;
    let hasDragged = false;
    let isActing = false;
    let isStale = false;
    let looking;
    let lastLook = 0;

    // Parts of the page.

    async function read(answer) {
      // A session that is over leads to the door.
      if (new URL(answer.url).pathname === '/login') location.assign(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (!part('schedule', page)) throw new Error('no schedule');
      return page;
    }

    const get = async (address) => read(await fetch(address, { headers: { accept: 'text/html' } }));

    // The plan stays where it was scrolled to.
    function put(id, page) {
      const far = part(id).querySelector('.tw')?.scrollLeft;
      part(id).replaceChildren(...document.importNode(part(id, page), true).childNodes);
      const box = part(id).querySelector('.tw');
      if (box && far) box.scrollLeft = far;
    }

    function withJob(job) {
      const address = new URL(root.dataset.address, location.href);
      address.searchParams.set('job', job);
      return address;
    }

    async function choose(address) {
      const page = await get(address);
      letGo();
      for (const id of PARTS) put(id, page);
      history.replaceState(null, '', address);
      part('h-chosen')?.focus();
    }

    // Where things are: a technician, a day, and minutes from midnight.

    function span() {
      const { start, end } = grid().dataset;
      return { start: Number(start), end: Number(end) };
    }

    // The left and the right edge of all hours.
    function track() {
      const hours = [...grid().querySelectorAll('th[data-hour]')].map((it) => it.getBoundingClientRect());
      return { left: Math.min(...hours.map((it) => it.left)), right: Math.max(...hours.map((it) => it.right)) };
    }

    function placeOf(item) {
      const row = item.closest('tr[data-technician]');
      if (row) {
        const day = item.closest('td[data-day]')?.dataset.day ?? grid().dataset.day;
        return { technician: row.dataset.technician, day, minutes: Number(item.dataset.from) };
      }
      const own = rowOf(item.dataset.technician) ?? rows().find((it) => it.dataset.agent === item.dataset.agent);
      if (!own) return undefined;
      if (isWeek()) return { technician: own.dataset.technician, day: firstDay(), minutes: undefined };
      return { technician: own.dataset.technician, day: grid().dataset.day, minutes: Math.max(span().start, MORNING) };
    }

    // What lies under the pointer; the visit hangs on it where it was taken hold of.
    function placeAt(x, y) {
      const under = document.elementsFromPoint(x, y);
      const row = under.map((it) => it.closest('tr[data-technician]')).find(Boolean);
      if (!row) return undefined;
      const { technician } = row.dataset;
      if (isWeek()) {
        const cell = under.map((it) => it.closest('td[data-day]')).find(Boolean);
        return cell ? { technician, day: cell.dataset.day, minutes: lifted.minutes } : undefined;
      }
      const { left, right } = track();
      if (x < left || x > right) return undefined;
      const { start, end } = span();
      const past = ((isRtl ? right - x : x - left) / (right - left)) * (end - start) - lifted.grab;
      const minutes = start + Math.round(past / STEP) * STEP;
      return { technician, day: grid().dataset.day, minutes: Math.min(Math.max(minutes, start), end - STEP) };
    }

    function frameOf({ technician, day, minutes }) {
      const row = rowOf(technician);
      if (isWeek()) return row.querySelector(`td[data-day="${day}"]`).getBoundingClientRect();
      const { left, right } = track();
      const { start, end } = span();
      const scale = (right - left) / (end - start);
      const [past, width] = [(minutes - start) * scale, Math.min(lifted.length, end - minutes) * scale];
      const { top, height } = row.getBoundingClientRect();
      return { left: isRtl ? right - past - width : left + past, top, width, height };
    }

    function draw() {
      const { at, ghost } = lifted;
      ghost.hidden = !at;
      if (!at) return;
      const box = grid().closest('.tw');
      const [frame, { left, top, width, height }] = [box.getBoundingClientRect(), frameOf(at)];
      ghost.style.left = `${left - frame.left + box.scrollLeft}px`;
      ghost.style.top = `${top - frame.top + box.scrollTop}px`;
      ghost.style.width = `${width}px`;
      ghost.style.height = `${height}px`;
    }

    function tell() {
      const { at } = lifted;
      if (!at) return;
      const day = isWeek() ? [...grid().querySelectorAll('thead th')][dayColumn(at.day)].textContent.trim() : '';
      const time = at.minutes === undefined ? '' : clock(at.minutes, digits.format);
      heard.textContent = [rowOf(at.technician).dataset.name, day, time].filter(Boolean).join(', ');
    }

    const days = () => [...rows()[0].querySelectorAll('td[data-day]')].map((it) => it.dataset.day);
    const dayColumn = (day) => days().indexOf(day) + 1;

    // Lifting, moving, putting down.

    function lift(item) {
      const row = item.closest('tr[data-technician]');
      const ghost = document.createElement('div');
      ghost.className = 'vis ok draft ghost';
      ghost.textContent = item.dataset.words;
      ghost.setAttribute('aria-hidden', 'true');
      grid().closest('.tw').append(ghost);
      item.classList.add('lifted');
      const [agent, at] = [row?.dataset.agent ?? item.dataset.agent, placeOf(item)];
      const { job } = item.dataset;
      const page = get(withJob(job));
      // It may fail before anybody waits for it.
      page.catch(() => {});
      const [from, minutes, length] = [row ? at : undefined, at?.minutes, Number(item.dataset.length)];
      lifted = { item, job, agent, ghost, at, page, from, minutes, length, grab: 0 };
      draw();
    }

    function moveBy([x, y]) {
      const { at, agent, length } = lifted;
      if (!at) return;
      const own = [...new Set(rows().filter((it) => it.dataset.agent === agent).map((it) => it.dataset.technician))];
      const clamp = (value, most) => Math.min(Math.max(value, 0), most);
      const technician = own[clamp(own.indexOf(at.technician) + y, own.length - 1)] ?? at.technician;
      const forward = isRtl ? -x : x;
      let { day, minutes } = at;
      if (isWeek()) {
        const all = days();
        day = all[clamp(all.indexOf(day) + forward, all.length - 1)];
      } else if (forward) {
        const { start, end } = span();
        // From a crooked time the first step leads to the half hour.
        const steps = forward > 0 ? Math.floor(minutes / STEP) + 1 : Math.ceil(minutes / STEP) - 1;
        minutes = Math.min(Math.max(steps * STEP, start), Math.max(start, end - Math.min(length, STEP)));
      }
      lifted.at = { technician, day, minutes };
      draw();
      lifted.ghost.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      tell();
    }

    function letGo() {
      lifted?.ghost.remove();
      lifted?.item.classList.remove('lifted');
      lifted = undefined;
    }

    function giveUp(words) {
      const { job } = lifted;
      letGo();
      heard.textContent = words;
      itemOf(job)?.focus();
    }

    // Chooses a value, and adds it where the form does not have it: the server says why it may not be.
    function pick(select, value, words) {
      if (![...select.options].some((it) => it.value === value)) select.append(new Option(words, value));
      select.value = value;
    }

    async function putDown() {
      const { at, from, page } = lifted;
      const isThere = from && at && ['technician', 'day', 'minutes'].every((name) => from[name] === at[name]);
      if (isThere) return giveUp(root.dataset.givenUp);
      if (!at) return giveUp(root.dataset.nowhere);
      lifted.isDown = true;
      const fresh = await page;
      // It was given up meanwhile.
      if (lifted?.page !== page) return undefined;
      put('said', fresh);
      put('chosen', fresh);
      const form = part('chosen').querySelector('form');
      if (!form) return giveUp(part('chosen').querySelector('[data-shown] > :last-child').textContent.trim());
      pick(form.elements.technician_id, at.technician, rowOf(at.technician).dataset.name);
      pick(form.elements.on, at.day, at.day);
      if (at.minutes !== undefined) pick(form.elements.time, clock(at.minutes, machine), clock(at.minutes, digits.format));
      if (!form.elements.reason) return act(form);
      form.elements.reason.focus();
      heard.textContent = root.dataset.why;
      return undefined;
    }

    const finish = () => putDown().catch(() => location.reload());

    async function act(form) {
      if (isActing) return;
      isActing = true;
      const body = new URLSearchParams(new FormData(form));
      const job = part('chosen').querySelector('[data-shown]').dataset.shown;
      try {
        const answer = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { accept: 'text/html' } });
        const page = await read(answer);
        // Another day has other words all over the page.
        if (firstDay(page) !== firstDay()) return location.assign(answer.url);
        letGo();
        for (const id of PARTS) put(id, page);
        root.dataset.address = part('schedule', page).dataset.address;
        if (answer.redirected) history.replaceState(null, '', answer.url);
        heard.textContent = part('said').textContent.trim();
        (part('reason') ?? part('h-chosen') ?? itemOf(job))?.focus();
      } catch {
        // Whatever came of it, the page says.
        location.assign(withJob(job));
      } finally {
        isActing = false;
      }
    }

    // Keys.

    const middle = (item) => {
      const { left, right } = item.getBoundingClientRect();
      return (left + right) / 2;
    };

    function neighbour(item, [x, y]) {
      const items = (row) => [...row.querySelectorAll('.vis[data-job]')];
      const row = item.closest('tr[data-technician]');
      if (x) {
        const beside = items(row);
        return beside[beside.indexOf(item) + (isRtl ? -x : x)];
      }
      const full = rows().filter((it) => items(it).length);
      const next = full[full.indexOf(row) + y];
      const far = (it) => Math.abs(middle(it) - middle(item));
      return next && items(next).reduce((best, it) => (far(it) < far(best) ? it : best));
    }

    function press(event) {
      const arrow = ARROWS[event.key];
      const item = event.target.closest('#schedule [data-job]');
      if (lifted && event.key === 'Escape') giveUp(root.dataset.givenUp);
      else if (lifted && !lifted.isDown && arrow) moveBy(arrow);
      else if (lifted && !lifted.isDown && event.key === 'Enter') finish();
      else if (event.key === 'Enter' && event.target.matches('#reason') && event.target.value) {
        event.target.form.requestSubmit();
      } else if (!lifted && item?.matches('[data-lift]') && event.code === 'KeyM' && grid()) {
        lift(item);
        heard.textContent = lifted.at ? root.dataset.held : root.dataset.nowhere;
        if (!lifted.at) giveUp(root.dataset.nowhere);
      } else if (!lifted && item?.matches('.vis') && arrow) neighbour(item, arrow)?.focus();
      else return;
      event.preventDefault();
    }

    document.addEventListener('keydown', (event) => {
      if (!event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey) press(event);
    });

    // Whoever goes elsewhere with the keyboard leaves it where it was.
    root.addEventListener('focusout', ({ target }) => {
      if (!lifted || lifted.isDown || hasDragged || target !== lifted.item) return;
      letGo();
      heard.textContent = root.dataset.givenUp;
    });

    // The pointer.

    root.addEventListener('pointerdown', (event) => {
      const item = event.target.closest('[data-lift]');
      // What waits for its reason is left where it was by taking hold of something else.
      if (item && lifted?.isDown) letGo();
      if (!item || !event.isPrimary || event.button !== 0 || lifted || isActing || !grid()) return;
      pressed = { item, x: event.clientX, y: event.clientY };
    });
    document.addEventListener('pointermove', (event) => {
      if (pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > TREMBLE) {
        const { item, x } = pressed;
        pressed = undefined;
        hasDragged = true;
        const edge = item.getBoundingClientRect();
        lift(item);
        const share = (isRtl ? edge.right - x : x - edge.left) / edge.width;
        if (lifted.from) lifted.grab = share * lifted.length;
        document.body.setPointerCapture(event.pointerId);
      }
      if (!lifted || lifted.isDown || !hasDragged) return;
      lifted.at = placeAt(event.clientX, event.clientY);
      draw();
    });
    document.addEventListener('pointerup', () => {
      pressed = undefined;
      if (!hasDragged) return;
      // The click that ends a drag comes right after it.
      setTimeout(() => (hasDragged = false));
      if (lifted && !lifted.isDown) finish();
    });
    document.addEventListener('pointercancel', () => {
      pressed = undefined;
      hasDragged = false;
      if (lifted && !lifted.isDown) giveUp(root.dataset.givenUp);
    });
    root.addEventListener('dragstart', (event) => event.target.closest('[data-lift]') && event.preventDefault());

    root.addEventListener('click', (event) => {
      const link = event.target.closest('a[data-job]');
      if (!link) return;
      const isElsewhere = new URL(link.href).pathname !== '/schedule';
      if (!hasDragged && (isElsewhere || event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      if (!hasDragged && (!lifted || lifted.isDown)) choose(link.href).catch(() => location.assign(link.href));
    });
    root.addEventListener('submit', (event) => {
      if (event.target.dataset.act !== 'place') return;
      event.preventDefault();
      act(event.target);
    });

    // What happens, as the bell's stream passes it on; it waits as long as somebody is busy here.

    function isBusy() {
      const held = ['plan', 'chosen', 'unplanned'].map((id) => part(id));
      return lifted || isActing || held.some((it) => it.matches(':hover') || it.contains(document.activeElement));
    }

    async function look() {
      isStale = Boolean(isBusy()) || document.visibilityState !== 'visible';
      if (isStale) return;
      lastLook = Date.now();
      const page = await get(location.href);
      if (isBusy()) isStale = true;
      else for (const id of ['plan', 'unplanned']) put(id, page);
    }

    // A wait that began anew with each event would not end while much happens.
    function lookSoon() {
      looking ??= setTimeout(() => {
        looking = undefined;
        look().catch(() => {});
      }, Math.max(1000, lastLook + 3000 - Date.now()));
    }

    const settle = () => isStale && lookSoon();
    for (const id of ['plan', 'chosen', 'unplanned']) part(id).addEventListener('pointerleave', settle);
    root.addEventListener('focusout', settle);
    document.addEventListener('visibilitychange', settle);
    const events = new BroadcastChannel('ostakar-events');
    events.onmessage = ({ data }) => (TOPICS.includes(data.topic) || data.isOpen) && lookSoon();
    setInterval(() => document.visibilityState === 'visible' && lookSoon(), 60_000);
  }
}
