// A reader of sealed files of its own, after docs/formats/repository.md: unseal.mjs FILE MASTER-KEY-HEX KIND > said
import { createDecipheriv, hkdfSync } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';

const [path, master, kind] = process.argv.slice(2);
const file = readFileSync(path);
if (file.toString('latin1', 0, 4) !== 'PKSL' || file[4] !== 1 || file[5] !== Number(kind)) throw new Error('not such a file');
const info = Buffer.concat([Buffer.from('profilekeep sealed file\0'), file.subarray(4, 6)]);
const key = Buffer.from(hkdfSync('sha256', Buffer.from(master, 'hex'), file.subarray(8, 32), info, 32));
let number = 0n;
for (let at = 32; at < file.length; number++) {
  const record = file.subarray(at, at + 16400);
  at += record.length;
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(number, 3);
  nonce[11] = at === file.length ? 1 : 0;
  const opened = createDecipheriv('aes-256-gcm', key, nonce);
  opened.setAuthTag(record.subarray(record.length - 16));
  const said = Buffer.concat([opened.update(record.subarray(0, record.length - 16)), opened.final()]);
  for (let done = 0; done < said.length; ) done += writeSync(1, said, done);
}
