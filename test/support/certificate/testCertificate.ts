import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A certificate for `localhost`, `inkling.test` and 127.0.0.1 that nobody but the tests trusts, and
 * its key, which is no secret. Made by
 *
 *     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 \
 *       -keyout key.pem -out certificate.pem -subj "/CN=Inkling test" \
 *       -addext "subjectAltName=DNS:localhost,DNS:inkling.test,IP:127.0.0.1"
 */
export const testCertificate = {
  path: join(__dirname, 'certificate.pem'),
  cert: readFileSync(join(__dirname, 'certificate.pem'), 'utf8'),
  key: readFileSync(join(__dirname, 'key.pem'), 'utf8'),
};
