// One way to say that a list of faults must be empty: each fault on its own line, and nothing else.

/** Fails with the faults, if there are any. */
export function none(faults, what) {
  if (faults.length === 0) return;
  const error = new Error(`${what}:\n${faults.map(fault => `  • ${fault}`).join('\n')}`);
  error.stack = error.message;
  throw error;
}
