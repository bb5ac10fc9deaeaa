/**
 * Who owns a file and who may do what with it: security descriptors as NTFS stores them ([MS-DTYP] 2.4), as values and as SDDL
 * text ([MS-DTYP] 2.5.1). The door is {@link dev.profilekeep.disk.ntfs.security.SecurityDescriptor}.
 */
@NullMarked
package dev.profilekeep.disk.ntfs.security;

import org.jspecify.annotations.NullMarked;
