/** Files whose text is never learned from and never sent: their names say that they hold secrets. */
const SECRET_FILE =
  /(?:^|[\\/])(?:\.env(?:\.[^\\/]*)?|\.npmrc|\.pypirc|\.netrc|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)|credentials|secrets\.(?:json|ya?ml|toml)|[^\\/]+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|asc|ppk))$/i;

/** Whether the file at `path` is known to hold secrets. */
export function isSecretFile(path: string): boolean {
  return SECRET_FILE.test(path);
}
