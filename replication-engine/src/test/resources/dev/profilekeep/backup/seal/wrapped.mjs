// Opens a key slot after docs/formats/repository.md: wrapped.mjs REPOSITORY-HEX SLOT-ID KIND SALT-HEX SEALED-HEX SECRET-HEX > master key
import { createDecipheriv, hkdfSync } from 'node:crypto';

const [repository, id, kind, salt, sealed, secret] = process.argv.slice(2);
const hex = text => Buffer.from(text, 'hex');
const number = value => { const four = Buffer.alloc(4); four.writeUInt32BE(value); return four; };
const key = Buffer.from(hkdfSync('sha256', hex(secret), hex(salt), 'profilekeep key slot', 32));
const opened = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
opened.setAAD(Buffer.concat([hex(repository), number(id.length), Buffer.from(id), number(Number(kind)), Buffer.alloc(12)]));
const bytes = hex(sealed);
opened.setAuthTag(bytes.subarray(32));
process.stdout.write(Buffer.concat([opened.update(bytes.subarray(0, 32)), opened.final()]).toString('hex'));
