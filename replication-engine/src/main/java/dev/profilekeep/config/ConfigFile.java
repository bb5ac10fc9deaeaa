package dev.profilekeep.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads {@code profilekeep.yml}. Stateless. What it understands is described in {@code docs/configuration.md}. */
public final class ConfigFile {
    private static final int LARGEST = 4 * 1024 * 1024;

    private ConfigFile() {}

    /**
     * Reads and checks the whole file. Servers and secrets are not asked for; see {@link Prerequisites}.
     *
     * @throws ConfigException with every problem that was found
     */
    public static ProfileKeepConfig read(Path file) throws ConfigException {
        Path absolute = file.toAbsolutePath().normalize();
        List<ConfigProblem> problems = new ArrayList<>();
        Node root = parse(absolute, problems);
        if (root != null && !Tag.NULL.equals(root.getTag()) && !(root instanceof MappingNode)) {
            problems.add(new ConfigProblem(1, "", "the file is not a group of keys", "begin with 'sites:'"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(absolute, problems);
        }
        Section section = new Section("", root, problems);
        ProfileKeepConfig config = new ConfigReader(absolute, section).read();
        if (!problems.isEmpty()) {
            problems.sort((a, b) -> Integer.compare(a.line(), b.line()));
            throw new ConfigException(absolute, problems);
        }
        return config;
    }

    private static @Nullable Node parse(Path file, List<ConfigProblem> problems) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(20);
        options.setMaxAliasesForCollections(20);
        try {
            if (Files.isDirectory(file)) {
                problems.add(new ConfigProblem(0, "", "this is a folder", "name the file, such as profilekeep.yml"));
                return null;
            }
            if (Files.size(file) > LARGEST) {
                problems.add(new ConfigProblem(0, "", "the file is larger than 4 MiB", "is it the right one?"));
                return null;
            }
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException e) {
            problems.add(
                    new ConfigProblem(0, "", "there is no such file", "docs/profilekeep.yml is one to begin with"));
        } catch (CharacterCodingException e) {
            problems.add(
                    new ConfigProblem(0, "", "the file is not UTF-8 text", "save it as " + StandardCharsets.UTF_8));
        } catch (IOException e) {
            problems.add(new ConfigProblem(0, "", "the file cannot be read (" + e + ")", "check its permissions"));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            problems.add(new ConfigProblem(
                    mark == null ? 0 : mark.getLine() + 1,
                    "",
                    "not well-formed YAML: " + e.getProblem(),
                    "check indentation (spaces, no tabs), colons and quotes near "
                            + (mark == null ? "here" : "column " + (mark.getColumn() + 1))));
        } catch (YAMLException e) {
            problems.add(new ConfigProblem(0, "", "not well-formed YAML: " + e.getMessage(), ""));
        }
        return null;
    }
}
