import assert from 'node:assert/strict';
import { detectDialect } from '../../../src/remote/dialectDetection';
import { parseEndpoint, pathAt } from '../../../src/remote/endpoint';
import { errorOf } from './remoteTesting';

/** Where a request for `path` goes. */
function target(address: string, path = '/v1/completions'): string {
  const endpoint = parseEndpoint(address);
  return endpoint.origin + pathAt(endpoint, path);
}

describe('parseEndpoint', () => {
  it('takes the base address in any form', () => {
    for (const address of [
      'https://api.cerebras.ai',
      'https://api.cerebras.ai/',
      'https://api.cerebras.ai/v1',
      'https://api.cerebras.ai/v1/',
      'https://api.cerebras.ai/v1/completions',
      'api.cerebras.ai',
      '  https://api.cerebras.ai  ',
      'HTTPS://API.cerebras.ai:443',
    ]) {
      assert.equal(target(address), 'https://api.cerebras.ai/v1/completions');
    }
  });

  it('keeps a folder in front of the API', () => {
    assert.equal(target('https://host/proxy/v1'), 'https://host/proxy/v1/completions');
    assert.equal(target('https://host/proxy'), 'https://host/proxy/v1/completions');
  });

  it('names a folder once that the address has already', () => {
    const path = '/beta/completions';
    for (const address of ['https://api.deepseek.com', 'https://api.deepseek.com/beta/']) {
      assert.equal(target(address, path), 'https://api.deepseek.com/beta/completions');
    }
    assert.equal(
      target('https://api.mistral.ai/v1/fim/completions', '/v1/fim/completions'),
      'https://api.mistral.ai/v1/fim/completions',
    );
  });

  it('assumes http for the own machine, https elsewhere', () => {
    assert.equal(parseEndpoint('localhost:8080').origin, 'http://localhost:8080');
    assert.equal(parseEndpoint('127.0.0.1:8080/v1').origin, 'http://127.0.0.1:8080');
    assert.equal(parseEndpoint('[::1]:8080').origin, 'http://[::1]:8080');
    assert.equal(parseEndpoint('localhost.example').origin, 'https://localhost.example');
  });

  for (const address of ['', 'ftp://host', 'http://', 'not an address', 'file:///etc']) {
    it(`refuses ${JSON.stringify(address)}`, async () => {
      const error = await errorOf(() => parseEndpoint(address));
      assert.equal(error.kind, 'invalidRequest');
      assert.match(error.message, /endpoint/);
    });
  }

  it('refuses a password in the address, and does not repeat it', async () => {
    const error = await errorOf(() => parseEndpoint('https://me:secret@host'));
    assert.doesNotMatch(`${error.message} ${error.remedy}`, /secret/);
  });
});

describe('detectDialect', () => {
  const cases = {
    'https://api.cerebras.ai': 'cerebras',
    'https://api.openai.com/v1': 'openai',
    'https://api.deepseek.com/beta': 'deepseek',
    'https://api.mistral.ai': 'mistral',
    'https://codestral.mistral.ai': 'mistral',
    'http://localhost:11434': 'ollama',
    'http://127.0.0.1:8080': 'llama.cpp',
    'http://localhost:1234/v1': 'lmstudio',
    'http://localhost:8000': 'vllm',
    'https://llm.example': 'vllm',
    'https://llm.example:8080': 'vllm',
    'https://api.cerebras.ai.example': 'vllm',
  };
  for (const [address, dialect] of Object.entries(cases)) {
    it(`takes ${address} for ${dialect}`, () => {
      assert.equal(detectDialect(parseEndpoint(address)).name, dialect);
    });
  }
});
