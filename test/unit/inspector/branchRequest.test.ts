import assert from 'node:assert/strict';
import { branchRequest, insertableText, repeatRequest } from '../../../src/inspector/branchRequest';
import { completed, testHistory } from './inspectorTesting';

/** All that the API gives: in the inspector, alternatives are what it is about. */
const SCORED = { logprobs: true, top_logprobs: 20 };

describe('A branch', () => {
  it('goes on after the alternative, with everything before it in the prompt', () => {
    const asked = { prompt: 'if ', suffix: 'end', temperature: 0.3, n: 2, echo: false };
    const record = completed(testHistory(), ['a', ' <', ' b'], asked);
    assert.deepEqual(branchRequest(record, 0, 1, ' >'), {
      request: { prompt: 'if a >', suffix: 'end', temperature: 0.3, model: 'm', ...SCORED },
      branch: { completion: record.id, token: 1, lead: 'a >' },
    });
  });

  it('of a branch goes on from both', () => {
    const history = testHistory();
    const branch = { completion: 1, token: 1, lead: 'a >' };
    const record = completed(history, [' c', ';'], { prompt: 'if a >' }, { branch });
    const next = branchRequest(record, 0, 1, ' &&');
    assert.equal(next?.request.prompt, 'if a > c &&');
    assert.equal(next.branch.lead, 'a > c &&');
    assert.equal(insertableText(record, 0), 'a > c;');
  });

  it('does not repeat a prompt that was echoed', () => {
    const record = completed(testHistory(), ['if', ' ', 'a', ' b'], { prompt: 'if ', echo: true });
    assert.equal(branchRequest(record, 0, 3, ' c')?.request.prompt, 'if a c');
    assert.equal(insertableText(record, 0), 'a b');
  });

  it('cannot be of token ids, nor of what was dropped', () => {
    const record = completed(testHistory(), ['a'], { prompt: [1, 2] });
    assert.equal(branchRequest(record, 0, 0, 'b'), undefined);
    record.drop();
    assert.equal(repeatRequest(record, {}), undefined);
  });
});

describe('Another try', () => {
  it('asks the same with what was changed', () => {
    const record = completed(testHistory(), ['a'], { temperature: 0, top_p: 0.9 });
    const changed = { temperature: 1.2, seed: 7, stop: ['END'] };
    assert.deepEqual(repeatRequest(record, changed)?.request, {
      prompt: 'p',
      model: 'm',
      temperature: 1.2,
      top_p: 0.9,
      seed: 7,
      stop: ['END'],
      ...SCORED,
    });
  });
});
