import assert from 'node:assert/strict';
import { isSecretFile } from '../../../src/prompt/secretFiles';

describe('Files that hold secrets', () => {
  for (const path of [
    ...['/home/a/.env', '/work/app/.env.production', '/a/.env.local', '/a/staging.env', '.envrc'],
    ...['C:\\Users\\a\\.ssh\\id_ed25519', '/a/.ssh/config', '/keys/deploy_id_rsa', '/a/id_rsa'],
    ...['/etc/ssl/server.key', 'certificate.PEM', '/a/b.p12', '/a/b.pfx', '/a/b.kdbx', '/a/b.crt'],
    ...['/home/a/.aws/credentials', '/home/a/.aws/config', '/home/a/.docker/config.json'],
    ...['/home/a/.npmrc', '/home/a/.netrc', '/home/a/.pypirc', '/home/a/.git-credentials'],
    ...['/home/a/.kube/config', '/a/kubeconfig', '/a/terraform.tfstate', '/a/prod.tfvars'],
    ...['/a/terraform.tfstate.backup', '/a/.terraform/x.json', '/a/service-account-prod.json'],
    ...['/a/secrets.yaml', '/a/client_secret.json', '/a/.bash_history', '/a/.pgpass', '/a/b.jks'],
    ...['/a/.gnupg/pubring.kbx', '/a/config/master.key', '/a/.config/gcloud/x.db'],
  ]) {
    it(`${path} is one`, () => {
      assert.equal(isSecretFile(path), true);
    });
  }

  for (const path of [
    ...['/src/environment.ts', '/src/keys.ts', '/docs/env.md', '/src/credentials.ts'],
    ...['/a/.env.example', '/a/.env.template', '/src/secretFiles.ts', '/src/id_rsa.test.ts'],
    ...['/a/docker/config.json', '/a/config.json', '/a/kube/config.ts', '/a/main.tf'],
    ...['/src/keyboard.key.ts', '/src/pem.go', '/a/secrets.md', '/a/history.txt', '/a/monkey'],
    ...['/a/aws/credentials.py', '/a/certificate.rs', '/a/env', '/a/account.json', '/a/token.ts'],
  ]) {
    it(`${path} is none`, () => {
      assert.equal(isSecretFile(path), false);
    });
  }
});
