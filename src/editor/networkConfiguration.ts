import * as vscode from 'vscode';

/** What VS Code's own settings say about the network. Those of an untrusted workspace do not count. */
export interface NetworkConfiguration {
  readonly useProxy: boolean;
  readonly proxy: string | undefined;
  readonly proxyAuthorization: string | undefined;
  readonly noProxy: readonly string[];
  readonly strictCertificates: boolean;
  readonly systemCertificates: boolean;
}

/** Whether a change of the configuration is one of the network's. */
export function affectsNetwork(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration('http');
}

/** VS Code's `http.*` as it stands now. */
export function networkConfiguration(): NetworkConfiguration {
  const http = vscode.workspace.getConfiguration('http');
  const noProxy = http.get<unknown>('noProxy');
  return {
    useProxy: http.get<unknown>('proxySupport') !== 'off',
    proxy: text(http.get('proxy')),
    proxyAuthorization: text(http.get('proxyAuthorization')),
    noProxy: Array.isArray(noProxy) ? noProxy.filter((host) => typeof host === 'string') : [],
    strictCertificates: http.get<unknown>('proxyStrictSSL') !== false,
    systemCertificates: http.get<unknown>('systemCertificates') !== false,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
