package dev.profilekeep.disk.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What several other tools agree on about the NTFS volumes of one shared image: {@code truth/*.json}. */
record TruthFile(List<Volume> volumes) {
    /** @param flags of {@code $Volume}; only the lowest bit has the same meaning for all tools */
    record Volume(long offset, int cluster, long totalSectors, int sector, String label, long freeClusters, int flags) {
        long clusters() {
            return totalSectors * sector / cluster;
        }
    }

    static TruthFile read(Path file) throws IOException {
        var volumes = new ArrayList<Volume>();
        String json = Files.readString(file);
        // One object for each volume; the fields needed stand in it once and in this order.
        for (String part : json.substring(json.indexOf("\"volumes\"")).split("\"index\"", -1)) {
            if (part.contains("\"ntfs\": true")) {
                volumes.add(new Volume(
                        number(part, "offset"),
                        (int) number(part, "cluster"),
                        number(part, "total_sectors"),
                        (int) number(part, "sector"),
                        text(part, "Volume Name"),
                        number(part, "bfree"),
                        Integer.decode(text(part, "ntfsinfo_Volume Flags"))));
            }
        }
        return new TruthFile(volumes);
    }

    private static long number(String json, String key) {
        return Long.parseLong(find(json, "\"" + key + "\": (-?\\d+)"));
    }

    private static String text(String json, String key) {
        return find(json, "\"" + key + "\": (?:\"([^\"]*)\"|null)");
    }

    private static String find(String json, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + json);
        }
        return matcher.group(1) == null ? "" : matcher.group(1);
    }
}
