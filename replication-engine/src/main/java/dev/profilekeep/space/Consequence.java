package dev.profilekeep.space;

/**
 * What it means to leave a category's folders out of profiles. Sources: docs/space.md.
 *
 * @param why it is safe, as a sentence
 * @param lost what people notice, as a sentence
 */
public record Consequence(String why, String lost) {
    /** @throws IllegalArgumentException for a category of which no folder can be left out */
    public static Consequence of(Category category) {
        return switch (category) {
            case EDGE_CACHE, CHROME_CACHE, BRAVE_CACHE ->
                new Consequence(
                        "The browser fetches or works out again what is in it.",
                        "After each sign-in pages load more slowly the first time.");
            case TEAMS_CACHE ->
                new Consequence(
                        "Teams makes its caches anew and begins new logs.",
                        "Teams starts more slowly after each sign-in, and logs of earlier sessions are gone when support"
                                + " asks for them.");
            case TEAMS_CLASSIC_CACHE ->
                new Consequence(
                        "Teams classic makes its caches anew and begins new logs; its update is fetched again.",
                        "Teams classic starts more slowly after each sign-in, and logs of earlier sessions are gone when"
                                + " support asks for them.");
            case TEMP ->
                new Consequence(
                        "Nothing in a folder for temporary files may be relied on after a sign-out.",
                        "A program that keeps something there all the same loses it.");
            case CRASH_DUMPS ->
                new Consequence(
                        "Programs write them when they end badly, for whoever looks for the cause.",
                        "Dumps and reports of earlier sessions are gone when support asks for them.");
            case SHADER_CACHE ->
                new Consequence(
                        "Graphics drivers make it anew, and it fits one kind of graphics card only.",
                        "Programs that draw much start more slowly after each sign-in.");
            case REMOTE_DESKTOP_CACHE ->
                new Consequence(
                        "Remote Desktop keeps pieces of pictures there, which it fetches again.",
                        "The first minutes of a connection are slower on a slow line.");
            case PACKAGE_CACHE ->
                new Consequence(
                        "The package manager downloads again what it needs.",
                        "The first build after a sign-in takes longer, and needs the network.");
            case PROGRAM_CACHE ->
                new Consequence(
                        "The program that has it makes it anew.",
                        "It starts more slowly after each sign-in; what it had stored to be used without a network is"
                                + " fetched again.");
            default -> throw new IllegalArgumentException("no folder of it can be left out: " + category);
        };
    }
}
