package dev.profilekeep.ccd;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The value of FSLogix' setting {@code CCDLocations}: where Cloud Cache keeps the copies of a disk, the first of which is read. Holds no secret: of what leads to a storage account only that it does is
 * kept.
 *
 * <p>{@code type=smb|azure[,name="…"],connectionString=…}, fields separated by commas, providers by semicolons, nothing around either; names of fields and values are case-sensitive; at most four providers. A
 * connection string of a storage account has semicolons of its own: a provider begins where {@code type=} follows one. (Microsoft Learn, "Cloud Cache: CCDLocations")
 */
public record CcdLocations(List<Provider> providers) {
    /** FSLogix takes no more. */
    public static final int MOST = 4;

    /** What keeps a copy. */
    public sealed interface Provider {
        /** As FSLogix calls it in logs; empty if it has no name. */
        String name();
    }

    /**
     * A share.
     *
     * @param path as in {@code \\server\share\folder}
     */
    public record Smb(String name, String path) implements Provider {}

    /**
     * A storage account, which cannot be looked into from a share.
     *
     * @param key under which FSLogix keeps what leads there ({@code |fslogix/key|}); empty if that stands in the setting itself
     */
    public record Azure(String name, String key) implements Provider {}

    public CcdLocations {
        providers = List.copyOf(providers);
    }

    /**
     * @param text of one value, REG_SZ
     * @throws CcdSyntaxException if FSLogix would not understand it
     */
    public static CcdLocations parse(String text) throws CcdSyntaxException {
        return new CcdParser(text).parse();
    }

    /**
     * @param values of REG_MULTI_SZ, one or more providers in each
     * @throws CcdSyntaxException if FSLogix would not understand it
     */
    public static CcdLocations parse(List<String> values) throws CcdSyntaxException {
        return parse(values.stream().filter(value -> !value.isEmpty()).collect(Collectors.joining(";")));
    }
}
