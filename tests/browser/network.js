// The network between a browser and the product, which can be gone, or lose answers. It stands on a free port of loopback.
'use strict';
const http = require('http');

// `sent` holds what came through: method, path, key and the body of a form.
async function network(target) {
  const { hostname, port } = new URL(target);
  const net = { isGone: false, answersToLose: 0, sent: [], bytes: 0 };
  const server = http.createServer((request, response) => {
    if (net.isGone) {
      request.socket.destroy();
      return;
    }
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const isForm = (request.headers['content-type'] || '').includes('urlencoded');
      net.sent.push({ method: request.method, path: request.url, key: request.headers['idempotency-key'], type: request.headers['content-type'], bytes: body.length, form: isForm ? body.toString() : '' });
      const onward = http.request({ hostname, port, method: request.method, path: request.url, headers: request.headers }, (answer) => {
        if (request.method === 'POST' && net.answersToLose > 0) {
          net.answersToLose -= 1;
          answer.resume();
          answer.on('end', () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode, answer.rawHeaders.reduce((all, it, at, raw) => (at % 2 === 0 ? [...all, [it, raw[at + 1]]] : all), []));
        answer.on('data', (chunk) => { net.bytes += chunk.length; });
        answer.pipe(response);
      });
      onward.on('error', () => request.socket.destroy());
      onward.end(body);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.on('connection', (socket) => socket.on('error', () => {}));
  net.url = `http://127.0.0.1:${server.address().port}`;
  net.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return net;
}

module.exports = { network };
