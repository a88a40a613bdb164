// The way between a browser and a centre, which can be cut and mended as a cable can.

import { connect, createServer } from 'node:net';

/** Lays a cable to the site at `url`. Answers its own `url`, and `cut` and `mend`. */
export async function lay(url) {
  const to = new URL(url);
  const ends = new Set();
  const server = createServer(near => {
    const far = connect(Number(to.port), to.hostname);
    for (const [end, other] of [[near, far], [far, near]]) {
      ends.add(end);
      end.on('error', () => other.destroy());
      end.on('close', () => ends.delete(end));
    }
    near.pipe(far).pipe(near);
  });
  const listen = port => new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address();
  const cut = () =>
    new Promise(resolve => {
      server.close(resolve);
      for (const end of ends) end.destroy();
    });
  return { url: `http://127.0.0.1:${port}`, cut, mend: () => listen(port) };
}
