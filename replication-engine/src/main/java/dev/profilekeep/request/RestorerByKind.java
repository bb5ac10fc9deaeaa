package dev.profilekeep.request;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files by one restorer, everything else by another.
 *
 * @param files for {@link RequestKind#FILES}, and for nothing else
 */
public record RestorerByKind(Restorer files, Restorer others) implements Restorer {
    @Override
    public Set<RequestKind> kinds() {
        Set<RequestKind> kinds = EnumSet.noneOf(RequestKind.class);
        kinds.addAll(files.kinds());
        kinds.addAll(others.kinds());
        return kinds;
    }

    private Restorer of(Request request) {
        return request.wish().kind() == RequestKind.FILES ? files : others;
    }

    @Override
    public Optional<Note> heldBy(Request request) {
        return of(request).heldBy(request);
    }

    @Override
    public Result restore(Request request, Progress progress) {
        return of(request).restore(request, progress);
    }

    @Override
    public Result undo(Request request, Progress progress) {
        return of(request).undo(request, progress);
    }
}
