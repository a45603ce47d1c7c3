/** Files whose names say that they hold secrets. Their text is never learned from and never sent. */
const NAMES = [
  // Environments; examples of them hold no secrets.
  String.raw`\.env(?:rc)?(?:\.(?!(?:example|sample|template|dist|defaults?)$)[^/]*)?`,
  String.raw`[^/]*\.env`,
  // Package managers, tools and shells that keep a password or token in a file of their own.
  String.raw`\.(?:npmrc|yarnrc|pypirc|netrc|pgpass|my\.cnf|htpasswd|git-credentials|dockercfg|s3cfg|boto|vault-token|terraformrc)`,
  String.raw`_netrc|\.?htpasswd|credentials|\.credentials|terraform\.rc|credentials\.tfrc\.json`,
  String.raw`(?:client_)?secrets?\.(?:json|ya?ml|toml|ini|properties|enc)|master\.key`,
  String.raw`(?:service[-_]?account|credentials|application_default_credentials)[^/]*\.json`,
  String.raw`[^/]*\.tfstate(?:\.[^/]*)?|[^/]*\.(?:auto\.)?tfvars(?:\.json)?|kubeconfig|[^/]*\.kubeconfig`,
  String.raw`(?:bash|zsh|sh|python|psql|mysql|node_repl|rediscli)_history|\.(?:bash|zsh|sh|python|psql|mysql|node_repl|rediscli)_history`,
  // Keys and certificates.
  String.raw`(?:[^/]*_)?id_(?:rsa|dsa|ecdsa|ed25519)(?:_[^/.]*)?|ssh_host_[^/]*_key|authorized_keys|known_hosts`,
  String.raw`[^/]*\.(?:pem|key|p8|p12|pfx|pkcs12|jks|jceks|keystore|bks|kdbx?|asc|gpg|pgp|ppk|der|crt|cer|csr|ovpn|mobileprovision|agekey)`,
];

/** Folders of which everything, or the file that is named, holds secrets. */
const PLACES = [
  String.raw`\.(?:ssh|gnupg|aws|azure|password-store)/.*`,
  String.raw`\.docker/config\.json|\.kube/(?:config|.*\.ya?ml)|\.config/gcloud/.*`,
  String.raw`\.cargo/credentials(?:\.toml)?|\.gem/credentials|\.config/gh/hosts\.yml|\.m2/settings(?:-security)?\.xml`,
  String.raw`\.terraform/.*|\.vault-token|\.subversion/auth/.*`,
];

const SECRET_FILE = new RegExp(`(?:^|/)(?:${[...NAMES, ...PLACES].join('|')})$`, 'i');

/** Whether the file at `path` is known to hold secrets. */
export function isSecretFile(path: string): boolean {
  return SECRET_FILE.test(path.replaceAll('\\', '/'));
}
