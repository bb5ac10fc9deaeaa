package dev.profilekeep.security;

import java.nio.file.Path;

/**
 * Where this module keeps what it makes: its signing keys and the last good metadata of the identity providers.
 *
 * @param path a folder on a local disk; made at first use, readable by its owner alone
 */
public record SecurityDirectory(Path path) {}
