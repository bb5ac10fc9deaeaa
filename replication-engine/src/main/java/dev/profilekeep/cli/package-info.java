/** The command line: parses, calls the engine, prints. The door is {@code ProfileKeepCli}. */
@NullMarked
package dev.profilekeep.cli;

import org.jspecify.annotations.NullMarked;
