package dev.profilekeep.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What the administration of a location's file server tells: who has what open, who is signed in. What it can tell is found
 * out by asking and remembered for minutes; what cannot be told fails with the reason {@link Ability} gives, never with an
 * empty list. Nobody is disturbed by asking. Safe for several threads.
 */
public interface FileServer {
    /** @throws StorageException.Unreachable if the server does not answer, which says nothing about what it can */
    Ability listsOpenFiles() throws IOException;

    Ability listsSessions() throws IOException;

    /** Whether {@link #close} does something there. Asking closes nothing. */
    Ability closesHandles() throws IOException;

    /**
     * Everything open at or below {@code under}, in the server's order, ours as well. A list that lacks what we hold open
     * ourselves at that moment is not believed and fails.
     *
     * @throws StorageException.Denied if the account may not ask
     * @throws StorageException.Failed if the server cannot tell, or its paths cannot be mapped to this location
     */
    List<ServerOpenFile> openFiles(StoragePath under) throws IOException;

    /** All sessions with the server, of all its shares. */
    List<ServerSession> sessions() throws IOException;

    /**
     * Closes somebody's open, as if their machine had vanished: what they wrote and did not flush is lost. Looks again before,
     * and afterwards whether it is closed. Whoever asks for it has proved that the machine is gone.
     *
     * @throws StorageException.NotFound if it is no longer open
     * @throws StorageException.Failed if that number now means another open, or the server did not close it
     */
    void close(ServerOpenFile file) throws IOException;

    /**
     * What the server's clock shows now, asked at this moment; exact to the time an answer takes. Ages of files are reckoned by
     * it, not by ours.
     *
     * @throws StorageException if it does not tell: then nobody knows, and it is not taken for right
     */
    Instant clock() throws IOException;
}
