package dev.profilekeep.storage;

/**
 * A file or folder somebody has open, as the administration of the file server tells it. It does not tell from which machine.
 *
 * @param id the server's number of this open; given to another one later
 * @param path inside our location, with the server's upper and lower case
 * @param account as the server names it, mostly without a domain; empty where it tells none
 * @param writes it was opened for writing
 * @param locks on ranges of it
 */
public record ServerOpenFile(long id, StoragePath path, String account, boolean writes, int locks) {}
