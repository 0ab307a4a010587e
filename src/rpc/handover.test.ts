import { describe, expect, it } from 'vitest';
import { Handover } from './handover';

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

async function takeAll(handover: Handover<number>, delay: () => Promise<unknown>) {
  const taken: number[] = [];
  for (let value = await handover.next(); value !== null; value = await handover.next()) {
    taken.push(value);
    await delay();
  }
  return taken;
}

describe('Handover', () => {
  it.each([
    ['the giver is faster', () => Promise.resolve(), pause],
    ['the taker is faster', pause, () => Promise.resolve()],
  ])('keeps every value and their order when %s', async (_, giveDelay, takeDelay) => {
    const handover = new Handover<number>();
    const taking = takeAll(handover, takeDelay);
    for (let value = 0; value < 5; value++) {
      await giveDelay();
      await handover.give(value);
    }
    handover.end();
    expect(await taking).toEqual([0, 1, 2, 3, 4]);
  });

  it('lets the giver wait until its value is taken', async () => {
    const handover = new Handover<string>();
    let given = false;
    const giving = handover.give('a').then(() => (given = true));
    await pause();
    expect(given).toBe(false);
    expect(await handover.next()).toBe('a');
    await giving;
    expect(given).toBe(true);
  });

  it('is over when it was ended before anyone asked', async () => {
    const handover = new Handover<string>();
    handover.end();
    expect(await handover.next()).toBeNull();
  });

  it('frees both sides when one of them fails', async () => {
    const giver = new Handover<string>();
    const giving = giver.give('a');
    giver.breakOff();
    await expect(giving).rejects.toMatchObject({ name: 'AbortError' });
    await expect(giver.give('b')).rejects.toMatchObject({ name: 'AbortError' });
    const taker = new Handover<string>();
    const taking = taker.next();
    taker.breakOff();
    await expect(taking).rejects.toMatchObject({ name: 'AbortError' });
  });
});
