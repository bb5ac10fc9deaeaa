package dev.profilekeep.portal.myprofile;

import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.CopyDetail;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.health.FindingCode;
import dev.profilekeep.portal.profiles.Situation;
import dev.profilekeep.portal.text.Formats;
import dev.profilekeep.portal.text.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told about one of their containers, without a word of jargon.
 *
 * @param headline one sentence that could stand alone
 * @param meaning what it means for them and what to do next
 * @param kept where it is kept, in one sentence
 * @param copies the same copy by copy, and the sites without one
 * @param lock whether it is in use, in plain words
 */
public record MyStory(
        Situation situation, String headline, String meaning, String kept, List<Copy> copies, String lock) {

    /**
     * What a person is told about one copy.
     *
     * @param there whether there is one, as far as is known
     * @param changed when it was last written; null if that is not known
     */
    public record Copy(String words, boolean there, @Nullable Instant changed) {}

    /** @param siteNames names of sites by id */
    public static MyStory of(ContainerDetail detail, Map<String, String> siteNames, Texts texts, Formats formats) {
        return of(detail, null, SilentSites.NONE, siteNames, texts, formats);
    }

    /**
     * @param inUse whether somebody works with it, as was just seen; null if only the last inventory knows
     * @param sites that nothing is claimed of now: what is there is known of before
     */
    public static MyStory of(
            ContainerDetail detail,
            @Nullable Boolean inUse,
            SilentSites sites,
            Map<String, String> siteNames,
            Texts texts,
            Formats formats) {
        Set<String> silent = sites.untold(detail.row().id());
        Set<String> unseen = sites.unseen(detail.row().id());
        boolean locked = inUse == null ? detail.row().locked() : inUse;
        Situation situation = inUse == null ? Situation.of(detail.row()) : Situation.now(detail.row(), inUse);
        String what = texts.get(detail.row().kind() == ContainerKind.PROFILE ? "my.what.PROFILE" : "my.what.ODFC");
        String free = formats.bytes(detail.row().free());
        String present = texts.list(sites(detail, Set.of(), siteNames));
        List<String> asked = sites(detail, silent, siteNames);
        String away = names(silent, siteNames, texts);
        List<String> seen = sites(detail, unseen, siteNames);
        boolean partly = situation == Situation.FINE && !unseen.isEmpty() && !seen.isEmpty();
        return new MyStory(
                situation,
                partly
                        ? texts.get("my.partly.headline", what, texts.list(seen))
                        : texts.get("my.situation." + situation.name() + ".headline", what, free, present),
                partly
                        ? texts.get("my.partly.meaning", names(unseen, siteNames, texts))
                        : texts.get("my.situation." + situation.name() + ".meaning", what, free, present),
                kept(detail, unseen, siteNames, texts),
                copies(detail, unseen, siteNames, texts, formats),
                locked
                        ? texts.get("my.lock.held")
                        : away.isEmpty()
                                ? texts.get("my.lock.free")
                                : asked.isEmpty()
                                        ? texts.get("my.lock.unknown", away)
                                        : texts.get("my.lock.partly", texts.list(asked), away));
    }

    private static String names(Set<String> sites, Map<String, String> siteNames, Texts texts) {
        return texts.list(sites.stream()
                .map(site -> siteNames.getOrDefault(site, site))
                .sorted()
                .toList());
    }

    private static String kept(ContainerDetail detail, Set<String> unseen, Map<String, String> siteNames, Texts texts) {
        List<String> all = sites(detail, Set.of(), siteNames);
        List<String> present = sites(detail, unseen, siteNames);
        if (present.size() < all.size()) {
            List<String> away =
                    all.stream().filter(site -> !present.contains(site)).toList();
            String kept = present.isEmpty() ? "" : texts.get("my.kept.several", texts.list(present)) + " ";
            return kept + texts.get("my.kept.silent", texts.list(away));
        }
        List<String> missing = missing(detail, siteNames);
        if (present.isEmpty()) {
            return texts.get("my.kept.nowhere");
        }
        String kept = texts.get(present.size() == 1 ? "my.kept.one" : "my.kept.several", texts.list(present));
        return missing.isEmpty() ? kept : kept + " " + texts.get("my.kept.missing", texts.list(missing));
    }

    private static List<Copy> copies(
            ContainerDetail detail, Set<String> unseen, Map<String, String> siteNames, Texts texts, Formats formats) {
        List<Copy> copies = new ArrayList<>();
        for (CopyDetail copy : detail.copies()) {
            String site = siteNames.getOrDefault(copy.siteId(), copy.siteId());
            var file = copy.file();
            boolean there = copy.presence() != CopyDetail.Presence.GONE;
            if (there && unseen.contains(copy.siteId())) {
                copies.add(new Copy(texts.get("my.copyAt.silent", site), false, null));
                continue;
            }
            copies.add(new Copy(
                    texts.get(
                            "my.copyAt." + copy.presence().name(),
                            site,
                            formats.bytes(file == null ? null : file.size())),
                    there,
                    there && file != null ? file.lastWritten() : null));
        }
        missing(detail, siteNames).stream()
                .filter(site -> detail.copies().stream().noneMatch(copy -> siteNames
                        .getOrDefault(copy.siteId(), copy.siteId())
                        .equals(site)))
                .map(site -> new Copy(texts.get("my.copyAt.none", site), false, null))
                .forEach(copies::add);
        return List.copyOf(copies);
    }

    private static List<String> missing(ContainerDetail detail, Map<String, String> siteNames) {
        return detail.findings().stream()
                .filter(finding ->
                        finding.code() == FindingCode.COPY_MISSING || finding.code() == FindingCode.ONLY_AT_SECONDARY)
                .map(finding -> finding.facts().get("site"))
                .filter(Objects::nonNull)
                .map(site -> siteNames.getOrDefault(site, site))
                .distinct()
                .toList();
    }

    private static List<String> sites(ContainerDetail detail, Set<String> without, Map<String, String> siteNames) {
        return detail.copies().stream()
                .filter(copy -> !without.contains(copy.siteId()))
                .filter(copy -> copy.presence() != CopyDetail.Presence.GONE)
                .map(CopyDetail::siteId)
                .distinct()
                .map(site -> siteNames.getOrDefault(site, site))
                .toList();
    }
}
