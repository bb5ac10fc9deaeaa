package dev.profilekeep.site;

import dev.profilekeep.lease.SafeReplace;
import dev.profilekeep.storage.OpenFile;
import dev.profilekeep.storage.Sharing;
import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.StoragePath;
import dev.profilekeep.storage.StorageProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The signed file beside the copies: docs/formats/active-site.md. Stateless. */
final class SiteFile {
    static final StoragePath PATH = StoragePath.of(".profilekeep").child("active-site");
    private static final StoragePath DRAFT = StoragePath.of(".profilekeep").child("active-site.new");
    private static final String FIRST = "profilekeep active-site 1";
    private static final List<String> NAMES = List.of("set: ", "location: ", "site: ", "epoch: ", "since: ", "key: ");
    private static final String SIGNATURE = "signature: ";
    private static final int LONGEST = 4096;

    private SiteFile() {}

    /** What lies there. */
    sealed interface Found {
        /** Nothing. */
        record Absent() implements Found {}

        /** Ours, with a signature that holds. */
        record Ours(String siteId, long epoch) implements Found {}

        /** Of another installation, for another location or not what was written: a sentence. */
        record Strange(String why) implements Found {}
    }

    static Found read(StorageProvider storage, SiteKey key, String setId, String locationId) throws IOException {
        byte[] bytes;
        try (OpenFile file = storage.openForReading(PATH, Sharing.ALL)) {
            long size = file.size();
            if (size > LONGEST) {
                return new Found.Strange("it has " + size + " bytes");
            }
            ByteBuffer all = ByteBuffer.allocate((int) size);
            file.readFully(0, all);
            bytes = all.array();
        } catch (StorageException.NotFound e) {
            return new Found.Absent();
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        String[] lines = text.split("\n", -1);
        if (lines.length != NAMES.size() + 3 || !lines[0].equals(FIRST)) {
            return new Found.Strange("it is no file of this form");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if (!lines[i + 1].startsWith(NAMES.get(i))) {
                return new Found.Strange("it is no file of this form");
            }
            values.add(lines[i + 1].substring(NAMES.get(i).length()));
        }
        if (!values.get(5).equals(key.id())) {
            return new Found.Strange("another installation, with the key " + values.get(5) + ", works there");
        }
        String last = lines[NAMES.size() + 1];
        try {
            byte[] signed = text.substring(0, text.lastIndexOf(SIGNATURE)).getBytes(StandardCharsets.UTF_8);
            if (!last.startsWith(SIGNATURE)
                    || !lines[NAMES.size() + 2].isEmpty()
                    || !key.isOurs(signed, Base64.getDecoder().decode(last.substring(SIGNATURE.length())))) {
                return new Found.Strange("its signature does not hold");
            }
            if (!values.get(0).equals(setId) || !values.get(1).equals(locationId)) {
                return new Found.Strange("it was written for location " + values.get(1) + " of set " + values.get(0));
            }
            return new Found.Ours(values.get(2), Long.parseLong(values.get(3)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Found.Strange("it is no file of this form");
        }
    }

    /** Takes the place of what is there, in one step. */
    static void write(StorageProvider storage, SiteKey key, ActiveSite site, String locationId) throws IOException {
        SafeReplace.ownFolder(storage);
        byte[] bytes = bytes(key, site, locationId);
        try {
            storage.delete(DRAFT); // of a process that was killed
        } catch (StorageException.NotFound e) {
            // as nearly always
        }
        try (OpenFile file = storage.create(DRAFT, Sharing.NONE)) {
            file.writeFully(0, ByteBuffer.wrap(bytes));
            file.flush();
        }
        try {
            storage.rename(DRAFT, PATH);
        } catch (StorageException.Exists e) {
            storage.replace(DRAFT, PATH);
        }
    }

    private static byte[] bytes(SiteKey key, ActiveSite site, String locationId) {
        List<String> values = List.of(
                site.setId(),
                locationId,
                site.siteId(),
                Long.toString(site.epoch()),
                Instant.ofEpochSecond(site.since().getEpochSecond()).toString(),
                key.id());
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        for (int i = 0; i < NAMES.size(); i++) {
            text.append(NAMES.get(i)).append(values.get(i)).append('\n');
        }
        byte[] signature = key.sign(text.toString().getBytes(StandardCharsets.UTF_8));
        text.append(SIGNATURE)
                .append(Base64.getEncoder().encodeToString(signature))
                .append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
