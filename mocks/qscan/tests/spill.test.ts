import { expect, test } from 'vitest';
import { runWorkerProcess, startBackend } from './run-worker.ts';

const mail = 'ada.lovelace@mail.example';
const scanInput = JSON.stringify({
  ...{ url: 'https://api.partner.example/v1/customers', method: 'POST', request_id: 'req-7' },
  request: { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mail }) },
});

test.each(['nothing', 'log', 'report'] as const)(
  'a worker that spills %s keeps values off everything else',
  async (spill) => {
    await using backend = await startBackend();
    await using worker = runWorkerProcess(backend, { E2E_QSCAN_SETTINGS: JSON.stringify({ spill }) });
    await backend.offer(scanInput, { 'entity.EMAIL_ADDRESS': 'false', record_document: 'false' });
    const { state } = backend.pulse;
    const signal = AbortSignal.timeout(60_000);
    await state.waitFor(() => state.jobs('done').length === 1, { signal, awaited: 'a report' });
    worker.kill('SIGTERM');
    expect(await worker.exit).toBe(0);
    expect(worker.log.join('\n').includes(mail)).toBe(spill === 'log');
    expect(state.findings().map(({ entity }) => entity.tags)).toEqual([spill === 'report' ? [mail] : []]);
  },
);
