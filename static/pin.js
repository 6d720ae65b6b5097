// The pin of an address by eye: a click into the drawing, the arrow keys in it, or a place of the list write coordinates into the
// field, and the desk looks up what they mean.
'use strict';
{
  const field = document.getElementById('pin');
  const map = document.getElementById('live-map');
  const EARTH_M = 6371008.8;
  const STEP_M = 50;
  const arrows = { ArrowLeft: [-STEP_M, 0], ArrowRight: [STEP_M, 0], ArrowUp: [0, STEP_M], ArrowDown: [0, -STEP_M] };
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const degrees = (radians) => (radians * 180) / Math.PI;
  if (field && map) begin();

  function begin() {
    // What a point of the drawing means; the server writes it anew with the drawing.
    const sheet = () => {
      const svg = map.querySelector('svg');
      if (!svg) return null;
      const [lat, lon, left, top, unit] = ['lat', 'lon', 'left', 'top', 'unit'].map((name) => Number(svg.dataset[name]));
      return { svg, lat, lon, left, top, unit, wide: Math.cos(radians(lat)) };
    };

    // The pin as the field has it, else the middle of the city.
    const here = ({ lat, lon }) => {
      const typed = /^(-?\d+\.\d+),(-?\d+\.\d+)$/.exec(field.value.trim());
      return typed ? { lat: Number(typed[1]), lon: Number(typed[2]) } : { lat, lon };
    };

    const put = (lat, lon) => {
      field.value = `${lat.toFixed(5)},${lon.toFixed(5)}`;
      mark(lat, lon);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };

    // The drawing shows it before the server has answered.
    const mark = (lat, lon) => {
      const on = sheet();
      const pin = on?.svg.querySelector('[data-mark]');
      if (!pin) return;
      const left = on.left + (radians(lon - on.lon) * on.wide * EARTH_M) / on.unit;
      const top = on.top - (radians(lat - on.lat) * EARTH_M) / on.unit;
      pin.setAttribute('transform', `translate(${left.toFixed(1)} ${top.toFixed(1)}) rotate(45)`);
      pin.setAttribute('visibility', 'visible');
    };

    map.addEventListener('click', (event) => {
      const on = sheet();
      if (!on || !on.svg.contains(event.target)) return;
      const box = on.svg.getBoundingClientRect();
      const scale = on.svg.viewBox.baseVal.width / box.width;
      const east = ((event.clientX - box.left) * scale - on.left) * on.unit;
      const north = (on.top - (event.clientY - box.top) * scale) * on.unit;
      put(on.lat + degrees(north / EARTH_M), on.lon + degrees(east / (EARTH_M * on.wide)));
    });
    map.addEventListener('keydown', (event) => {
      const on = sheet();
      const step = arrows[event.key];
      if (!on || !step || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const { lat, lon } = here(on);
      put(lat + degrees(step[1] / EARTH_M), lon + degrees(step[0] / (EARTH_M * on.wide)));
    });
    document.getElementById('live-spots').addEventListener('click', (event) => {
      const button = event.target.closest('button[name=spot]');
      if (!button) return;
      event.preventDefault();
      const [lat, lon] = button.value.split(',').map(Number);
      put(lat, lon);
    });
  }
}
