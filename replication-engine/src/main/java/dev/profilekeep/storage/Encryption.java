package dev.profilekeep.storage;

/** Whether messages to a server are encrypted. */
public enum Encryption {
    /** Never; a server that insists on it cannot be used. Messages are still signed. */
    OFF,
    /** Where the server can. With AES in hardware it costs no more than signing does. */
    PREFERRED,
    /** A server that cannot is refused. */
    REQUIRED
}
