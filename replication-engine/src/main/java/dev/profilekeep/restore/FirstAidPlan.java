package dev.profilekeep.restore;

import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.Initiator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What first aid would do: every copy of a container is put aside, so that FSLogix makes a new, empty one at the next sign-in. Made by reading alone.
 *
 * @param account of the person; empty if not known
 * @param kind {@code ODFC} is made anew from the mail server, a {@code PROFILE} begins empty; null if refused before that was known
 * @param targets the copies that would be put aside, the one at the active site first
 * @param sentences every step, in order, for people
 * @param basis the same for exactly this state, and for no other; empty if refused
 * @param refusal null if it may be done
 */
public record FirstAidPlan(
        long containerId,
        String account,
        @Nullable ContainerKind kind,
        Initiator initiator,
        List<RestoreTarget> targets,
        List<String> sentences,
        String basis,
        @Nullable RestoreRefusal refusal) {
    public FirstAidPlan {
        targets = List.copyOf(targets);
        sentences = List.copyOf(sentences);
    }
}
