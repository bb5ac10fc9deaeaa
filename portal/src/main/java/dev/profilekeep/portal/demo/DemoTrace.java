package dev.profilekeep.portal.demo;

import dev.profilekeep.portal.demo.DemoFile.Beside;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names in a folder of demo data the demo and its portal made; all others are somebody's own. Stateless. */
final class DemoTrace {
    /** The catalog with what H2 puts beside it, the portal's word to the command line, keys and metadata of sign-in. */
    private static final Pattern DATA = Pattern.compile("data(/catalog\\.[^/]*|/portal\\d*\\.json|/sign-in"
            + "(/(saml-signing|demo-idp-signing)\\.pem[^/]*|/identity-providers(/[^/]*)?|/\\.[-0-9a-f]{36}\\.tmp)?)?");
    /** What the storage layer keeps at a location for itself. */
    private static final Pattern OWN = Pattern.compile("[^/]+/[^/]+/\\.profilekeep(/.*)?", Pattern.DOTALL);

    /** The repository of its backups, and the keys. */
    private static final Pattern BACKUPS =
            Pattern.compile("(backups|recovery)\\.key(\\.part)?|backups(/repository|/[a-z]+(/[-0-9a-zA-Z.]+){0,2})?");

    /** What its portal took out of backups. */
    private static final Pattern RESTORED = Pattern.compile(
            "restored(/[^/]+-\\d+(/(\\d{4}-\\d{2}-\\d{2}-\\d+|unfinished-[-0-9a-f]+)(/.*)?)?)?", Pattern.DOTALL);

    private final Set<String> laidOut =
            new HashSet<>(Set.of(DemoFolder.MARK, DemoEstate.VERSION_FILE, DemoEstate.MOMENT_FILE, DemoEstate.CONFIG));

    DemoTrace() {
        for (DemoFile file : DemoPeople.files()) {
            String folder = file.site() + "/" + file.set() + "/" + file.folder();
            laidOut.add(file.site());
            laidOut.add(file.site() + "/" + file.set());
            laidOut.add(folder);
            for (String ending : new String[] {"", ".meta", ".lock", ".held", ".part"}) {
                laidOut.add(folder + "/" + file.name() + ending);
            }
            if (file.beside() == Beside.DIFFERENCE_DISK) {
                laidOut.add(folder + "/RW.VHDX");
            }
        }
    }

    /** @param path inside the folder of the demo's data, relative to it */
    boolean made(Path path) {
        String name = path.toString().replace(path.getFileSystem().getSeparator(), "/");
        boolean here = laidOut.contains(name)
                || DATA.matcher(name).matches()
                || BACKUPS.matcher(name).matches()
                || RESTORED.matcher(name).matches();
        return here
                || OWN.matcher(name).matches() && laidOut.contains(name.substring(0, name.indexOf("/.profilekeep")));
    }
}
