package dev.profilekeep.cli;

import picocli.CommandLine.Option;

/** How files of a disk are listed. */
final class ListingOptions {
    @Option(
            names = {"-R", "--recursive"},
            description = "Everything below, with paths from the root.")
    boolean recursive;

    @Option(
            names = {"-l", "--long"},
            description = "Size in bytes, time (UTC), attributes, number of names, owner, target of links, streams.")
    boolean detailed;

    @Option(
            names = {"-0", "--null"},
            description = "End each name with a NUL instead of a line end.")
    boolean nul;

    @Option(names = "--system", description = "The file system's own files too.")
    boolean system;

    @Option(names = "--json", description = "Answer in JSON.")
    boolean json;
}
