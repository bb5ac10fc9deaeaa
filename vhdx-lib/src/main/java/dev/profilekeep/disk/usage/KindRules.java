package dev.profilekeep.disk.usage;

import java.util.List;

/** The rules of {@code kinds.tsv}. Stateless. */
final class KindRules {
    private KindRules() {}

    static PathRules<FileKind> usual() {
        return Holder.USUAL;
    }

    private static final class Holder {
        static final PathRules<FileKind> USUAL = parse(PathRules.packaged(KindRules.class, "kinds.tsv"));
    }

    static PathRules<FileKind> parse(List<String> lines) {
        var rules = new PathRules.Builder<FileKind>();
        for (String[] fields : PathRules.rows(lines)) {
            FileKind kind = FileKind.valueOf(fields[0]);
            PathRules.expand(fields[1]).forEach(path -> rules.add(kind, path));
        }
        return rules.build();
    }
}
