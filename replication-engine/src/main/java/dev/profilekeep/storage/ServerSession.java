package dev.profilekeep.storage;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A client signed in to a file server, as its administration tells it.
 *
 * @param client its name or address, without leading backslashes
 * @param account as the server names it, mostly without a domain
 * @param connected how long ago it signed in, by the server's clock, in whole seconds
 * @param idle since its last message; not to be taken for a proof of life: an open disk may be quiet for long
 * @param opens of this session; empty where the account may not be told
 */
public record ServerSession(String client, String account, Duration connected, Duration idle, OptionalInt opens) {}
