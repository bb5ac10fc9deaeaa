package dev.profilekeep.storage.smb.rpc;

import dev.profilekeep.storage.StorageException;

/** A pipe of messages to a server's service. */
public interface RpcPipe {
    /** Sends one message and gives the answer, or as much of it as came at once. */
    byte[] transact(byte[] message) throws StorageException;

    /** What comes next; waits for it. */
    byte[] read() throws StorageException;
}
