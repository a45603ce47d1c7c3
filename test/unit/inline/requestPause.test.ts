import assert from 'node:assert/strict';
import {
  CompletionError,
  type CompletionErrorKind,
} from '../../../src/completions/completionError';
import { RequestPause } from '../../../src/inline/requestPause';

/** Whether automatic requests still rest `later` milliseconds after a failure of this kind. */
function restsAfter(later: number, kind: CompletionErrorKind, retryAfter?: number): boolean {
  let now = 0;
  const pause = new RequestPause(() => now);
  pause.start(new CompletionError({ kind, message: '', remedy: '', retryAfter }));
  now = later;
  return pause.active;
}

describe('The pause of automatic requests', () => {
  it('does not begin before a failure', () => {
    assert.equal(new RequestPause(() => 0).active, false);
  });

  it('ends by itself after a failure that may pass', () => {
    assert.equal(restsAfter(1_000, 'network'), true);
    assert.equal(restsAfter(60_000, 'network'), false);
  });

  it('lasts as long as the server says at a rate limit', () => {
    assert.equal(restsAfter(29_000, 'rateLimit', 30_000), true);
    assert.equal(restsAfter(31_000, 'rateLimit', 30_000), false);
  });

  it('lasts no longer than an hour, whatever the server says', () => {
    assert.equal(restsAfter(3_500_000, 'rateLimit', 86_400_000), true);
    assert.equal(restsAfter(3_700_000, 'rateLimit', 86_400_000), false);
    assert.equal(restsAfter(3_700_000, 'server', 86_400_000), false);
  });

  it('does not end by itself when only the person can mend it', () => {
    assert.equal(restsAfter(1e9, 'authentication'), true);
    assert.equal(restsAfter(1e9, 'notFound'), true);
  });

  it('ends when it is lifted', () => {
    const pause = new RequestPause(() => 0);
    pause.start(new CompletionError({ kind: 'authentication', message: '', remedy: '' }));
    pause.lift();
    assert.equal(pause.active, false);
  });
});
