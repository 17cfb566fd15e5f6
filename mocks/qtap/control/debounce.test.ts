import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { debounce } from './debounce.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work waits until no event has come for a time', () => {
  const work = vi.fn();
  using changes = debounce(100, 10, work);
  changes.event();
  vi.advanceTimersByTime(99);
  changes.event();
  vi.advanceTimersByTime(99);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(work).toHaveBeenCalledTimes(1);
});

test('so many events are not waited out, and count anew after', () => {
  const work = vi.fn();
  using changes = debounce(100, 10, work);
  for (let event = 0; event < 9; event++) changes.event();
  expect(work).not.toHaveBeenCalled();
  changes.event();
  expect(work).toHaveBeenCalledTimes(1);
  changes.event();
  vi.advanceTimersByTime(100);
  expect(work).toHaveBeenCalledTimes(2);
});

test('what is let go of does nothing more', () => {
  const work = vi.fn();
  const changes = debounce(100, 10, work);
  changes.event();
  changes[Symbol.dispose]();
  vi.advanceTimersByTime(1000);
  expect(work).not.toHaveBeenCalled();
});
