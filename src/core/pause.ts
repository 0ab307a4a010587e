// Lets the thread hear messages (a stop, for one) between two pieces of work. Not for waiting a given time:
// timers are slowed down in hidden tabs, message ports are not.

export function pauseForMessages(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
