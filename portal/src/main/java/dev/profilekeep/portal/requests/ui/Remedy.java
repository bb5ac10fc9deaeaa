package dev.profilekeep.portal.requests.ui;

import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.request.RequestKind;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to help what is broken.
 *
 * @param container it is done to
 * @param moments opens the choice of a backup; used for {@link RequestKind#WHOLE} alone
 */
record Remedy(RequestKind kind, ContainerRow container, Runnable moments) {
    /** First aid for a container of its kind. */
    static Remedy firstAid(ContainerRow container) {
        return new Remedy(RequestKind.firstAidOf(container.kind()), container, () -> {});
    }

    /** Whether a backup has to be chosen, and not only a reason given. */
    boolean needsMoment() {
        return kind.needsPoint();
    }

    void chooseMoment() {
        moments.run();
    }

    String name(boolean own, Words words) {
        return words.get(
                switch (kind) {
                    case WHOLE, FILES -> own ? "my.aid.backup" : "detail.backups.ask";
                    case RESET -> own ? "my.aid.reset" : "aid.reset";
                    case REBUILD_OFFICE -> own ? "my.aid.office" : "aid.office";
                });
    }

    /**
     * What it means, line by line.
     *
     * @param days so long what is put aside is kept at least
     */
    List<String> means(boolean own, long days, Words words) {
        List<String> lines = new ArrayList<>();
        switch (kind) {
            case WHOLE, FILES -> lines.add(words.get("my.aid.backup.means"));
            case RESET -> lines.add(words.get(own ? "my.aid.reset.means" : "aid.reset.means"));
            case REBUILD_OFFICE -> lines.add(words.get(own ? "my.aid.office.means" : "aid.office.means"));
        }
        if (kind.isFirstAid()) {
            Long size = container.fileSize();
            int sites = container.sites().size();
            lines.add(
                    size == null
                            ? words.get(own ? "my.aid.aside" : "aid.aside", days)
                            : words.get(
                                    own ? "my.aid.asideOf" : "aid.asideOf",
                                    words.formats().bytes(size),
                                    sites,
                                    days));
            lines.add(words.get(own ? "my.aid.back" : "aid.back"));
        }
        lines.add(words.get(own ? "my.aid.how" : "aid.how"));
        return lines;
    }
}
