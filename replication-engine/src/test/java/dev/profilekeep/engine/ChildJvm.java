package dev.profilekeep.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How a test starts a Java process of its own, with the classes that it has itself, ready as soon as it can be: most of what
 * a process that is killed takes of the processor is its start. Their classes lie in an archive that the first of them
 * makes for all that this JVM starts.
 */
public final class ChildJvm {
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static List<String> command;

    private ChildJvm() {}

    /** The beginning of a command, up to the class to run. */
    public static synchronized List<String> command() {
        if (command == null) {
            try {
                command = prepare();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return command;
    }

    /** The same, and what follows. */
    public static List<String> command(Class<?> main, String... arguments) {
        List<String> all = new ArrayList<>(command());
        all.add(main.getName());
        all.addAll(List.of(arguments));
        return all;
    }

    private static List<String> prepare() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("child-jvm");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "child-jvm-at-exit"));
        List<String> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path place = Path.of(entry);
            if (Files.isDirectory(place)) { // an archive of classes knows jars alone
                Path jar = folder.resolve(path.size() + ".jar");
                pack(place, jar);
                path.add(jar.toString());
            } else if (Files.exists(place)) {
                path.add(entry);
            }
        }
        String classPath = String.join(File.pathSeparator, path);
        Path archive = folder.resolve("classes.jsa");
        Path said = folder.resolve("said");
        int code = new ProcessBuilder(java(
                        List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, Training.class.getName())))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        if (code != 0 || !Files.exists(archive)) {
            throw new IOException("no archive of classes was made: " + Files.readString(said, UTF_8));
        }
        return java(List.of("-XX:SharedArchiveFile=" + archive, "-cp", classPath));
    }

    private static List<String> java(List<String> more) {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(QUICK);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            out.setLevel(0);
            for (Path each : all.filter(path -> !path.equals(classes)).toList()) {
                String name = classes.relativize(each).toString().replace(File.separatorChar, '/');
                if (Files.isDirectory(each)) { // Flyway looks for the folder of the migrations
                    out.putNextEntry(new JarEntry(name + "/"));
                    continue;
                }
                out.putNextEntry(new JarEntry(name));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            System.err.println("could not remove " + folder + ": " + e);
        }
    }

    /** Loads what such processes need: the engine with its catalog, and all classes of our own. */
    static final class Training {
        private Training() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Files.createTempDirectory("child-jvm-training");
            try (Estate estate = new Estate(folder)) {
                estate.engine();
            } finally {
                remove(folder);
            }
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                try (JarFile jar = new JarFile(entry)) {
                    jar.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.startsWith("dev/profilekeep/") && name.endsWith(".class"))
                            .filter(name -> !name.endsWith("package-info.class"))
                            .forEach(Training::load);
                }
            }
        }

        private static void load(String name) {
            try {
                Class.forName(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                        false,
                        Training.class.getClassLoader());
            } catch (ClassNotFoundException | LinkageError e) {
                // it needs what these tests have not; whoever needs it will say so
            }
        }
    }
}
