package dev.profilekeep.disk.usage;

import dev.profilekeep.disk.CorruptDiskException;
import dev.profilekeep.disk.DiskException;
import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.UnsupportedDiskException;
import dev.profilekeep.disk.io.FileTimes;
import dev.profilekeep.disk.io.Wtf8;
import dev.profilekeep.disk.ntfs.FileName;
import dev.profilekeep.disk.ntfs.FileReference;
import dev.profilekeep.disk.ntfs.FileSink;
import dev.profilekeep.disk.ntfs.NtfsFile;
import dev.profilekeep.disk.ntfs.NtfsStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Keeps of every file and every name what {@link FileTree} tells, in columns: a million of them take about 100 MB. One thread. */
final class TreeBuilder implements FileSink {
    static final int DIRECTORY = 1;
    static final int SYSTEM = 2;
    static final int ELSEWHERE = 4;

    private static final long ROOT_RECORD = 5;
    private static final long EXTEND_RECORD = 11;
    /** Records below are kept for the file system; some are in use and have no name. */
    private static final long RESERVED = 24;

    private static final int MAX_PROBLEMS = 100;
    private static final int SEQUENCE_SHIFT = 48;
    /** Of a name that no directory has. */
    private static final long NOWHERE = -1;

    // One place for each file, in the order of their records.
    long[] records = new long[1024];
    int[] sequences = new int[1024];
    long[] sizes = new long[1024];
    long[] stored = new long[1024];
    long[] modified = new long[1024];
    int[] attributes = new int[1024];
    long[] securityIds = new long[1024];
    int[] names = new int[1024];
    byte[] flags = new byte[1024];
    int[] firstNode = new int[1024];
    final Map<Integer, List<FileTree.NamedStream>> streams = new HashMap<>();
    private int files;

    // One place for each name; the first two are the root and what is lost.
    int[] fileOf = new int[1024];
    private long[] directories = new long[1024];
    private int[] nameEnds = new int[1024];
    private byte[] pool = new byte[32 * 1024];
    private int nodes = 2;

    private final List<String> problems = new ArrayList<>();
    private long moreProblems;
    private final long recordCount;
    private final Progress progress;
    private boolean hasRoot;

    TreeBuilder(long recordCount, Progress progress) {
        this.recordCount = recordCount;
        this.progress = progress;
    }

    @Override
    public void accept(NtfsFile file) throws IOException {
        if (!progress.at(file.number(), recordCount)) {
            throw new CancellationException("the listing was cancelled at record " + file.number());
        }
        addFile(file);
        for (String problem : file.problems()) {
            problem("file record " + file.number() + ": " + problem);
        }
        if (file.number() == ROOT_RECORD) {
            hasRoot = true;
            fileOf[FileTree.ROOT] = files;
            firstNode[files] = FileTree.ROOT;
            names[files] = 1;
            files++;
            return;
        }
        for (FileName name : file.names()) {
            if (!name.isShort()) {
                addName(bits(name.directory()), name.name());
            }
        }
        if (names[files] == 0 && file.number() >= RESERVED) {
            problem("file record " + file.number() + " is in use, but has no name");
        }
        if (names[files] == 0) {
            addName(NOWHERE, "file record " + file.number());
        }
        files++;
    }

    @Override
    public void damaged(long record, DiskException why) {
        problem("file record " + record + " cannot be read: " + why.getMessage());
    }

    private void problem(String text) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(text);
        } else {
            moreProblems++;
        }
    }

    List<String> problems() {
        var all = new ArrayList<>(problems);
        if (moreProblems > 0) {
            all.add("and " + moreProblems + " more");
        }
        return all;
    }

    private static long bits(FileReference reference) {
        return (long) reference.sequence() << SEQUENCE_SHIFT | reference.number();
    }

    private void addFile(NtfsFile file) {
        if (files == records.length) {
            int larger = files + (files >> 1);
            records = Arrays.copyOf(records, larger);
            sequences = Arrays.copyOf(sequences, larger);
            sizes = Arrays.copyOf(sizes, larger);
            stored = Arrays.copyOf(stored, larger);
            modified = Arrays.copyOf(modified, larger);
            attributes = Arrays.copyOf(attributes, larger);
            securityIds = Arrays.copyOf(securityIds, larger);
            names = Arrays.copyOf(names, larger);
            flags = Arrays.copyOf(flags, larger);
            firstNode = Arrays.copyOf(firstNode, larger);
        }
        records[files] = file.number();
        sequences[files] = file.reference().sequence();
        sizes[files] = file.size();
        stored[files] = file.storedBytes();
        var standard = file.standard();
        modified[files] = standard == null ? 0 : FileTimes.ticks(standard.modified());
        attributes[files] = file.attributeBits();
        securityIds[files] = standard == null ? 0 : standard.securityId();
        boolean system = file.number() != ROOT_RECORD && (file.isSystem() || file.number() < RESERVED && unnamed(file));
        flags[files] = (byte) ((file.isDirectory() ? DIRECTORY : 0)
                | (system ? SYSTEM : 0)
                | (file.whyElsewhere().isPresent() ? ELSEWHERE : 0));
        firstNode[files] = -1;
        var named = new ArrayList<FileTree.NamedStream>(0);
        for (NtfsStream stream : file.streams()) {
            if (stream.isData() && !stream.name().isEmpty()) {
                named.add(new FileTree.NamedStream(stream.name(), stream.size()));
            }
        }
        if (!named.isEmpty()) {
            streams.put(files, List.copyOf(named));
        }
    }

    private static boolean unnamed(NtfsFile file) {
        return file.names().isEmpty();
    }

    private void addName(long directory, String name) throws UnsupportedDiskException {
        byte[] bytes = Wtf8.encode(name);
        if (nodes == fileOf.length) {
            int larger = nodes + (nodes >> 1);
            fileOf = Arrays.copyOf(fileOf, larger);
            directories = Arrays.copyOf(directories, larger);
            nameEnds = Arrays.copyOf(nameEnds, larger);
        }
        int begin = nameEnds[nodes - 1];
        if (begin > Integer.MAX_VALUE - 16 - bytes.length) {
            throw new UnsupportedDiskException("the names of all files have more than 2 GiB");
        }
        if (begin + bytes.length > pool.length) {
            pool = Arrays.copyOf(pool, (int) Math.min(Integer.MAX_VALUE - 16L, pool.length * 3L / 2 + bytes.length));
        }
        System.arraycopy(bytes, 0, pool, begin, bytes.length);
        fileOf[nodes] = files;
        directories[nodes] = directory;
        nameEnds[nodes] = begin + bytes.length;
        if (firstNode[files] < 0) {
            firstNode[files] = nodes;
        }
        names[files]++;
        nodes++;
    }

    String name(int node) {
        return node == 0 ? "" : Wtf8.decode(Arrays.copyOfRange(pool, nameEnds[node - 1], nameEnds[node]));
    }

    boolean has(int node, int flag) {
        return (flags[fileOf[node]] & flag) != 0;
    }

    /** The place of a record; negative if it is not in use. */
    int indexOf(long record) {
        return Arrays.binarySearch(records, 0, files, record);
    }

    /** For each name the name of its directory; what has none is below 1. */
    int[] parents() throws IOException {
        if (!hasRoot) {
            throw new CorruptDiskException("$MFT", 0, "the root directory cannot be read");
        }
        int[] parents = new int[nodes];
        for (int node = 2; node < nodes; node++) {
            parents[node] = parent(directories[node]);
            if (parents[node] == 1 && !has(node, SYSTEM) && directories[node] != NOWHERE) {
                problem("file record " + records[fileOf[node]] + ": the directory of \"" + name(node)
                        + "\" is not there");
            }
            if (parents[node] > 1 && records[fileOf[parents[node]]] == EXTEND_RECORD) {
                flags[fileOf[node]] |= SYSTEM;
            }
        }
        directories = new long[0];
        return parents;
    }

    private int parent(long directory) {
        if (directory == NOWHERE) {
            return 1;
        }
        int file = indexOf(directory & (1L << SEQUENCE_SHIFT) - 1);
        int sequence = (int) (directory >>> SEQUENCE_SHIFT);
        boolean there = file >= 0 && (flags[file] & DIRECTORY) != 0 && (sequence == 0 || sequence == sequences[file]);
        return there ? firstNode[file] : 1;
    }
}
