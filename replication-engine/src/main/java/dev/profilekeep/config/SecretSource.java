package dev.profilekeep.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where a secret is kept: {@code env:NAME} or {@code file:path}. The secret itself is read when it is needed. */
public sealed interface SecretSource permits SecretSource.Environment, SecretSource.File {

    /** A variable of the process' environment. */
    record Environment(String name) implements SecretSource {
        @Override
        public String toString() {
            return "env:" + name;
        }
    }

    /** A file whose whole content, without line breaks at the end and the mark of UTF-8 at the beginning, is the secret. */
    record File(Path path) implements SecretSource {
        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /**
     * The secret.
     *
     * @throws IOException with a message that says what is missing and how to give it, never with the secret
     */
    default String read() throws IOException {
        return read(System.getenv());
    }

    /** As {@link #read()}, from the given environment. */
    default String read(Map<String, String> environment) throws IOException {
        if (this instanceof Environment variable) {
            String value = environment.get(variable.name());
            if (value == null || value.isEmpty()) {
                throw new IOException("the environment variable " + variable.name()
                        + " is not set; set it for the process that runs ProfileKeep, or keep the secret in a file"
                        + " (file:/path)");
            }
            return EnvironmentText.whole(variable.name(), value);
        }
        Path path = ((File) this).path();
        String text;
        try {
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException("the file " + path + " cannot be read (" + reason(e) + ")", e);
        }
        String value = text.replaceFirst("\\A\uFEFF", "").replaceFirst("[\r\n]+\\z", "");
        if (value.isEmpty()) {
            throw new IOException("the file " + path + " is empty");
        }
        return value;
    }

    /**
     * @param folder what a relative path is relative to
     * @throws IllegalArgumentException if {@code text} has neither form
     */
    static SecretSource parse(String text, Path folder) {
        if (text.startsWith("env:")) {
            String name = text.substring(4).strip();
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("not the name of an environment variable: '" + name + "'");
            }
            return new Environment(name);
        }
        if (text.startsWith("file:")) {
            String path = text.substring(5).replaceFirst("^//(?=/)", "").strip();
            if (path.isEmpty()) {
                throw new IllegalArgumentException("a path is missing after 'file:'");
            }
            return new File(folder.resolve(path).toAbsolutePath().normalize());
        }
        // The text itself may be the secret: it is not repeated.
        throw new IllegalArgumentException("neither 'env:NAME' nor 'file:/path'; a secret never stands in this file");
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof java.nio.charset.CharacterCodingException) {
            return "it is no text in UTF-8";
        }
        return e instanceof java.nio.file.AccessDeniedException ? "access denied" : String.valueOf(e.getMessage());
    }
}
