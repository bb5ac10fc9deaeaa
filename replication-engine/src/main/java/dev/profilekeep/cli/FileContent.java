package dev.profilekeep.cli;

import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsStream;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.text.Visible;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what is in a file of a volume, byte by byte. */
final class FileContent {
    private static final int PIECE = 1024 * 1024;
    private static final int LOOK = 4096;

    private final Context context;
    private final String name;
    private final NtfsVolume volume;
    private final String path;

    /**
     * @param name of the disk, for messages and answers
     * @param path of the file, as a person wrote it
     */
    FileContent(Context context, String name, NtfsVolume volume, String path) {
        this.context = context;
        this.name = name;
        this.volume = volume;
        this.path = path;
    }

    /** A file, and which stream of it. */
    private record Wanted(NtfsFile file, String stream) {}

    /** @param json size and digest instead of the content */
    int write(boolean json) throws IOException {
        Wanted wanted = find(new DiskPath(name, volume));
        BlockDevice content = content(wanted);
        try {
            if (json) {
                context.out().println(describe(wanted, content));
            } else {
                copy(content, null);
            }
        } catch (Output.Gone e) {
            throw e;
        } catch (IOException e) {
            throw new CliProblem(where() + e.getMessage(), e);
        }
        return ProfileKeepCli.OK;
    }

    private String where() {
        return name + ": '" + Visible.oneLine(path) + "': ";
    }

    /** A name may hold a colon itself. */
    private Wanted find(DiskPath paths) throws IOException {
        Optional<NtfsFile> whole = paths.find(path);
        int colon = path.lastIndexOf(':');
        if (whole.isPresent() || colon < 0) {
            return new Wanted(whole.isPresent() ? whole.get() : paths.require(path), "");
        }
        return new Wanted(paths.require(path.substring(0, colon)), path.substring(colon + 1));
    }

    private BlockDevice content(Wanted wanted) throws IOException {
        NtfsFile file = wanted.file();
        if (!wanted.stream().isEmpty()) {
            return volume.content(file.stream(wanted.stream())
                    .or(() -> ignoringCase(file, wanted.stream()))
                    .orElseThrow(() -> new CliProblem(where() + "the file has no stream '"
                            + Visible.oneLine(wanted.stream()) + "'" + streams(file))));
        }
        try {
            return volume.content(file)
                    .orElseThrow(() -> new CliProblem(
                            where() + (file.isDirectory() ? "this is a folder; 'ls' lists it" : "it has no content")));
        } catch (UnsupportedDiskException e) {
            throw new CliProblem(where() + e.getMessage(), e);
        }
    }

    private static Optional<NtfsStream> ignoringCase(NtfsFile file, String name) {
        return file.streams().stream()
                .filter(stream -> stream.isData() && stream.name().equalsIgnoreCase(name))
                .findFirst();
    }

    private static String streams(NtfsFile file) {
        var names = file.streams().stream()
                .filter(stream -> stream.isData() && !stream.name().isEmpty())
                .map(stream -> "'" + Visible.oneLine(stream.name()) + "'")
                .limit(5)
                .toList();
        return names.isEmpty() ? "" : "; it has: " + String.join(", ", names);
    }

    private void copy(BlockDevice content, @Nullable MessageDigest digest) throws IOException {
        long size = content.size();
        if (digest == null && context.terminal().out()) {
            refuseControls(content, size);
        }
        byte[] piece = new byte[(int) Math.min(PIECE, size)];
        for (long at = 0; at < size; ) {
            int count = (int) Math.min(piece.length, size - at);
            content.readFully(at, ByteBuffer.wrap(piece, 0, count));
            if (digest == null) {
                context.bytes().write(piece, 0, count);
            } else {
                digest.update(piece, 0, count);
            }
            at += count;
        }
    }

    /** What is no text can do anything to a terminal. */
    private void refuseControls(BlockDevice content, long size) throws IOException {
        byte[] start = new byte[(int) Math.min(LOOK, size)];
        content.readFully(0, ByteBuffer.wrap(start));
        for (byte b : start) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' || b == 0x7f) {
                throw new CliProblem(
                        where() + "it is no text, which a terminal does not bear; send it into a file: > NAME");
            }
        }
    }

    private String describe(Wanted wanted, BlockDevice content) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        copy(content, digest);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", name);
        facts.put("path", path);
        facts.put("record", wanted.file().number());
        facts.put("stream", wanted.stream());
        facts.put("sizeBytes", content.size());
        facts.put("sha256", HexFormat.of().formatHex(digest.digest()));
        return Json.write(facts);
    }
}
