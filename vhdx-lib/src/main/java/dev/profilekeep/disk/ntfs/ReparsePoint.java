package dev.profilekeep.disk.ntfs;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a file stands for that is not, or not only, what its record says ([MS-FSCC] 2.1.2). */
public sealed interface ReparsePoint
        permits ReparsePoint.SymbolicLink,
                ReparsePoint.MountPoint,
                ReparsePoint.LinuxLink,
                ReparsePoint.Compressed,
                ReparsePoint.CloudFile,
                ReparsePoint.AppLink,
                ReparsePoint.Other {
    /** 32 bits, unsigned. */
    long tag();

    /** A few words for people. */
    String meaning();

    /** Where a link leads, as it says itself; null for what leads nowhere. */
    default @Nullable String target() {
        return null;
    }

    /**
     * @param target as Windows uses it: {@code \??\C:\…}, or relative to the link's directory
     * @param shown as Windows shows it
     */
    record SymbolicLink(String target, String shown, boolean relative) implements ReparsePoint {
        @Override
        public long tag() {
            return ReparseTags.SYMBOLIC_LINK;
        }

        @Override
        public String meaning() {
            return "symbolic link";
        }
    }

    /** A folder that is another one, or a volume: {@code \??\C:\…} or {@code \??\Volume{…}\}. */
    record MountPoint(String target, String shown) implements ReparsePoint {
        /** Whether it is a volume rather than a folder. */
        public boolean isVolume() {
            return target.startsWith("\\??\\Volume{");
        }

        @Override
        public long tag() {
            return ReparseTags.MOUNT_POINT;
        }

        @Override
        public String meaning() {
            return isVolume() ? "mounted volume" : "junction";
        }
    }

    /** A symbolic link of the Windows Subsystem for Linux. */
    record LinuxLink(String target) implements ReparsePoint {
        @Override
        public long tag() {
            return ReparseTags.LINUX_LINK;
        }

        @Override
        public String meaning() {
            return "Linux symbolic link";
        }
    }

    /** Compressed by Windows' "compact /exe": the content is in the stream {@code WofCompressedData}, or in a WIM file. */
    record Compressed(Method method) implements ReparsePoint {
        /** How, and in blocks of which size. */
        public enum Method {
            XPRESS4K(4096),
            LZX(32768),
            XPRESS8K(8192),
            XPRESS16K(16384),
            /** The content is in a WIM file elsewhere. */
            WIM(0),
            UNKNOWN(0);

            private final int blockBytes;

            Method(int blockBytes) {
                this.blockBytes = blockBytes;
            }

            /** 0 for what has none. */
            public int blockBytes() {
                return blockBytes;
            }
        }

        @Override
        public long tag() {
            return ReparseTags.WOF;
        }

        @Override
        public String meaning() {
            return method == Method.WIM ? "content in a WIM file" : "compressed by Windows (" + method + ")";
        }
    }

    /** A file of OneDrive or another cloud provider; whether its content is here say its attributes and its size on disk. */
    record CloudFile(long tag) implements ReparsePoint {
        @Override
        public String meaning() {
            return "cloud file";
        }
    }

    /** What starts a packaged app. @param strings package, entry point, program, kind of application */
    record AppLink(List<String> strings) implements ReparsePoint {
        public AppLink {
            strings = List.copyOf(strings);
        }

        @Override
        public long tag() {
            return ReparseTags.APP_LINK;
        }

        @Override
        public String meaning() {
            return "app execution alias";
        }

        @Override
        public @Nullable String target() {
            return strings.size() > 2 ? strings.get(2) : null;
        }
    }

    /**
     * One of the many that only their maker understands.
     *
     * @param vendor null for Microsoft's own tags
     */
    record Other(long tag, @Nullable UUID vendor, int dataBytes) implements ReparsePoint {
        @Override
        public String meaning() {
            return ReparseTags.meaning(tag);
        }
    }
}
