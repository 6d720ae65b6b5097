// Forms as whoever means ill sends them: every way to send every form of a page, what is put into their fields, and the sending
// itself, past the checks and scripts of the page.
'use strict';

// Forms that are not sent, and why.
const SKIPPED = { '/logout': 'it would end the session of this test' };

const DAY = '2026-12-20';
const PAST = '2026-01-10';
// What a field holds where words would only be refused; the first that fits.
const PLAUSIBLE = [
  [/^(website|email|postal_code|owner_phone|q)$/, ''],
  [/phone$/, '09121110095'],
  [/(issued_on|made_from|made_to|purchased_on|paid_on)$/, PAST],
  [/(^|[._])(on|from|to|until|eta|day)$/, DAY],
  [/city$/, 'تهران'],
  [/(amount|labour|travel|fee|price|deposit)$/, '1500000'],
  [/(quantity|produced|percent)$/, '1'],
  [/reference$/, '12345671'],
  [/^code$/, '4821'],
  [/^username$/, 'newcomer'],
  [/(password|again)$/, 'Quite-long-4821-enough'],
  [/models$/, 'ZR-RF-520'],
  [/ranges$/, 'ZR00000700'],
  [/parts$/, 'WM-PUMP-32'],
];
// Fields that take words.
const WORDS = new RegExp(`(^|[._])(${[
  'accessories', 'address', 'alley', 'answer', 'body', 'collected_by', 'condition', 'correction_(en|fa)', 'defect_(en|fa)', 'demand',
  'description', 'flat', 'floor', 'label', 'landmark', 'name', 'name_(en|fa)', 'neighbourhood', 'note', 'number', 'part\\d', 'plaque',
  'reason', 'receiver', 'seller', 'serial', 'street', 'taker', 'text', 'title', 'trace', 'tracking',
].join('|')})$`);

// Breaks out of attributes, fields, elements and strings of scripts; fits where a name does.
const long = (n) => `'"></textarea><img src=x onerror=__ran(${n})><script>__ran(${n})</script>{{7*7}}{ $x }\u2028'-__ran(${n})-'`;
const short = (n) => `"><img src=x onerror=__ran(${n})>`;
const address = (n) => `javascript:__ran(${n})`;

// Runs in the page. Every button with a name or an address of its own is a way, too; what waits in templates is sent like the rest.
function waysOf() {
  const roots = [document];
  for (const root of roots) for (const it of root.querySelectorAll('template')) roots.push(it.content);
  const kindOf = (it) => {
    if (it.tagName === 'SELECT') return 'select';
    if (it.tagName === 'TEXTAREA') return 'words';
    return ['hidden', 'radio', 'checkbox', 'file'].includes(it.type) ? it.type : 'words';
  };
  const valueOf = (it) => {
    if (it.tagName !== 'SELECT') return it.value;
    return it.value || ([...it.options].find((option) => option.value)?.value ?? '');
  };
  const fieldsOf = (all) => {
    const fields = [];
    for (const it of all) {
      if (!it.name || it.matches('button, fieldset, output, [type=submit], [type=reset], [type=button]')) continue;
      const same = it.type === 'radio' && fields.find((field) => field.name === it.name);
      if (same && it.checked) same.value = it.value;
      if (!same) fields.push({ name: it.name, kind: kindOf(it), value: valueOf(it), isArea: it.tagName === 'TEXTAREA' });
    }
    return fields;
  };
  const waysOfForm = (form) => {
    const all = [...form.elements];
    const to = (it, name) => new URL(it.getAttribute(name) || window.location.href, window.location.href).href;
    const buttons = all.filter((it) => it.matches('button:not([type=button]):not([type=reset]), [type=submit]'));
    const fields = fieldsOf(all);
    const way = (by) => ({
      action: by?.hasAttribute('formaction') ? to(by, 'formaction') : to(form, 'action'),
      method: (form.getAttribute('method') || 'get').toLowerCase(),
      enctype: form.getAttribute('enctype') || 'application/x-www-form-urlencoded',
      fields,
      by: by?.name ? { name: by.name, value: by.value } : null,
    });
    return buttons.length ? buttons.map(way) : [way(null)];
  };
  return roots.flatMap((root) => [...root.querySelectorAll('form')]).flatMap(waysOfForm);
}

// What forms of one kind share: ids, codes and numbers stand for any other.
const general = (text) => (/[0-9A-Z+%]/.test(text) ? '*' : text);
const pattern = (action) => new URL(action).pathname.split('/').map(general).join('/');

function shape({ action, method, fields, by }) {
  const told = fields.filter((it) => it.kind === 'hidden' && ['event', 'what'].includes(it.name)).map((it) => it.value);
  const names = [...new Set(fields.map((it) => it.name))].sort();
  return [method, pattern(action), ...told, by ? `${by.name}=${general(by.value)}` : '', names.join(' ')].join(' ');
}

const isSkipped = ({ action }) => Object.hasOwn(SKIPPED, new URL(action).pathname);
const takesWords = (way) => way.fields.some((it) => it.kind === 'words' || it.kind === 'file');

// The form with what `fill` puts into its fields. Below, `mark` gives a field its number by its name.
function filled(way, fill) {
  const fields = way.fields.map((it) => (it.name === 'csrf' ? it : { ...it, ...fill(it) }));
  return { ...way, fields };
}

const file = (n) => ({ value: `code,name_fa,name_en\n${long(n)},${long(n)},${long(n)}\n`, file: `${short(n)}.csv` });

// Words in every field that a person types in; in lists, whose fields all stand in the address, in every field.
function raw(way, mark) {
  return filled(way, ({ name, kind }) => {
    if (kind === 'file') return file(mark(name));
    return kind === 'words' || (way.method === 'get' && name !== 'lang') ? { value: long(mark(name)) } : {};
  });
}

// Words where a person does not type.
function hidden(way, mark) {
  return filled(way, ({ name, kind }) => {
    if (kind === 'file') return file(mark(name));
    return kind === 'hidden' ? { value: address(mark(name)) } : {};
  });
}

// As good as it can be made, so that it is kept.
function good(way, mark) {
  return filled(way, ({ name, kind, value, isArea }) => {
    if (kind === 'file') return file(mark(name));
    if (kind !== 'words') return {};
    if (name === 'body') return { value: `${value} ${short(mark(name))}` };
    const [, plausible] = PLAUSIBLE.find(([names]) => names.test(name)) ?? [];
    if (plausible !== undefined) return { value: value || plausible };
    if (WORDS.test(name) || (isArea && !value)) return { value: short(mark(name)) };
    return {};
  });
}

// Sends a form as the browser itself does and waits for the page that answers: its status.
async function send(page, way) {
  const answered = page.waitForNavigation({ waitUntil: 'load' });
  const sent = page.evaluate(({ action, method, enctype, fields, by }) => {
    const form = document.createElement('form');
    form.setAttribute('action', action);
    form.setAttribute('method', method);
    form.setAttribute('enctype', enctype);
    for (const { name, value, file: named, kind } of by ? [...fields, by] : fields) {
      const input = document.createElement('input');
      input.setAttribute('name', name);
      if (kind === 'file') {
        const moved = new DataTransfer();
        moved.items.add(new File([value], named, { type: 'text/csv' }));
        input.type = 'file';
        input.files = moved.files;
      } else {
        input.type = 'hidden';
        input.value = value;
      }
      form.append(input);
    }
    document.body.append(form);
    // After this call has ended, which the next page would cut off. A field may be called like the function.
    setTimeout(() => HTMLFormElement.prototype.submit.call(form));
  }, way);
  const [answer] = await Promise.all([answered, sent]);
  return answer?.status() ?? 0;
}

module.exports = { good, hidden, isSkipped, long, raw, send, shape, takesWords, waysOf };
