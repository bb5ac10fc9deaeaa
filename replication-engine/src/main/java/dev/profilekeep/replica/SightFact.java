package dev.profilekeep.replica;

import java.time.Instant;

/** What sights of copies can say: the words of {@link CopySight#fact()}. */
public enum SightFact {
    /** By which rule the verdict was found; value: its number. */
    RULE,
    /** When its file was last written, as its server tells; value: ISO 8601. */
    WRITTEN,
    /** Its content was read; value: root of the map. */
    READ,
    /** Its content was read earlier, in this state of the file; value: root of the map. */
    KNOWN,
    /** Both were proved to say the same; value: root of the map. */
    AGREED,
    /** What the further copy says the active one said, last at this time; value: ISO 8601. */
    HAD,
    /** Its volume was made; value: ISO 8601. */
    VOLUME_MADE,
    /** Files in its volume; value: how many, or "more than" so many. */
    FILES,
    /** It does not answer; value: why, a sentence. */
    SILENT,
    /** It is not there; value: LISTED or NOT_LISTED. */
    ABSENT,
    /** More than one disk of the container lies there; value: their paths. */
    SEVERAL,
    /** Somebody works with it; value: how that is known, a sentence. */
    IN_USE,
    /** It cannot be read; value: why, a sentence. */
    UNREADABLE,
    /** It was in the state that was proved equal, and says something else; value: root of the map. */
    DIFFERS_AT_REST;

    CopySight of(SeenCopy copy, String value) {
        return of(copy.locationId(), copy.at(), value);
    }

    public CopySight of(String locationId, Instant at, String value) {
        return new CopySight(locationId, at, name(), value);
    }
}
