package dev.profilekeep.replica.rights;

import dev.profilekeep.storage.SecurityDescriptor;
import dev.profilekeep.storage.Sids;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * What a DACL grants and denies, however it is written: whether an entry was inherited, in which order entries of one kind stand, and whether one entry or two say it makes no difference. That something
 * is denied before, or after, something is allowed does. Two are equal if they mean the same.
 *
 * @param everybody there is none, or it is null: everybody may do everything
 * @param layers entries that follow one another and all allow, or all deny
 * @param special entries of kinds that this does not understand, as they are
 */
record AclMeaning(boolean everybody, List<Layer> layers, List<String> special) {
    private static final int HEADER = 8;
    private static final int OBJECTS = 0x1;
    private static final int CONTAINERS = 0x2;
    private static final int ONCE = 0x4;
    private static final int INHERIT_ONLY = 0x8;
    private static final int INHERITED = 0x10;

    AclMeaning {
        layers = List.copyOf(layers);
        special = List.copyOf(special);
    }

    /** @param rights by whom and for what they count */
    record Layer(boolean allows, TreeMap<Whom, Integer> rights) {}

    /** @param scope for what it counts: the file or folder itself, or what is made below */
    record Whom(String sid, Scope scope) implements Comparable<Whom> {
        @Override
        public int compareTo(Whom other) {
            int order = sid.compareTo(other.sid);
            return order != 0 ? order : scope.compareTo(other.scope);
        }
    }

    enum Scope {
        SELF,
        FILES,
        FOLDERS,
        FILES_ONCE,
        FOLDERS_ONCE
    }

    /**
     * @param folder whether what is inherited counts; a file hands nothing down
     * @throws IllegalArgumentException saying which rule is broken
     */
    static AclMeaning of(SecurityDescriptor descriptor, boolean folder) {
        byte[] dacl = descriptor.dacl();
        if (!descriptor.hasDacl() || dacl.length == 0) {
            return new AclMeaning(true, List.of(), List.of());
        }
        ByteBuffer view = ByteBuffer.wrap(dacl).order(ByteOrder.LITTLE_ENDIAN);
        List<Layer> layers = new ArrayList<>();
        List<String> special = new ArrayList<>();
        int count = view.getShort(4) & 0xFFFF;
        int at = HEADER;
        for (int i = 0; i < count; i++) {
            int size = at + 8 <= dacl.length ? view.getShort(at + 2) & 0xFFFF : 0;
            if (size < 8 || at + size > dacl.length) {
                throw new IllegalArgumentException("entry " + i + " of a DACL reaches beyond it (at byte " + at + ")");
            }
            if (view.get(at) == 0 || view.get(at) == 1) {
                plain(view, at, size, folder, layers);
            } else {
                byte[] entry = Arrays.copyOfRange(dacl, at, at + size);
                entry[1] &= ~INHERITED;
                special.add(HexFormat.of().formatHex(entry));
            }
            at += size;
        }
        return new AclMeaning(false, layers, special);
    }

    private static void plain(ByteBuffer view, int at, int size, boolean folder, List<Layer> layers) {
        int length = size < 10 ? size : 8 + 4 * (view.get(at + 9) & 0xFF); // of a SID, by its count of parts
        if (8 + length > size) {
            throw new IllegalArgumentException("a SID reaches beyond its entry (at byte " + at + ")");
        }
        String sid = String.valueOf(Sids.text(Arrays.copyOfRange(view.array(), at + 8, at + 8 + length)));
        int mask = RightsWords.specific(view.getInt(at + 4));
        List<Scope> scopes = scopes(view.get(at + 1), folder);
        if (mask == 0 || scopes.isEmpty()) {
            return;
        }
        boolean allows = view.get(at) == 0;
        if (layers.isEmpty() || layers.get(layers.size() - 1).allows() != allows) {
            layers.add(new Layer(allows, new TreeMap<>()));
        }
        for (Scope scope : scopes) {
            layers.get(layers.size() - 1)
                    .rights()
                    .merge(new Whom(sid, scope), mask, (one, other) -> Integer.valueOf(one | other));
        }
    }

    private static List<Scope> scopes(int flags, boolean folder) {
        List<Scope> all = new ArrayList<>();
        if ((flags & INHERIT_ONLY) == 0) {
            all.add(Scope.SELF);
        }
        boolean once = (flags & ONCE) != 0;
        if (folder && (flags & OBJECTS) != 0) {
            all.add(once ? Scope.FILES_ONCE : Scope.FILES);
        }
        if (folder && (flags & CONTAINERS) != 0) {
            all.add(once ? Scope.FOLDERS_ONCE : Scope.FOLDERS);
        }
        return all;
    }
}
