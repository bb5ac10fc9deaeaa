package dev.profilekeep.replica;

import dev.profilekeep.content.ContentMap;
import dev.profilekeep.content.Sha256;

/**
 * What a copy says in one state of its file.
 *
 * @param rules by which the map was made; roots of other rules are never compared
 * @param root of the map
 * @param readNow its content was read for this judgement; otherwise it was read earlier, in this very state of the file
 */
public record SaidContent(ContentMap.Rules rules, Sha256 root, boolean readNow) {
    boolean isSame(SaidContent other) {
        return rules.equals(other.rules) && root.equals(other.root);
    }
}
