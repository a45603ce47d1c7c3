/** How a server is to be reached, by what the person and the machine have set. */
export interface NetworkSettings {
  /** Whether a proxy may be used at all. */
  readonly useProxy: boolean;
  /** The proxy's address, before those of the environment; undefined or empty where none is set. */
  readonly proxy?: string | undefined;
  /** The value of `Proxy-Authorization`, before the user name and password of the address. */
  readonly proxyAuthorization?: string | undefined;
  /** Hosts to reach without proxy, instead of those of the environment where it is not empty. */
  readonly noProxy: readonly string[];
  /** Whether a certificate that nobody vouches for ends the connection. */
  readonly strictCertificates: boolean;
  /** Whether the certificates that the system trusts are trusted too. */
  readonly systemCertificates: boolean;
  /** The environment's variables: `HTTPS_PROXY`, `NO_PROXY`, `NODE_EXTRA_CA_CERTS` and their like. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Straight to the server, with the certificates that Node brings along. */
export const DIRECT: NetworkSettings = {
  useProxy: false,
  noProxy: [],
  strictCertificates: true,
  systemCertificates: false,
  environment: {},
};
