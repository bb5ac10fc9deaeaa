package dev.profilekeep.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param line counted from 1; 0 if it belongs to no line
 * @param key where, such as {@code locations[2].credentials}; empty for the file as a whole
 * @param what what is wrong
 * @param fix what to do
 */
public record ConfigProblem(int line, String key, String what, String fix) {
    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ", " : "")
                + (key.isEmpty() ? "" : key + ": ")
                + what
                + (fix.isEmpty() ? "" : " – " + fix);
    }
}
