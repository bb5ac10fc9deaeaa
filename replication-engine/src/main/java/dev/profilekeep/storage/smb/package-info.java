/** Shares reached over SMB 2 and 3. The only package that knows SMBJ; the public door is {@link dev.profilekeep.storage.smb.SmbStorage}. Every
 * message passes through one place (SmbSession), which maps each failure once (SmbErrors). */
@NullMarked
package dev.profilekeep.storage.smb;

import org.jspecify.annotations.NullMarked;
