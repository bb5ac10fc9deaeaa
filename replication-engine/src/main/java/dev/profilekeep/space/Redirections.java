package dev.profilekeep.space;

import dev.profilekeep.space.SpaceUse.Exclusion;
import java.util.List;

/**
 * Lines for redirections.xml, which says what FSLogix leaves out of profile containers. A whole document that FSLogix takes as it
 * is: {@code ExcludeCommonFolders="0"} leaves out no folder of people's own, {@code Copy="0"} copies nothing in or out, so that a
 * folder begins empty at each sign-in and is gone at the sign-out. Source:
 * learn.microsoft.com/fslogix/concepts-redirections-xml. What lies in a container already stays in it: a line keeps new
 * content out and frees nothing by itself (docs/space.md).
 *
 * @param exclusions the one that saves most first; none is inside another
 */
public record Redirections(List<Exclusion> exclusions) {
    /** Each line costs a little at every sign-in; below this size it is not worth it. Bytes. */
    public static final long WORTH = 16L << 20;

    public Redirections {
        exclusions = List.copyOf(exclusions);
    }

    /**
     * What is worth a line.
     *
     * @param least bytes that a folder has to take; see {@link #WORTH}
     */
    public static Redirections of(SpaceUse use, long least) {
        return new Redirections(
                use.exclusions().stream().filter(one -> one.bytes() >= least).toList());
    }

    /** What all of it takes now, in bytes. */
    public long bytes() {
        return exclusions.stream().mapToLong(Exclusion::bytes).sum();
    }

    /** One line of the document, without what stands around it. */
    public static String line(Exclusion exclusion) {
        return "<Exclude Copy=\"0\">" + escaped(exclusion.path()) + "</Exclude>";
    }

    /** The whole document; well-formed also if nothing is to be left out. Lines end as on Windows. */
    public String document() {
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n")
                .append("<FrxProfileFolderRedirection ExcludeCommonFolders=\"0\">\r\n  <Excludes>\r\n");
        for (Exclusion exclusion : exclusions) {
            Consequence consequence = Consequence.of(exclusion.category());
            text.append("    <!-- ")
                    .append(exclusion.category().label())
                    .append(": ")
                    .append(consequence.why())
                    .append(' ')
                    .append(consequence.lost())
                    .append(" -->\r\n    ")
                    .append(line(exclusion))
                    .append("\r\n");
        }
        return text.append("  </Excludes>\r\n</FrxProfileFolderRedirection>\r\n")
                .toString();
    }

    private static String escaped(String path) {
        return path.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
