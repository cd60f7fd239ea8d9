/** A passage of the database driver's source, and what stands there instead. */
export interface Mend {
  file: "connection.js" | "index.js";
  find: string;
  replace: string;
}

/**
 * What is wrong in `postgres` 3.4.9 where connections are lost, and is in no release of it yet. `npm run mend` puts it right
 * in what is installed, `npm ci` and `npm run build` do so by themselves; `lost-connections.test.ts` says what it is for.
 */
export const MENDS: readonly Mend[] = [
  // A write that was put off when its connection ended kept the next ones of that connection from ever being sent: whoever
  // asked there waited half a minute, each time until the process ended.
  {
    file: "connection.js",
    find: `  function connectTimedOut() {`,
    replace: `  function dropWrite() {
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
  }

  function connectTimedOut() {`,
  },
  {
    file: "connection.js",
    find: `    clearImmediate(nextWriteTimer)
    if (socket) {`,
    replace: `    dropWrite()
    if (socket) {`,
  },
  {
    file: "connection.js",
    find: `    incomings = null
    clearImmediate(nextWriteTimer)
    socket.removeListener`,
    replace: `    incomings = null
    dropWrite()
    socket.removeListener`,
  },
  // Who asked by a connection that was gone ended the whole process (porsager/postgres#1209).
  {
    file: "connection.js",
    find: `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)
`,
    replace: `  function nextWrite(fn) {
    if (!socket) {
      dropWrite()
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return false
    }
    const x = socket.write(chunk, fn)
`,
  },
  // A server that hung up in the beginning was asked again without a pause, and nobody was told (porsager/postgres#1193).
  {
    file: "connection.js",
    find: `    if (initial)
      return reconnect()

    !hadError && (query || sent.length) && error(`,
    replace: `    if (initial && connection.queue === queues.connecting && options.host[retries + 1])
      return reconnect()

    !hadError && (query || initial || sent.length) && error(`,
  },
  // What a transaction asked after its connection was lost was done by the next one, outside of any transaction
  // (porsager/postgres#1155).
  {
    file: "index.js",
    find: `      , connection
      , prepare = null

    try {
      await sql.unsafe('begin ' `,
    replace: `      , connection
      , lost
      , prepare = null

    try {
      await sql.unsafe('begin ' `,
  },
  {
    file: "index.js",
    find: `        new Promise((_, reject) => connection.onclose = reject)
`,
    replace: `        new Promise((_, reject) => connection.onclose = e => {
          lost = e
          while (queries.length)
            queries.shift().reject(e)
          reject(e)
        })
`,
  },
  {
    file: "index.js",
    find: `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
    replace: `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full`,
  },
  // What `connect` looks for.
  {
    file: "index.js",
    find: `Object.assign(Postgres, {
  PostgresError,`,
    replace: `Object.assign(Postgres, {
  mended: true,
  PostgresError,`,
  },
];
