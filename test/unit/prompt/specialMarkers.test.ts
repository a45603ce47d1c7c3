import assert from 'node:assert/strict';
import { markersIn, withMarkers, withoutMarkers } from '../../../src/prompt/specialMarkers';

const MARKERS = [
  ...['<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|file_sep|>', '<|repo_name|>'],
  ...['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<|eot_id|>', '<|start_header_id|>'],
  ...['<|start|>', '<|message|>', '<|channel|>', '<|return|>', '<|call|>', '<|end|>'],
  ...['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>', '<｜end▁of▁sentence｜>'],
  ...['<fim_prefix>', '<fim_suffix>', '<fim_middle>', '<file_sep>', '<PRE>', '<SUF>', '<MID>'],
  ...['<EOT>', '[SUFFIX]', '[PREFIX]', '</s>', '<eos>', '<|file_separator|>', '<|end_of_text|>'],
  ...['<[fim-suffix]>', '<[fim-prefix]>', '<[fim-middle]>', '<[end▁of▁sentence]>'],
  ...['<COMPLETION>', '</COMPLETION>', '<HOLE/>', '<|reserved_special_token_12|>', '<think>'],
];

describe('Markers of prompt formats in a text', () => {
  for (const marker of MARKERS) {
    it(`${marker} is sent as text, and comes back as it was`, () => {
      const text = `a = "${marker}";`;
      const sent = withoutMarkers(text);
      assert.deepEqual(markersIn(text), [marker]);
      assert.deepEqual(markersIn(sent), []);
      assert.equal(withMarkers(sent), text);
    });
  }

  for (const text of [
    'a < b | c > d',
    'list |> map <| f',
    'Promise<[string, number]>',
    'if (a<|b) {}',
    '<span>[PREFIX_LENGTH]</span>',
  ]) {
    it(`${text} is left alone`, () => {
      assert.equal(withoutMarkers(text), text);
    });
  }

  it('half of a surrogate pair becomes a character of the same length that can be sent', () => {
    assert.equal(withoutMarkers('a\uD800b'), 'a\uFFFDb');
  });
});
