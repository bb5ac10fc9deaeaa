package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.SMB2FileId;

/** An open file of one session; worth nothing after it. */
record SmbHandle(SmbSession session, SMB2FileId id) {}
