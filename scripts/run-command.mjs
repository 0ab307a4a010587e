// Runs one command and waits, with a time limit that ends the whole process tree. Used by the other scripts here.

import { spawn } from 'node:child_process';

/**
 * @param {string} command looked up in PATH
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, timeoutSeconds?: number, stdio?: import('node:child_process').StdioOptions }} options
 * @returns {Promise<number>} the exit code; 124 past the time limit, 127 where the command cannot be started
 */
export function runCommand(command, args, options = {}) {
  const { env = process.env, timeoutSeconds = 0, stdio = 'inherit' } = options;
  const windows = process.platform === 'win32';
  // A process group of its own can be ended as a whole, but loses the terminal: only where a time limit needs it.
  const detached = timeoutSeconds > 0 && !windows;
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio, shell: windows, detached });
    let timedOut = false;
    const endTree = (signal) => {
      if (child.pid === undefined) return;
      try {
        process.kill(detached ? -child.pid : child.pid, signal);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    };
    const timer =
      timeoutSeconds > 0 &&
      setTimeout(() => {
        timedOut = true;
        endTree('SIGTERM');
        setTimeout(() => endTree('SIGKILL'), 5000).unref();
      }, timeoutSeconds * 1000);
    // Ctrl-C in the terminal does not reach another process group by itself.
    const forward = (signal) => {
      endTree(signal);
      process.exit(130);
    };
    process.on('SIGINT', forward);
    process.on('SIGTERM', forward);
    const settle = (code) => {
      clearTimeout(timer);
      process.off('SIGINT', forward);
      process.off('SIGTERM', forward);
      resolve(timedOut ? 124 : code);
    };
    child.on('error', () => settle(127));
    child.on('close', (code) => settle(code ?? 1));
  });
}

/** The same through npx, without asking before it installs anything. */
export const runNpx = (args, options) => runCommand('npx', ['--no-install', ...args], options);
